"""The walk over the chosen readings: each gets its polarity and its place in the wish."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matinee.discover.understanding import kinds
from matinee.discover.understanding.lexicons.company import (
    AGE_OF_FAMILY,
    AGE_OF_KIDS,
    AGE_OF_TEENAGERS,
    FAMILY,
    KIDS,
    NO_AGE,
    TEENAGERS,
)
from matinee.discover.understanding.lexicons.nations import LANGUAGE_FIRST
from matinee.discover.understanding.spans import Span, free_between
from matinee.discover.understanding.tokens import Token
from matinee.discover.understanding.wishes import OPEN, Bounds, Terms, Wish
from matinee.vocabulary.places import Language

_BEFORE_OLD = 1969
_OTHER_SIDE = frozenset({"for", "from", "with", "in", "by", "set", "to"})
_GOING_ON = frozenset({"or", "nor"})
"""Words behind which a refusal goes on with another part: ``nothing by X or with Y``."""
_THROUGH = frozenset(["in", "to", "across", "through", "around", "over"])
_AGES = {KIDS: AGE_OF_KIDS, FAMILY: AGE_OF_FAMILY, TEENAGERS: AGE_OF_TEENAGERS}
_YOUNGEST_TEENAGER = 13
_LISTS = {
    kinds.MOOD: "moods",
    kinds.SPOKEN: "languages",
    kinds.TITLE: "titles",
    kinds.WRITTEN: "subtitles",
}
_BOUNDED = {kinds.YEARS: "years", kinds.MINUTES: "minutes", kinds.LENGTH: "minutes"}
_UNPOLAR = frozenset(
    {kinds.COMPANION, kinds.OCCASION, kinds.ORDER, kinds.AGE, kinds.RATING, kinds.OLD, kinds.LIKE}
    | {kinds.BIRTHDAY}
)


class Walk:
    """One sentence; ``told`` says which words belong to a story."""

    def __init__(self, tokens: Sequence[Token], told: Sequence[str]) -> None:
        self._tokens = tokens
        self._told = told
        self._wanted: dict[str, Any] = {}
        self._refused: dict[str, Any] = {}
        self._texts: dict[bool, list[str]] = {False: [], True: []}
        self._refusing = ""
        self._taken = False
        self._last_kind = ""
        self._age: int | None = None
        self._company_ages: list[int] = []
        self._old = False

    def over(self, spans: Sequence[Span]) -> Wish:
        """The wish of these readings."""
        at = {span.start: span for span in spans}
        free = free_between(spans, len(self._tokens))
        place = 0
        while place < len(self._tokens):
            span = at.get(place)
            if self._tokens[place].after_break:
                self._break(spans, place)
            if span is not None:
                self._take(span)
                place = span.end
            else:
                if free[place]:
                    self._leave(self._tokens[place])
                place += 1
        return self._wish()

    def _break(self, spans: Sequence[Span], place: int) -> None:
        """A clause ends, and with it a refusal, unless a list goes on (``no war, crime or …``).

        A refusal that ends its clause was an answer (``No, a comedy``) and refuses nothing.
        """
        if not self._refusing:
            return
        if not self._taken or not self._list_goes_on(spans, place):
            self._refusing = ""

    def _list_goes_on(self, spans: Sequence[Span], place: int) -> bool:
        rest = [span for span in spans if span.start >= place]
        if not rest or rest[0].start != place or rest[0].kind != self._last_kind:
            return False
        for span in rest:
            word = self._tokens[span.start].word
            if span.kind == kinds.FILLER and word in {"or", "and"} and span.start != place:
                following = next((one for one in rest if one.start == span.end), None)
                return following is not None and following.kind == self._last_kind
            if span.kind != self._last_kind:
                return False
        return False

    def _leave(self, token: Token) -> None:
        if self._refusing == "less":
            self._refusing = ""
        self._texts[bool(self._refusing)].append(token.written)
        self._taken = self._taken or bool(self._refusing)

    def _take(self, span: Span) -> None:
        kind = span.kind
        if kind in {kinds.REFUSING, kinds.LESS}:
            self._refusing, self._taken = str(span.value), False
        elif kind == kinds.REFUSED:
            before, self._refusing = self._refusing, "plain"
            self._add(span.value)
            self._refusing = before
        elif kind == kinds.ENDING:
            if self._taken or self._tokens[span.start].word in {"but", "please", "however", "yet"}:
                self._refusing = ""
        elif kind in {kinds.FILLER, kinds.PERSON_CUE, kinds.ABOUT, kinds.WHERE}:
            self._pass(span)
        elif kind in _UNPOLAR:
            self._add_unpolar(span)
        else:
            self._add(span)

    def _pass(self, span: Span) -> None:
        word = self._tokens[span.start].word
        if self._refusing and self._taken:
            if span.start and self._tokens[span.start - 1].word in _GOING_ON:
                return
            if word in _OTHER_SIDE or (word == "and" and self._refusing != "plain"):
                self._refusing = ""
        elif self._told[span.start] and span.kind == kinds.FILLER:
            self._texts[bool(self._refusing)].append(self._tokens[span.start].written)

    def _add_unpolar(self, span: Span) -> None:
        kind, value = span.kind, span.value
        if kind == kinds.LIKE:
            if self._refusing:
                self._put(self._refused, "titles", (value,))
            else:
                self._put(self._wanted, "like", (value,))
        elif kind == kinds.COMPANION:
            name, said = value
            if self._refusing and not self._taken and name == KIDS:
                self._put(self._wanted, "company", ("adults",))
                return
            self._put(self._wanted, "company", (name,))
            if name in _AGES and said not in NO_AGE:
                self._company_ages.append(_AGES[name])
        elif kind in {kinds.AGE, kinds.RATING, kinds.BIRTHDAY}:
            self._add_ages(kind, value)
        elif kind == kinds.OCCASION:
            self._put(self._wanted, "occasion", (value,))
        elif kind == kinds.ORDER:
            # "Nobody famous" asks for no order.
            self._wanted |= {} if self._refusing else {"order": self._wanted.get("order", value)}
        else:
            self._old = self._old or span.end < len(self._tokens)

    def _add_ages(self, kind: str, ages: Sequence[int]) -> None:
        self._age = min(ages) if self._age is None else min(self._age, *ages)
        if kind == kinds.BIRTHDAY:
            self._put(self._wanted, "occasion", ("birthday",))
        for age in ages if kind != kinds.RATING else ():
            name = TEENAGERS if age >= _YOUNGEST_TEENAGER else KIDS
            self._put(self._wanted, "company", (name,))

    def _add(self, span: Span) -> None:
        refused = bool(self._refusing)
        terms = self._refused if refused else self._wanted
        self._last_kind = span.kind
        self._taken = self._taken or refused
        kind, value = span.kind, span.value
        if kind == kinds.GENRE:
            for name, values in zip(("genres", "moods", "countries"), value, strict=True):
                # "Not anime" refuses what is drawn, and not what comes from Japan.
                drawn = refused and name == "countries" and value[0]
                self._put(terms, name, () if drawn else values)
        elif kind in _LISTS:
            self._put(terms, _LISTS[kind], (value,))
        elif kind == kinds.NATION:
            self._add_nation(span, terms, refused=refused)
        elif kind == kinds.COUNTRY:
            self._add_country(span, terms)
        elif kind == kinds.PERSON:
            role, names = value
            self._put(terms, "directors" if role == kinds.BY else "people", names)
        elif kind in _BOUNDED:
            self.bound(terms, _BOUNDED[kind], value)
        elif kind == kinds.TEXT:
            self._texts[refused].append(str(value))
        if self._refusing == "less":
            self._refusing = ""

    def _add_nation(self, span: Span, terms: dict[str, Any], *, refused: bool) -> None:
        language, country = span.value
        word = self._tokens[span.start].word
        if country is None or (word in LANGUAGE_FIRST and not refused):
            self._put(terms, "languages", (Language(language),))
        else:
            self._put(terms, "countries", (country,))

    def _add_country(self, span: Span, terms: dict[str, Any]) -> None:
        before = [token.word for token in self._tokens[max(0, span.start - 2) : span.start]]
        if before and before[-1] in _THROUGH and "made" not in before:
            written = [token.written for token in self._tokens[span.start : span.end]]
            self._texts[bool(self._refusing)] += written
        else:
            self._put(terms, "countries", (span.value,))

    @staticmethod
    def _put(terms: dict[str, Any], name: str, values: tuple[Any, ...]) -> None:
        known = terms.get(name, ())
        fresh = tuple(value for value in values if value not in known)
        if known or fresh:
            terms[name] = known + fresh

    @staticmethod
    def bound(terms: dict[str, Any], name: str, bounds: Bounds) -> None:
        """Both of two bounds hold: the narrower of each side."""
        low, high = terms.get(name, OPEN)
        first, last = bounds
        lows = [side for side in (low, first) if side is not None]
        highs = [side for side in (high, last) if side is not None]
        terms[name] = (max(lows, default=None), min(highs, default=None))

    def _wish(self) -> Wish:
        wanted, refused = dict(self._wanted), dict(self._refused)
        if self._old and "years" not in wanted:
            wanted["years"] = (None, _BEFORE_OLD)
        ages = [self._age] if self._age is not None else self._company_ages
        if ages:
            wanted["age"] = min(ages)
        wanted["text"] = _tidy(self._texts[False])
        refused["text"] = _tidy(self._texts[True])
        for name in ("years", "minutes"):
            _turn_half_open(wanted, refused, name)
        crossed = {name for name in ("years", "minutes") if _crossed(wanted.get(name, OPEN))}
        for name in crossed:
            wanted[name] = OPEN
        return replace(Wish(**wanted), without=Terms(**refused))


def _tidy(words: Sequence[str]) -> str:
    return " ".join(words).strip()


def _turn_half_open(wanted: dict[str, Any], refused: dict[str, Any], name: str) -> None:
    """``nothing after 1980`` wants what is until 1980; a decade that is refused stays refused."""
    low, high = refused.get(name, OPEN)
    if (low is None) == (high is None):
        return
    step = 1 if name == "years" else 0
    Walk.bound(wanted, name, (high + step, None) if low is None else (None, low - step))
    del refused[name]


def _crossed(bounds: Bounds) -> bool:
    low, high = bounds
    return low is not None and high is not None and low > high
