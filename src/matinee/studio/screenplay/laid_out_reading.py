"""Rows to elements: what a paragraph is follows from its column, its neighbours and its letters."""

import re
from collections.abc import Sequence
from itertools import pairwise

from matinee.studio.screenplay.emphasis import escaped
from matinee.studio.screenplay.headings import LETTER, NUMBER, is_omitted, read_heading
from matinee.studio.screenplay.laid_out import WIDTH, Columns, Piece, Row, columns_of
from matinee.studio.screenplay.model import SPOKEN, Details, Element, Kind, Remark, cue_name

_MORE = re.compile(r"\(?\s*MORE\s*\)?$", re.IGNORECASE)
_SCENE_NUMBER = re.compile(r"[A-Z]{0,2}\d+[A-Z]{0,3}(?:[-–.]\w+)?\.?$")
_BROKEN = frozenset({Kind.ACTION, Kind.DIALOGUE})
_ENDED = re.compile(r"[.!?:…][\"'”’)]*$|--$")


def read_rows(rows: Sequence[Row]) -> tuple[tuple[Element, ...], tuple[Remark, ...]]:
    """The elements of rows in reading order, and what was doubtful."""
    if not rows:
        return (), ()
    reader = _Reader(rows, columns_of(rows))
    reader.read()
    return tuple(reader.elements), tuple(reader.remarks)


class _Reader:
    def __init__(self, rows: Sequence[Row], columns: Columns) -> None:
        self.rows, self.columns = rows, columns
        self.elements: list[Element] = []
        self.remarks: list[Remark] = []
        self.last: Row | None = None
        self._last_right = 0.0
        self._following = {row.line: after for row, after in pairwise(rows)}
        self.more = False
        """Whether the page before ended with (MORE)."""

    def read(self) -> None:
        place = 0
        while place < len(self.rows):
            row, revised = _unstarred(self.rows[place], self.columns)
            two = self._two_speak(place, row)
            if two > place:
                place = two
                continue
            self._row(row, revised=revised)
            self.last = row
            place += 1

    def _row(self, row: Row, *, revised: bool) -> None:
        piece, number = _unnumbered(row, self.columns)
        text = piece.text
        if not text:
            return
        if _MORE.match(text) and self.elements and self.elements[-1].kind in SPOKEN:
            self.more = True
            return
        blank = self._blank(row)
        cut = number is not None and is_omitted(text)
        kind = Kind.HEADING if cut else self._kind(piece, blank, row)
        if kind is None:  # the speech goes on from the page before: no new cue
            self.more = False
            self.last = row
            return
        self.more = self.more and kind in SPOKEN
        last = self.elements[-1] if self.elements else None
        if last is not None and last.kind is kind and self._goes_on(last, piece, blank, row):
            self._join(piece, row)
        else:
            self._add(kind, piece, row, blank, number=number, revised=revised)

    def _blank(self, row: Row) -> int:
        if self.last is None or self.last.page != row.page:
            return 1
        return max(0, round((row.top - self.last.top) / self.columns.leading) - 1)

    def _kind(self, piece: Piece, blank: int, row: Row) -> Kind | None:
        """What the row begins or goes on with; None for a cue that only carries a speech on."""
        band = self.columns.band(piece.left)
        if band != "action" and self._is_cue(piece, blank, row, band):
            return None if self.more and self._same_speaker(piece.text) else Kind.CHARACTER
        spoken = self._spoken(piece.text, band, tight=blank == 0 or self._over_the_page(row))
        if spoken is not None:
            return spoken
        # An empty row within a speech: nothing else stands in its column.
        if blank == 1 and band == "dialogue" and self._speaking:
            return Kind.DIALOGUE
        if self._is_transition(piece, blank):
            return Kind.TRANSITION
        return self._unspoken(piece, blank, band)

    def _unspoken(self, piece: Piece, blank: int, band: str) -> Kind:
        if blank and LETTER.match(piece.text) and band in {"action", "dialogue"}:
            return Kind.HEADING
        middle = self.columns.action + 30 * WIDTH
        centred = abs((piece.left + piece.right) / 2 - middle) < 2.5 * WIDTH
        return Kind.CENTERED if centred and band not in {"action", "dialogue"} else Kind.ACTION

    @property
    def _speaking(self) -> bool:
        return bool(self.elements) and self.elements[-1].kind in SPOKEN

    def _over_the_page(self, row: Row) -> bool:
        return self.last is not None and self.last.page != row.page

    def _spoken(self, text: str, band: str, *, tight: bool) -> Kind | None:
        if not (self._speaking and tight and band in {"dialogue", "parenthetical", "cue"}):
            return None
        last = self.elements[-1]
        inside = last.kind is Kind.PARENTHETICAL and not last.text.rstrip().endswith(")")
        if inside or (text.startswith("(") and band != "dialogue"):
            return Kind.PARENTHETICAL
        return Kind.DIALOGUE

    def _is_cue(self, piece: Piece, blank: int, row: Row, band: str) -> bool:
        name = piece.text.partition("(")[0].strip()
        if not blank or not name or not name.isupper() or band == "dialogue":
            return False
        if piece.text.endswith(("TO:", ".")) and band == "far":
            return False
        after = self._following.get(row.line)
        if after is None:
            return False
        close = after.page == row.page and after.top - row.top < 1.4 * self.columns.leading
        return close and self.columns.band(after.left) in {"dialogue", "parenthetical"}

    def _same_speaker(self, cue: str) -> bool:
        for element in reversed(self.elements):
            if element.kind is Kind.CHARACTER:
                return cue_name(element.text) == cue_name(cue)
        return False

    def _is_transition(self, piece: Piece, blank: int) -> bool:
        text = piece.text
        if not blank or text.upper() != text or text[-1] not in ":.":
            return False
        right = piece.left > self.columns.action + 150
        return right and (text.endswith(":") or "FADE" in text or "CUT" in text)

    def _goes_on(self, last: Element, piece: Piece, blank: int, row: Row) -> bool:
        if last.kind in {Kind.CHARACTER, Kind.HEADING, Kind.TRANSITION}:
            return last.kind is Kind.HEADING and blank == 0
        if self._over_the_page(row):
            return last.kind is Kind.DIALOGUE or not (
                _ENDED.search(last.text) or piece.text[:1].isupper()
            )
        if last.kind is Kind.PARENTHETICAL:
            return not last.text.rstrip().endswith(")")
        return blank == 0

    def _join(self, piece: Piece, row: Row) -> None:
        """One paragraph's next row; a row that ends early ends there on purpose."""
        last = self.elements[-1]
        before = last.text
        first = piece.text.split(" ", 1)[0]
        room = self._reach(last.kind) - self._last_right
        if before.endswith("-") and not before.endswith((" -", "--")):
            glue = ""
        elif last.kind in _BROKEN and (len(first) + 2) * WIDTH < room:
            glue = "\n"
        else:
            glue = " "
        details = last.details or Details()
        self.elements[-1] = last._replace(
            text=before + glue + escaped(piece.text),
            end=row.offset + len(row.text),
            details=Details(
                details.attributes, details.scene, details.stretches, details.cuts, details.markup,
                details.top, row.top, row.page, details.revised,
            ),
        )  # fmt: skip
        self._last_right = piece.right

    def _reach(self, kind: Kind) -> float:
        return self.columns.right if kind is Kind.ACTION else self.columns.dialogue_right

    def _add(
        self,
        kind: Kind,
        piece: Piece,
        row: Row,
        blank: int,
        *,
        number: str | None = None,
        revised: bool = False,
        dual: str | None = None,
    ) -> None:
        text = escaped(piece.text)
        if kind is Kind.HEADING and (written := NUMBER.search(text)):
            text, number = text[: written.start()], written[1]
        column = max(1, round((piece.left - self.columns.action) / WIDTH) + 1)
        offset = row.offset + max(0, row.text.find(piece.text))
        self.elements.append(
            Element(
                kind, text, row.line, column, offset, row.offset + len(row.text), blank, number,
                False, dual, 0, row.page,
                Details(top=row.top, bottom=row.top, bottom_page=row.page, revised=revised),
            )
        )  # fmt: skip
        self._last_right = piece.right
        if (
            kind is Kind.ACTION
            and not LETTER.match(text)
            and blank
            and (slug := read_heading(text))
        ):
            sentence = f"Read as action, but it may be the heading of {slug.place!r}."
            self.remarks.append(Remark(row.line, sentence, "perhaps_heading"))

    def _two_speak(self, place: int, row: Row) -> int:
        """Two cues on one row: both columns are read to the next gap; the row behind them."""
        if len(row.pieces) != 2 or not self._blank(row):
            return place
        if not all(piece.text.partition("(")[0].strip().isupper() for piece in row.pieces):
            return place
        after = self.rows[place + 1] if place + 1 < len(self.rows) else None
        if (
            after is None
            or after.page != row.page
            or after.top - row.top > 1.4 * self.columns.leading
        ):
            return place
        middle = (row.pieces[0].right + row.pieces[1].left) / 2
        last = place
        while last + 1 < len(self.rows) and self._next_is_close(last):
            last += 1
        for side in ("left", "right"):
            for index in range(place, last + 1):
                for piece in self.rows[index].pieces:
                    if (piece.left < middle) == (side == "left"):
                        self._dual(piece, self.rows[index], side, first=index == place)
        self.last = self.rows[last]
        return last + 1

    def _next_is_close(self, place: int) -> bool:
        row, after = self.rows[place], self.rows[place + 1]
        return after.page == row.page and after.top - row.top < 1.4 * self.columns.leading

    def _dual(self, piece: Piece, row: Row, side: str, *, first: bool) -> None:
        if first:
            self._add(Kind.CHARACTER, piece, row, 1, dual=side)
            return
        last = self.elements[-1]
        opened = last.kind is Kind.PARENTHETICAL and not last.text.rstrip().endswith(")")
        kind = Kind.PARENTHETICAL if opened or piece.text.startswith("(") else Kind.DIALOGUE
        if last.kind is kind:
            self._join(piece, row)
        else:
            self._add(kind, piece, row, 0, dual=side)


def _unstarred(row: Row, columns: Columns) -> tuple[Row, bool]:
    """A star in the right margin marks a revised row."""
    last = row.pieces[-1]
    if last.text == "*" and last.left > columns.action + 61 * WIDTH and len(row.pieces) > 1:
        return row._replace(pieces=row.pieces[:-1]), True
    return row, False


def _unnumbered(row: Row, columns: Columns) -> tuple[Piece, str | None]:
    """The row as one piece, and the scene number of its margins."""
    pieces = list(row.pieces)
    number: str | None = None
    if (
        len(pieces) > 1
        and pieces[0].left < columns.action - 12
        and _SCENE_NUMBER.match(pieces[0].text)
    ):
        number = pieces.pop(0).text.rstrip(".")
    if (
        len(pieces) > 1
        and pieces[-1].left > columns.action + 56 * WIDTH
        and _SCENE_NUMBER.match(pieces[-1].text)
    ):
        number = number or pieces[-1].text.rstrip(".")
        pieces.pop()
    if len(pieces) == 1 and number is None:
        head, _, rest = pieces[0].text.partition(" ")
        if (
            _SCENE_NUMBER.match(head)
            and LETTER.match(rest.lstrip())
            and pieces[0].left < columns.action - 12
        ):
            return Piece(columns.action, pieces[0].right, rest.strip()), head.rstrip(".")
    text = " ".join(piece.text for piece in pieces)
    return Piece(pieces[0].left, pieces[-1].right, text), number
