"""Start, share, stop and describe the embedded PostgreSQL.

Every process that needs the database calls :meth:`EmbeddedPostgres.start`. The first one starts
the server; it outlives them all until somebody calls :meth:`EmbeddedPostgres.stop`.
"""

import os
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

import psycopg

from matinee.errors import Unavailable
from matinee.foundation.postgres import cluster, roles
from matinee.foundation.postgres.binaries import bundled_binaries
from matinee.foundation.postgres.lock import is_alive, life_lock, start_lock
from matinee.foundation.postgres.probe import SUPERUSER, Answer, connect, knock
from matinee.foundation.postgres.rootless import as_ordinary_user
from matinee.foundation.postgres.sockets import PORT, make_private, socket_file, socket_folder

DATABASE = "matinee"
START_SECONDS = 60.0
RECOVERY_SECONDS = 900.0
"""A server that says it is recovering is given this long: replaying its log is real work."""
_POLL_SECONDS = 0.03
_LONGEST_POLL_SECONDS = 0.5
_LARGEST_LOG_BYTES = 10_000_000
_LONGEST_WORDS = 600
_MARK = "-- Matinee starts the server --\n"


class ServerState(StrEnum):
    """What can be said of the server from outside."""

    RUNNING = "running"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    STOPPED = "stopped"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """The ways in: for Matinee, for its migrations, and for whoever looks after the server."""

    app: str
    owner: str
    admin: str


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What `matinee db status` shows."""

    state: ServerState
    data: Path
    log: Path
    socket: Path
    major: int


class EmbeddedPostgres:
    """One PostgreSQL server with all its files in one folder."""

    def __init__(self, folder: Path, *, configuration: Mapping[str, str] | None = None) -> None:
        self.folder = folder.absolute()
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self._configuration = dict(configuration or {})
        self._start_lock = self.folder / "start.lock"
        self._life_lock = self.folder / "life.lock"
        self._socket_note = self.folder / "socket"

    def start(self, *, seconds: float = START_SECONDS) -> DatabaseUrls:
        """Make sure that the server runs, and say how to reach it."""
        self._check_owner()
        if self._knock() is Answer.READY and self._is_provisioned():
            return self.urls()
        try:
            make_private(self.folder, remedy="Choose another home by MATINEE_HOME.")
            self._start(time.monotonic() + seconds)
        except OSError as refused:
            raise Unavailable(
                f"PostgreSQL cannot be started in {self.folder} ({refused.strerror}).",
                remedy="Make room and writing possible there, or choose another home by "
                "MATINEE_HOME.",
            ) from refused
        except psycopg.Error as failure:
            raise Unavailable(
                f"PostgreSQL started, and then failed: {str(failure).strip()}",
                remedy=f"Read {self.log}, remove the cause and try again.",
            ) from failure
        return self.urls()

    def stop(self, *, seconds: float = START_SECONDS) -> bool:
        """Stop the server for everybody; ``False`` where none runs."""
        self._check_owner()
        if not self.data.exists():
            return False
        deadline = time.monotonic() + seconds
        with start_lock(self._start_lock, deadline=deadline):
            if self._is_gone():
                return False
            self._pg_ctl("stop", "--mode=fast", "--no-wait")
            while not self._is_gone():
                if time.monotonic() > deadline:
                    raise Unavailable(
                        "PostgreSQL did not stop in time.",
                        remedy=self._by_hand(),
                    )
                time.sleep(_POLL_SECONDS)
            with suppress(OSError):
                self.socket_folder.rmdir()
        return True

    def status(self) -> ServerStatus:
        """Describe the server without changing anything."""
        self._check_owner()
        answer = self._knock()
        if answer is Answer.READY:
            state = ServerState.RUNNING
        elif answer is Answer.BUSY:
            state = ServerState.BUSY
        elif is_alive(self._life_lock):
            state = ServerState.UNREACHABLE
        else:
            state = ServerState.STOPPED if self.data.exists() else ServerState.ABSENT
        socket = socket_file(self.socket_folder)
        return ServerStatus(state, self.data, self.log, socket, bundled_binaries().major)

    def urls(self) -> DatabaseUrls:
        """How the server is reached when it runs."""
        return DatabaseUrls(self._url(roles.ORDINARY), self._url(roles.OWNER), self._url(SUPERUSER))

    def _start(self, deadline: float) -> None:
        with start_lock(self._start_lock, deadline=deadline):
            if not self._comes_up(deadline):
                self._launch()
                if not self._comes_up(deadline):
                    raise Unavailable(
                        f"PostgreSQL did not start: {self._last_words()}",
                        remedy=f"Read {self.log}, remove the cause and try again.",
                    )
            roles.provision(self._connect, DATABASE)

    def _url(self, role: str) -> str:
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql+psycopg://{role}@/{DATABASE}?host={host}&port={PORT}"

    @property
    def socket_folder(self) -> Path:
        """The folder of the running server's socket, or of the one that would run."""
        # The note is what the running server was told; TMPDIR may differ between processes.
        try:
            return Path(self._socket_note.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return socket_folder(self.data)

    def _check_owner(self) -> None:
        cluster.check_owner(self.folder)
        cluster.check_owner(self.data)

    def _is_gone(self) -> bool:
        return not is_alive(self._life_lock) and self._knock() is Answer.NONE

    def _knock(self) -> Answer:
        return knock(self.socket_folder, data=self.data)

    def _comes_up(self, deadline: float) -> bool:
        """Wait for whoever lives there; ``True`` once it answers, ``False`` once nobody is left."""
        recovery_deadline = deadline + RECOVERY_SECONDS
        pause = _POLL_SECONDS
        while True:
            alive = is_alive(self._life_lock)
            answer = self._knock()
            if answer is Answer.READY:
                return True
            if answer is Answer.NONE and not alive:
                return False
            if time.monotonic() > (recovery_deadline if answer is Answer.BUSY else deadline):
                raise Unavailable(
                    "A PostgreSQL process holds the data folder but does not answer.",
                    remedy=self._by_hand(),
                )
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_POLL_SECONDS)

    def _launch(self) -> None:
        socket = socket_folder(self.data)
        make_private(socket, remedy="Remove it, or set TMPDIR to a folder of your own.")
        cluster.prepare(self.data, bundled_binaries(), socket=socket, settings=self._configuration)
        self._socket_note.write_text(str(socket), encoding="utf-8")
        # Nobody lives here (the life lock is free), so what these files say is out of date. Left
        # alone they stop PostgreSQL when they are half written or their pid was given to another.
        for stale in (
            self.data / "postmaster.pid",
            socket_file(socket),
            socket_file(socket).with_name(f"{socket_file(socket).name}.lock"),
        ):
            stale.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > _LARGEST_LOG_BYTES:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("a", encoding="utf-8") as log:
            log.write(_MARK)
        with life_lock(self._life_lock) as life:
            if life is None:
                return
            self._pg_ctl("start", "--no-wait", f"--log={self.log.name}", keep_open=(life,))

    def _pg_ctl(self, action: str, *options: str, keep_open: tuple[int, ...] = ()) -> None:
        # pg_ctl passes its paths through a shell, so they are given relative to a chosen folder:
        # a home with a quote or a dollar in its name is a home like any other.
        pg_ctl = bundled_binaries().program("pg_ctl")
        command = [pg_ctl, action, f"--pgdata={self.data.name}", *options]
        subprocess.run(
            as_ordinary_user(command),
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=keep_open,
            cwd=self.folder,
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
        )

    def _connect(self, database: str) -> psycopg.Connection:
        return connect(self.socket_folder, database)

    def _is_provisioned(self) -> bool:
        try:
            self._connect(DATABASE).close()
        except psycopg.OperationalError:
            return False
        return True

    def _by_hand(self) -> str:
        return f"Read {self.log}, end the processes that hold {self._life_lock} and try again."

    def _last_words(self) -> str:
        try:
            words = self.log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return "it left no log."
        # Each attempt opens with this mark, so older troubles are not mistaken for this one.
        return " ".join(words.rpartition(_MARK)[2].split())[-_LONGEST_WORDS:] or "its log is empty."
