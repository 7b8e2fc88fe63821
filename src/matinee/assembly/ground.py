"""The database that a house stands on: started or found, at the schema that this code needs."""

import asyncio

import structlog

from matinee.assembly.migrations import current, migrate, newest
from matinee.assembly.settings import Settings
from matinee.errors import Conflict, MatineeError
from matinee.foundation.database import Database
from matinee.foundation.followed import FollowedDatabase
from matinee.foundation.postgres import EmbeddedPostgres, ServerState

RESTORING = "restoring"
"""The mark that a restore leaves in the home until it is whole."""
_LOOK_SECONDS = 1.0
_log = structlog.get_logger()


def embedded_server(settings: Settings) -> EmbeddedPostgres | None:
    """Matinee's own server, unless the settings name another."""
    return EmbeddedPostgres(settings.home / "postgres") if settings.database_url is None else None


def prepare_database(settings: Settings, *, restoring: bool = False) -> str:
    """Start and migrate Matinee's own database, or check the one that is named; its URL.

    Another's database is never migrated in passing: its owner decides when. A home that is half
    restored is a Conflict but for who is restoring it.
    """
    if not restoring and (settings.home / RESTORING).exists():
        raise Conflict(
            f"{settings.home} is half restored, and what was revoked may stand in it again.",
            remedy="Remove that folder and restore again: `matinee backup restore`.",
            code="half_a_restore",
        )
    server = embedded_server(settings)
    if server is not None:
        urls = server.start(seconds=settings.postgres_start_seconds)
        if current(urls.app) != newest():
            migrate(urls.owner)
        return urls.app
    url = database_url(settings)
    at = current(url)
    if at != newest():
        raise Conflict(
            f"The database's schema is {at or 'empty'}, and this Matinee needs {newest()}.",
            remedy="Run `matinee db upgrade`, or the Matinee that made it.",
            code="old_schema",
        )
    return url


def database_url(settings: Settings) -> str:
    """The URL as Matinee itself connects, whether or not the database answers."""
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return EmbeddedPostgres(settings.home / "postgres").urls().app


def open_pool(settings: Settings, url: str) -> Database:
    """The pool on the database at ``url``, with its replica where the settings name one."""
    if settings.replica_url is None:
        return Database(
            url,
            pool_size=settings.database_pool_size,
            slow_seconds=settings.slow_statement_seconds,
        )
    return FollowedDatabase(
        url,
        settings.replica_url.get_secret_value(),
        lag_seconds=settings.replica_lag_seconds,
        pool_size=settings.database_pool_size,
        slow_seconds=settings.slow_statement_seconds,
    )


def owner_url(settings: Settings) -> str:
    """The URL of whoever may migrate; Matinee's own server is started for it."""
    server = embedded_server(settings)
    if server is not None:
        return server.start(seconds=settings.postgres_start_seconds).owner
    return database_url(settings)


async def keep_running(settings: Settings) -> None:
    """Start Matinee's own server again when it died; one that was stopped on purpose stays so."""
    server = embedded_server(settings)
    while server is not None:
        await asyncio.sleep(_LOOK_SECONDS)
        try:
            if await asyncio.to_thread(_died, server):
                _log.warning("the database died and is started again")
                await asyncio.to_thread(server.start, seconds=settings.postgres_start_seconds)
        except MatineeError as failure:
            _log.error("the database cannot be started", failure=str(failure))


def _died(server: EmbeddedPostgres) -> bool:
    # PostgreSQL removes its pid file when it stops in order, and leaves it when it is killed.
    left_behind = (server.data / "postmaster.pid").exists()
    return left_behind and server.status().state is ServerState.STOPPED
