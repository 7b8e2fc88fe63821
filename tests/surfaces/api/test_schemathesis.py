"""Every operation of the description, called with what it allows and with what it does not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from tests.surfaces.cli.processes import serving
from tests.surfaces.web.films import films

from matinee.assembly.house import House

EXAMPLES = 9
MOST_SAID = 1500
ORDER = ["options", "head", "get", "post", "put", "patch", "delete"]
BY_ITEM = {"POST /v1/events"}
"""Where a bad item is refused by itself, in an answer that is 200."""


@pytest.fixture
async def known(house: House) -> dict[str, str]:
    """What there is, by the name that paths give it."""
    await house.catalogue.put_titles(films()[:10], source="test")
    household = await house.audience.create_household("The Okafors")
    profile = await house.audience.create_profile(household.id, "Kemi")
    return {
        "title_id": str((await house.catalogue.shelf()).ids[0]),
        "household_id": str(household.id),
        "profile_id": str(profile.id),
    }


@pytest.mark.kills
def test_whatever_is_sent_the_answers_are_those_described(
    tmp_path: Path, database_url: str, known: dict[str, str]
) -> None:
    with serving(tmp_path, MATINEE_DATABASE_URL=database_url, MATINEE_LOG_LEVEL="warning") as one:
        schema = schemathesis.openapi.from_url(f"{one.address}/v1/openapi.json")
        operations = [one_of(found) for found in schema.get_all_operations()]
        # What changes the known profile comes after what reads it, and what removes it comes last.
        operations.sort(key=lambda operation: ORDER.index(operation.method.lower()))
        failures = [
            failure
            for operation in operations
            for strategy in strategies(operation, known)
            for failure in failures_of(operation, strategy)
        ]
        figures = httpx.get(f"{one.address}/metrics").text
    assert not failures, "\n\n".join(failures)
    assert [
        one.label
        for one in operations
        if one.method == "get"
        and len(names(one, known)) == one.path.count("{") > 0
        and f'method="GET",route="{one.path}",status="200"' not in figures
    ] == []


def names(operation: Any, known: dict[str, str]) -> dict[str, str]:
    """The part of what is known that the path of an operation names."""
    return {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}


def strategies(operation: Any, known: dict[str, str]) -> Iterator[Any]:
    """Calls with what is allowed, with what is not, and with ids of what there is."""
    for mode in GenerationMode:
        yield operation.as_strategy(generation_mode=mode)
    if named := names(operation, known):
        yield operation.as_strategy(path_parameters=named)


def one_of(found: Any) -> Any:
    """The operation, where its description can be read."""
    return found.ok()


def failures_of(operation: Any, strategy: Any) -> list[str]:
    """What a bounded number of calls finds wrong.

    That all valid data is accepted is not asked: some rules, such as that a cursor was given by an
    earlier page, are not of the kind that a schema says.
    """

    @given(case=strategy)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    def call(case: Any) -> None:
        try:
            case.call_and_validate(excluded_checks=not_asked)
        except FailureGroup as failed:
            what = [f"{failure.title}: {failure.message}" for failure in failed.exceptions]
            told = f"{operation.label}: {what}\n{case.as_curl_command()}"
            found.setdefault(" ".join(what), told[:MOST_SAID])

    found: dict[str, str] = {}
    not_asked = [positive_data_acceptance]
    if operation.label in BY_ITEM:
        not_asked.append(negative_data_rejection)
    with suppress(Unsatisfiable):  # An operation may have nothing to refuse.
        call()
    return list(found.values())
