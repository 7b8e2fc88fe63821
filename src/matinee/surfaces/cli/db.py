"""``matinee db``: the database's schema, and the server that Matinee runs itself."""

import typer

from matinee.assembly.ground import database_url, embedded_server, owner_url
from matinee.assembly.migrations import current, migrate, newest
from matinee.errors import Conflict
from matinee.foundation.postgres import EmbeddedPostgres
from matinee.surfaces.cli.opening import settings_in_force
from matinee.surfaces.cli.output import AsJson, show_json, show_line


def commands() -> typer.Typer:
    """The commands under ``db``."""
    app = typer.Typer(help="The database: its schema, and the server that Matinee runs itself.")

    @app.command()
    def upgrade(*, as_json: AsJson = False) -> None:
        """Bring the schema up to what this Matinee needs."""
        url = owner_url(settings_in_force())
        before = current(url)
        migrate(url)
        _show_schema(before, current(url), as_json=as_json)

    @app.command("current")
    def current_schema(*, as_json: AsJson = False) -> None:
        """Say which schema the database has, and which this Matinee needs."""
        at = current(database_url(settings_in_force()))
        if as_json:
            show_json({"current": at, "needed": newest()})
        else:
            show_line(f"The database is at {at or 'nothing'}; this Matinee needs {newest()}.")

    @app.command()
    def start(*, as_json: AsJson = False) -> None:
        """Start the embedded PostgreSQL, which then runs until it is stopped."""
        settings = settings_in_force()
        _embedded().start(seconds=settings.postgres_start_seconds)
        _show_state("running", as_json=as_json)

    @app.command()
    def stop(*, as_json: AsJson = False) -> None:
        """Stop the embedded PostgreSQL, for every process that uses it."""
        stopped = _embedded().stop()
        _show_state("stopped" if stopped else "not running", as_json=as_json)

    @app.command()
    def status(*, as_json: AsJson = False) -> None:
        """Describe the embedded PostgreSQL."""
        found = _embedded().status()
        if as_json:
            show_json(found)
        else:
            show_line(f"PostgreSQL {found.major} is {found.state}; data in {found.data}.")
            show_line(f"Log: {found.log}; socket: {found.socket}.")

    return app


def _embedded() -> EmbeddedPostgres:
    server = embedded_server(settings_in_force())
    if server is None:
        raise Conflict(
            "MATINEE_DATABASE_URL names a server that Matinee does not run.",
            remedy="Start and stop it where it runs, or unset MATINEE_DATABASE_URL.",
        )
    return server


def _show_schema(before: str | None, after: str | None, *, as_json: bool) -> None:
    if as_json:
        show_json({"before": before, "after": after})
    elif before == after:
        show_line(f"The database was at {after} already.")
    else:
        show_line(f"The database went from {before or 'nothing'} to {after}.")


def _show_state(state: str, *, as_json: bool) -> None:
    if as_json:
        show_json({"state": state})
    else:
        show_line(f"PostgreSQL is {state}.")
