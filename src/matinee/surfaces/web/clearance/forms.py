"""What was typed into a form, kept as it was typed, and what of it does not fit, by field."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import UploadFile

from matinee.errors import MatineeError
from matinee.surfaces.web.languages import Tongue

Value = TypeVar("Value")
Body = TypeVar("Body", bound=BaseModel)
_APART = re.compile(r"[,;\s]+")
_MOST_FIELDS = 400


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was sent; a page shows it again exactly so."""

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    files: Mapping[str, bytes] = field(default_factory=dict[str, bytes])

    @classmethod
    async def of(cls, request: Request, *, most_fields: int = _MOST_FIELDS) -> "Typed":
        """Read the form that a request carries; a file field that was left empty is none."""
        values: dict[str, tuple[str, ...]] = {}
        files: dict[str, bytes] = {}
        async with request.form(max_files=5, max_fields=most_fields) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    content = await value.read()
                    if content:
                        files[name] = content
                else:
                    values[name] = (*values.get(name, ()), value)
        return cls(values, files)

    @classmethod
    def told(cls, **values: str) -> "Typed":
        """A form that is filled in beforehand."""
        return cls({name: (value,) for name, value in values.items()})

    def one(self, name: str) -> str:
        """The text of a field, without the space around it."""
        return self.values.get(name, ("",))[-1].strip()

    def all(self, name: str) -> tuple[str, ...]:
        """Every choice of a field."""
        return tuple(value for value in self.values.get(name, ()) if value)

    def ticked(self, name: str, value: str = "yes") -> bool:
        """Whether a box is ticked."""
        return value in self.values.get(name, ())

    def given(self, *names: str) -> bool:
        """Whether any of these fields holds something."""
        return any(self.one(name) for name in names)


@dataclass(slots=True)
class Reading:
    """Takes values out of a form and notes what does not fit, by the field's name."""

    typed: Typed
    tongue: Tongue
    faults: dict[str, str] = field(default_factory=dict[str, str])

    def text(self, name: str) -> str | None:
        """Words, or None where there are none."""
        return self.typed.one(name) or None

    def needed(self, name: str) -> str:
        """Words that must be there."""
        found = self.typed.one(name)
        if not found:
            self.faults[name] = self.tongue.say("This is needed.")
        return found

    def moment(self, name: str) -> str | None:
        """A day and a time in UTC, as the field of a browser writes it."""
        said = self.tongue.say("Write a day and a time, such as 2026-11-30T09:00.")
        return self._read(name, _moment, said)

    def day(self, name: str) -> str | None:
        """A day; what a browser's field of a day writes."""
        said = self.tongue.say("Write a day, such as 2026-11-30.")
        return self._read(name, lambda text: date.fromisoformat(text).isoformat(), said)

    def number(self, name: str) -> float | None:
        """A number that is not negative."""
        said = self.tongue.say("Write a number, such as 2 or 1.5.")
        return self._read(name, _amount, said)

    def count(self, name: str) -> int | None:
        """A whole number that is not negative."""
        return self._read(name, _count, self.tongue.say("Write a whole number, such as 12."))

    def codes(self, name: str, *, upper: bool = False) -> list[str]:
        """Codes apart by commas or spaces."""
        text = self.typed.one(name)
        parts = [part for part in _APART.split(text) if part]
        return [part.upper() for part in parts] if upper else parts

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.typed.ticked(name)

    def answer(self, name: str) -> bool | None:
        """A question answered yes or no, or not at all."""
        return {"yes": True, "no": False}.get(self.typed.one(name))

    def _read(self, name: str, read: Callable[[str], Value], said: str) -> Value | None:
        text = self.typed.one(name)
        if not text:
            return None
        try:
            return read(text)
        except (ValueError, OverflowError):
            self.faults[name] = said
            return None

    def shape(
        self, kind: type[Body], values: Mapping[str, Any], fields: Mapping[str, str] | None = None
    ) -> Body | None:
        """Validate what was read; ``fields`` says which field of the page stands for which name."""
        shown = fields or {}
        try:
            made = kind.model_validate(values)
        except ValidationError as problem:
            for error in problem.errors():
                where = str(error["loc"][0]) if error["loc"] else ""
                name = shown.get(where, where)
                self.faults.setdefault(name, _sentence(error, self.tongue))
            return None
        return None if self.faults else made

    def refused(self, error: MatineeError, fields: Mapping[str, str] | None = None) -> None:
        """Note what a service did not take, where it belongs."""
        name = (fields or {}).get(error.field or "", error.field or "")
        self.faults[name] = f"{error.sentence} {error.remedy}".rstrip()


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()


def _amount(text: str) -> float:
    amount = float(text.replace(",", "."))
    if not 0 <= amount < 1e9:
        raise ValueError(text)
    return amount


def _count(text: str) -> int:
    amount = int(text)
    if not 0 <= amount < 2**31:
        raise ValueError(text)
    return amount


def _sentence(error: Any, tongue: Tongue) -> str:
    kind = str(error["type"])
    if kind in {"missing", "string_too_short", "too_short", "none_required", "uuid_parsing"}:
        return tongue.say("This is needed.")
    if kind in {"string_too_long", "too_long"}:
        return tongue.say("This is too long.")
    if kind == "string_pattern_mismatch":
        return tongue.say("This is not written in the form that is asked for.")
    if kind == "literal_error":
        return tongue.say("Choose one of those that are offered.")
    return str(error["msg"]).removeprefix("Value error, ").rstrip(".").capitalize() + "."


def digests(text: str) -> tuple[list[str], list[str]]:
    """SHA-256 hashes in a text, and what of it is none."""
    words = [word.lower() for word in _APART.split(text) if word]
    fits = [word for word in words if re.fullmatch(r"[0-9a-f]{64}", word)]
    return fits, [word for word in words if word not in fits]


def digest_of(content: bytes) -> str:
    """The SHA-256 of something, in hex."""
    return sha256(content).hexdigest()


def lines_of(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """Only what was said."""
    return {name: value for name, value in values.items() if value is not None and value != []}


def first_faults(faults: Mapping[str, str], order: Iterable[str]) -> dict[str, str]:
    """The faults in the order of the page's fields, those of no field last."""
    ranked = {name: place for place, name in enumerate(order)}
    return dict(sorted(faults.items(), key=lambda item: ranked.get(item[0], len(ranked))))
