"""Which events of a batch may enter the log: every rule on whole columns, the first fault counts.

An event that breaks only a rule about time may be one that is sent again: its id is looked up in
the log before it is refused.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import msgspec
import numpy as np
from numpy.typing import NDArray

from matinee.audience.intake.batch_columns import BatchColumns, microseconds
from matinee.audience.log.columns import Words
from matinee.audience.log.events import KIND_CODES, KIND_OF_CODE, EventKind, Refusal
from matinee.audience.log.identifiers import are_given, is_version_7, keys, version_7_milliseconds
from matinee.audience.log.rows import LogRows
from matinee.audience.model import AudienceSettings

Mask = NDArray[np.bool_]

ID_BEFORE_EVENT_DAYS = 1
"""An id is made when the event happens or later; a day is granted to clocks that were set."""

_MINUTE = 60_000_000
_DAY = 1440 * _MINUTE
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NEEDS_TITLE = np.zeros(max(KIND_OF_CODE) + 1, np.bool_)
_NEEDS_TITLE[[code for code, kind in KIND_OF_CODE.items() if kind.needs_title]] = True
_KINDS = ", ".join(KIND_CODES)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an event must not break; ``of_time`` where one that is sent again may break it."""

    field: str
    reason: str
    of_time: bool = False


class Judgement:
    """The first rule that each row breaks; rows are those of the batch that could be read."""

    def __init__(self, count: int) -> None:
        self._rules = [Rule("", "")]
        self._broken = np.zeros(count, np.int8)

    def refuse(self, rows: Mask, field: str, reason: str, *, of_time: bool = False) -> None:
        """Refuse those of ``rows`` that no earlier rule refused."""
        if rows.any():
            self._broken[rows & (self._broken == 0)] = len(self._rules)
            self._rules.append(Rule(field, reason, of_time))

    @property
    def good(self) -> Mask:
        """The rows that break no rule."""
        return self._broken == 0

    @property
    def perhaps_sent_again(self) -> Mask:
        """The rows that only their time refuses."""
        return np.array([rule.of_time for rule in self._rules], np.bool_)[self._broken]

    def refusals(self, places: NDArray[np.int32], but: Mask) -> list[Refusal]:
        """Why each refused row is refused, leaving out ``but``."""
        rows = np.flatnonzero((self._broken > 0) & ~but)
        broken = [self._rules[rule] for rule in self._broken[rows]]
        return [
            Refusal(place, rule.field, rule.reason)
            for place, rule in zip(places[rows].tolist(), broken, strict=True)
        ]


def judge(batch: BatchColumns, *, now: datetime, settings: AudienceSettings) -> Judgement:
    """Every rule that needs nothing but the event and the time of day."""
    rows = batch.rows
    judgement = Judgement(len(rows))
    for field, misspelt in batch.misspelt.items():
        judgement.refuse(
            misspelt, field, "not an identifier such as 01890a5d-ac96-774b-bcce-b302099a8057"
        )
    judgement.refuse(~is_version_7(rows.ids), "id", "not a UUID of version 7")
    judgement.refuse(rows.kinds == 0, "kind", f"not one of {_KINDS}")
    untitled = _NEEDS_TITLE[rows.kinds] & ~are_given(rows.titles)
    judgement.refuse(untitled, "title_id", "an event of this kind needs a title")
    up_or_off = (rows.values == 1) | (rows.values == 0)
    thumb = rows.kinds == KIND_CODES[EventKind.THUMB]
    judgement.refuse(thumb & ~(up_or_off | (rows.values == -1)), "value", "a thumb is 1, -1 or 0")
    listing = rows.kinds == KIND_CODES[EventKind.LIST]
    judgement.refuse(listing & ~up_or_off, "value", "a listing is 1 or 0")
    _judge_texts(judgement, rows)
    _judge_times(judgement, rows, microseconds(now), settings)
    return judgement


def judge_strangers(
    judgement: Judgement, identifiers: NDArray[np.uint8], strangers: Collection[bytes], field: str
) -> None:
    """Refuse the rows whose profile or title is not known."""
    if strangers:
        strange = np.array([key in strangers for key in keys(identifiers)], np.bool_)
        judgement.refuse(strange, field, "there is none with this id")


def _judge_texts(judgement: Judgement, rows: LogRows) -> None:
    texts = {
        "device": rows.devices,
        "surface": rows.surfaces,
        "row": rows.rows,
        "query": rows.queries,
    }
    for field, words in texts.items():
        if _CONTROL.search("".join(words.vocabulary)):
            unfit = [_CONTROL.search(word) is not None for word in words.vocabulary]
            judgement.refuse(_rows_of(words, unfit), field, "holds a control character")
    unfit = [_CONTROL.search(_letters_of(arms)) is not None for arms in rows.arms.vocabulary]
    judgement.refuse(_rows_of(rows.arms, unfit), "arms", "holds a control character")


def _letters_of(arms: str) -> str:
    told: dict[str, str] = msgspec.json.decode(arms) if arms else {}
    return "".join(told) + "".join(told.values())


def _rows_of(words: Words, chosen: list[bool]) -> Mask:
    return np.array(chosen, np.bool_)[words.index]


def _judge_times(judgement: Judgement, rows: LogRows, now: int, settings: AudienceSettings) -> None:
    latest = now + round(settings.ahead_minutes * _MINUTE)
    earliest = now - settings.retention_days * _DAY
    made = version_7_milliseconds(rows.ids) * 1000
    ahead = f"more than {settings.ahead_minutes:g} minutes ahead of now"
    old = f"longer ago than the {settings.retention_days} days that are kept"
    for field, times in (("at", rows.at), ("id", made)):
        what = "" if field == "at" else "its time is "
        judgement.refuse(times > latest, field, what + ahead, of_time=True)
        judgement.refuse(times < earliest, field, what + old, of_time=True)
    judgement.refuse(
        made < rows.at - ID_BEFORE_EVENT_DAYS * _DAY,
        "id",
        "was made more than a day before the event happened",
        of_time=True,
    )
