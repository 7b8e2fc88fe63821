"""The lines of a Fountain text with their places; no note or boneyard spans two of them.

A note or a boneyard may hold line ends, and what stands in it must not be taken for a heading. Here
each becomes part of one line, with signs that no text may hold (Unicode's noncharacters).
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate

from matinee.studio.screenplay.model import Remark

LINE_END, CUT = "\ufdd0", "\ufdd1"
_RETURN = "\ufdd2"
_KEPT = str.maketrans({"\n": LINE_END, "\r": _RETURN})
_EMPTY = re.compile(r"\n[ \t]?(?=\r?\n)|\r[ \t]?(?=\r)")
_NEVER = 1 << 62
_MOST_REMARKS = 50
_ENDS = re.compile(r"\r\n|\r|\n")
_OPEN = re.compile(r"/\*|\[\[")
_RESERVED = re.compile("[\ufdd0-\ufdd2]")


@dataclass(frozen=True, slots=True)
class Lines:
    """``raw`` without boneyards; ``bare`` also without surrounding blanks; where each stands.

    ``cuts`` are the boneyards of a line, as (place in the raw line, text); a line of nothing else
    is in ``boneyards``.
    """

    raw: list[str]
    bare: list[str]
    offsets: list[int]
    ends: list[int]
    numbers: list[int] | range
    cuts: dict[int, tuple[tuple[int, str], ...]]
    boneyards: frozenset[int]
    remarks: tuple[Remark, ...]


def lines_of(text: str) -> Lines:
    """Split a text; offsets count its own characters, whatever its line ends."""
    folded = "/*" in text or "[[" in text
    working, left_open = _folded(_RESERVED.sub("\ufffd", text)) if folded else (text, [])
    if "\r" in working:
        raw, offsets = _mixed(working)
    else:
        raw = working.split("\n")
        offsets = list(accumulate((len(line) + 1 for line in raw[:-1]), initial=0))
    ends = [offset + len(line) for offset, line in zip(offsets, raw, strict=True)]
    numbers: list[int] | range = range(1, len(raw) + 1)
    cuts: dict[int, tuple[tuple[int, str], ...]] = {}
    if folded:
        numbers = _numbers(text, offsets)
        cuts = {
            index: _cuts(line, text[offset : offset + len(line)])
            for index, (line, offset) in enumerate(zip(raw, offsets, strict=True))
            if CUT in line
        }
        raw = [
            line.replace(CUT, "").replace(LINE_END, "\n").replace(_RETURN, "")
            if index in cuts or LINE_END in line or _RETURN in line
            else line
            for index, line in enumerate(raw)
        ]
    bare = [line.strip() for line in raw]
    boneyards = frozenset(index for index in cuts if not bare[index])
    return Lines(raw, bare, offsets, ends, numbers, cuts, boneyards, _unclosed(text, left_open))


def _folded(text: str) -> tuple[str, list[tuple[int, str]]]:
    """The text with each note and boneyard on one line, and (offset, sign) of those left open.

    Each sign is looked for once only, so that a file of nothing but brackets costs no more.
    """
    empty = [found.start() for found in _EMPTY.finditer(text)]
    parts: list[str] = []
    open_: list[tuple[int, str]] = []
    start, ends = 0, {"]]": -1, "*/": -1}
    for found in _OPEN.finditer(text):
        place, sign = found.start(), found.group()
        if place < start:
            continue
        closing = "]]" if sign == "[[" else "*/"
        if ends[closing] < place + 2 and ends[closing] != _NEVER:
            at = text.find(closing, place + 2)
            ends[closing] = _NEVER if at < 0 else at
        end = ends[closing]
        broken = sign == "[[" and bisect_left(empty, place) < bisect_left(
            empty, min(end, len(text))
        )
        if end == _NEVER or broken:
            open_.append((place, sign))
            continue
        whole = text[place : end + 2]
        parts += [text[start:place], CUT * len(whole) if sign == "/*" else whole.translate(_KEPT)]
        start = end + 2
    return "".join([*parts, text[start:]]), open_


def _mixed(text: str) -> tuple[list[str], list[int]]:
    raw, offsets, start = [], [], 0
    for end in _ENDS.finditer(text):
        raw.append(text[start : end.start()])
        offsets.append(start)
        start = end.end()
    return [*raw, text[start:]], [*offsets, start]


def _numbers(text: str, offsets: list[int]) -> list[int]:
    """The number of the source's line that each begins on."""
    numbers, line, before = [], 1, 0
    for offset in offsets:
        line += sum(1 for _ in _ENDS.finditer(text, before, offset))
        numbers.append(line)
        before = offset
    return numbers


def _cuts(line: str, source: str) -> tuple[tuple[int, str], ...]:
    cuts: list[tuple[int, str]] = []
    removed = 0
    for run in re.finditer(CUT + "+", line):
        cuts.append((run.start() - removed, source[run.start() : run.end()]))
        removed += run.end() - run.start()
    return tuple(cuts)


def _unclosed(text: str, left_open: list[tuple[int, str]]) -> tuple[Remark, ...]:
    remarks: list[Remark] = []
    line, before = 1, 0
    for place, sign in left_open[:_MOST_REMARKS]:
        line += sum(1 for _ in _ENDS.finditer(text, before, place))
        before = place
        what, why = ("boneyard", "") if sign == "/*" else ("note", ", or holds an empty line")
        sentence = f"This {what} is never closed{why}; read as text."
        remarks.append(Remark(line, sentence, f"open_{what}"))
    return tuple(remarks)
