"""A breakdown sent to Kitsu's real server, Zou, which this file alone starts."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from matinee.errors import Denied, NotFound, Unavailable
from matinee.foundation.postgres import EmbeddedPostgres
from matinee.studio.kitsu.plan import Asset, AssetType, KitsuPlan, KitsuShot
from matinee.studio.kitsu.sending import Sent, send

gazu: Any = import_module("gazu")  # Its names are made at run time, and its types are not.
REDIS = shutil.which("redis-server")
ZOU = Path(__file__).parents[3] / ".venv-zou"
PASSWORD = "for one run of one test"
ANN, MILL = Asset(AssetType.CHARACTER, "Ann"), Asset(AssetType.ENVIRONMENT, "MILL")
STORM = Asset(AssetType.FX, "storm")
FIRST = KitsuShot("1", "1_010", "created element (storm): seen once", "B", (MILL, ANN, STORM))
SECOND = KitsuShot("1", "1_020", "created element (storm): seen once", "B", (MILL, ANN))
PLAN = KitsuPlan((ANN, MILL, STORM), ("1",), (FIRST, SECOND))

pytestmark = [
    pytest.mark.zou,
    pytest.mark.skipif(
        not (ZOU / ".installed").exists() or REDIS is None,
        reason="Kitsu's server is not installed: make test-kitsu",
    ),
]


def untold(done: int, of: int) -> None:
    assert 0 < done <= of


@dataclass(frozen=True)
class Server:
    """Where it listens, and bots' tokens by role."""

    host: str
    tokens: dict[str, str]

    def send(self, plan: KitsuPlan = PLAN, title: str = "The Mill", role: str = "manager") -> Sent:
        return send(plan, title, host=self.host, token=self.tokens[role], told=untold)

    @property
    def client(self) -> Any:
        return gazu.client.KitsuClient(self.host, access_token=self.tokens["manager"])

    @property
    def project(self) -> dict[str, Any]:
        return gazu.project.all_open_projects(client=self.client)[0]

    def shots(self) -> dict[str, dict[str, Any]]:
        found = gazu.shot.all_shots_for_project(self.project, client=self.client)
        return {each["name"]: each for each in found}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("zou")
    postgres = EmbeddedPostgres(folder / "postgres")
    sockets = dict(
        part.split("=") for part in postgres.start(seconds=60).owner.partition("?")[2].split("&")
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    redis = subprocess.Popen(
        [REDIS or "", "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        cwd=folder, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    told = {
        "PGHOST": sockets["host"].replace("%2F", "/"), "DB_HOST": "",
        "DB_USERNAME": "matinee_owner", "DB_PASSWORD": "none", "DB_DATABASE": "matinee",
        "KV_HOST": "127.0.0.1", "KV_PORT": str(port),
        "SECRET_KEY": "for-one-run-of-one-test-and-no-longer",
        "PREVIEW_FOLDER": str(folder / "previews"), "TMP_DIR": str(folder),
        "MAIL_CHECK_DELIVERABILITY": "False", "PATH": os.environ["PATH"],
    }  # fmt: skip
    script = Path(__file__).with_name("zou_server.py")
    with (folder / "log").open("w") as log:
        zou = subprocess.Popen(
            [str(ZOU / "bin" / "python"), str(script), PASSWORD],
            cwd=folder, env=told, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
    try:
        assert zou.stdout is not None
        ready = next((line for line in zou.stdout if line.startswith("ready ")), None)
        assert ready, (folder / "log").read_text()[-2000:]
        yield furnished(ready.split()[1])
    finally:
        for process in (zou, redis):
            process.terminate()
            process.wait(20)
        if zou.stdout is not None:
            zou.stdout.close()
        postgres.stop()


def furnished(host: str) -> Server:
    """With a production, a bot that may make shots in it, and one that may not."""
    admin = gazu.client.KitsuClient(host)
    gazu.log_in("admin@example.com", PASSWORD, client=admin)
    bots = {
        role: gazu.person.new_bot(role, f"{role}@house", role=role, client=admin)
        for role in ("manager", "user")
    }
    team = [each["id"] for each in bots.values()]
    gazu.project.new_project("The Mill", "featurefilm", team=team, client=admin)
    return Server(host, {role: each["access_token"] for role, each in bots.items()})


def test_a_breakdown_arrives_with_its_casting_and_a_second_time_changes_nothing(
    server: Server,
) -> None:
    first = server.send()
    assert (first.assets, first.sequences, first.shots, first.castings) == (3, 1, 2, 5)
    shots = {
        each["name"]: each
        for each in gazu.shot.all_shots_for_project(server.project, client=server.client)
    }
    cast = gazu.casting.get_shot_casting(shots["1_010"], client=server.client)
    assert {(each["asset_type_name"], each["asset_name"]) for each in cast} == {
        ("Character", "Ann"), ("Environment", "MILL"), ("FX", "storm"),
    }  # fmt: skip
    again = server.send()
    assert (again.assets, again.sequences, again.shots, again.castings) == (0, 0, 0, 0)
    assert again.stood_already == 5


def test_what_people_did_there_stays(server: Server) -> None:
    server.send()
    project, client = server.project, server.client
    prop = gazu.asset.get_asset_type_by_name("Prop", client=client)
    ladder = gazu.asset.new_asset(project, prop, "Ladder", client=client)
    shot = server.shots()["1_020"]
    own = [{"asset_id": ladder["id"], "nb_occurences": 3, "label": "fixed"}]
    gazu.casting.update_shot_casting(project, shot, own, client=client)
    without = replace(PLAN, shots=(SECOND,), assets=(ANN, MILL))
    sent = server.send(without)
    assert (sent.castings, sent.no_longer_asked) == (2, ["1_010"])
    cast = gazu.casting.get_shot_casting(shot, client=client)
    assert {(each["asset_name"], each["nb_occurences"]) for each in cast} == {
        ("Ladder", 3), ("Ann", 1), ("MILL", 1),
    }  # fmt: skip
    assert set(server.shots()) == {"1_010", "1_020"}


def test_each_refusal_is_told_in_words(server: Server) -> None:
    with pytest.raises(NotFound, match="no open production The Sea"):
        server.send(title="The Sea")
    with pytest.raises(Denied):
        send(PLAN, "The Mill", host=server.host, token="none", told=untold)
    with pytest.raises(Denied):
        server.send(replace(PLAN, assets=(Asset(AssetType.PROP, "New"),)), role="user")
    with pytest.raises(Unavailable):
        send(PLAN, "The Mill", host="http://127.0.0.1:9/", token="none", told=untold)
