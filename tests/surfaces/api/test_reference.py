"""What is said of the API is what it is: who may call each route, and the page that lists them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from matinee.access.door import OPEN, Door
from matinee.assembly.house import build_house
from matinee.assembly.settings import Settings
from matinee.surfaces.api.app import create_app
from matinee.surfaces.api.reference import api_page

REFERENCE = Path(__file__).parents[3] / "docs" / "reference" / "api.md"


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    return create_app(build_house(Settings(home=tmp_path), "postgresql://nobody@localhost/nowhere"))


def test_every_route_declares_who_may_call_it(app: FastAPI) -> None:
    undeclared: list[str] = []
    for found in iter_route_contexts(app.routes):
        guards = [dependency.dependency for dependency in found.dependencies]
        if not any(isinstance(guard, Door) or guard is OPEN.dependency for guard in guards):
            undeclared.append(f"{found.methods} {found.path}")
    assert undeclared == []


def test_every_route_is_found_and_not_mounted_past_the_door(app: FastAPI) -> None:
    contexts = list(iter_route_contexts(app.routes))
    assert {"/health", "/ready", "/metrics", "/v1/openapi.json"} <= {one.path for one in contexts}
    strangers = [one.path for one in contexts if not isinstance(one.original_route, APIRoute)]
    assert strangers == []


def test_every_route_says_what_it_does(app: FastAPI) -> None:
    described = app.openapi()["paths"]
    silent = [
        f"{method} {path}"
        for path, methods in described.items()
        for method, operation in methods.items()
        if not operation.get("description")
    ]
    assert silent == []


def test_every_operation_has_a_name_of_its_own(app: FastAPI) -> None:
    names = [
        operation["operationId"]
        for methods in app.openapi()["paths"].values()
        for operation in methods.values()
    ]
    assert len(names) == len(set(names))


def test_the_reference_page_of_the_api_is_true() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == api_page(Settings()), (
        "Write it anew: matinee reference api > docs/reference/api.md"
    )


def test_no_body_holds_what_nobody_reads(app: FastAPI) -> None:
    """A misspelt field would else be dropped in silence, and a booking run everywhere."""
    described = app.openapi()
    shapes = described["components"]["schemas"]
    lenient: set[str] = set()
    waiting = [
        content["schema"]
        for path, methods in described["paths"].items()
        for operation in methods.values()
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
        if kind == "application/json" and path != "/v1/events"  # Later players tell more.
    ]
    seen: set[str] = set()
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            name = str(found.get("$ref", "")).rpartition("/")[2]
            if name and name not in seen:
                seen.add(name)
                waiting.append(shapes[name])
            if "properties" in found and found.get("additionalProperties", True) is True:
                lenient.add(str(found.get("title")))
            waiting += [each for each in found.values() if isinstance(each, dict | list)]
    assert seen
    assert lenient == set()
