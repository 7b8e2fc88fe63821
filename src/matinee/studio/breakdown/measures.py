"""*A bottle of rum* and *a coil of rope*: two phrases that name one thing.

A container keeps its own word and is called by both; a measure only says how much there is of the
other, so that the other takes its place in the sentence.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from matinee.studio.breakdown.grammar import Phrase

_CONTAINERS = frozenset(
    {
        "bottle", "glass", "cup", "mug", "pot", "plate", "platter", "bowl", "tray", "jug", "can",
        "tin", "carton", "box", "bag", "sack", "bucket", "pail", "basket", "crate", "barrel", "jar",
        "pitcher", "flask", "thermos", "tankard", "flute", "tumbler", "packet", "pack", "tube",
        "bouquet", "keg", "tub", "vial", "phial", "canister",
    }
)  # fmt: skip
_ON_THE_TABLE = frozenset(
    {"plate", "platter", "tray", "dish", "bowl", "tin", "can", "jar", "bucket", "barrel"}
)
"""What holds beasts as food; those in a box or a crate are alive."""
_GROUPS = frozenset(
    {
        "string", "line", "row", "column", "procession", "convoy", "fleet", "raft", "parade",
        "train", "series", "circle", "cluster", "bank", "swarm", "flock", "herd", "team", "litter",
        "school", "pride",
    }
)  # fmt: skip
"""How several stand or go together: a string of carts is carts, and a herd of cows cows."""
_MEASURES = frozenset(
    {
        "pair", "piece", "sheet", "coil", "length", "bundle", "stack", "pile", "sheaf", "wad",
        "roll", "slice", "bunch", "handful", "armful", "loaf", "stick", "set", "scrap", "strip",
        "lump", "heap", "spool", "reel", "chunk", "fistful", "mouthful", "armload",
    }
)  # fmt: skip


def joined(
    phrases: Sequence[Phrase], text: str, is_alive: Callable[[Phrase], bool]
) -> Iterator[Phrase]:
    """The phrases of a paragraph with what is one thing as one phrase.

    ``is_alive`` tells the phrases for beasts and people, of which a pile is no thing.
    """
    whole = {one.start: one for one in phrases if one.preposition == "of" and not one.loose}
    gone: set[int] = set()
    for phrase in phrases:
        if phrase.start in gone:
            continue
        content = next((whole[at] for at in _behind(phrase, text) if at in whole), None)
        if content is None or phrase.head not in _CONTAINERS | _MEASURES | _GROUPS:
            yield phrase
        elif phrase.head in _GROUPS:
            gone.add(content.start)
            yield _measured(phrase, content)
        elif phrase.head in _MEASURES:
            if not is_alive(content):
                gone.add(content.start)
                yield _measured(phrase, content)
        elif not is_alive(content) or phrase.head in _ON_THE_TABLE:
            gone.add(content.start)
            yield replace(phrase, contents=content.text)
        else:
            yield phrase


def _behind(phrase: Phrase, text: str) -> Iterator[int]:
    """Where a phrase would begin that *of* joins to this one, with an article or without."""
    rest = text[phrase.end :]
    words = rest.split(maxsplit=2)
    if words[:1] == ["of"]:
        start = phrase.end + rest.index("of") + 2
        while start < len(text) and text[start].isspace():
            start += 1
        yield start
        if len(words) > 1 and words[1].lower() in {"a", "an", "the", "his", "her", "their"}:
            yield start + len(words[1]) + 1


def _measured(measure: Phrase, content: Phrase) -> Phrase:
    """The thing itself, in the place that the measure has in the sentence."""
    return replace(
        content, relation=measure.relation, verb=measure.verb, preposition=measure.preposition,
        agent=measure.agent, owned=measure.owned, definite=measure.definite, bare=False,
        borne=measure.borne, unseen=measure.unseen,
    )  # fmt: skip
