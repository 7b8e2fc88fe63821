"""A brief in words, read by rule: money, places, time, what to seek and what to avoid.

Nothing is guessed in silence: what was taken for granted is said in ``assumed``, and the parts of
the sentence that say nothing to these rules are handed back in ``unread``.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale

from matinee.errors import Invalid

_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD",
    "dollar": "USD", "dollars": "USD", "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
}  # fmt: skip
_SIGN = "|".join(re.escape(word) for word in sorted(_CURRENCIES, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?:(?P<before>{_SIGN})\s*)?(?<![\d.,-])(?P<number>\d[\d.,' ]*)\s*"
    rf"(?P<scale>k|m|thousand|million)?\b\s*(?P<after>{_SIGN})?(?![a-z])",
    re.IGNORECASE,
)
_HOUSEHOLDS = re.compile(
    r"(?:\b(?:to\s+)?reach(?:ing)?\s+)?(?<![\d.,-])(?P<number>\d[\d.,' ]*)\s*"
    r"(?P<scale>k|m|thousand|million)?\s+(?:different\s+|distinct\s+)?(?:households|homes)\b",
    re.IGNORECASE,
)
_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_NUMBERS = {
    "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_LENGTH = re.compile(
    rf"\b(?P<count>\d+|{'|'.join(_NUMBERS)})\s+(?P<unit>day|week|month)s?\b", re.IGNORECASE
)
_UNITS = {"day": 1, "week": 7, "month": 30}
_MONTHS: list[str] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
]  # fmt: skip
_DAY = re.compile(
    r"\b(?:(?P<iso>\d{4}-\d{2}-\d{2})|(?P<day>\d{1,2})\s+(?P<month>"
    + "|".join(_MONTHS)
    + r")(?:\s+(?P<year>\d{4}))?)\b",
    re.IGNORECASE,
)
_FEASTS = {"school": (9, 1), "christmas": (12, 25), "new year": (1, 1), "valentine": (2, 14)}
_AVOID = re.compile(r"\b(?:avoid(?:ing)?|without|except|excluding|not?|never)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|until|ending|by)\b", re.IGNORECASE)
_FAMILIES = re.compile(r"\b(?:famil(?:y|ies)|children|parents|kids)\b", re.IGNORECASE)
_FOR_FAMILIES = ("family", "animation", "children's", "children")
_USUAL = timedelta(weeks=4)
_AHEAD = timedelta(days=1)
_MOST_HOUSEHOLDS = 1_000_000_000
_THOUSANDS = re.compile(r"[.,' ](?=\d{3}(?!\d))")


@dataclass(frozen=True, slots=True)
class Brief:
    """What an advertiser wants; ``start`` and ``end`` in UTC.

    Where ``households`` are named, so many distinct ones are the goal, and a ``budget`` (0: none is
    named) is what it may come to at most.
    """

    budget: Decimal
    territories: tuple[str, ...]
    start: datetime
    end: datetime
    genres: tuple[str, ...] = ()
    without_genres: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    households: int = 0

    def __post_init__(self) -> None:
        if self.budget <= 0 and self.households <= 0:
            raise Invalid("A plan needs a budget.", remedy="Say how much, as 20,000 euros.")
        if self.end <= self.start:
            raise Invalid("The flight ends before it starts.", field="end")


def read_brief(text: str, *, today: date, currency: str, genres: Iterable[str]) -> Brief:
    """The brief that a sentence gives.

    Args:
        text: in English, as one would say it.
        today: from which times are counted.
        currency: the house's; another is refused, since rates of exchange are not known here.
        genres: those of the catalogue.

    Raises:
        Invalid: without an amount or households, or with an amount in another currency; names the
            field.
    """
    assumed = list[str]()
    households, text = _wanted(text)
    amount, rest = _budget(text, currency, needed=not households)
    start, end, rest = _flight(rest, today, assumed)
    places, rest = _places(rest)
    sought, avoided, unread = _content(rest, list(genres), assumed)
    if not places:
        assumed.append("No country is named: every country counts.")
    said = tuple(assumed)
    return Brief(amount, places, start, end, sought, avoided, said, unread, households)


def _wanted(text: str) -> tuple[int, str]:
    """How many households are to be reached, 0 where none are named, and the text without that."""
    match = _HOUSEHOLDS.search(text)
    if match is None:
        return 0, text
    return min(int(_number(match)), _MOST_HOUSEHOLDS), _without(text, match)


def _number(match: re.Match[str]) -> Decimal:
    plain = _THOUSANDS.sub("", match["number"].strip(" .,'")).replace(",", ".")
    scale = _SCALES.get((match["scale"] or "").lower(), 1)
    try:
        return Decimal(plain.replace(" ", "")) * scale
    except InvalidOperation as problem:
        raise Invalid(
            f"{match['number'].strip()} is no amount.",
            remedy="Say how much, as 20,000 euros.",
            field="brief",
        ) from problem


def _budget(text: str, currency: str, *, needed: bool) -> tuple[Decimal, str]:
    for match in _AMOUNT.finditer(text):
        sign = match["before"] or match["after"]
        if not sign:
            continue
        meant = _CURRENCIES[sign.lower()]
        if meant != currency:
            raise Invalid(
                f"This house books in {currency}, not in {meant}.",
                remedy=f"Say the budget in {currency}.",
                field="brief",
            )
        return _number(match), _without(text, match)
    if not needed:
        return Decimal(0), text
    raise Invalid(
        "The brief names no budget.",
        remedy="Say how much, as 20,000 euros, or how many households it is to reach.",
        field="brief",
    )


def _flight(text: str, today: date, assumed: list[str]) -> tuple[datetime, datetime, str]:
    length = _USUAL
    if match := _LENGTH.search(text):
        word = match["count"].lower()
        count = _NUMBERS[word] if word in _NUMBERS else int(word)
        length = timedelta(days=min(count * _UNITS[match["unit"].lower()], 366))
        text = _without(text, match)
    else:
        assumed.append("No length is named: four weeks.")
    day, clause, text = _named_day(text, today, assumed)
    if day is None:
        assumed.append("No start is named: tomorrow.")
        begin = today + _AHEAD
    elif _BEFORE.search(clause):
        begin = max(day - length, today + _AHEAD)
        if begin + length > day:
            assumed.append("It starts tomorrow, since there is less time left than was asked for.")
            length = max(day - begin, timedelta(days=1))
    else:
        begin = day
    start = datetime.combine(begin, time(), UTC)
    return start, start + length, text


def _named_day(text: str, today: date, assumed: list[str]) -> tuple[date | None, str, str]:
    """A day that the text names, the words just before it, and the text without it."""
    if match := _DAY.search(text):
        try:
            day = _day(match, today)
        except ValueError as error:
            raise Invalid(f"{match[0]} is no day.", field="brief") from error
        return day, text[max(0, match.start() - 20) : match.start()], _without(text, match)
    for name, (month, number) in _FEASTS.items():
        if match := re.search(rf"[^,;.]*\b{name}\b[^,;.]*", text, re.IGNORECASE):
            day = _next(month, number, today)
            assumed.append(f"“{match[0].strip()}” is taken for {day.isoformat()}.")
            return day, match[0], _without(text, match)
    return None, "", text


def _day(match: re.Match[str], today: date) -> date:
    if match["iso"]:
        return date.fromisoformat(match["iso"])
    month = _MONTHS.index(match["month"].lower()) + 1
    if match["year"]:
        return date(int(match["year"]), month, int(match["day"]))
    return _next(month, int(match["day"]), today)


def _next(month: int, day: int, today: date) -> date:
    this = date(today.year, month, day)
    return this if this > today else date(today.year + 1, month, day)


def _places(text: str) -> tuple[tuple[str, ...], str]:
    found = dict[str, None]()
    for match in _country_words().finditer(text):
        found[_countries()[match[0].casefold()]] = None
    return tuple(found), _country_words().sub(" ", text)


def _content(
    text: str, genres: list[str], assumed: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    sought, avoided = dict[str, None](), dict[str, None]()
    unread = list[str]()
    for clause in re.split(r"[,;.]|\bbut\b", text):
        avoid = _AVOID.search(clause)
        into, known = (avoided if avoid else sought), False
        for genre in genres:
            if re.search(rf"\b{re.escape(genre)}s?\b", clause, re.IGNORECASE):
                into[genre] = None
                known = True
        if not known and not avoid and _FAMILIES.search(clause):
            theirs = [genre for genre in genres if genre.casefold() in _FOR_FAMILIES]
            sought.update(dict.fromkeys(theirs))
            known = bool(theirs)
            if known:
                assumed.append(f"Families are reached through {', '.join(theirs)}.")
        words = re.sub(r"\b(?:in|and|the|for|from|to|of|at|on|or|over)\b", " ", clause)
        if not known and re.search(r"\w{3}", words):
            unread.append(" ".join(words.split()))
    return tuple(sought), tuple(avoided), tuple(unread)


def _without(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]},{text[match.end() :]}"


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Codes by name; the Unicode CLDR's English names, and the short ones that people say."""
    names = Locale.parse("en").territories
    codes = {str(name).casefold(): code for code, name in names.items() if len(code) == 2}
    return codes | {"uk": "GB", "britain": "GB", "usa": "US", "america": "US"}


@lru_cache(maxsize=1)
def _country_words() -> re.Pattern[str]:
    longest = sorted(_countries(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b", re.IGNORECASE)
