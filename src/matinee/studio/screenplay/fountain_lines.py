"""The lines of a Fountain text with their places, notes and boneyards folded so that none spans two.

A note or a boneyard may hold line ends, and what stands in it must not be taken for a heading. Here
each becomes part of one line, with signs that no text may hold (Unicode's noncharacters).
"""

import re
from dataclasses import dataclass
from itertools import accumulate

from matinee.studio.screenplay.model import Remark

LINE_END, CUT = "\ufdd0", "\ufdd1"
_RETURN = "\ufdd2"
_FOLDED = re.compile(r"/\*.*?\*/|\[\[(?:(?!\n[ \t]?\n|\r\n?[ \t]?\r\n?).)*?\]\]", re.DOTALL)
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
    working = _FOLDED.sub(_fold, _RESERVED.sub("\ufffd", text)) if folded else text
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
            line.replace(CUT, "").replace(LINE_END, "\n").replace(_RETURN, "") if index in cuts
            or LINE_END in line or _RETURN in line else line
            for index, line in enumerate(raw)
        ]
    bare = [line.strip() for line in raw]
    boneyards = frozenset(index for index in cuts if not bare[index])
    return Lines(raw, bare, offsets, ends, numbers, cuts, boneyards, _unclosed(working, folded))


def _fold(found: re.Match[str]) -> str:
    whole = found.group()
    if whole[0] == "/":
        return CUT * len(whole)
    return whole.replace("\n", LINE_END).replace("\r", _RETURN)


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


def _unclosed(working: str, folded: bool) -> tuple[Remark, ...]:
    if not folded:
        return ()
    remarks: list[Remark] = []
    rest = re.sub(r"\[\[.*?\]\]", lambda found: "x" * len(found.group()), working)
    for found in _OPEN.finditer(rest):
        line = sum(1 for _ in re.finditer(f"\n|{LINE_END}", working[: found.start()])) + 1
        what = "boneyard" if found.group() == "/*" else "note"
        why = "" if what == "boneyard" else ", or holds an empty line"
        remarks.append(Remark(line, f"This {what} is never closed{why}; read as text.", f"open_{what}"))
    return tuple(remarks)
