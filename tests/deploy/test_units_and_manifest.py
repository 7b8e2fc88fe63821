"""What operators copy names commands, settings and routes that there are, in valid forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from matinee.assembly.settings import Settings
from matinee.assembly.settings_loading import every_setting
from matinee.surfaces.cli.main import command_line
from matinee.surfaces.cli.reference import every_command

DEPLOY = Path(__file__).parents[2] / "deploy"
OBJECTS: list[dict[str, Any]] = list(
    yaml.safe_load_all((DEPLOY / "kubernetes" / "matinee.yaml").read_text())
)
UNITS = sorted((DEPLOY / "systemd").glob("matinee*.*"))
COMMANDS = {name for name, _ in every_command(command_line())}


@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_the_manifest_is_what_kubernetes_takes(version: str) -> None:
    assert len(OBJECTS) == 10
    for each in OBJECTS:
        kubernetes_validate.validate(each, version, strict=True)


def test_a_manifest_with_a_slip_is_refused() -> None:
    """The judge judges: a misspelt key does not pass."""
    slip = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spek": {}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(slip, "1.37", strict=True)


def test_the_manifest_sets_what_there_is_to_set() -> None:
    (told,) = (each["data"] for each in OBJECTS if each["kind"] == "ConfigMap")
    known = {setting.variable for setting in every_setting()}
    assert {name for name in told if name.startswith("MATINEE_")} <= known


def containers() -> list[dict[str, Any]]:
    templates = [
        each["spec"]["template"]["spec"] for each in OBJECTS if "template" in each.get("spec", {})
    ]
    return [one for template in templates for one in template["containers"]]


def test_every_pod_runs_a_command_that_there_is_and_nothing_else() -> None:
    asked = [" ".join(one["args"]) for one in containers()]
    assert asked == ["matinee db upgrade", "matinee serve", "matinee worker"]
    assert set(asked) <= COMMANDS
    for one in containers():
        assert one["securityContext"]["readOnlyRootFilesystem"]
        assert one["resources"]["limits"]["memory"]


def test_a_server_is_asked_by_a_name_that_it_goes_by_and_stops_in_time() -> None:
    (server,) = (one for one in containers() if one["name"] == "server")
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        ask = server[probe]["httpGet"]
        assert ask["httpHeaders"] == [{"name": "Host", "value": "localhost"}]
        assert ask["path"] in {"/health", "/ready?own=true"}
    (pod,) = (
        each["spec"]["template"]["spec"]
        for each in OBJECTS
        if each["metadata"]["name"] == "matinee-server" and each["kind"] == "Deployment"
    )
    pause = server["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert pod["terminationGracePeriodSeconds"] > Settings().shutdown_seconds + pause


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_runs_a_command_that_there_is(unit: Path) -> None:
    text = unit.read_text()
    assert re.match(r"(#.*\n)*\[Unit\]\n", text)
    runs = re.findall(r"^ExecStart=/opt/matinee/\.venv/bin/(matinee .*)$", text, re.MULTILINE)
    assert bool(runs) is (unit.suffix == ".service")
    for run in runs:
        assert any(run == name or run.startswith(f"{name} ") for name in COMMANDS), run
    stops = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert stops is None or int(stops[1]) > Settings().shutdown_seconds
