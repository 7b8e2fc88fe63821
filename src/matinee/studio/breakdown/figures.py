"""What a sentence names without showing it: figures of speech, denials, pictures, suppositions.

A breakdown counts what is seen. *Slick like an eel* brings no eel, *no dog* no dog, *making a
swan* of a napkin no swan, and *the child could fall* no fall. Told from the tree of the
sentence (spaCy's labels), not from lists of sayings.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any


class Unseen(StrEnum):
    """Why a thing that is named is not there."""

    COMPARED = "compared"
    DENIED = "denied"
    SUPPOSED = "supposed"
    DEPICTED = "depicted"
    GENERAL = "general"
    SAID_OF_SOMEBODY = "said of somebody"


_LIKENESS = frozenset({"like", "unlike", "than"})
_NONE = frozenset({"no", "neither", "nor"})
_WITHOUT = frozenset({"without", "minus"})
_PERHAPS = frozenset({"would", "could", "might", "may", "should", "must", "'d"})
_DEPICTS = frozenset(
    {
        "make", "draw", "paint", "sketch", "carve", "fold", "imitate", "mimic", "mime", "become",
        "imagine", "remember", "recall", "mention", "describe", "dream", "pretend", "resemble",
        "sculpt", "knit", "embroider", "tattoo", "name", "call", "want", "wish", "promise",
    }
)  # fmt: skip
_PICTURES = frozenset(
    {
        "picture", "painting", "drawing", "photo", "photograph", "image", "sketch", "shadow",
        "silhouette", "outline", "shape", "statue", "model", "sculpture", "poster", "sound",
        "noise", "smell", "tone", "story", "tale", "dream", "memory", "thought", "kind", "sort",
        "symbol", "sign", "word", "map", "talk", "bear", "mural", "tapestry", "engraving", "print",
        "cartoon", "postcard", "mosaic", "carving", "cutout", "figurine", "replica",
    }
)  # fmt: skip
_DEEP = 6


def unseen(noun: Any, names: frozenset[str]) -> Unseen | None:
    """Why the thing a noun token names is not seen; None where it is."""
    top = _first_of_list(noun)
    reasons = (
        (Unseen.DENIED, any(c.dep_ == "det" and c.lower_ in _NONE for c in top.children)),
        (Unseen.GENERAL, noun.tag_ == "NNS" and any(c.lower_ == "even" for c in noun.children)),
        (Unseen.DEPICTED, top.dep_ == "dobj" and top.head.lemma_.lower() in _DEPICTS),
        (Unseen.SAID_OF_SOMEBODY, _is_said_of_somebody(noun, names)),
        (Unseen.SUPPOSED, any(_is_as_if(verb) for verb in _verbs_above(top))),
    )
    return next((why for why, holds in reasons if holds), None) or _by_preposition(top)


def _by_preposition(top: Any) -> Unseen | None:
    """*Like a fish*, *like a herd of cows*, *as fast as a horse*, *without a dog*."""
    if top.dep_ != "pobj":
        return None
    word = top.head
    if word.lower_ in _LIKENESS or (word.lower_ == "as" and _twice(word)):
        return Unseen.COMPARED
    if word.lower_ in _WITHOUT:
        return Unseen.DENIED
    above = word.head
    of_a_picture = word.lower_ in {"of", "about"} and above.lemma_.lower() in _PICTURES
    asked_for = word.lower_ == "for" and above.lemma_.lower() == "poster"
    if of_a_picture or asked_for or (word.lower_ == "with" and _is_printed(top)):
        return Unseen.DEPICTED
    herd = word.lower_ == "of" and above.pos_ == "NOUN"
    return _by_preposition(above) if herd and above is not word else None


def _is_printed(noun: Any) -> bool:
    """*A cardigan with elks on it*."""
    if noun.i + 2 >= len(noun.doc):
        return False
    return noun.nbor(1).lower_ == "on" and noun.nbor(2).lower_ in {"it", "them"}


def does_not_happen(verb: Any) -> bool:
    """Whether a deed is denied or only possible: *could jump*, *does not fall*, *as if hit*."""
    if any(c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in _PERHAPS) for c in verb.children):
        return True
    return any(_is_as_if(above) for above in (verb, *_verbs_above(verb)))


def _first_of_list(token: Any) -> Any:
    for _ in range(_DEEP):
        if token.dep_ not in {"conj", "appos"} or token.head is token:
            break
        if token.head.pos_ not in {"NOUN", "PROPN"}:
            break
        token = token.head
    return token


def _twice(preposition: Any) -> bool:
    """The second *as* of *as fast as a horse*."""
    return any(c.lower_ == "as" and c.i < preposition.i for c in preposition.head.children)


def _is_said_of_somebody(noun: Any, names: frozenset[str]) -> bool:
    """*Ann crouches, a tiger*; *he is a bear of a man*: only with an indefinite article."""
    if not any(c.dep_ == "det" and c.lower_ in {"a", "an"} for c in noun.children):
        return False
    above = noun.head
    if noun.dep_ == "attr":
        return any(
            c.dep_ == "nsubj" and (c.lower_ in {"he", "she", "i", "you"} or _named(c, names))
            for c in above.children
        )
    if noun.dep_ == "appos":
        return _named(above, names) or any(_named(c, names) for c in above.children)
    return noun.dep_ == "npadvmod" and any(_named(c, names) for c in above.children)


def _named(token: Any, names: frozenset[str]) -> bool:
    return token.text.upper() in names


def _verbs_above(token: Any) -> Iterator[Any]:
    for _ in range(_DEEP):
        if token.head is token:
            return
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            yield token


def _is_as_if(verb: Any) -> bool:
    """A clause of *as if*, *as though*: spaCy hangs both words on its verb."""
    marks = {c.lower_ for c in verb.children if c.dep_ in {"mark", "advmod"}}
    return "as" in marks and not marks.isdisjoint({"if", "though"})
