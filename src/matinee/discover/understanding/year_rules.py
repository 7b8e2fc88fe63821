"""Years in words: ``early eighties``, ``before 1960``, ``the late sixties``.

The readings that had to be settled are in ``docs/reference/search-sentences.md``.
"""

import re

from matinee.discover.understanding import kinds
from matinee.discover.understanding.measures import DECADE, YEAR, period
from matinee.discover.understanding.rules_of_words import rule
from matinee.discover.understanding.wishes import Bounds

_AROUND_YEARS = 2
_PART = (
    r"(?:(?:the )?(?:early|mid|middle|late|latter half|later)(?: part)?(?: of)?(?: the)?(?: to)? )"
)
_TIME = rf"(?:{_PART}?(?:the )?(?:year )?(?:{DECADE}|{YEAR}))"
_CENTURY = (
    r"(?:(?P<century>20th|21st|19th|twentieth|nineteenth|20 first|last|this|previous|new|our)"
    r" century)"
)
_THE = r"(?:the )?(?:year )?"
_IS = r"(?:made |released |shot |filmed |produced )?"


def _within(match: re.Match[str]) -> Bounds | None:
    return period(match["time"])


def _from_to(match: re.Match[str]) -> Bounds | None:
    first, last = period(match["first"]), period(match["last"])
    return None if first is None or last is None or first[0] > last[1] else (first[0], last[1])


def _before(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    return None if found is None else (None, found[0] - 1)


def _until(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    return None if found is None else (None, found[1])


def _after(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    return None if found is None else (found[1] + 1, None)


def _since(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    return None if found is None else (found[0], None)


def _around(match: re.Match[str]) -> Bounds | None:
    found = period(match["time"])
    if found is None:
        return None
    if found[0] != found[1]:
        return found
    return found[0] - _AROUND_YEARS, found[1] + _AROUND_YEARS


def _century(match: re.Match[str]) -> Bounds:
    said = match["century"]
    if said in {"21st", "20 first", "this", "new", "our"}:
        return 2000, 2099
    return (1800, 1899) if said in {"19th", "nineteenth"} else (1900, 1999)


YEAR_RULES = (
    rule(
        kinds.YEARS,
        rf"{_IS}(?:from |in )?(?P<time>{_TIME}) at (?:the )?(?:very )?latest",
        _until,
        6,
    ),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:from |in )?(?P<time>{_TIME}) at (?:the )?(?:very )?earliest",
        _since,
        6,
    ),
    rule(kinds.YEARS, rf"(?:in |from |of )?(?:the )?{_CENTURY}", _century, 3),
    rule(kinds.YEARS, rf"{_IS}(?:from |in |of |during )?(?P<time>{_TIME})", _within),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:between |from |in |of )?(?P<first>{_TIME})"
        rf"(?: and| to| through| until| till| or)? (?P<last>{_TIME})",
        _from_to,
        10,
    ),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:from )?(?:before|pre|earlier than|older than|prior to) {_THE}(?P<time>{_TIME})",
        _before,
    ),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:(?:until|till|up to|(?:in|from|on|during) or before|no later than|"
        r"not later than|by the end of) "
        rf"{_THE}(?P<time>{_TIME}))",
        _until,
    ),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:from )?(?P<time>{_TIME}) (?:or|and) (?:earlier|before|older)",
        _until,
    ),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:from )?(?:after|post|later than|newer than|more recent than|younger than) "
        rf"{_THE}(?P<time>{_TIME})",
        _after,
    ),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:since|(?:in|from|on|during) or (?:after|since)|no earlier than|not earlier than|"
        r"not before|not older than|no older than) "
        rf"{_THE}(?P<time>{_TIME})",
        _since,
    ),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:from |in )?(?P<time>{_TIME}) "
        r"(?:(?:or|and) (?:later|after|newer|since|up)|onwards?|on(?! (?:a|the|tv)\b))",
        _since,
    ),
    rule(
        kinds.YEARS,
        rf"{_IS}(?:from )?(?:around|about|circa|roughly|approximately) {_THE}(?P<time>{_TIME})",
        _around,
    ),
)
