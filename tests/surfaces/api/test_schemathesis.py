"""Every operation of the description, called with what it allows and with what it does not.

A few calls of each, as the operator; ``make schemathesis`` sends many more, as every role.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from tests.surfaces.web.site import Site, serving

from matinee.assembly.settings import Settings

EXAMPLES = 2
MOST_SAID = 1500
ORDER = ["options", "head", "get", "post", "put", "patch", "delete"]
BY_ITEM = {"POST /v1/events"}
"""Where a bad item is refused by itself, in an answer that is 200."""


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    """The service on a socket, in a thread of this process."""
    with serving(settings) as site:
        yield site


@pytest.fixture
def known(site: Site) -> dict[str, str]:
    """What there is, by the name that paths give it."""
    audience = site.house.audience
    household = site.ask(audience.create_household("The Okafors"))
    profile = site.ask(audience.create_profile(household.id, "Kemi"))
    return {
        "title_id": str(next(iter(site.titles.values()))),
        "household_id": str(household.id),
        "profile_id": str(profile.id),
    }


def test_whatever_is_sent_the_answers_are_those_described(
    site: Site, known: dict[str, str]
) -> None:
    schema = schemathesis.openapi.from_url(f"{site.address}/v1/openapi.json")
    operations = [one_of(found) for found in schema.get_all_operations()]
    # What changes the known profile comes after what reads it, and what removes it comes last.
    operations.sort(key=lambda operation: ORDER.index(operation.method.lower()))
    failures, answered = list[str](), set[str]()
    for operation in operations:
        for strategy in strategies(operation, known):
            failures += failures_of(operation, strategy, answered)
    assert not failures, "\n\n".join(failures)
    assert [
        one.label
        for one in operations
        if one.method == "get"
        and len(names(one, known)) == one.path.count("{") > 0
        and one.label not in answered
    ] == []


def one_of(found: Any) -> Any:
    """The operation, where its description can be read."""
    return found.ok()


def names(operation: Any, known: dict[str, str]) -> dict[str, str]:
    """The part of what is known that the path of an operation names."""
    return {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}


def strategies(operation: Any, known: dict[str, str]) -> Iterator[Any]:
    """Calls with what is allowed, with ids of what there is, and with what is not allowed."""
    named = names(operation, known)
    yield operation.as_strategy(**({"path_parameters": named} if named else {}))
    yield operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def failures_of(operation: Any, strategy: Any, answered: set[str]) -> list[str]:
    """What a few calls find wrong; whether one was answered with 200 goes to ``answered``.

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
        answer = case.call()
        if answer.status_code == 200:
            answered.add(operation.label)
        try:
            case.validate_response(answer, excluded_checks=not_asked)
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
