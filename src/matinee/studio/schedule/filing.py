"""A schedule and a board as they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from matinee.errors import Invalid
from matinee.studio.schedule.model import Board, Rules, ShootingScript
from matinee.studio.schedule.uss import understood


@dataclass(frozen=True, slots=True)
class ScheduleFile:
    """What is to be shot: a file of the Universal Schedule Standard, with rules and deals.

    ``rules`` is a :class:`Rules` as JSON; ``deals`` maps board numbers to what a day costs.
    """

    id: UUID
    production: UUID
    name: str
    document: Mapping[str, Any]
    rules: Mapping[str, Any]
    deals: Mapping[str, int]
    created_at: datetime

    def script(self) -> ShootingScript:
        """All that is scheduled, with the rates and rules of this schedule."""
        held = understood(self.document, rules=rules_of(self.rules)).script
        cast = {
            number: replace(member, rate=self.deals.get(number, member.rate))
            for number, member in held.cast.items()
        }
        return replace(held, cast=cast)


@dataclass(frozen=True, slots=True)
class BoardFile:
    """A board at its step; ``revision`` counts all changes, undoing too; ``what`` was done last."""

    id: UUID
    schedule: UUID
    name: str
    board: Board
    step: int = 0
    revision: int = 0
    what: str = ""


def rules_of(record: Mapping[str, Any]) -> Rules:
    """Rules as they were sent or kept.

    Raises:
        Invalid: a field is not of its kind.
    """
    try:
        return msgspec.convert(record, Rules)
    except msgspec.ValidationError as error:
        raise Invalid(f"These rules cannot be read: {error}.", field="rules") from error


def record_of(rules: Rules) -> dict[str, Any]:
    """Rules as JSON's values."""
    return msgspec.to_builtins(rules)
