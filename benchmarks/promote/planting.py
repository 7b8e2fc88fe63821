"""A sentence of a text made false: a wrong name, a wrong number, an event that did not happen."""

import random
from collections.abc import Sequence
from typing import Any

from benchmarks.promote.fact_phrasings import Planted
from benchmarks.promote.film_material import FilmMaterial

_NAMED = frozenset({"PERSON", "GPE", "LOC", "ORG", "FAC", "NORP"})
_OPPOSITES = {
    "win": "lose", "wins": "loses", "won": "lost", "loses": "wins", "lost": "won",
    "rich": "poor", "poor": "rich", "young": "old", "old": "young", "before": "after",
    "after": "before", "love": "hate", "loves": "hates", "first": "last", "last": "first",
    "mother": "father", "father": "mother", "brother": "sister", "sister": "brother",
    "son": "daughter", "daughter": "son", "husband": "wife", "wife": "husband", "boy": "girl",
    "girl": "boy", "man": "woman", "woman": "man", "men": "women", "women": "men",
    "night": "day", "winter": "summer", "summer": "winter", "friend": "enemy",
    "friends": "enemies", "enemy": "friend", "alive": "dead", "dead": "alive", "good": "bad",
    "bad": "good", "with": "without", "success": "failure", "north": "south", "south": "north",
    "peace": "war", "life": "death", "death": "life", "arrives": "leaves", "leaves": "arrives in",
    "leader": "follower", "begins": "ends", "positive": "negative", "negative": "positive",
    "male": "female", "black": "white", "white": "black", "uncle": "aunt", "aunt": "uncle",
}  # fmt: skip
_DEEDS = {
    "marry": ("marries", "married"), "poison": ("poisons", "poisoned"),
    "blackmail": ("blackmails", "blackmailed"), "betray": ("betrays", "betrayed"),
    "forgive": ("forgives", "forgave"), "kidnap": ("kidnaps", "kidnapped"),
    "arrest": ("arrests", "arrested"), "inherit": ("inherits", "inherited"),
    "burn": ("burns", "burned"), "sell": ("sells", "sold"), "shoot": ("shoots", "shot"),
    "hypnotise": ("hypnotises", "hypnotised"), "bury": ("buries", "buried"),
    "paint": ("paints", "painted"), "divorce": ("divorces", "divorced"),
}  # fmt: skip
_SYMMETRICAL = frozenset({
    "meet", "marry", "join", "face", "fight", "resemble", "include", "have", "be", "feature",
    "contain", "star", "play", "follow", "equal", "constitute", "comprise", "become", "remain",
})  # fmt: skip
_NUMBERS = {
    "two": "six", "three": "five", "four": "nine", "five": "three", "six": "four", "seven": "ten",
    "eight": "three", "nine": "four", "ten": "twenty", "twelve": "thirty", "twenty": "ninety",
    "thirty": "twelve", "forty": "seventy", "fifty": "twenty", "hundred": "thousand",
}  # fmt: skip


def wrong_name(
    sentence: Any, others: Sequence[Any], film: FilmMaterial, rng: random.Random
) -> Planted | None:
    """A name exchanged for one that stands in another film's text."""
    places = [each for each in sentence.ents if each.label_ in _NAMED and each.text[0].isupper()]
    if not places:
        return None
    place = rng.choice(places)
    known = f"{film} {' '.join(film.texts)}"
    free = [
        each.text
        for other in others
        for each in other.ents
        if each.label_ == place.label_ and each.text[0].isupper() and len(each.text) > 3
        and not any(word in known for word in each.text.split())
    ]  # fmt: skip
    if not free:
        return None
    new = rng.choice(free)
    return _planted(sentence, place.start, place.end, new, "name", (new,))


def wrong_number(sentence: Any, film: FilmMaterial, rng: random.Random) -> Planted | None:
    """A number exchanged for another: a year for one near, a count for another count."""
    places = [t for t in sentence if t.pos_ == "NUM" or (t.like_num and t.is_digit)]
    for token in rng.sample(places, len(places)):
        if token.lower_ in _NUMBERS:
            new = _NUMBERS[token.lower_]
        elif token.is_digit:
            new = str(int(token.text) + rng.choice((-9, -3, -1, 2, 7)))
            if new in f"{film}" or int(new) < 2:
                continue
        else:
            continue
        return _planted(sentence, token.i, token.i + 1, new, "number", (new,))
    return None


def wrong_event(
    sentence: Any, others: Sequence[Any], film: FilmMaterial, rng: random.Random
) -> Planted | None:
    """Something else than what happened, by one of five ways."""
    ways = [
        lambda: _denied(sentence),
        lambda: _opposite(sentence, film, rng),
        lambda: _exchanged(sentence),
        lambda: _other_deed(sentence, film, rng),
        lambda: _grafted(sentence, others, film, rng),
    ]
    order = rng.sample(ways, len(ways))
    if rng.random() < 0.4:
        # An exchange fits few sentences, so it is tried first more often.
        order.insert(0, lambda: _exchanged(sentence))
    for way in order:
        made = way()
        if made is not None:
            return made
    return None


def _denied(sentence: Any) -> Planted | None:
    root = _root(sentence)
    if root.tag_ not in {"VBZ", "VBD"} or root.pos_ != "VERB" or _has(root, "neg"):
        return None
    if not _has(root, "nsubj"):
        return None
    return _planted(
        sentence, root.i, root.i + 1, f"never {root.text}", "event", ("never",), "denied"
    )


def _opposite(sentence: Any, film: FilmMaterial, rng: random.Random) -> Planted | None:
    known = " ".join(film.texts).casefold().split()
    places = [
        t for t in sentence
        if t.lower_ in _OPPOSITES and t.ent_type_ == ""
        and not (t.lower_ == "last" and t.dep_ == "nmod")
    ]  # fmt: skip
    for token in rng.sample(places, len(places)):
        new = _OPPOSITES[token.lower_]
        if new not in known or token.pos_ in {"VERB", "ADP"}:
            return _planted(sentence, token.i, token.i + 1, new, "event", (new,), "opposite")
    return None


def _exchanged(sentence: Any) -> Planted | None:
    root = _root(sentence)
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    thing = next((c for c in root.children if c.dep_ == "dobj"), None)
    if subject is None or thing is None or root.lemma_ in _SYMMETRICAL or root.pos_ != "VERB":
        return None
    if subject.pos_ == "PRON" or thing.pos_ not in {"NOUN", "PROPN"} or _has(root, "neg"):
        return None
    first = sentence[subject.left_edge.i : subject.right_edge.i + 1].text
    second = sentence[thing.left_edge.i : thing.right_edge.i + 1].text
    if len(second.split()) > 8 or len(first.split()) > 8 or "," in first + second:
        return None
    before = sentence[: subject.left_edge.i].text_with_ws
    between = sentence[subject.right_edge.i + 1 : thing.left_edge.i].text_with_ws
    after = sentence[thing.right_edge.i + 1 :].text
    if sentence[subject.left_edge.i].pos_ != "PROPN":
        first = first[0].lower() + first[1:]
    text = f"{before}{second} {between}{first}{'' if after.startswith('.') else ' '}{after}"
    return Planted(
        text[0].upper() + text[1:], "event", (subject.text, thing.text, root.text), "exchanged"
    )


def _other_deed(sentence: Any, film: FilmMaterial, rng: random.Random) -> Planted | None:
    places = [
        t for t in sentence
        if t.pos_ == "VERB" and t.tag_ in {"VBZ", "VBD"} and _has(t, "nsubj") and _has(t, "dobj")
    ]  # fmt: skip
    if not places:
        return None
    verb = rng.choice(places)
    known = " ".join(film.texts).casefold()
    free = [deed for deed in sorted(_DEEDS) if deed[:4] not in known and deed != verb.lemma_]
    new = _DEEDS[rng.choice(free)][verb.tag_ == "VBD"]
    return _planted(sentence, verb.i, verb.i + 1, new, "event", (new,), "other deed")


def _grafted(
    sentence: Any, others: Sequence[Any], film: FilmMaterial, rng: random.Random
) -> Planted | None:
    """This film's subject with what somebody of another film does."""
    subject = next((c for c in _root(sentence).children if c.dep_ == "nsubj"), None)
    if subject is None or subject.pos_ not in {"NOUN", "PROPN"}:
        return None
    who = sentence[subject.left_edge.i : subject.right_edge.i + 1].text
    known = " ".join(film.texts).casefold()
    for other in rng.sample(list(others), len(others)):
        root = _root(other)
        theirs = next((c for c in root.children if c.dep_ == "nsubj"), None)
        if theirs is None or root.tag_ != "VBZ" or root.i < theirs.right_edge.i:
            continue
        does = other[theirs.right_edge.i + 1 :].text
        words = [t.text for t in other[root.i :] if t.pos_ in {"VERB", "NOUN", "PROPN"}]
        fresh = tuple(word for word in words if word.casefold()[:5] not in known)
        if len(does.split()) < 16 and len(fresh) >= 2 and len(who.split()) < 8:
            text = f"{who} {does}".replace(" ,", ",")
            return Planted(text[0].upper() + text[1:], "event", fresh, "grafted")
    return None


def _planted(
    sentence: Any,
    start: int,
    end: int,
    new: str,
    kind: str,
    words: tuple[str, ...],
    by: str = "text",
) -> Planted:
    said = new[0].upper() + new[1:] if start == 0 else new
    space = sentence[end - 1].whitespace_
    text = f"{sentence[:start].text_with_ws}{said}{space}{sentence[end:].text}"
    return Planted(text, kind, words, by)


def _root(sentence: Any) -> Any:
    return next(t for t in sentence if t.dep_ == "ROOT")


def _has(token: Any, relation: str) -> bool:
    return any(child.dep_ == relation for child in token.children)
