"""The simple types of VAST: strings, numbers, truth, times and offsets, from and to their text."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

_TIME = re.compile(r"(\d{2,6}):([0-5]\d):([0-5]\d)(?:\.(\d{1,3}))?")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Offset:
    """A place in an ad: a time from its start, or a share of its length in percent."""

    time: timedelta | None = None
    percent: Decimal | None = None

    def of(self, duration: timedelta) -> timedelta:
        """The time from the start of an ad of that length."""
        if self.time is not None:
            return self.time
        return duration * float(self.percent or 0) / 100


def read_time(text: str) -> timedelta:
    """``HH:MM:SS`` or ``HH:MM:SS.mmm``; anything else is a ValueError."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    hours, minutes, seconds, fraction = match.groups()
    return timedelta(
        hours=int(hours),
        minutes=int(minutes),
        seconds=int(seconds),
        milliseconds=int((fraction or "0").ljust(3, "0")),
    )


def write_time(value: timedelta) -> str:
    """The same, with milliseconds only where there are any (rounded)."""
    milliseconds = round(value / timedelta(milliseconds=1))
    seconds, fraction = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}" + (f".{fraction:03}" if fraction else "")


def read_scalar(kind: type[Any], text: str) -> Any:
    """A value of ``kind`` from its text; a ValueError where it does not fit."""
    if kind is str:
        return text
    plain = text.strip()
    if kind is bool:
        return _truth(plain)
    if kind is int:
        if not re.fullmatch(r"[+-]?\d{1,18}", plain):
            raise ValueError(plain)
        return int(plain)
    if kind is Decimal:
        return _decimal(plain)
    if kind is timedelta:
        return read_time(plain)
    if kind is Offset:
        percent = _PERCENT.fullmatch(plain)
        return Offset(percent=Decimal(percent[1])) if percent else Offset(time=read_time(plain))
    raise TypeError(kind)


def write_scalar(value: Any) -> str:
    """The text of a value."""
    match value:
        case bool():
            return "true" if value else "false"
        case timedelta():
            return write_time(value)
        case Offset(time=timedelta() as time):
            return write_time(time)
        case Offset(percent=percent):
            return f"{percent}%"
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def _truth(plain: str) -> bool:
    if plain not in _TRUTH:
        raise ValueError(plain)
    return _TRUTH[plain]


def _decimal(plain: str) -> Decimal:
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(plain) from error
    if not value.is_finite():
        raise ValueError(plain)
    return value
