"""What a first assistant director counts as a stunt: a deed, read by verb, who, way and place.

Each reading takes one deed and says why it can hurt, or nothing: somebody falls, is struck or
thrown, fights, leaps, hangs where it is high, burns, is in deep water; a beast rears; a vehicle
does more than drive. The verbs lie in ``verbs.txt``: some are dangerous of a body whatever the
way, others (``go: over, under``) one way only.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from matinee.studio.breakdown.acts import Deed
from matinee.studio.breakdown.kinds import Kinds
from matinee.studio.breakdown.lexicon import Lexicon, lists
from matinee.studio.breakdown.model import Category

_LIVING = frozenset({"person", "animal"})
_BODIES = _LIVING | {"vehicle"}
_BODY_OF = {
    "animals": "animal", "vehicles": "vehicle", "background": "person", "person": "person",
}  # fmt: skip
_ONESELF = frozenset(
    {"herself", "himself", "itself", "themselves", "myself", "yourself", "oneself"}
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """Who or what a word names: ``person``, ``animal``, ``vehicle``, ``it``, or ``thing``.

    ``named`` are a script's own boats and beasts, by name in capitals.
    """

    words: Lexicon
    named: Mapping[str, tuple[Category, str]]
    kinds: Kinds | None = None

    def subject(self, deed: Deed) -> str:
        """Who acts; a person, where the sentence goes on from one before."""
        if not deed.subject:
            return "person"
        return self._named(deed.subject, person=deed.subject_is_person)

    def object(self, deed: Deed) -> str:
        """Whom it befalls; empty where nobody and nothing."""
        if not deed.object or deed.object in _ONESELF:
            return ""
        if deed.object == "they":
            return "they"
        return self._named(deed.object, person=deed.object_is_person)

    def _named(self, word: str, *, person: bool) -> str:
        named = self.named.get(word.upper())
        if named is not None:
            return _BODY_OF.get(named[0].key, "thing")
        return "person" if person else self.of(word)

    def of(self, word: str) -> str:
        """What a noun alone names."""
        if word == "it":
            return "it"
        kind = self.words.nouns.get(word) or self.words.outside.get(word)
        if kind is not None:
            return _BODY_OF.get(kind, "thing")
        found = self.kinds.of((word,)) if self.kinds else ()
        return found[0] if found and found[0] in _BODIES else "thing"


@dataclass(frozen=True, slots=True)
class _Verbs:
    """The lists of ``stunts.txt``: words by reading, and ways by reading and verb."""

    words: Mapping[str, frozenset[str]]
    ways: Mapping[str, Mapping[str, frozenset[str]]]


@cache
def _verbs() -> _Verbs:
    words: dict[str, frozenset[str]] = {}
    ways: dict[str, dict[str, frozenset[str]]] = {}
    for name, told in lists("stunts.txt").items():
        reading, _, verb = name.partition(" ")
        if verb:
            ways.setdefault(reading, {})[verb] = frozenset(told)
        else:
            words[reading] = frozenset(told)
    return _Verbs(words, ways)


@cache
def dangerous_verbs() -> frozenset[str]:
    """Every lemma that a reading asks for; those a sentence may hide behind a noun."""
    known = _verbs()
    alone = ("fall", "leap", "fight", "strike", "drive", "wheels", "beast", "hang", "water")
    return frozenset().union(*(known.words[name] for name in alone))


def why_dangerous(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    """Why a deed is a stunt, and how sure that is; None where it is none."""
    if deed.modifier or (deed.object in _ONESELF):
        return None
    return next((told for read in _READINGS if (told := read(deed, bodies))), None)


def _way(reading: str, deed: Deed) -> bool:
    return not _verbs().ways.get(reading, {}).get(deed.verb, frozenset()).isdisjoint(deed.ways)


def _is(reading: str, deed: Deed) -> bool:
    return deed.verb in _verbs().words[reading]


def _where(deed: Deed) -> frozenset[str]:
    return frozenset(noun for _, noun in deed.places) | ({deed.object} if deed.object else set())


def _fights(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    if not _is("fight", deed):
        return None
    alone = not deed.object and not (_where(deed) - _verbs().words["foe"])
    against = bodies.object(deed) in _LIVING or any(
        way in {"with", "against", "at"} and bodies.of(noun) in _LIVING for way, noun in deed.places
    )
    if bodies.subject(deed) in _LIVING and (against or (alone and not deed.passive)):
        return "they fight", 0.6
    return None


def _strikes(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    strong = _is("strike", deed)
    weak = _way("move", deed)
    if not (strong or weak):
        return None
    if deed.passive:
        suffers = bodies.subject(deed) in _LIVING
        return ("somebody is struck or thrown", 0.55) if suffers else None
    if bodies.object(deed) in (_LIVING | {"they"} if strong else _LIVING):
        return "somebody is struck or thrown", 0.6 if strong else 0.45
    return None


def _falls(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    body = bodies.subject(deed)
    if body not in _BODIES or deed.passive:
        return None
    where = _where(deed)
    if where & _verbs().words["soft"] or deed.ways & _verbs().words["calmly"]:
        return None
    if _is("fall", deed) and not deed.object:
        return "a body falls", 0.6
    moved = deed.object and bodies.object(deed) == "thing" and _is("put", deed)
    if moved or (body == "animal" and deed.verb == "fly"):
        return None  # she slips her ring off, bats fly over it
    if where & _verbs().words["walked"]:
        return None  # she goes down the stairs
    return ("a body falls", 0.45) if _way("fall", deed) else None


def _leaps(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    if bodies.subject(deed) not in _BODIES or not _is("leap", deed) or deed.passive:
        return None
    if deed.subject in _verbs().words["small"]:
        return None
    bare = not deed.object and not (deed.ways & _verbs().words["across"])
    if bare and deed.verb not in {"vault", "dive", "somersault", "leap"}:
        return None
    return "a body leaps", 0.5


def _high(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    if bodies.subject(deed) not in _LIVING or deed.passive:
        return None
    high = _where(deed) & _verbs().words["height"]
    if _is("hang", deed) and (high or deed.verb == "dangle"):
        return "somebody hangs or climbs where it is high", 0.5
    return ("somebody hangs where it is high", 0.4) if _way("hang", deed) else None


def _drives(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    body = bodies.subject(deed)
    only = deed.verb in _verbs().words["wheels"]
    if deed.passive or not (body == "vehicle" or (only and body in {"person", "it", "thing"})):
        return None
    if only and body == "thing" and deed.subject in _verbs().words["weather"]:
        return None
    if only or _is("drive", deed) or _way("drive", deed):
        return "a vehicle does more than drive", 0.55
    return None


def _in_water(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    if bodies.subject(deed) not in _LIVING or deed.passive or not _is("water", deed):
        return None
    if deed.verb == "swim" and (deed.object or _where(deed) & _verbs().words["shallow"]):
        return None
    return "somebody is in deep water", 0.5


def _burns(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    caught = deed.verb == "catch" and deed.object in {"fire", "alight"}
    at_flames = deed.verb in {"beat", "bat", "run", "leap", "crawl"} and not (
        _where(deed).isdisjoint({"flame", "fire", "blaze"})
    )
    if (caught and bodies.subject(deed) in _LIVING) or (
        at_flames and bodies.subject(deed) in _LIVING and not deed.object
    ):
        return "somebody is in fire", 0.5
    return None


def _rears(deed: Deed, bodies: Bodies) -> tuple[str, float] | None:
    if bodies.subject(deed) == "animal" and _is("beast", deed) and not deed.passive:
        return "a beast is out of hand", 0.55
    return None


_READINGS: tuple[Callable[[Deed, Bodies], tuple[str, float] | None], ...] = (
    _fights, _strikes, _leaps, _falls, _high, _drives, _in_water, _burns, _rears,
)  # fmt: skip
