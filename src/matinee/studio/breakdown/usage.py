"""How a thing is used on the pages of a scene, as numbers that can be weighed.

One thing of a scene is all phrases with one main word. What is asked: what kind of word it is, by
the tagger's lists and by WordNet; what is done with it and by whom; how it is brought in.
"""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from matinee.studio.breakdown.grammar import Phrase
from matinee.studio.breakdown.kinds import Kinds
from matinee.studio.breakdown.lexicon import Lexicon
from matinee.studio.breakdown.meaning import Meaning
from matinee.studio.breakdown.natures import NATURES
from matinee.studio.breakdown.nouns import Verdict, is_handled

_HANDS = re.compile(
    r"\b(?:hands?|arms?|fists?|fingers?|shoulders?|neck|waist|lap|mouth|lips|knees?|head|pockets?)\b"
)
_WITHIN = 40
"""Letters around a phrase in which a hand or a pocket counts."""
_PREPOSITIONS = frozenset(
    {
        "with", "in", "on", "from", "into", "of", "at", "to", "off", "through", "under", "over",
        "like", "behind", "by", "for", "against", "around", "onto", "inside", "beside",
    }
)  # fmt: skip
_TOLD_KINDS = frozenset({"props", "object", "dressing"})
_DONE = ("give", "hold", "consume", "read", "see", "stand", "put on")
"""Lists of verbs that tell apart what is held from what is worn and what only stands there."""
_MATTER = frozenset(
    {"tool", "container", "device", "food", "drug", "writing", "picture", "fabric", "thing",
     "instrument", "clothing", "furniture", "substance"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase in its paragraph, and what the rules take it for.

    ``element`` is the paragraph's place in the script, ``line`` its line, ``text`` as printed.
    """

    element: int
    line: int
    text: str
    phrase: Phrase
    verdict: Verdict | None

    @property
    def head(self) -> str:
        """The word by which mentions are one thing."""
        return self.verdict.head if self.verdict is not None else self.phrase.head


@dataclass(frozen=True, slots=True)
class Usage:
    """What a thing's numbers are told from, beside its mentions.

    ``said`` is the scene's dialogue in small letters; ``scenes`` counts the scenes by main word;
    ``natures`` are those of phrases and main words that no list has (:func:`natures_of`).
    """

    words: Lexicon
    kinds: Kinds
    said: str
    scenes: Mapping[str, int]
    natures: Mapping[str, Sequence[float]] = field(default_factory=dict[str, Sequence[float]])

    def of(self, mentions: Sequence[Mention]) -> dict[str, float]:
        """The numbers of one thing, by name; what is not named is 0."""
        first = mentions[0]
        found = {"bias": 1.0, **dict.fromkeys(self._kind(first), 1.0)}
        kinds = self.kinds.of(first.phrase.words)
        for place, kind in enumerate(kinds):
            name = f"first sense {kind}" if place == 0 else f"a sense {kind}"
            found[name] = 1.0
        if not kinds:
            found["no sense"] = 1.0
        for mention in mentions:
            found |= dict.fromkeys(self._use(mention), 1.0)
        found |= self._nature(first.phrase)
        phrases = [one.phrase for one in mentions]
        for name, holds in (
            ("always plural", all(one.plural for one in phrases)),
            ("always definite", all(one.definite for one in phrases)),
            ("always bare", all(one.bare for one in phrases)),
            ("always loose", all(one.loose for one in phrases)),
            ("once", len(phrases) == 1),
            ("spoken of", re.search(rf"\b{re.escape(first.head)}", self.said) is not None),
        ):
            if holds:
                found[name] = 1.0
        found["mentions"] = math.log(len(phrases))
        found["scenes"] = math.log(max(1, self.scenes.get(first.head, 1)))
        handled = "handled" in found or "object of a person's deed" in found
        told = next((kind for kind in _TOLD_KINDS if f"list {kind}" in found), "")
        matter = not _MATTER.isdisjoint(kinds)
        if matter:
            found["held by its kind"] = 1.0
        for name, holds in (
            ("handled", handled),
            ("in hand", "in hand" in found),
            ("borne", "borne" in found),
        ):
            if holds and told:
                found[f"list {told}, {name}"] = 1.0
            if holds and matter:
                found[f"a thing, {name}"] = 1.0
        return found

    def _nature(self, phrase: Phrase) -> Iterator[tuple[str, float]]:
        """What words that no list has mean: half by the phrase, half by its main word."""
        if self.words.of(phrase) is not None or phrase.head in self.words.outside:
            return
        told = [self.natures[each] for each in _meant(phrase) if each in self.natures]
        for place, nature in enumerate(NATURES if told else ()):
            yield f"means {nature}", sum(one[place] for one in told) / len(told)

    def _kind(self, mention: Mention) -> Iterator[str]:
        """What the tagger's lists and rules say of the word."""
        known = self.words.of(mention.phrase)
        if known is not None:
            yield f"list {known[1]}" if known[1] in _TOLD_KINDS else "list other"
        elif mention.phrase.head in self.words.outside:
            yield f"outside {self.words.outside[mention.phrase.head]}"
        else:
            yield "no list"
        if mention.verdict is not None:
            yield f"rules {mention.verdict.category.key}"
            yield f"by {mention.verdict.method.value}"
        else:
            yield "rules nothing"

    def _use(self, mention: Mention) -> Iterator[str]:
        """What is done with the thing where it is named."""
        phrase = mention.phrase
        if is_handled(phrase, self.words):
            yield "handled"
        if phrase.relation in {"dobj", "nsubjpass"}:
            yield "object of a person's deed" if phrase.agent else "object"
        elif phrase.relation in {"nsubj", "conj", "compound", "ROOT", "attr", "appos"}:
            yield f"as {phrase.relation}"
        if phrase.relation == "pobj" and phrase.preposition in _PREPOSITIONS:
            yield f"after {phrase.preposition}"
        yield from self._done(phrase)
        yield from _marks(phrase)
        written = mention.text[phrase.start : phrase.end]
        if written.isupper() and len(written) > 2:
            yield "in capitals"
        before = mention.text[max(0, phrase.start - _WITHIN) : phrase.start]
        after = mention.text[phrase.end : phrase.end + _WITHIN]
        near = before.rpartition(".")[2] + " " + after.partition(".")[0]
        if _HANDS.search(near.lower()):
            yield "in hand"

    def _done(self, phrase: Phrase) -> Iterator[str]:
        """Which kind of deed it is part of."""
        part = {"dobj": "object of", "nsubjpass": "object of", "nsubj": "subject of", "pobj": "by"}
        for kind in _DONE if phrase.relation in part else ():
            if phrase.verb in self.words.verbs[kind]:
                yield f"{part[phrase.relation]} {kind}"


def natures_of(
    scenes: Iterable[Sequence[Mention]], words: Lexicon, meaning: Meaning
) -> Mapping[str, Sequence[float]]:
    """The natures of all phrases and main words that no list has, asked for at once."""
    phrases = [one.phrase for scene in scenes for one in scene if words.of(one.phrase) is None]
    return meaning.natures(sorted({each for phrase in phrases for each in _meant(phrase)}))


def _meant(phrase: Phrase) -> tuple[str, str]:
    return phrase.text.lower(), phrase.head


def _marks(phrase: Phrase) -> Iterator[str]:
    """How the phrase brings the thing in."""
    for name, holds in (
        ("owned", phrase.owned),
        ("borne", phrase.borne),
        ("unseen", phrase.unseen is not None),
        ("proper", phrase.proper),
        ("brought in", not phrase.definite and not phrase.bare),
    ):
        if holds:
            yield name
