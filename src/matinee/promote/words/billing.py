"""Who is said to have done what for a film: a name in a sentence, and the role that it is given.

From a name the sentence is climbed to the first word that tells a role (*directed by*, *starring*,
*the script of*). A name that nothing says a role of has none, and any credit is enough for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from matinee.promote.words.reading import Reading, Word
from matinee.promote.words.wordlists import wordlist

DIRECTOR, WRITER, CAST = "director", "writer", "cast"
ROLES_AS = {
    DIRECTOR: frozenset({"director", "creator", "co-director"}),
    WRITER: frozenset({"writer", "creator", "screenwriter", "author"}),
    CAST: frozenset({"actor", "actress", "cast", "voice", "self"}),
}
"""The roles of the catalogue's credits that bear out what is said."""
FILM_WORDS = wordlist(
    "film movie picture feature drama comedy thriller western musical documentary adventure"
    " romance fantasy mystery horror epic satire story production release biopic sequel remake"
    " short animation series tale"
)
_DIRECTING = frozenset({"direct", "helm", "film", "shoot", "make", "remake", "co-direct"})
_WRITING = frozenset({"write", "pen", "script", "co-write", "adapt"})
_PLAYING = frozenset(
    {"star", "play", "appear", "act", "lead", "feature", "include", "co-star", "costar", "portray"}
)
_SCRIPTS = frozenset({"script", "screenplay", "scenario", "teleplay"})
_CASTS = wordlist("cast star lead actor actress co-star costar ensemble")
_PEOPLE = {
    **dict.fromkeys(_CASTS, CAST),
    **dict.fromkeys(("director", "filmmaker", "film-maker"), DIRECTOR),
    **dict.fromkeys(("writer", "screenwriter", "scriptwriter"), WRITER),
}
_STEPS = 7


@dataclass(frozen=True, slots=True)
class Billing:
    """A name's words, and the role; empty where none is said."""

    name: tuple[Word, ...]
    role: str

    @property
    def text(self) -> str:
        """The name as one reads it."""
        return " ".join(word.text for word in self.name)


def billings(reading: Reading) -> Iterator[Billing]:
    """Every name of a sentence with the role that the sentence gives it."""
    for name in reading.names:
        is_people = all(word.part == "ADJ" or word.entity == "NORP" for word in name)
        yield Billing(name, "" if is_people else _role(reading, name))


def _role(reading: Reading, name: tuple[Word, ...]) -> str:
    inside = {word.place for word in name}
    at = next((word for word in name if word.head not in inside), name[-1])
    preposition, relation = "", at.relation
    for _ in range(_STEPS):
        above = reading.head(at)
        if above is at:
            break
        if at.relation in {"conj", "appos"} and above.place not in inside:
            relation = above.relation if above.is_name or above.part == "NOUN" else relation
            at = above
            told = _told_by_noun(at, relation, preposition)
            if told and not at.is_name:
                return told
            continue
        if at.part == "ADP":
            preposition = preposition or at.lemma
        told = _told(reading, above, at, preposition)
        if told or (above.part == "VERB" and at.relation != "xcomp"):
            if told:
                return told
            break
        at = above
    return _told_nearby(reading, name)


def _told(reading: Reading, above: Word, at: Word, preposition: str) -> str:
    if above.lemma in _WRITING and above.part in {"VERB", "AUX"}:
        return _told_by_writing(at, preposition)
    if above.lemma in _DIRECTING and above.part == "VERB":
        return _told_by_directing(above, at, preposition)
    if above.lemma in _PLAYING and above.part in {"VERB", "NOUN"}:
        return CAST
    if above.part == "VERB" and at.relation == "agent":
        # Produced by, distributed by: the verb names the role.
        return above.lemma
    if above.lemma == "have" and at.relation == "dobj":
        inside = any(child.lemma == "in" for child in reading.children(above))
        return CAST if inside else ""
    return _told_by_noun(above, at.relation, preposition)


def _told_by_writing(at: Word, preposition: str) -> str:
    if preposition == "for":
        return DIRECTOR
    wrote = at.relation in {"nsubj", "agent", "prep"} and preposition in {"", "by"}
    return WRITER if wrote else ""


def _told_by_directing(verb: Word, at: Word, preposition: str) -> str:
    if preposition == "from":
        return ""
    if at.relation in {"nsubj", "agent"} or preposition == "by":
        return DIRECTOR
    return CAST if verb.lemma == "direct" and at.relation == "dobj" else ""


def _told_by_noun(noun: Word, relation: str, preposition: str) -> str:
    if noun.lemma in _SCRIPTS and (preposition in {"by", "of", "from"} or relation == "poss"):
        return WRITER
    if noun.lemma in _PEOPLE:
        return _PEOPLE[noun.lemma]
    if noun.lemma not in FILM_WORDS:
        return ""
    if preposition in {"by", "from"} or relation == "poss":
        return DIRECTOR
    return CAST if preposition == "with" else ""


def _told_nearby(reading: Reading, name: tuple[Word, ...]) -> str:
    """What the stretch between commas says, where the tree does not."""
    words = reading.words
    first = next((p + 1 for p in range(name[0].place - 1, -1, -1) if words[p].text in ",;"), 0)
    last = next(
        (p for p in range(name[-1].place + 1, len(words)) if words[p].text in ",;"), len(words)
    )
    said = {word.lemma for word in words[first:last]}
    if "helm" in said or {"behind", "camera"} <= said:
        return DIRECTOR
    if said & _SCRIPTS:
        return WRITER if "by" in said else ""
    if "screen" in said or ({"before", "it"} <= said and "camera" in {w.lemma for w in words}):
        return CAST
    if words[0].lemma == "with" and len(name) > 1 and not any(w.part == "VERB" for w in words):
        return CAST
    return CAST if said & _PLAYING else ""
