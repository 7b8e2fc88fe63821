"""The one way to PostgreSQL: transactions, reads and bulk copies on a pool that mends itself."""

import asyncio
import select
from collections.abc import AsyncGenerator, Coroutine, Generator, Iterable, Sequence
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from datetime import datetime
from typing import Any, TypeVar

import psycopg
from psycopg import sql
from sqlalchemy import URL, ExceptionContext, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from matinee.errors import Conflict, Invalid, MatineeError, Unavailable
from matinee.foundation.statements import SlowStatements
from matinee.foundation.tracing import begin_statement, end_statement

Connection = AsyncConnection
_Made = TypeVar("_Made")

OLDEST_MAJOR = 15
STATEMENT_SECONDS = 300
WAIT_SECONDS = 10
"""What a caller waits for a connection while all are in use."""
_CONNECT_SECONDS = 10
_CLOSE_SECONDS = 5
_REMEDY = (
    "Start the database again, or correct MATINEE_DATABASE_URL; Matinee then goes on by itself."
)
_KEEPALIVES = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""A network that drops packets in silence is noticed within a minute."""
_GONE = {"57P01", "57P02", "57P03", "57P05", "53300", "25006"}
"""Shut down, crashed, starting up, idle too long, too many clients, read-only."""
_FULL = {"53100", "53200"}
_BROKEN_OFF = "40001"
"""Of reads: what a replica does whose stream would wait for them for too long."""


class _Watch:
    """What SQLAlchemy tells of every statement; knows no engine, which would outlive its use."""

    def __init__(self, slow: SlowStatements) -> None:
        self._slow = slow

    def begin(
        self, _c: object, _cursor: object, said: str, _p: object, context: Any, _many: object
    ) -> None:
        """A statement begins."""
        context.matinee_begun = begin_statement(said), self._slow.begin()

    def end(
        self, _c: object, _cursor: object, said: str, _p: object, context: Any, _many: object
    ) -> None:
        """It is done."""
        traced, begun = context.matinee_begun
        end_statement(traced)
        self._slow.end(said, begun)

    def fail(self, failed: ExceptionContext) -> None:
        """It failed; opening a connection fails without a statement."""
        traced, begun = getattr(failed.execution_context, "matinee_begun", (None, None))
        end_statement(traced, failed=True)
        if begun is not None and failed.statement is not None:
            self._slow.end(failed.statement, begun, failed=True)


class Database:
    """A pool of connections to one PostgreSQL database."""

    def __init__(
        self,
        url: str,
        *,
        pool_size: int = 10,
        statement_seconds: float = STATEMENT_SECONDS,
        wait_seconds: float = WAIT_SECONDS,
        slow_seconds: float = 0,
    ) -> None:
        self.slow = SlowStatements(slow_seconds)
        self.url = driver_url(url)
        limit = f"-c statement_timeout={round(statement_seconds * 1000)}"
        self._engine = create_async_engine(
            self.url.difference_update_query(["options"]),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=wait_seconds,
            connect_args={
                "options": f"{self.url.query.get('options', '')} {limit}".strip(),
                "connect_timeout": _CONNECT_SECONDS,
                "application_name": "matinee",
                **_KEEPALIVES,
            },
        )
        self._reading = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        event.listen(self._engine.sync_engine, "connect", _check_server)
        event.listen(self._engine.sync_engine, "checkout", _notice_a_lost_server)
        watch = _Watch(self.slow)
        event.listen(self._engine.sync_engine, "before_cursor_execute", watch.begin)
        event.listen(self._engine.sync_engine, "after_cursor_execute", watch.end)
        event.listen(self._engine.sync_engine, "handle_error", watch.fail)
        self._under_way = set[asyncio.Task[Any]]()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Connection]:
        """BEGIN … COMMIT; ROLLBACK when the block raises."""
        with _failures():
            async with self._connected(self._engine) as connection, connection.begin():
                yield connection

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[Connection]:
        """Each statement by itself, for reads that need no common snapshot."""
        with _failures():
            async with self._connected(self._reading) as connection:
                yield connection

    def reading_lately(self) -> AbstractAsyncContextManager[Connection]:
        """As :meth:`reading`, for what may be some seconds old.

        Asked of a replica where there is one (:mod:`matinee.foundation.followed`); here is none.
        """
        return self.reading()

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> AsyncGenerator[Connection]:
        opening = self._begin(_opened(engine))
        try:
            connection = await asyncio.shield(opening)
        except asyncio.CancelledError:
            # Broken off in the middle, the pool would never see its connection again.
            opening.add_done_callback(self._hand_back)
            raise
        try:
            yield connection
        finally:
            await asyncio.shield(self._begin(connection.close()))

    def _begin(self, work: Coroutine[Any, Any, _Made]) -> asyncio.Task[_Made]:
        """A task that goes on when its caller is cancelled, and that :meth:`close` waits for."""
        task = asyncio.ensure_future(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return task

    def _hand_back(self, opening: asyncio.Task[AsyncConnection]) -> None:
        """Close what was opened for somebody who does not wait for it any more."""
        if not opening.cancelled() and opening.exception() is None:
            self._begin(opening.result().close())

    async def copy_into(
        self,
        connection: Connection,
        table: str,
        columns: Sequence[str],
        rows: Iterable[Sequence[Any]],
    ) -> int:
        """COPY ``rows`` into ``SCHEMA.TABLE`` on the caller's connection; the number of rows."""
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
            sql.Identifier(*table.split(".")), sql.SQL(", ").join(map(sql.Identifier, columns))
        )
        driver = (await connection.get_raw_connection()).driver_connection
        if not isinstance(driver, psycopg.AsyncConnection):
            raise TypeError("COPY needs the psycopg driver")
        count = 0
        with _failures():
            async with driver.cursor() as cursor, cursor.copy(statement) as copy:
                for row in rows:
                    await copy.write_row(row)
                    count += 1
        return count

    async def ping(self) -> None:
        """Return when the database answers, raise :class:`Unavailable` when it does not."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def clock(self) -> datetime:
        """What time it is there."""
        async with self.reading() as connection:
            return (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()

    async def check_writes(self) -> None:
        """Return when the database takes writes, raise :class:`Unavailable` when it does not.

        One that is full says so with the first write alone.
        """
        async with self.reading() as connection:
            answer = await connection.execute(text("SHOW transaction_read_only"))
            if answer.scalar_one() == "on":
                raise Unavailable(
                    "The database takes no writes.",
                    remedy="Let it take writes again, or name the one that does in "
                    "MATINEE_DATABASE_URL; until then everything can be read.",
                )

    async def close(self) -> None:
        """Close every connection, and those in use as they come back.

        One on its way back would otherwise go into a pool that nobody looks at any more.
        """
        event.listen(self._engine.sync_engine, "checkin", _close_for_good)
        with suppress(TimeoutError):
            async with asyncio.timeout(_CLOSE_SECONDS):
                while self._under_way:
                    await asyncio.wait(self._under_way)
        await self._engine.dispose()


async def _opened(engine: AsyncEngine) -> AsyncConnection:
    return await engine.connect()


def driver_url(url: str) -> URL:
    """The URL with the driver that Matinee uses, whatever was written before ``://``."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as broken:
        raise Conflict(
            "MATINEE_DATABASE_URL is not a database URL.",
            remedy="Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
        ) from broken
    if parsed.drivername.split("+")[0] not in {"postgresql", "postgres"}:
        raise Conflict(
            f"Matinee stores in PostgreSQL, not in {parsed.drivername}.",
            remedy="Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE.",
        )
    return parsed.set(drivername="postgresql+psycopg")


def check_server_version(version: int) -> None:
    """Refuse a server that lacks what Matinee uses; ``version`` as in ``server_version_num``."""
    if version < OLDEST_MAJOR * 10_000:
        raise Conflict(
            f"This database is PostgreSQL {version // 10_000}.",
            remedy=f"Matinee needs PostgreSQL {OLDEST_MAJOR} or later.",
        )


def _check_server(adapted: Any, _record: object) -> None:
    check_server_version(adapted.driver_connection.info.server_version)


def _close_for_good(_adapted: Any, record: ConnectionPoolEntry) -> None:
    record.invalidate()


def _notice_a_lost_server(adapted: Any, _record: object, _proxy: PoolProxiedConnection) -> None:
    # An idle connection has nothing to say: when its socket is readable, the server has closed it.
    # This costs microseconds, where asking (`pool_pre_ping`) costs a round trip for every use.
    driver = adapted.driver_connection
    if driver.closed or select.select([driver.fileno()], [], [], 0)[0]:
        raise InvalidatePoolError("the server closed the connection")


@contextmanager
def _failures() -> Generator[None]:
    try:
        yield
    except PoolTimeout as waited:
        raise Unavailable(
            "All connections to the database are in use.",
            remedy="Try again; if it lasts, raise the size of the pool.",
        ) from waited
    except DBAPIError as failure:
        error = _ours(failure.orig, lost=failure.connection_invalidated)
        if error is None:
            raise
        raise error from failure
    except psycopg.Error as failure:
        error = _ours(failure, lost=isinstance(failure, psycopg.OperationalError))
        if error is None:
            raise
        raise error from failure


def _ours(failure: BaseException | None, *, lost: bool) -> MatineeError | None:
    """The failure as callers know it; None for what is theirs to handle, or nobody's."""
    state = getattr(failure, "sqlstate", None) or ""
    if state == "57014":
        return Unavailable(
            "The database took too long to answer.", remedy="Try again, or ask for less at once."
        )
    if state == _BROKEN_OFF:
        return Unavailable(
            "The database broke off what it read, to follow the first server.", remedy="Try again."
        )
    if state in _FULL:
        return Unavailable(
            "The database has no room left.", remedy="Make room on its disk, then try again."
        )
    if isinstance(failure, psycopg.DataError):
        # Class 22 of SQLSTATE, or what the driver finds unfit before it asks.
        return Invalid(
            f"The database cannot hold what was given{_said(failure)}.",
            remedy="Leave out characters that are no text (NUL), and numbers and dates that are "
            "beyond all bounds.",
        )
    unreachable = not state and isinstance(failure, psycopg.OperationalError)
    if lost or unreachable or state in _GONE or state.startswith(("08", "28", "3D")):
        return Unavailable(f"The database does not answer{_said(failure)}.", remedy=_REMEDY)
    return None


def _said(failure: BaseException | None) -> str:
    reason = str(failure).strip().splitlines()
    return f" ({reason[0]})" if reason else ""
