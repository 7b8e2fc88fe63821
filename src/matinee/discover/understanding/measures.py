"""Periods and lengths in words: ``the early eighties``, ``two and a half hours``."""

import re

DECADES = {
    "twenties": 1920,
    "thirties": 1930,
    "forties": 1940,
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
    "noughties": 2000,
    "aughts": 2000,
    "2 thousands": 2000,
    "tens": 2010,
}
_PARTS_OFDECADES = {"early": (0, 3), "mid": (4, 6), "middle": (4, 6), "late": (7, 9)}

YEAR = r"(?:18[89]\d|19\d\d|20\d\d)"
DECADE = (
    r"(?:(?:19|20)?\d0s|(?:19|20)\d0 s|nineteen (?:"
    + "|".join(DECADES)
    + r")|"
    + "|".join(DECADES)
    + r")"
)


def period(words: str) -> tuple[int, int] | None:
    """First and last year of ``1963``, ``the early eighties``, ``60s``."""
    part = re.match(r"(?:the )?(early|mid|middle|late|latter half|later)\b", words)
    decade = re.search(DECADE, words)
    if decade is None:
        year = re.search(YEAR, words)
        if year is None:
            return None
        number = int(year.group())
        return number, number
    first = _decade(decade.group())
    if part is None:
        return first, first + 9
    low, high = _PARTS_OFDECADES.get(part.group(1), (5, 9))
    return first + low, first + high


def _decade(word: str) -> int:
    named = word.removeprefix("nineteen ")
    if named in DECADES:
        return DECADES[named]
    digits = re.sub(r"\D", "", word)
    if len(digits) == 4:
        return int(digits)
    short = int(digits)
    return (2000 if short < 20 else 1900) + short


def minutes_of(words: str) -> int | None:
    """A length in minutes."""
    if words == "half an hour":
        return 30
    if words == "a couple of hours":
        return 120
    if (whole := re.fullmatch(r"(\d{1,3}) (?:minutes?|mins?|min|m)", words)) is not None:
        return int(whole.group(1))
    words = f"an {words}" if re.match(r"(?:hour|hr) and\b", words) else words
    parts = re.fullmatch(
        r"(\d+|an?) ?(?:hours?|hrs?|h)?(?P<half> and a half)?"
        r"(?P<quarter> and (?:a |(?P<three>3 ))?quarters?)?"
        r"(?: (?:hours?|hrs?))?(?:(?: and)? (?P<rest>\d{1,2})(?: minutes?| mins?| min| m)?)?",
        words,
    )
    if parts is None:
        return None
    hours = 1 if parts.group(1) in {"a", "an"} else int(parts.group(1))
    if hours > 12:
        return None
    quarters = 3 if parts["three"] else 1
    more = 30 if parts["half"] else 15 * quarters if parts["quarter"] else int(parts["rest"] or 0)
    return 60 * hours + more
