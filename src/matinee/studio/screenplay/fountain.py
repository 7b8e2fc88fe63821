"""Fountain to elements: the whole syntax of fountain.io/syntax, in one pass over the lines."""

import re
from collections.abc import Callable

from matinee.studio.screenplay.fountain_lines import Lines, lines_of
from matinee.studio.screenplay.headings import LETTER, NUMBER
from matinee.studio.screenplay.model import Details, Element, Kind, Remark, Script, without_notes

_KEY = re.compile(r"([^\s:][^:]{0,60}?)\s*:\s*(.*)$")
_LONGEST_KEY = 4
_NOTE = re.compile(r"\[\[(?:(?!\]\]).)*\]\]$", re.DOTALL)
_BREAK = re.compile(r"={3,}$")
_INTERRUPTS = frozenset("#=>~!")


def read_fountain(text: str) -> Script:
    """Every paragraph of a Fountain text with its place; nothing fails, doubts are remarks."""
    reader = _Reader(lines_of(text))
    title_page, start = reader.title_page()
    reader.read(start)
    return Script(
        "fountain",
        title_page,
        tuple(reader.elements),
        tuple(sorted((*reader.lines.remarks, *reader.remarks))),
    )


class _Reader:
    """Goes through the lines once; ``blank`` is how many empty ones were just passed."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.raw, self.bare = lines.raw, lines.bare
        self.offsets, self.ends, self.numbers = lines.offsets, lines.ends, lines.numbers
        self.cuts, self.boneyards = lines.cuts, lines.boneyards
        self.count = len(lines.raw)
        self.elements: list[Element] = []
        self.remarks: list[Remark] = []
        self.blank = 0
        self.apart = True
        """Whether an empty line, a boneyard or the start stands before."""
        self._by_sign: dict[str, Callable[[int, str], int]] = {
            "!": self._forced_action,
            ".": self._forced_heading,
            "@": self._forced_cue,
            ">": self._arrow,
            "~": self._lyric,
            "#": self._section,
            "=": self._equals,
            "[": self._note,
        }

    def read(self, index: int) -> None:
        bare, by_sign, boneyards = self.bare, self._by_sign, self.boneyards
        while index < self.count:
            line = bare[index]
            if not line:
                self.apart = True
                if boneyards and index in boneyards:
                    self._boneyard(index)
                else:
                    self.blank += 1
                index += 1
                continue
            sign = by_sign.get(line[0])
            index = (sign(index, line) if sign else 0) or self._unsigned(index, line)

    def title_page(self) -> tuple[tuple[tuple[str, str], ...], int]:
        """The keys at the very start, and the line behind them."""
        entries: list[tuple[str, str]] = []
        index = 0
        while index < self.count and self.bare[index]:
            raw, found = self.raw[index], _KEY.match(self.raw[index])
            indented = raw.startswith(("\t", "   "))
            if entries and indented:
                key, value = entries[-1]
                entries[-1] = (key, f"{value}\n{self.bare[index]}".lstrip("\n"))
            elif found and (entries or self._is_first_key(found, index)):
                entries.append((found[1], found[2].rstrip()))
            else:
                break
            index += 1
        return tuple(entries), index

    def _is_first_key(self, found: re.Match[str], index: int) -> bool:
        """``FADE IN:`` and a sentence with a colon are no keys."""
        key, value = found[1], found[2]
        indented = index + 1 < self.count and self.raw[index + 1].startswith(("\t", "   "))
        if not value and key.isupper() and not (indented and self.bare[index + 1]):
            return False
        return len(key.split()) <= _LONGEST_KEY and not LETTER.match(key) and key[0].isalnum()

    def _add(
        self,
        kind: Kind,
        text: str,
        first: int,
        last: int,
        *,
        number: str | None = None,
        forced: bool = False,
        dual: str | None = None,
        level: int = 0,
    ) -> None:
        raw = self.raw[first]
        # An action keeps the blanks that it begins with; they are part of its text.
        indent = 0 if kind is Kind.ACTION else len(raw) - len(raw.lstrip())
        offset = self.offsets[first] + indent
        details = self._details(first, last) if self.cuts else None
        self.elements.append(
            Element(
                kind, text, self.numbers[first], indent + 1, offset, self.ends[last], self.blank,
                number, forced, dual, level, None, details,
            )
        )  # fmt: skip
        self.blank = 0
        self.apart = False

    def _details(self, first: int, last: int) -> Details | None:
        """Boneyards within the lines, by their place in the joined text (before it is trimmed)."""
        cuts: list[tuple[int, str]] = []
        start = 0
        for index in range(first, last + 1):
            cuts.extend((start + place, cut) for place, cut in self.cuts.get(index, ()))
            start += len(self.raw[index]) + 1
        return Details(cuts=tuple(cuts)) if cuts else None

    def _unsigned(self, index: int, line: str) -> int:
        if self.apart:
            first = line[0]
            if first in "IiEe" and LETTER.match(line):
                return self._heading(index, line)
            cue = without_notes(line).rstrip() if "[[" in line else line
            if cue.partition("(")[0].isupper() and cue[0] != "(":
                return self._capitals(index, cue, line)
        return self._action(index)

    def _capitals(self, index: int, cue: str, line: str) -> int:
        followed = index + 1 < self.count and self.bare[index + 1]
        if not followed:
            if line.endswith("TO:") and line.isupper() and not self.raw[index][-1].isspace():
                self._add(Kind.TRANSITION, line, index, index)
                return index + 1
            return self._action(index)
        if "^" in cue[:-1]:
            return self._action(index)
        return self._speech(index, line)

    def _heading(self, index: int, line: str) -> int:
        if index + 1 < self.count and self.bare[index + 1]:
            sentence = "No empty line stands behind this scene heading."
            self.remarks.append(Remark(self.numbers[index], sentence, "heading_not_apart"))
        return self._headed(index, line, forced=False)

    def _headed(self, index: int, line: str, *, forced: bool) -> int:
        number = NUMBER.search(line) if line[-1] == "#" else None
        text = line[: number.start()] if number else line
        self._add(
            Kind.HEADING, text, index, index, number=number[1] if number else None, forced=forced
        )
        self.apart = True
        return index + 1

    def _speech(self, index: int, line: str, *, forced: bool = False) -> int:
        dual = line[-1] == "^"
        if dual:
            self._mark_left()
            line = line[:-1].rstrip()
        side = "right" if dual else None
        self._add(Kind.CHARACTER, line, index, index, dual=side, forced=forced)
        return self._spoken(index + 1, side)

    def _mark_left(self) -> None:
        """The speech before a dual one is its left half."""
        for place in range(len(self.elements) - 1, -1, -1):
            element = self.elements[place]
            if element.kind not in _SPEECH:
                break
            self.elements[place] = element._replace(dual="left")
            if element.kind is Kind.CHARACTER:
                break

    def _spoken(self, index: int, side: str | None) -> int:
        """The lines of a speech, to the first that is wholly empty."""
        said: list[str] = []
        start, bare = index, self.bare
        last = Kind.CHARACTER
        while index < self.count:
            line = bare[index]
            if not line and not self._held_open(index):
                break
            kind = _spoken_kind(line, last)
            if kind is Kind.DIALOGUE:
                if not said:
                    start = index
                said.append(line)
            else:
                self._say(said, start, index - 1, side)
                said = []
                text = line[1:].strip() if kind is Kind.LYRIC else line
                self._add(kind, text, index, index, dual=side)
            last = kind
            index += 1
        self._say(said, start, index - 1, side)
        return index

    def _say(self, said: list[str], first: int, last: int, side: str | None) -> None:
        if said:
            self._add(Kind.DIALOGUE, "\n".join(said), first, last, dual=side)

    def _held_open(self, index: int) -> bool:
        """Two blanks hold a speech open over an empty line ("Line Breaks" in the syntax)."""
        if index in self.boneyards or len(self.raw[index]) < 2:
            return False
        return index + 1 < self.count and bool(self.bare[index + 1])

    def _action(self, index: int) -> int:
        """Lines to the next empty one, or to one that a sign makes something else."""
        last = self._end_of_action(index)
        lines = self.raw[index:last]
        text = lines[0] if last == index + 1 else "\n".join(lines)
        self._add(
            Kind.ACTION, text.replace("\t", "    ") if "\t" in text else text, index, last - 1
        )
        return last

    def _end_of_action(self, index: int) -> int:
        last, bare = index + 1, self.bare
        while last < self.count and (line := bare[last]):
            if line[0] in _INTERRUPTS and self._interrupts(line):
                break
            last += 1
        return last

    @staticmethod
    def _interrupts(line: str) -> bool:
        return line[0] != ">" or line[-1] == "<"

    def _forced_action(self, index: int, line: str) -> int:
        last = self._end_of_action(index)
        text = "\n".join([line[1:], *self.raw[index + 1 : last]]).replace("\t", "    ")
        self._add(Kind.ACTION, text, index, last - 1, forced=True)
        return last

    def _forced_heading(self, index: int, line: str) -> int:
        if not self.apart or len(line) < 2 or not line[1].isalnum():
            return 0
        return self._headed(index, line[1:], forced=True)

    def _forced_cue(self, index: int, line: str) -> int:
        if not self.apart or len(line) < 2:
            return 0
        return self._speech(index, line[1:].lstrip(), forced=True)

    def _arrow(self, index: int, line: str) -> int:
        if line[-1] == "<" and len(line) > 1:
            self._add(Kind.CENTERED, line[1:-1].strip(), index, index)
        elif self.apart:
            self._add(Kind.TRANSITION, line[1:].strip(), index, index, forced=True)
        else:
            return 0
        return index + 1

    def _lyric(self, index: int, line: str) -> int:
        self._add(Kind.LYRIC, line[1:].strip(), index, index)
        return index + 1

    def _section(self, index: int, line: str) -> int:
        text = line.lstrip("#")
        self._add(Kind.SECTION, text.strip(), index, index, level=len(line) - len(text))
        self.apart = True
        return index + 1

    def _equals(self, index: int, line: str) -> int:
        if _BREAK.match(line):
            self._add(Kind.PAGE_BREAK, line, index, index)
        else:
            self._add(Kind.SYNOPSIS, line[1:].strip(), index, index)
        self.apart = True
        return index + 1

    def _note(self, index: int, line: str) -> int:
        followed = index + 1 < self.count and self.bare[index + 1]
        if not self.apart or followed or not _NOTE.match(line):
            return 0
        self._add(Kind.NOTE, line[2:-2], index, index)
        return index + 1

    def _boneyard(self, index: int) -> None:
        cut = "\n".join(cut for _, cut in self.cuts[index])
        self._add(Kind.BONEYARD, cut[2:-2], index, index)
        last = self.elements[-1]
        self.elements[-1] = last._replace(details=None)
        self.apart = True


_SPEECH = frozenset({Kind.CHARACTER, Kind.PARENTHETICAL, Kind.DIALOGUE, Kind.LYRIC})


def _spoken_kind(line: str, last: Kind) -> Kind:
    """A parenthetical follows a cue or dialogue ("Parenthetical" in the syntax), not another."""
    if line:
        if line[0] == "(" and line[-1] == ")" and last is not Kind.PARENTHETICAL:
            return Kind.PARENTHETICAL
        if line[0] == "~":
            return Kind.LYRIC
    return Kind.DIALOGUE
