"""Who has a thing, told by the tree of the sentence: whoever acts, and whoever it hangs on.

Action names what people carry beside them, without a verb: *a clerk with a ledger*; *Dot, sixty, a
pad behind her belt*. A person is whom the script names, a pronoun, or a noun for a person.
"""

from collections.abc import Callable
from typing import Any

IsPerson = Callable[[str], bool]
"""Whether a noun, by its lemma in small letters, is one for a person."""
_NOBODY = frozenset({"it", "that", "which", "what", "this", "these", "those", "something"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_ALONG = frozenset({"conj", "xcomp", "advcl", "ccomp"})


def acts(verb: Any, names: frozenset[str], is_person: IsPerson) -> bool:
    """Whether a person does what the verb says.

    An order of words without a subject goes on from the sentence before: its person acts.
    """
    token = verb
    for _ in range(4):
        for child in token.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                return child.pos_ in {"PRON", "PROPN"} or _is_somebody(child, names, is_person)
        if token.dep_ not in _ALONG:
            break
        token = token.head
    return verb.dep_ in {"ROOT", "conj", "advcl", "xcomp"}


def is_borne(chunk: Any, names: frozenset[str], is_person: IsPerson) -> bool:
    """Whether a phrase is told of somebody as what they have: behind *with*, or in a row."""
    root = _first_of_list(chunk.root)
    above = root.head
    if root.dep_ == "pobj" and above.lower_ == "with" and above.head is not above:
        owner = above.head
        if owner.pos_ in {"NOUN", "PROPN", "PRON"}:
            return _is_somebody(owner, names, is_person)
    return _is_in_a_row(chunk, names, is_person)


def _is_in_a_row(chunk: Any, names: frozenset[str], is_person: IsPerson) -> bool:
    """*Dot, sixty, hairnet, a pad behind her belt*: behind a comma, before anybody has done."""
    start = chunk.start
    if start == 0 or chunk.doc[start - 1].text not in {",", "and"}:
        return False
    sentence = chunk.sent
    before = [t for t in chunk.doc[sentence.start : start] if not t.is_space]
    if not any(t.text == "," for t in before) or any(t.tag_ in _FINITE for t in before):
        return False
    first = next((t for t in before if t.pos_ in {"NOUN", "PROPN", "PRON"}), None)
    while first is not None and first.dep_ == "compound" and first.head.i < start:
        first = first.head
    return first is not None and _is_somebody(first, names, is_person)


def _is_somebody(token: Any, names: frozenset[str], is_person: IsPerson) -> bool:
    if token.pos_ == "PRON":
        return token.lower_ not in _NOBODY
    return token.text.upper() in names or is_person(token.lemma_.lower())


def _first_of_list(token: Any) -> Any:
    for _ in range(6):
        if token.dep_ != "conj" or token.head.pos_ not in {"NOUN", "PROPN"}:
            break
        token = token.head
    return token
