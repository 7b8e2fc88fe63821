"""Who does what to whom, which way and where: the verbs of a sentence that spaCy took apart.

Action is told in the present, which the model meets seldom: it takes *the horse rears* for two
nouns. Where such a word is one of the verbs asked for, and the sentence has no other place for a
noun there, it is read as the verb that it is.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from matinee.studio.breakdown.figures import does_not_happen

IsThing = Callable[[str], bool]
"""Whether a word, in small letters, is a noun for what can be seen."""
FAR = "far"
"""The way of what goes a measured length: *jumps, forty feet*."""
_MEASURES = frozenset({"foot", "yard", "metre", "meter", "storey", "story", "floor"})
_NOBODY = frozenset({"it", "that", "which", "what", "this", "these", "those", "something"})
_LONGEST = 8
"""Words of a deed's text beside its verb."""
_ONE = frozenset({"a", "an", "another", "each", "every"})
_MANY = frozenset({"few", "many", "dozen", "hundred", "thousand", "couple"})
_NO_PLACE = frozenset({"ROOT", "conj", "appos", "dep", "ccomp", "advcl", "npadvmod", "parataxis"})
_AFTER_A_VERB = frozenset({"ADP", "ADV", "PUNCT", "DET", "PRON", "NUM", "PART", "CCONJ", "SPACE"})
_WAYS = frozenset({"prt", "prep", "advmod", "oprd", "acomp"})


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb with its subject's and object's words, and the stretch from verb to object.

    ``ways`` are its prepositions, particles and adverbs: *over*, *down*, *overboard*; ``places``
    are what they lead to: *out of the window* is ("out", "window"). ``passive`` that the subject
    suffers it; ``modifier`` that it only tells which one: *the drowned piano*.
    """

    start: int
    end: int
    text: str
    verb: str
    subject: str
    subject_is_person: bool
    target: str
    ways: frozenset[str]
    object: str
    object_is_person: bool
    places: tuple[tuple[str, str], ...] = ()
    passive: bool = False
    modifier: bool = False


def hidden_verbs(
    document: Any, names: frozenset[str], asked: frozenset[str], is_thing: IsThing
) -> dict[int, Any]:
    """The places of verbs that were taken for nouns, each with its subject.

    ``asked`` are lemmas that may hide behind a noun, whatever stands before them.
    """
    return {
        token.i: by
        for token in document
        if (by := _hidden_subject(token, names, asked, is_thing)) is not None
    }


def deeds_of(document: Any, names: frozenset[str], hidden: Mapping[int, Any]) -> Iterator[Deed]:
    """The deeds of one paragraph, with those that are ``hidden``."""
    for verb in document:
        if verb.i not in hidden and (verb.pos_ != "VERB" or does_not_happen(verb)):
            continue
        subject = hidden[verb.i] if verb.i in hidden else _subject(verb)
        if subject is not None and subject.i == verb.i:
            subject = _subject_before(verb)
        yield _deed(document, verb, subject, names)


def _deed(document: Any, verb: Any, subject: Any | None, names: frozenset[str]) -> Deed:
    target = next((c for c in verb.children if c.dep_ in {"dobj", "prt", "prep", "advmod"}), None)
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
    end = _end(verb, target)
    return Deed(
        start=verb.idx,
        end=end.idx + len(end),
        text=document.text[verb.idx : end.idx + len(end)],
        verb=verb.lemma_.lower(),
        subject=subject.lemma_.lower() if subject is not None else "",
        subject_is_person=subject is None or _is_person(subject, names),
        target=target.text.lower() if target is not None else "",
        ways=frozenset(_ways(verb)),
        object=thing.lemma_.lower() if thing is not None else "",
        object_is_person=thing is not None and _is_person(thing, names),
        places=tuple(_places(verb)),
        passive=_is_suffered(verb),
        modifier=verb.dep_ == "amod",
    )


def _is_suffered(verb: Any) -> bool:
    """Whether the subject suffers it: *is thrown*, *thrown clear*, *is thrown and dragged*."""
    own = {c.dep_ for c in verb.children}
    if own & {"auxpass", "nsubjpass"}:
        return True
    if own & {"nsubj", "aux"} or verb.tag_ not in {"VBN", "VBD"}:
        return False
    if verb.dep_ == "conj":
        return bool(verb.head.pos_ == "VERB" and _is_suffered(verb.head))
    return bool(verb.tag_ == "VBN")


def _is_person(token: Any, names: frozenset[str]) -> bool:
    if token.pos_ == "PRON":
        return token.lower_ not in _NOBODY
    if token.text.upper() in names:
        return True
    named = token.tag_ == "NNP" and token.text[:1].isupper()
    return named and not any(c.dep_ in {"det", "poss"} for c in token.children)


def _end(verb: Any, target: Any | None) -> Any:
    """The last word of what names the deed: without what is told of its place besides."""
    if target is None or target.i < verb.i:
        return verb
    end = target
    while end.dep_ in {"prep", "pcomp"}:
        deeper = next((c for c in end.children if c.dep_ in {"pobj", "prep", "pcomp"}), None)
        if deeper is None or deeper.i < end.i or deeper.pos_ == "PRON":
            break
        end = deeper
    stop = next((t.i for t in verb.doc[verb.i : end.i] if t.text in {",", ";"}), end.i + 1)
    return verb.doc[min(stop - 1, verb.i + _LONGEST)]


def _ways(verb: Any) -> Iterator[str]:
    for child in verb.children:
        if child.dep_ in _WAYS:
            yield child.lower_
        elif child.dep_ == "npadvmod" and child.lemma_.lower() in _MEASURES:
            yield FAR


def _places(verb: Any) -> Iterator[tuple[str, str]]:
    for way in verb.children:
        if way.dep_ not in {"prep", "prt", "advmod"}:
            continue
        level, deep = list(way.children), 0
        while level and deep < 3:
            for child in level:
                if child.dep_ == "pobj":
                    yield way.lower_, child.lemma_.lower()
            level = [g for c in level if c.dep_ in {"prep", "pcomp"} for g in c.children]
            deep += 1


def _subject(verb: Any) -> Any | None:
    token = verb
    for _ in range(4):
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                relative = child.tag_ in {"WDT", "WP"} and token.dep_ == "relcl"
                return token.head if relative else child
        if token.dep_ == "acl":
            return token.head
        if token.dep_ not in {"conj", "xcomp", "advcl"}:
            return None
        token = token.head
    return None


def _hidden_subject(
    token: Any, names: frozenset[str], asked: frozenset[str], is_thing: IsThing
) -> Any | None:
    """Who does it, where a verb was taken for a noun; the token itself: whoever acts before.

    What stands after *a* or *each* is no plural, so that a plural there is a verb, and the noun
    before it does it: *a helicopter slides*, and *a skylark climbs*, too, though the model takes
    the lark for an adjective. So it does behind one of the ``names``, in capitals: *Emmett ducks*.
    Otherwise only a verb that is ``asked`` for is believed, in a place where the
    sentence has no use for a noun, after a name or a noun in the singular (*the horse rears*), or
    bare in a row of deeds (*drops the hook and dives*).
    """
    if token.tag_ not in {"NNS", "NN"} or token.i == 0:
        return None
    before = token.nbor(-1)
    if token.tag_ == "NNS" and (
        _is_one(before, token, is_thing) or _is_named(before, token, names)
    ):
        return before
    qualifies = before.dep_ == "compound" and before.head.i == token.i
    known = token.lemma_.lower() in asked
    waits = _is_of_one(token) and is_thing(before.lemma_.lower())
    if qualifies and token.tag_ == before.tag_ == "NNS" and (known or waits):
        return _whose(before)  # two plurals in a row: *a woman in tights vaults*
    if not known:
        return None
    if qualifies and _has_no_place(token):
        return before if (before.tag_ == "NNS") is (token.tag_ == "NN") else None
    described = any(c.dep_ in {"det", "amod", "poss", "nummod", "compound"} for c in token.children)
    in_a_row = before.lower_ in {",", "and", "then"} or before.pos_ == "SPACE"
    bare = token.tag_ == "NNS" and in_a_row and not described
    return token if bare and _has_no_place(token) else None


def _is_one(before: Any, token: Any, is_thing: IsThing) -> bool:
    """Whether the noun before a plural is its own phrase: *a helicopter slides*."""
    if before.i < token.left_edge.i or before.lower_ in _MANY:
        return False
    taken = before.tag_ == "JJ" and before.text.islower() and is_thing(before.lower_)
    if before.tag_ not in {"NN", "NNP"} and not taken:
        return False
    phrase = token.doc[token.left_edge.i : token.i]
    return any(t.dep_ == "det" and t.lower_ in _ONE for t in phrase)


def _is_of_one(token: Any) -> bool:
    """Whether a plural behind *of* would have one as its subject: *a line of cars waits*."""
    above = token.head
    return bool(token.dep_ == "pobj" and above.lower_ == "of" and above.head.tag_ == "NN")


def _is_named(before: Any, token: Any, names: frozenset[str]) -> bool:
    """Whether a person's name stands before it, and no more than that: not *the Bloom boxes*."""
    if before.text.upper() not in names or not token.text.islower():
        return False
    phrase = before.doc[min(before.left_edge.i, before.head.left_edge.i) : before.i]
    return not any(t.dep_ in {"det", "poss", "case"} for t in phrase)


def _has_no_place(token: Any) -> bool:
    """Whether the sentence has no use for a noun here, and what follows may follow a verb."""
    after = token.nbor(1) if token.i + 1 < len(token.doc) else None
    return token.dep_ in _NO_PLACE and (after is None or after.pos_ in _AFTER_A_VERB)


def _whose(noun: Any) -> Any:
    """The noun that a phrase with a preposition hangs on, of which this one is the last word."""
    above = noun.head
    if above.dep_ == "pobj" and above.head.dep_ == "prep" and above.head.head.pos_ == "NOUN":
        return above.head.head
    return noun


def _subject_before(token: Any) -> Any | None:
    """The subject of the sentence so far; None where it has none."""
    return next(
        (
            t
            for t in reversed(list(token.sent))
            if t.i < token.i and t.dep_ in {"nsubj", "nsubjpass"}
        ),
        None,
    )
