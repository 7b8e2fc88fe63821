"""Reading: files as a stream of records and refusals, never a whole file in memory."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from matinee.catalogue.importing.record import TitleRecord
from matinee.errors import Invalid, NotFound
from matinee.foundation.nesting import UNREADABLE

LONGEST_LINE = 1 << 20
_AT = re.compile(r"(?P<what>.*?) - at `(?P<path>[^`]*)`", re.DOTALL)
_TYPES = re.compile(r"`([a-z]+(?: \| [a-z]+)*)`")
_WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "nothing",
}
_NAMED = re.compile(r"Object (?:missing required|contains unknown) field `([^`]*)`")


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a file, or why it is none; ``read`` counts the bytes read so far."""

    line: int
    record: TitleRecord | None
    text: str
    read: int = 0
    field: str = ""
    reason: str = ""
    file: str = ""


def opened(path: Path) -> BinaryIO:
    """The file at ``path``, or an error in words."""
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise NotFound(f"There is no file {path}.", remedy="Check the path.") from None
    except OSError as failure:
        raise Invalid(
            f"{path} cannot be read: {failure.strerror}.", remedy="Give a file that can be read."
        ) from None


class Lines:
    """Numbered lines of a file, each at most a mebibyte; some may be given back."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._number = 0
        self.read = 0

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        while (line := self.next()) is not None:
            yield line

    def next(self) -> tuple[int, bytes] | None:
        """The next line and its number; longer than :data:`LONGEST_LINE` where it was too long."""
        if self._waiting:
            return self._waiting.popleft()
        line = self._file.readline(LONGEST_LINE + 1)
        if not line:
            return None
        self._number += 1
        self.read += len(line)
        if len(line) > LONGEST_LINE:
            rest = line
            while rest and not rest.endswith(b"\n"):
                rest = self._file.readline(LONGEST_LINE)
                self.read += len(rest)
        if self._number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        return self._number, line

    def give_back(self, lines: list[tuple[int, bytes]]) -> None:
        """Let ``lines`` be the next ones again."""
        self._waiting.extendleft(reversed(lines))


def reason_of(
    failure: msgspec.MsgspecError | UnicodeDecodeError | RecursionError,
) -> tuple[str, str]:
    """The field and the reason that a decoder's complaint is about."""
    said = str(failure)
    if isinstance(failure, UnicodeDecodeError):
        return "", "This line is not UTF-8."
    if not isinstance(failure, msgspec.ValidationError):
        return "", f"This line is not JSON: {said}."
    named = _NAMED.search(said)
    found = _AT.fullmatch(said)
    what, path = (found["what"], found["path"]) if found else (said, "$")
    field = path.removeprefix("$").removeprefix(".")
    if named:
        return ".".join(filter(None, (field, named[1]))), f"{what}."
    return field, f"{_TYPES.sub(_in_words, what)}."


def _in_words(types: re.Match[str]) -> str:
    return " or ".join(_WORDS.get(word, word) for word in types[1].split(" | "))


def json_lines(path: Path) -> Iterator[Item]:
    """The records of a file of JSON Lines."""
    decode = msgspec.json.Decoder(TitleRecord).decode
    with opened(path) as file:
        lines = Lines(file)
        for number, line in lines:
            if not line.strip():
                continue
            text = line.decode("utf-8", "replace").rstrip("\r\n")
            if len(line) > LONGEST_LINE:
                reason = f"This line is longer than {LONGEST_LINE} bytes."
                yield Item(number, None, text[:1000], lines.read, "", reason)
                continue
            try:
                record = decode(line)
            except UNREADABLE as failure:
                field, reason = reason_of(failure)
                yield Item(number, None, text, lines.read, field, reason)
            else:
                yield Item(number, record, text, lines.read)
