"""Every operation of the description, called with what it allows and with what it does not."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from tests.surfaces.cli.processes import serving

EXAMPLES = 12
MOST_SAID = 1500
BY_ITEM = {"POST /v1/events"}
"""Where a bad item is refused by itself, in an answer that is 200."""


@pytest.mark.kills
def test_whatever_is_sent_the_answers_are_those_described(
    tmp_path: Path, database_url: str
) -> None:
    with serving(tmp_path, MATINEE_DATABASE_URL=database_url, MATINEE_LOG_LEVEL="warning") as one:
        schema = schemathesis.openapi.from_url(f"{one.address}/v1/openapi.json")
        failures = [
            failure
            for found in schema.get_all_operations()
            for mode in GenerationMode
            for failure in failures_of(one_of(found), mode)
        ]
    assert not failures, "\n\n".join(failures)


def one_of(found: Any) -> Any:
    """The operation, where its description can be read."""
    return found.ok()


def failures_of(operation: Any, mode: GenerationMode) -> list[str]:
    """What a bounded number of calls finds wrong.

    That all valid data is accepted is not asked: some rules, such as that a cursor was given by an
    earlier page, are not of the kind that a schema says.
    """

    @given(case=operation.as_strategy(generation_mode=mode))
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
