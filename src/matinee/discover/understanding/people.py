"""People in a sentence: by their whole names, by surnames where a cue or a habit tells them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from matinee.discover.understanding import kinds
from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.lexicons.roles import AS_DIRECTOR, AS_PLAYER
from matinee.discover.understanding.names import Called
from matinee.discover.understanding.phrases import phrase_book
from matinee.discover.understanding.refusals import KEEPING
from matinee.discover.understanding.refused_behind import SAID_OF_MAKERS, unwelcome
from matinee.discover.understanding.sayings import Sayings
from matinee.discover.understanding.spans import Span

_KIN = frozenset({"brothers", "brother", "sisters", "siblings", "bros"})
_AS_DIRECTOR, _AS_PLAYER = Sayings(AS_DIRECTOR), Sayings(AS_PLAYER)
_SOME = frozenset(
    {
        "a",
        "an",
        "another",
        "some",
        "early",
        "late",
        "any",
        "classic",
        "vintage",
        "different",
        "peak",
    }
    | {"old", "prime", "young", "more"}
)
"""Words before a surname alone that make films of it: ``another Stallone``."""
_FAR_BETTER_KNOWN = 1.0
"""Nats by which a namesake is likelier to be meant than somebody who directs."""
_ROLES = {
    "by": kinds.BY,
    "with": kinds.WITH,
    "starring": kinds.WITH,
    "featuring": kinds.WITH,
}
_NOTHING, _FROM = frozenset({"nothing", "not", "none"}), {"from": kinds.BY}
"""Last words of a refusal that say as what somebody is refused: ``nothing with``."""
_BETWEEN = frozenset({"the", "a", "an", "both", "either", "great", "young", "late"})
_JOINTS = frozenset({"and", "or", "nor"})
_KIND_WORDS = frozenset({"one", "version", "ones"})
_LEAST_TITLES, _LEAST_DIRECTED, _LEAST_REFUSED = 3, 3, 6
_WELL_KNOWN = 12
"""Titles of somebody whose surname is meant by a refused word in small letters."""
_WELL_DIRECTED, _OFTEN_DIRECTED, _SHORTEST_ALONE = 5, 8, 4
_MUSING = frozenset({"i", "maybe", "perhaps", "please", "ideally", "preferably", "say", "id"})
"""Words behind a name that is a clause of its own: ``tarkovsky I suppose``."""
_HEROES = frozenset({"bond", "holmes", "potter", "hunt", "ryan"})
"""Surnames that alone mean somebody of the films rather than of the credits."""
_SHORTEST_SURNAME, _LONGEST_SURNAME = 3, 3
_PER_WORD = 12.0
_LONGEST_LIST = 8


@dataclass(frozen=True, eq=False)
class People:
    """Whom one sentence names."""

    heard: Heard

    @cached_property
    def _cues(self) -> dict[int, tuple[str, str]]:
        """What ends before a word: the cue of its longest phrase."""
        found: dict[int, tuple[int, str, str]] = {}
        for span in self.heard.phrases:
            if span.kind in {kinds.PERSON_CUE, kinds.REFUSING, kinds.LIKE_CUE}:
                length = span.end - span.start
                known = found.get(span.end)
                if known is None or known[0] < length:
                    inner = _ROLES.get(self.heard.word(span.end - 1), "")
                    if self.heard.word(span.end - 2) in _NOTHING and not inner:
                        inner = _FROM.get(self.heard.word(span.end - 1), "")
                    if span.kind == kinds.REFUSING and self.heard.word(span.start) == "by":
                        inner = kinds.BY
                    kind, value = span.kind, str(span.value)
                    idiom = self.heard.word(span.end - 2) in {"it", "done"}
                    if inner and kind == kinds.REFUSING and not idiom:
                        kind, value = kinds.PERSON_CUE, inner
                    found[span.end] = (length, kind, value)
        return {place: (kind, value) for place, (_, kind, value) in found.items()}

    def spans(self) -> Iterator[Span]:
        """Everybody who may be meant; the value is a role (by, with) and names."""
        for name in self.heard.called:
            length = name.end - name.start
            if name.people and length > 1:
                yield from self._whole(name)
            elif (name.surnames or name.people) and length <= _LONGEST_SURNAME:
                yield from self._by_surname(name)

    def _whole(self, name: Called) -> Iterator[Span]:
        heard, book, best = self.heard, self.heard.book, name.people[0]
        if not heard.capital(name.start, name.end) and (
            heard.cased or heard.book.credited[best] < _LEAST_TITLES
        ):
            return
        end, role = self._role(name)
        value = (book.part_of(role, (best,)), (heard.book.named(name.people),))
        weight = _PER_WORD * (name.end - name.start) + 4 + (end - name.end)
        yield Span(name.start, end, kinds.PERSON, value, weight)

    def _by_surname(self, name: Called) -> Iterator[Span]:
        book = self.heard.book
        candidates = (*name.people, *name.surnames)
        cue = self.cue(name.start)
        written = not self.heard.cased or self.heard.capital(name.start, name.end)
        if self.heard.word(name.end) in _KIN and written:
            kin = book.together(candidates)
            if kin:
                value = (book.part_of(cue, kin), tuple(book.named((one,)) for one in kin))
                yield Span(name.start, name.end + 1, kinds.PERSON, value, _PER_WORD * 2 + 6)
            return
        if not self._may_be_surname(name, cue):
            return
        end, role = self._role(name)
        alone = self.heard.cased and (self._is_clause(name) or self._is_some(name))
        chosen = self._meant(candidates, role, alone=alone, whole=bool(name.people))
        if chosen is not None:
            value = (book.part_of(role, (chosen,)), (book.named((chosen,)),))
            weight = (_PER_WORD + 0.5) * (name.end - name.start) + (end - name.end)
            yield Span(name.start, end, kinds.PERSON, value, weight)

    def _may_be_surname(self, name: Called, cue: str) -> bool:
        heard = self.heard
        capital = heard.capital(name.start, name.end)
        letters = sum(len(token.word) for token in heard.tokens[name.start : name.end])
        if letters < _SHORTEST_SURNAME or (heard.cased and not capital):
            return False
        ordinary = heard.is_phrase(name.start, name.end) or heard.is_filler(name.start)
        if ordinary and not (capital and cue in {kinds.BY, kinds.WITH}):
            return False
        if self._goes_on(name):
            return False
        if not heard.cased and not cue and not (capital and name.start == 0):
            return len(heard.tokens) == name.end - name.start or self._heads_clause(name)
        following = heard.word(name.end)
        return (
            bool(cue)
            or name.start > 0
            or not following
            or heard.tokens[name.end].after_break
            or following in phrase_book()
        )

    def _is_some(self, name: Called) -> bool:
        """``another Stallone``, ``De Niro minus Scorsese``, ``the Clooney one``."""
        heard = self.heard
        if heard.word(name.end) in _KIND_WORDS and heard.word(name.start - 1) == "the":
            return True
        ends = name.end >= len(heard.tokens) or heard.tokens[name.end].after_break
        refusing = any(
            span.start == name.end and span.kind in {kinds.REFUSING, kinds.ENDING}
            for span in heard.phrases
        )
        begins = name.start == 0 or heard.tokens[name.start].after_break
        beside = heard.word(name.start - 1) in _JOINTS and any(
            one.end == name.start - 1
            and ((one.people and one.end - one.start > 1) or (one.surnames and self.cue(one.start)))
            for one in heard.called
        )
        refusing = refusing or bool(unwelcome(heard, name.end))
        playing = heard.word(name.end) == "in" and heard.word(name.end + 1) in {"a", "an", "the"}
        if beside or (begins and (refusing or playing)):
            return True
        return heard.word(name.start - 1) in _SOME and (ends or refusing)

    def _is_clause(self, name: Called) -> bool:
        """``Bogart, noir``: whether nothing else is said before the next break."""
        tokens = self.heard.tokens
        ends = name.end >= len(tokens) or tokens[name.end].after_break
        said = self.heard.written(name.start, name.end)
        if said.lower() in _HEROES or said.isupper() or len(said) < _SHORTEST_ALONE:
            return False
        return ends and (name.start == 0 or tokens[name.start].after_break)

    def _heads_clause(self, name: Called) -> bool:
        """``hitchcock thriller``: a known director's surname, and what is wanted of them."""
        heard, book = self.heard, self.heard.book
        if name.start and not heard.tokens[name.start].after_break:
            return False
        known = [one for one in name.surnames if book.directs(one)]
        if not known or book.directed[known[0]] < _WELL_DIRECTED:
            return False
        ends = name.end >= len(heard.tokens) or heard.tokens[name.end].after_break
        return (
            ends
            or any(
                span.start == name.end and span.kind in {kinds.GENRE, kinds.ORDER, kinds.NATION}
                for span in heard.phrases
            )
            or heard.word(name.end) in _MUSING
        )

    def _goes_on(self, name: Called) -> bool:
        """Whether another word with a capital makes a longer name of it."""
        heard = self.heard
        if not heard.cased:
            return False
        if name.end < len(heard.tokens):
            after = heard.tokens[name.end]
            if (
                after.capital
                and not after.after_break
                and not heard.is_phrase(name.end, name.end + 1)
            ):
                return True
        if not name.start or heard.tokens[name.start].after_break:
            return False
        before = heard.tokens[name.start - 1]
        return (
            before.capital
            and not heard.is_phrase(name.start - 1, name.start)
            and before.word not in phrase_book()
        )

    def _meant(
        self, candidates: Sequence[int], role: str, *, alone: bool, whole: bool
    ) -> int | None:
        book = self.heard.book
        if role == kinds.WITH:
            return next((one for one in candidates if book.credited[one] >= _LEAST_TITLES), None)
        if role == kinds.REFUSING and not self.heard.cased:
            known = [one for one in candidates if book.credited[one] >= _WELL_KNOWN]
            return next(iter(known), None)
        directing = [one for one in candidates if book.directed[one] >= _LEAST_DIRECTED]
        known = [
            one for one in directing if book.directs(one) or book.directed[one] >= _OFTEN_DIRECTED
        ]
        if not known and role == kinds.BY:
            known = directing
        if known:
            best = max(known, key=lambda one: (float(book.prior[one]), int(book.directed[one])))
            first = candidates[0]
            better = float(book.prior[first] - book.prior[best]) > _FAR_BETTER_KNOWN
            little = book.directed[best] < _WELL_DIRECTED
            famous = not role and better and little and book.credited[first] >= _WELL_KNOWN
            return first if famous else best
        if role == kinds.BY:
            return candidates[0]
        if not alone and role != kinds.REFUSING:
            return None
        fewest = _LEAST_TITLES if whole else _WELL_KNOWN
        fewest = _LEAST_REFUSED if role == kinds.REFUSING else fewest
        return next((one for one in candidates if book.credited[one] >= fewest), None)

    def _made(self, end: int) -> bool:
        """Whether the words there speak of a maker of films: ``that X had no hand in``."""
        return bool(SAID_OF_MAKERS.end(self.heard.tokens, end))

    def _role(self, name: Called) -> tuple[int, str]:
        tokens = self.heard.tokens
        if name.end < len(tokens) and not tokens[name.end].after_break:
            if end := _AS_DIRECTOR.end(tokens, name.end):
                # "made in the eighties" belongs to the years.
                return name.end if tokens[end - 1].word == "made" else end, kinds.BY
            if end := _AS_PLAYER.end(tokens, name.end):
                return end, kinds.WITH
        role = self.cue(name.start)
        return name.end, kinds.BY if not role and self._made(name.end) else role

    def cue(self, start: int) -> str:
        """By which cue a name there is led in; one beside it in a list counts for both."""
        heard, place = self.heard, start
        for _ in range(_LONGEST_LIST):
            while heard.cased and heard.word(place - 1) in _BETWEEN:
                place -= 1
            kind, value = self._cues.get(place, ("", ""))
            if kind == kinds.PERSON_CUE:
                return value
            if kind == kinds.REFUSING:
                return kinds.REFUSING
            if heard.word(place - 1) in KEEPING:
                return kinds.REFUSING
            joined = heard.word(place - 1) in _JOINTS
            if not joined and not (
                0 < place < len(heard.tokens) and heard.tokens[place].after_break
            ):
                return ""
            end = place - 1 if joined else place
            before = next((one for one in heard.called if one.end == end and one.people), None)
            if before is None:
                return ""
            place = before.start
        return ""
