"""What is done on the page that can hurt, or leaves its mark: stunts, states of the body."""

from collections.abc import Iterator

from matinee.studio.breakdown.grammar import Deed
from matinee.studio.breakdown.lexicon import Lexicon
from matinee.studio.breakdown.model import Category, Method
from matinee.studio.breakdown.nouns import Verdict

_CALM = frozenset({"silence", "night", "light", "music", "voice", "eye", "rain", "snow", "sun",
                   "smile",
                   "face", "shadow", "curtain", "hair", "sky", "door", "window"})  # fmt: skip
_TO_THINGS = frozenset({"drag", "roll", "hang", "fight", "bolt", "throw", "fling", "hit", "strike",
                        "beat", "kick", "shove", "swing", "rear"})  # fmt: skip
_RISKY_TARGETS = frozenset({"over", "off", "into", "out", "under", "down", "from", "through",
                            "across",
                            "against", "onto", "after", "overboard", "apart",
                            "aboard"})  # fmt: skip
_ONESELF = frozenset({"herself", "himself", "itself", "themselves", "myself", "yourself"})
_WHERE = {
    "go": {"under", "overboard"}, "take": {"down"}, "bring": {"down"}, "push": {"over", "off",
    "under"},
    "pull": {"under", "overboard"}, "slide": {"off", "under", "down"}, "climb": {"over", "across"},
    "knock": {"over", "off", "down"}, "wade": {"into", "out", "through", "across"},
    "haul": {"out", "from", "over", "aboard", "onto"}, "sweep": {"off", "away", "overboard"},
    "tip": {"over", "into", "off"}, "lean": {"out", "over"}, "crawl": {"under", "out", "through",
    "along"},
    "launch": {"into", "off"}, "swing": {"from", "over", "out", "across", "onto"}, "slip": {"off",
    "under"}, "drop": {"from", "off", "through", "down"},
}  # fmt: skip
"""Everyday verbs that are dangerous one way only."""


_OBSTACLES = frozenset(
    {"gate", "fence", "wall", "roof", "tower", "cliff", "mast", "tree", "drainpipe", "scaffold",
     "scaffolding", "barrier", "railing", "balcony", "ladder", "rope"}
)  # fmt: skip
_OVER = frozenset({"climb", "scale", "vault", "clamber", "jump", "hurdle"})
_AT_THINGS = _OVER | {"crash", "leap", "ram", "smash", "dodge", "swim", "crush"}
_THINGS = frozenset({"props", "wardrobe", "object", "dressing"})


def dangers(deed: Deed, words: Lexicon) -> Iterator[Verdict]:
    """A stunt, where the verb says so of somebody or of something that moves."""
    if deed.subject in _CALM or _hurts_nobody(deed, words):
        return
    kind = words.nouns.get(deed.subject, "")
    moves = deed.subject_is_person or kind in {"vehicles", "animals", "background"}
    risky = deed.verb in words.verbs["stunt"]
    where = _WHERE.get(deed.verb, _RISKY_TARGETS)
    perhaps = deed.verb in words.verbs["person_stunt"] and not where.isdisjoint(deed.ways)
    perhaps = perhaps or (deed.verb in _OVER and deed.object in _OBSTACLES)
    if not moves or not (risky or perhaps) or deed.object in _ONESELF:
        return
    to_a_thing = deed.verb in _TO_THINGS and deed.object and not deed.object_is_person
    if to_a_thing and words.nouns.get(deed.object, "") not in {"vehicles", "animals", "background"}:
        return  # somebody drags a box, rolls a cigarette, bolts a rail
    if risky and not deed.target and deed.verb in {"fall", "roll", "drag", "jump", "bolt"}:
        return
    confidence = 0.6 if risky else 0.4
    why = f"'{deed.verb}' of {deed.subject or 'somebody'} can hurt"
    yield Verdict(Category.STUNTS, deed.text, confidence, why, Method.GRAMMAR, deed.verb)


def _hurts_nobody(deed: Deed, words: Lexicon) -> bool:
    """A gun fired at a target, laps in a pool, a ring slipped off a finger."""
    if deed.verb == "shoot":
        return not deed.object_is_person
    if deed.verb == "swim" and (deed.object or "pool" in deed.text):
        return True
    of_a_thing = not deed.object_is_person and words.nouns.get(deed.object, "") in _THINGS
    return of_a_thing and deed.verb not in _AT_THINGS


def states(deed: Deed, words: Lexicon) -> Iterator[Verdict]:
    """Blood, sweat and wetness that a verb tells of."""
    if deed.verb in words.verbs["makeup_state"] and (deed.subject_is_person or not deed.subject):
        why = f"'{deed.verb}' leaves its mark on a person"
        yield Verdict(Category.MAKEUP, deed.text.split(" ")[0], 0.5, why, Method.GRAMMAR, deed.verb)
