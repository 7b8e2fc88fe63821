"""Stretches of a sentence that are names there: of people by their cues, of titles in a likeness."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from matinee.discover.model import EntryKind
from matinee.discover.understanding.lexicons.nations import languages
from matinee.discover.understanding.names import Called, NameBook
from matinee.discover.understanding.phrases import (
    BY,
    FILLER,
    LESS,
    LIKE_CUE,
    MEETS,
    MOOD,
    PERSON_CUE,
    REFUSING,
    WITH,
    phrase_book,
)
from matinee.discover.understanding.quantities import YEARS
from matinee.discover.understanding.spans import Span
from matinee.discover.understanding.tokens import Token
from matinee.discover.understanding.wishes import Named

PERSON, LIKE, SERIES, MAKERS = "person", "like", "series", "makers"
FILM_WORDS = frozenset("film films movie movies picture pictures flick flicks classic".split())
_KIN = frozenset("brothers brother sisters siblings".split())
_AS_DIRECTOR = ("as director", "as a director", "as the director", "directing", "behind the camera")
_MAKERS_OF = frozenset("director directors maker makers creator creators filmmakers".split())
_LEAST_TITLES, _LEAST_DIRECTED = 3, 3
_SHORTEST_SURNAME = 3
_RUN_WORDS = frozenset("of the and a in to for on with s la le de der die das del".split())
_STOPS = frozenset(
    "but and or with without not in from for by meets under over less more except minus only "
    "starring set about before after then please crossed mixed".split()
)
_PER_WORD = 12.0
_LIKE_WEIGHT = 40.0
_SERIES_WORDS = 2
_BETWEEN = frozenset("the a an both either great young late".split())


@dataclass(frozen=True, eq=False)
class Linking:
    """One sentence's names; ``phrases`` are what else its words may mean."""

    tokens: Sequence[Token]
    phrases: Sequence[Span]
    book: NameBook

    @cached_property
    def called(self) -> tuple[Called, ...]:
        """Every name that stands in the sentence."""
        return tuple(self.book.called(self.tokens))

    @cached_property
    def cased(self) -> bool:
        """Whether capitals tell names from other words here."""
        return any(token.capital and token.word[0].isalpha() for token in self.tokens[1:]) or (
            len(self.tokens) <= 2 and any(token.capital for token in self.tokens)
        )

    @cached_property
    def _cues(self) -> dict[int, tuple[str, str]]:
        """What ends before a word: the cue of its longest phrase."""
        found: dict[int, tuple[int, str, str]] = {}
        for span in self.phrases:
            if span.kind in {PERSON_CUE, REFUSING, LIKE_CUE}:
                length = span.end - span.start
                known = found.get(span.end)
                if known is None or known[0] < length:
                    found[span.end] = (length, span.kind, str(span.value))
        return {place: (kind, value) for place, (_, kind, value) in found.items()}

    def word(self, place: int) -> str:
        """The word there; none beyond the sentence."""
        return self.tokens[place].word if 0 <= place < len(self.tokens) else ""

    def people(self) -> Iterator[Span]:
        """Everybody who may be meant; the value is a role (by, with, none) and names."""
        for name in self.called:
            if name.people and name.end - name.start > 1:
                yield from self._whole(name)
            elif (name.surnames or name.people) and name.end - name.start < 4:
                yield from self._by_surname(name)

    def _whole(self, name: Called) -> Iterator[Span]:
        length = name.end - name.start
        best = name.people[0]
        capital = self.capital(name.start, name.end)
        if not capital and (self.cased or self.book.credited[best] < _LEAST_TITLES):
            return
        end, role = self._role(name)
        yield Span(
            name.start,
            end,
            PERSON,
            (role or self._habit((best,)), (self.book.named(name.people),)),
            _PER_WORD * length + 4 + (end - name.end),
        )

    def _by_surname(self, name: Called) -> Iterator[Span]:
        candidates = (*name.people, *name.surnames)
        cue = self._cue(name.start)
        if self._kin(name):
            kin = self.book.together(candidates)
            if kin:
                names = tuple(self.book.named((one,)) for one in kin)
                role = cue or self._habit(kin)
                yield Span(name.start, name.end + 1, PERSON, (role, names), _PER_WORD * 2 + 6)
            return
        if not self._may_be_surname(name, cue):
            return
        end, role = self._role(name)
        role = role or cue
        chosen = self._meant(candidates, role)
        if chosen is None:
            return
        named = self.book.named((chosen,))
        weight = (_PER_WORD + 0.5) * (name.end - name.start) + (end - name.end)
        yield Span(name.start, end, PERSON, (role or self._habit((chosen,)), (named,)), weight)

    def _may_be_surname(self, name: Called, cue: str) -> bool:
        capital = self.capital(name.start, name.end)
        letters = sum(len(token.word) for token in self.tokens[name.start : name.end])
        if letters < _SHORTEST_SURNAME or (self.cased and not capital):
            return False
        ordinary = self.is_phrase(name.start, name.end) or self._is_filler(name.start)
        if ordinary and not (capital and cue in {BY, WITH}):
            return False
        if name.end < len(self.tokens) and self._continues_name(name.end):
            return False
        if name.start and self._continues_name_before(name.start):
            return False
        if not self.cased and not cue and not (capital and name.start == 0):
            return len(self.tokens) == name.end - name.start
        following = self.word(name.end)
        return (
            bool(cue)
            or name.start > 0
            or not following
            or self.tokens[name.end].after_break
            or following in phrase_book()
        )

    def _meant(self, candidates: Sequence[int], role: str) -> int | None:
        book = self.book
        directors = [one for one in candidates if book.directed[one] >= _LEAST_DIRECTED]
        directors = [one for one in directors if book.directs(one)] or (
            directors if role == BY else []
        )
        if role == WITH:
            known = [one for one in candidates if book.credited[one] >= _LEAST_TITLES]
            return known[0] if known else None
        if directors and role != WITH:
            return max(directors, key=lambda one: (float(book.prior[one]), book.directed[one]))
        if role == BY and candidates:
            return candidates[0]
        if role == REFUSING:
            return candidates[0]
        return None

    def _role(self, name: Called) -> tuple[int, str]:
        for said in _AS_DIRECTOR:
            words = said.split()
            if [self.word(name.end + place) for place in range(len(words))] == words:
                return name.end + len(words), BY
        return name.end, self._cue(name.start)

    def _cue(self, start: int) -> str:
        """By which cue a name there is led in; one beside it in a list counts for both."""
        place = start
        for _ in range(8):
            while self.cased and self.word(place - 1) in _BETWEEN:
                place -= 1
            kind, value = self._cues.get(place, ("", ""))
            if kind == PERSON_CUE:
                return value
            if kind == REFUSING:
                return REFUSING
            if self.word(place - 1) not in {"and", "or", "nor"} and not (
                0 < place < len(self.tokens) and self.tokens[place].after_break
            ):
                return ""
            place = place - 1 if self.word(place - 1) in {"and", "or", "nor"} else place
            before = next((one for one in self.called if one.end == place and one.people), None)
            if before is None:
                return ""
            place = before.start
        return ""

    def _habit(self, people: Sequence[int]) -> str:
        return BY if all(self.book.directs(one) for one in people) else WITH

    def _is_filler(self, place: int) -> bool:
        return any(
            span.start == place and span.kind == FILLER for span in self.phrases
        )

    def _kin(self, name: Called) -> bool:
        return self.word(name.end) in _KIN and self.capital(name.start, name.end)

    def capital(self, start: int, end: int) -> bool:
        """Whether these words are written as a name is."""
        written = [token for token in self.tokens[start:end] if token.word not in _RUN_WORDS]
        return bool(written) and all(token.capital for token in written)

    def _continues_name(self, place: int) -> bool:
        token = self.tokens[place]
        return (
            self.cased
            and token.capital
            and not token.after_break
            and not self.is_phrase(place, place + 1)
        )

    def _continues_name_before(self, place: int) -> bool:
        before = self.tokens[place - 1]
        return (
            self.cased
            and before.capital
            and not self.tokens[place].after_break
            and not self.is_phrase(place - 1, place)
            and before.word not in phrase_book()
        )

    def is_phrase(self, start: int, end: int) -> bool:
        """Whether these words lie within a phrase that means something."""
        return any(
            span.start <= start and end <= span.end and span.kind not in {FILLER, LIKE_CUE, MEETS}
            for span in self.phrases
        )

    def makers(self) -> Iterator[Span]:
        """``by the director of Jaws``: who directed it."""
        for place, token in enumerate(self.tokens):
            if token.word in _MAKERS_OF and self.word(place + 1) == "of":
                found = self.title_at(place + 2)
                if found is not None and found[1].keys:
                    end, title = found
                    index = self.book.holdings.directory.index
                    directors = self.book.directors_of(index[EntryKind.TITLE, title.keys[0]])
                    start = place
                    while self.word(start - 1) in {"the", "by", "from", "of", "same"}:
                        start -= 1
                    if directors:
                        names = tuple(self.book.named((one,)) for one in directors)
                        yield Span(start, end, PERSON, (BY, names), _LIKE_WEIGHT * 2)

    def title_at(self, start: int, *, sure: bool = False) -> tuple[int, Named] | None:
        """The name that begins there, and where it ends: a title, a maker, or as it is written.

        ``sure``: only one that the catalogue knows, with a capital where capitals tell names.
        """
        if not 0 <= start < len(self.tokens):
            return None
        titles = [one for one in self.called if one.start == start and one.titles]
        longest = max(titles, key=lambda one: one.end, default=None)
        run = self._run(start)
        person = self._person_at(start, run)
        if longest is not None and (not self.cased or self._ends_name(longest.end, run)):
            if not sure or not self.cased or self.tokens[start].capital:
                if person is None or person[0] < longest.end:
                    return longest.end, self.book.named(longest.titles)
        if person is not None:
            return person
        if sure:
            return self._series(start, run)
        return self._series_or_written(start, run, longest)

    def _ends_name(self, end: int, run: int) -> bool:
        """Whether a title that ends there is all of the name: what follows is another's."""
        if end >= run:
            return True
        return self.word(end) in {"and", "or"} and any(
            one.start == end + 1 and one.titles for one in self.called
        )

    def _person_at(self, start: int, run: int) -> tuple[int, Named] | None:
        for name in sorted(self.called, key=lambda one: -one.end):
            if name.start == start and name.end == run:
                if name.people and name.end - start > 1:
                    return name.end, self.book.named(name.people)
                directors = [one for one in name.surnames if self.book.directs(one)]
                if directors and (
                    not name.titles
                    or self.book.prior[directors[0]] > self.book.prior[name.titles[0]]
                ):
                    return name.end, self.book.named(directors[:1])
        return None

    def _series_or_written(
        self, start: int, run: int, longest: Called | None
    ) -> tuple[int, Named] | None:
        if not self.cased or run == start:
            run = start
            while run < len(self.tokens) and not (
                run > start and (self.tokens[run].after_break or self.word(run) in _STOPS)
            ):
                run += 1
        if longest is not None and not self.cased:
            return longest.end, self.book.named(longest.titles)
        series = self._series(start, run)
        if series is not None:
            return series
        words = [self.word(place) for place in range(start, run)]
        written = " ".join(token.written for token in self.tokens[start:run])
        spelled = self.book.spelled(" ".join(words), EntryKind.TITLE)
        if spelled:
            return run, self.book.named(spelled)
        if self.cased and self.tokens[start].capital:
            return run, Named(written)
        return (longest.end, self.book.named(longest.titles)) if longest else None

    def _series(self, start: int, run: int) -> tuple[int, Named] | None:
        """What several titles begin with, such as the name of their hero."""
        if run - start < _SERIES_WORDS:
            return None
        series = self.book.series("".join(self.word(place) for place in range(start, run)))
        if not series:
            return None
        written = " ".join(token.written for token in self.tokens[start:run])
        keys = self.book.holdings.directory.keys
        return run, Named(written, tuple(keys[entry] for entry in series))

    def refused_titles(self) -> Iterator[Span]:
        """``no Harry Potter``: names with capitals behind a refusal."""
        for cue in self.phrases:
            place = cue.end
            if cue.kind != REFUSING or not self.cased or place >= len(self.tokens):
                continue
            if not self.tokens[place].capital or self.is_phrase(place, place + 1):
                continue
            run = self._run(place)
            if self._person_at(place, run) is None:
                found = self.title_at(place, sure=True)
                if found is not None and found[0] == run:
                    weight = _LIKE_WEIGHT * (run - place)
                    yield Span(place, run, LIKE, found[1], weight)

    def times(self) -> Iterator[Span]:
        """``before Star Wars``: years that a title tells."""
        for place, token in enumerate(self.tokens[:-1]):
            if token.word not in {"before", "after", "since"} or not self.cased:
                continue
            if not self.tokens[place + 1].capital or self.tokens[place + 1].word.isdigit():
                continue
            found = self.title_at(place + 1, sure=True)
            year = None if found is None else self.book.year_of(found[1])
            if found is not None and year:
                bounds = (None, year - 1) if token.word == "before" else (year, None)
                start = place - 1 if self.word(place - 1) == "from" else place
                yield Span(start, found[0], YEARS, bounds, _LIKE_WEIGHT * (found[0] - start))

    def _run(self, start: int) -> int:
        """Where the words with capitals that begin there end."""
        end = start
        last = start
        while end < len(self.tokens) and not (end > start and self.tokens[end].after_break):
            token = self.tokens[end]
            if token.word == "in" and self.word(end + 1) in languages():
                break
            if token.capital:
                last = end + 1
            elif token.word not in _RUN_WORDS or end - last > 1:
                break
            end += 1
        return last


def leading_title(linking: Linking) -> Iterator[Span]:
    """``Charade but lighter``: a name at the head, and how the answer shall differ."""
    for name in linking.called:
        long_enough = name.end > 1 or (linking.tokens[0].capital and not linking.is_phrase(0, 1))
        if name.start == 0 and name.titles and linking.word(name.end) == "but" and long_enough:
            rest = {span.kind for span in linking.phrases if span.start > name.end}
            people = name.people or (name.surnames and name.end == 1)
            if rest & {MOOD, LESS} and not people:
                named = linking.book.named(name.titles)
                yield Span(0, name.end, LIKE, named, _LIKE_WEIGHT + 20 * name.end)


def likenesses(linking: Linking, cues: Iterable[Span]) -> Iterator[Span]:
    """Titles and makers that are named as something to be like; cues are covered with them."""
    covered = 0
    for cue in sorted(cues, key=lambda span: (span.start, -span.end)):
        if cue.start < covered:
            continue
        if cue.kind == MEETS:
            spans = _meeting(linking, cue, covered)
        else:
            spans = _after(linking, cue)
        for span in spans:
            covered = max(covered, span.end)
            yield span


def _after(linking: Linking, cue: Span) -> list[Span]:
    spans: list[Span] = []
    place = cue.end
    while linking.word(place) in {"the", "a", "an"} and not linking.tokens[place].capital and (
        linking.word(place + 1) in FILM_WORDS or linking.word(place + 1) == "one"
    ):
        place += 2
    if linking.word(place) in {"a", "an"} and not linking.tokens[place].capital:
        place += 1
    found = linking.title_at(place, sure=not _is_strict(cue))
    if found is None or (linking.cased and not linking.tokens[place].capital):
        return []
    start = cue.start
    while found is not None:
        end, name = found
        spans.append(Span(start, end, LIKE, name, _LIKE_WEIGHT + 20 * (end - start)))
        joint = linking.word(end)
        if joint not in {"and", "or"} or end + 1 >= len(linking.tokens):
            break
        start = end
        found = linking.title_at(end + 1, sure=True)
    return spans


def _is_strict(cue: Span) -> bool:
    """Whether only a name can follow, so that one that is not known is one all the same."""
    return cue.value not in {"like", "such as", "close to", "the new", "x"}


def _meeting(linking: Linking, cue: Span, covered: int) -> list[Span]:
    after = linking.title_at(cue.end, sure=cue.value == "x")
    if after is None:
        return []
    before = [
        one for one in linking.called if one.end == cue.start and one.titles and one.start >= covered
    ]
    longest = min(before, key=lambda one: one.start, default=None)
    run = _run_before(linking, cue.start, covered)
    if longest is not None and longest.start <= run:
        name, start = linking.book.named(longest.titles), longest.start
    elif run < cue.start:
        start = run
        name = Named(" ".join(token.written for token in linking.tokens[start : cue.start]))
    else:
        return []
    weight = _LIKE_WEIGHT + 20
    return [
        Span(start, cue.start, LIKE, name, weight + 20 * (cue.start - start)),
        Span(cue.start, after[0], LIKE, after[1], weight + 20 * (after[0] - cue.start)),
    ]


def _run_before(linking: Linking, end: int, first: int) -> int:
    """Where the words with capitals that end there begin."""
    start = place = end
    while place > first:
        token = linking.tokens[place - 1]
        if token.capital:
            start = place - 1
        elif token.word not in _RUN_WORDS or start - place > 1:
            break
        if token.after_break:
            break
        place -= 1
    return start
