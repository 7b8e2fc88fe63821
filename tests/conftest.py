"""What tests stand on: a real PostgreSQL, a fresh database for each test, real files."""

import compileall
import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, LiteralString
from uuid import uuid4

import httpx
import hypothesis
import psycopg
import pytest
import structlog
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import URL, make_url

from matinee.assembly.migrations import migrate
from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.foundation.postgres import EmbeddedPostgres, roles
from matinee.foundation.postgres.lock import is_alive, life_lock, start_lock

if TYPE_CHECKING:
    from matinee.assembly.house import House
    from matinee.assembly.settings import Settings

REPOSITORY = Path(__file__).parent.parent
_HOME = "MATINEE_TEST_HOME"
_SERVER = "MATINEE_TEST_DATABASE_URL"
_PREFIX = "matinee-tests-"
_MEMORY, _ROOM = Path("/") / "dev" / "shm", 4 << 30


def pytest_configure(config: pytest.Config) -> None:
    """One folder for the whole run; xdist's workers inherit it."""
    # Each test of a page builds the whole service: to look for circles among so many objects that
    # live on takes longer than to make them.
    gc.set_threshold(20_000, 10, 10)
    # How long an example takes depends on what else the machine does: that is no fault of a test.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    if _HOME in os.environ:
        return
    _sweep()
    # Where PYTHONDONTWRITEBYTECODE is set, as in many images, each process that a test starts would
    # compile all of our modules again: two seconds of a processor for each.
    compileall.compile_dir(REPOSITORY / "src" / "matinee", quiet=2, maxlevels=20)
    home = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_places()[-1]))
    os.environ[_HOME] = str(home)
    config.add_cleanup(lambda: _leave(Path(os.environ.pop(_HOME))))
    run = ExitStack()
    run.enter_context(life_lock(home / "run.lock"))
    config.add_cleanup(run.close)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a server that was named, what needs no server is not run once more."""
    if _SERVER not in os.environ:
        return
    needs, left_out = list[pytest.Item](), list[pytest.Item]()
    for one in items:
        asked = isinstance(one, pytest.Function) and "server_url" in one.fixturenames
        (needs if asked else left_out).append(one)
    config.hook.pytest_deselected(items=left_out)
    items[:] = needs


def pytest_collection_finish() -> None:
    """What was imported and collected lives until the end: it is not looked through again."""
    gc.collect()
    gc.freeze()


def _sweep() -> None:
    """Stop and remove what killed runs left behind."""
    for place in _places():
        for lock in place.glob(f"{_PREFIX}*/run.lock"):
            if lock.stat().st_uid == os.geteuid() and not is_alive(lock):
                _leave(lock.parent)


def _places() -> list[Path]:
    """Where a run's folder may lie; last the best: thousands of databases are copied and dropped
    in a run, which a disk takes up to half a second of its kernel for, and memory a thirtieth."""
    places = [Path(tempfile.gettempdir())]
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        places.append(_MEMORY)
    return places


def _leave(home: Path) -> None:
    EmbeddedPostgres(home / "postgres").stop()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(autouse=True)
def logs_as_at_the_start() -> Iterator[None]:
    """A command that a test runs in this process sets up the logs of those that follow."""
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def run_home() -> Path:
    """The folder that all processes of this run share."""
    return Path(os.environ[_HOME])


@pytest.fixture(scope="session")
def server_url(run_home: Path) -> URL:
    """A superuser's URL of the server under test: ours, or the one that CI names."""
    given = os.environ.get(_SERVER)
    if given:
        return make_url(given).set(drivername="postgresql")
    # What tests look at is what PostgreSQL does, not what the disk does when the power fails.
    configuration = {"fsync": "off", "max_wal_size": "256MB"}
    server = EmbeddedPostgres(run_home / "postgres", configuration=configuration)
    return make_url(server.start().admin).set(drivername="postgresql")


@pytest.fixture(scope="session")
def template(server_url: URL, run_home: Path) -> str:
    """The name of a migrated database that each test's own is copied from."""
    name = f"matinee_template_{run_home.name[-8:].lower()}"
    raw = f"{name}_raw"
    with start_lock(run_home / "template.lock", deadline=float("inf")), _admin(server_url) as admin:
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            roles.provision(lambda database: _admin(server_url.set(database=database)), raw)
            migrate(as_role(server_url.set(database=raw), roles.OWNER))
            admin.execute(_statement("ALTER DATABASE {} RENAME TO {}", raw, name))
    return name


@pytest.fixture
def admin_url(server_url: URL, template: str) -> Iterator[URL]:
    """A superuser's URL of this test's own, migrated database."""
    with _copied(server_url, template) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(server_url: URL, template: str) -> Iterator[str]:
    """The URL of a database that a module's tests share, as the ordinary role that Matinee is."""
    with _copied(server_url, template) as url:
        yield as_role(url, roles.ORDINARY)


@pytest.fixture
def database_url(admin_url: URL) -> str:
    """The URL of this test's database, as the ordinary role that Matinee is."""
    return as_role(admin_url, roles.ORDINARY)


@pytest.fixture
def owner_url(admin_url: URL) -> str:
    """The URL of this test's database, as the role that migrates."""
    return as_role(admin_url, roles.OWNER)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A pool on this test's database."""
    database = Database(database_url, pool_size=3)
    yield database
    await database.close()


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    """A store of files in this test's own folder."""
    return Blobs(tmp_path / "blobs")


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> "Settings":
    """Settings for this test's database and a folder of its own."""
    # Imported here, as below: a part that cannot be imported fails the tests that need it alone.
    module = import_module("matinee.assembly.settings")
    return module.Settings(
        home=tmp_path / "home",
        database_url=SecretStr(database_url),
        database_pool_size=3,
        # A profile of a test is drawn by chance: none shall be held out unless a test says so.
        experiments={"holdout_share": 0},
    )


@pytest.fixture
async def house(settings: "Settings") -> AsyncIterator["House"]:
    """The whole house, opened."""
    async with import_module("matinee.assembly.house").open_house(settings) as house:
        yield house


@pytest.fixture
async def client(house: "House") -> AsyncIterator[httpx.AsyncClient]:
    """A client of the whole service, without a socket in between."""
    app = import_module("matinee.surfaces.api.app").create_app(house)
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data, which never lies in the repository."""
    folder = Path(os.environ.get("MATINEE_SHARED", REPOSITORY.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip(f"there is no real data at {folder}; set MATINEE_SHARED")
    return folder


def as_role(url: URL, role: str) -> str:
    """The same database, with the rights of ``role`` and without its password."""
    return url.update_query_dict({"options": f"-crole={role}"}).render_as_string(
        hide_password=False
    )


@contextmanager
def _copied(server_url: URL, template: str) -> Generator[URL]:
    name = f"matinee_test_{uuid4().hex}"
    with _admin(server_url) as admin:
        admin.execute(
            _statement(
                "CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY",
                name,
                template,
                roles.OWNER,
            )
        )
    yield server_url.set(database=name)
    with _admin(server_url) as admin:
        admin.execute(_statement("DROP DATABASE {} WITH (FORCE)", name))


def _admin(url: URL) -> psycopg.Connection:
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _statement(template: LiteralString, *names: str) -> sql.Composed:
    return sql.SQL(template).format(*map(sql.Identifier, names))
