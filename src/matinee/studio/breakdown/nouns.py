"""What a noun phrase is to the production: lexicon first, grammar beside, meaning last."""

from collections.abc import Callable
from dataclasses import dataclass

from matinee.studio.breakdown.body_parts import BODY
from matinee.studio.breakdown.figures import Unseen
from matinee.studio.breakdown.grammar import Phrase
from matinee.studio.breakdown.kinds import Kinds
from matinee.studio.breakdown.lexicon import OBJECT, OUTSIDE, Lexicon, category_of
from matinee.studio.breakdown.model import Category, Method

Guess = Callable[[str], tuple[str, float] | None]
"""A noun phrase to the lexicon's kind that means most like it, with the likeness."""

NOTHING = frozenset(
    {
        "moment", "beat", "time", "way", "thing", "side", "end", "top", "bottom", "edge", "word",
        "day", "night", "morning", "hour", "minute", "second", "year", "world", "place", "room",
        "door", "window", "wall", "floor", "ceiling", "roof", "street", "road", "house", "sea",
        "water", "sky", "sun", "moon", "star", "light", "dark", "darkness", "shadow", "sound",
        "silence", "name", "look", "smile", "laugh", "step", "turn", "line", "part", "kind", "sort",
        "bit", "lot", "pair", "row", "number", "point", "view", "scene", "shot", "camera", "air",
        "ground", "sand", "beach", "harbour", "harbor", "island", "town", "city", "village",
        "river",
        "lake", "hill", "mountain", "field", "forest", "garden", "yard", "kitchen", "hall",
        "corridor", "stair", "corner", "middle", "center", "centre", "distance", "answer",
        "question", "story", "idea", "thought", "mind", "life", "death", "love", "fear", "job",
        "work", "bridge", "doorway", "threshold", "interior", "exterior", "angle", "close", "front",
        "rest", "everybody", "nobody", "somebody", "someone", "everything", "nothing", "something",
        "interest", "arrangement", "effort", "pause", "reason", "chord", "note", "importance",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a phrase is taken for."""

    category: Category
    name: str
    confidence: float
    why: str
    method: Method
    head: str


def judge(
    phrase: Phrase,
    words: Lexicon,
    *,
    guess: Guess | None,
    kinds: Kinds | None = None,
    use_lexicon: bool = True,
    use_grammar: bool = True,
) -> Verdict | None:
    """The category of a phrase, or None where it is nothing to be found."""
    filming = phrase.bare and phrase.head == "camera"
    if phrase.head in BODY or phrase.unseen in _NEVER_THERE or filming:
        return None
    handled = use_grammar and is_handled(phrase, words)
    known = words.of(phrase) if use_lexicon else None
    if known is not None:
        known = _made_of(phrase, *_as_compound(phrase, known, kinds))
        if known[1] == "animals" and _is_eaten(phrase, words):
            known = known[0], OBJECT
        return None if _is_only_told(phrase, known[1]) else _known(phrase, known, handled=handled)
    if phrase.head in NOTHING or phrase.loose or phrase.head in words.outside:
        return None
    told = _moving(phrase, kinds) if kinds is not None and use_lexicon else None
    asked = guess if told is None and not phrase.proper else None
    meant = asked(phrase.text.lower()) if asked is not None else None
    if told is not None or meant is not None:
        return told if meant is None else _meant(phrase, *meant, handled=handled)
    common = not (phrase.plural or phrase.proper)
    if handled and phrase.relation in {"dobj", "pobj"} and common:
        why = f"a person does something with it ({phrase.verb})"
        return Verdict(Category.PROPS, phrase.name, 0.4, why, Method.GRAMMAR, phrase.head)
    return None


_MOVING = {"animal": Category.ANIMALS, "vehicle": Category.VEHICLES}


def _moving(phrase: Phrase, kinds: Kinds) -> Verdict | None:
    """A beast or a vehicle that no list has, where a word's most used sense is one."""
    first = kinds.of(phrase.words)[:1]
    category = _MOVING.get(first[0]) if first else None
    if category is None:
        return None
    _, kind = _made_of(phrase, phrase.head, category.key)
    named = phrase.proper and not _is_a_make(phrase, category)
    if kind == OBJECT or named or _is_only_told(phrase, kind):
        return None
    why = f"'{phrase.head}' is of the kind of {category.label} in WordNet"
    return Verdict(category, phrase.name, 0.5, why, Method.LEXICON, phrase.head)


def _is_a_make(phrase: Phrase, category: Category) -> bool:
    """*A Pullman*, *two Dobermans*: one of many with that name, and no person's name."""
    brought_in = not phrase.definite and not phrase.bare
    return brought_in and (category is Category.VEHICLES or phrase.plural)


def _meant(phrase: Phrase, kind: str, likeness: float, *, handled: bool) -> Verdict | None:
    """What a phrase that no list knows is, by the words that mean most like it."""
    if kind in OUTSIDE or _is_only_told(phrase, kind):
        return None
    category = category_of(_as_used(kind, handled=handled), handled=handled)
    why = f"means most like what is known as {category.label} ({likeness:.2f})"
    return Verdict(category, phrase.name, 0.35 + 0.4 * likeness, why, Method.EMBEDDING, phrase.head)


_NEVER_THERE = frozenset({Unseen.COMPARED, Unseen.DENIED, Unseen.SUPPOSED, Unseen.GENERAL})
_ALIVE_OR_MOVING = frozenset({"animals", "vehicles", "background", "visual_effects"})
_MADE = frozenset(
    {
        "paper", "toy", "stuffed", "plush", "plastic", "rubber", "clay", "stone", "bronze", "brass",
        "marble", "ceramic", "porcelain", "china", "tin", "plaster", "cardboard", "origami",
        "inflatable", "neon", "painted", "carved", "chalk", "model", "miniature", "scale",
        "clockwork", "mechanical", "rocking", "topiary", "knitted", "embroidered", "papier",
    }
)  # fmt: skip
_MADE_OR_COOKED = _MADE | {
    "wooden", "glass", "roast", "fried", "grilled", "smoked", "gingerbread", "chocolate", "dead",
}  # fmt: skip
_OF_ONE_WORD = frozenset({"animals", "vehicles", "music", "stunts", "background", "sound"})
"""Categories of a last word that say nothing of what it makes with the word before it."""


def _is_only_told(phrase: Phrase, kind: str) -> bool:
    """Whether a beast, a vehicle or a person is only drawn, remembered or spoken of."""
    if phrase.unseen is Unseen.SAID_OF_SOMEBODY:
        return kind in {"animals", "vehicles"}
    return phrase.unseen is Unseen.DEPICTED and kind in _ALIVE_OR_MOVING


def _made_of(phrase: Phrase, form: str, kind: str) -> tuple[str, str]:
    """A paper fish and a toy car are things, no animal and no vehicle."""
    stuff = {
        "animals": _MADE_OR_COOKED,
        "vehicles": _MADE - {"rubber", "inflatable", "tin", "plastic"},
    }.get(kind)
    before = (word for part in phrase.text.lower().split()[:-1] for word in part.split("-"))
    if stuff is None or stuff.isdisjoint(before):
        return form, kind
    return form, OBJECT


def _is_eaten(phrase: Phrase, words: Lexicon) -> bool:
    """*Guts mackerel*: food, and no beast."""
    return phrase.relation == "dobj" and phrase.verb in words.verbs["eat"]


def _as_compound(phrase: Phrase, known: tuple[str, str], kinds: Kinds | None) -> tuple[str, str]:
    """A cricket bat is no bat: what WordNet has under both words is not what the last one is."""
    form, kind = known
    if kinds is None or kind not in _OF_ONE_WORD or form != phrase.words[-1]:
        return known
    told = kinds.of_compound(phrase.words)
    same = {"animals": "animal", "vehicles": "vehicle", "music": "instrument"}.get(kind, "person")
    if not told or same in told or told[0] in {"abstract", "happening", "person"}:
        return known
    return " ".join(phrase.words[-2:]), OBJECT


def _as_used(kind: str, *, handled: bool) -> str:
    return OBJECT if kind in {"props", "object"} and not handled else kind


def _known(phrase: Phrase, known: tuple[str, str], *, handled: bool) -> Verdict:
    form, kind = known
    category = category_of(kind, handled=handled)
    why = f"'{form}' is known as {category.label}"
    confidence = 0.8 if len(form.split()) > 1 else 0.7
    if kind == OBJECT:
        why = f"'{form}' is a thing, " + ("and handled" if handled else "and nobody handles it")
        confidence = 0.65
    return Verdict(category, phrase.name, confidence, why, Method.LEXICON, form)


def is_handled(phrase: Phrase, words: Lexicon) -> bool:
    """Whether somebody does something with it."""
    if phrase.relation == "dobj" and phrase.verb in words.verbs["handle"] and phrase.agent:
        return True
    if phrase.relation == "pobj" and phrase.preposition in {"with", "through"} and phrase.agent:
        return phrase.verb in words.verbs["handle"]
    return phrase.owned and phrase.relation in {"dobj", "pobj"} and phrase.agent
