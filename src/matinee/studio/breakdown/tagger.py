"""A script to its breakdown: who, what and which duty, in every scene, each with why.

Five ways, each of which can be left out to see what it brings: the structure of the script, lists
of words, the grammar of sentences (spaCy), likeness of meaning (MiniLM), and what was learned of
pages that were broken down by hand. A production's corrections come last and outweigh all of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from matinee.studio.breakdown.casting import cast_of, younger_selves
from matinee.studio.breakdown.corrections import Lessons
from matinee.studio.breakdown.deeds import dangers, states
from matinee.studio.breakdown.grammar import Parsed, parsed
from matinee.studio.breakdown.lexicon import Lexicon, lexicon
from matinee.studio.breakdown.meaning import Meaning
from matinee.studio.breakdown.measures import joined
from matinee.studio.breakdown.model import (
    BY_KEY,
    Breakdown,
    Category,
    Correction,
    Flag,
    Found,
    Method,
)
from matinee.studio.breakdown.named_things import VESSELS, named_things, seen_in
from matinee.studio.breakdown.nouns import Verdict, judge
from matinee.studio.breakdown.repeats import once, spoken_of_again, without_doubles
from matinee.studio.breakdown.services import flags_of, services_of
from matinee.studio.breakdown.signs import signs_of
from matinee.studio.breakdown.somebody import Living, is_name, is_somebody, name_words
from matinee.studio.breakdown.stunts import Bodies, dangerous_verbs
from matinee.studio.breakdown.usage import Mention
from matinee.studio.breakdown.weighing import Weighing
from matinee.studio.screenplay.model import Element, Kind, Script, printed
from matinee.studio.structure.facts import Structure, structure_of
from matinee.studio.structure.model import SceneFacts

_INTO = re.compile(
    r"\b(?:in)?to (?:the |her |his )?([a-z][a-z ]{2,20}?)\)?$"
    r"|\bthrough (?:the |a )?([a-z ]{3,20})\)?$"
)
_SHOUTED = re.compile(r"(?<![\w'’])[A-Z][A-Z'’\-]+(?: [A-Z][A-Z'’\-]+)*(?![\w])")
_CAMERA = re.compile(
    r"\b(UNDERWATER|AERIAL(?: SHOT| VIEW)?|SLOW MOTION|CRANE SHOT|SPLIT SCREEN|TIME LAPSE)\b"
)


@dataclass(slots=True)
class Tagger:
    """Holds the words and, where wanted, the vectors; one serves all productions.

    ``meaning`` None leaves likeness of meaning out, ``weighing`` None what was learned of pages.
    """

    meaning: Meaning | None = None
    weighing: Weighing | None = None
    use_lexicon: bool = True
    use_grammar: bool = True
    words: Lexicon = field(default_factory=lexicon)

    def breakdown(
        self,
        script: Script,
        structure: Structure | None = None,
        corrections: Sequence[Correction] = (),
    ) -> Breakdown:
        """The elements and duties of a script, taught by a production's corrections."""
        known = structure or structure_of(script)
        people = frozenset(
            name for p in known.people for name in (p.name, *(alias for alias, _ in p.aliases))
        )
        paragraphs = [
            (number, place)
            for number, facts in enumerate(known.scenes)
            for place in range(facts.scene.first + 1, facts.scene.last)
            if script.elements[place].kind is Kind.ACTION
        ]
        living = Living(self.words, self.weighing and self.weighing.kinds)
        texts = [printed(script.elements[place].text) for _, place in paragraphs]
        names = name_words(known, texts)
        sentences = dict(
            zip(
                (p for _, p in paragraphs),
                parsed(texts, names, dangerous_verbs(), living.is_person, living.is_thing),
                strict=True,
            )
        )
        self._look_up(sentences)
        things = named_things(script, self.words.nouns, frozenset(p.name for p in known.people))
        vessels = frozenset(name for name, (_, word) in things.items() if word in VESSELS)
        lessons = Lessons(
            corrections,
            self.meaning.vectors if self.meaning else None,
            by_use=self.weighing is not None,
        )
        mentions = [
            self._mentions(facts, script, sentences, things, people, lessons)
            for facts in known.scenes
        ]
        weighed = self._weighed(known.scenes, script, mentions, corrections)
        lessons.look_up({verdict.head for scene in weighed for _, verdict in scene})
        elements: list[Found] = []
        flags: list[Flag] = []
        for number, facts in enumerate(known.scenes):
            found = [
                *cast_of(number, facts, script, self.words),
                *self._things(number, facts, script, sentences, things),
                *self._named(number, script, weighed[number]),
            ]
            cast = (*facts.speaking, *facts.silent)
            seen = spoken_of_again(without_doubles(found, things), script, cast)
            taught = once(lessons.applied(seen))
            own = script.elements[facts.scene.first + 1 : facts.scene.last]
            signs = signs_of(number, facts, own, known.people, vessels)
            duties = flags_of(signs, taught)
            implied = lessons.applied(services_of(signs, duties, taught))
            elements += [*taught, *younger_selves(number, facts, known), *implied]
            flags += duties
        return Breakdown(tuple(elements), tuple(flags))

    def _look_up(self, sentences: dict[int, Parsed]) -> None:
        """Ask for the meaning of every unknown phrase at once."""
        if self.meaning is not None:
            self.meaning.learn(
                [
                    phrase.text.lower()
                    for sentence in sentences.values()
                    for phrase in sentence.phrases
                    if not phrase.loose
                    and self.words.of(phrase) is None
                    and phrase.head not in self.words.outside
                ]
            )

    def _things(
        self,
        number: int,
        facts: SceneFacts,
        script: Script,
        sentences: dict[int, Parsed],
        things: dict[str, tuple[Category, str]],
    ) -> Iterator[Found]:
        scene = facts.scene
        yield from self._of_heading(number, facts, things)
        for place in range(scene.first + 1, scene.last):
            element = script.elements[place]
            text = printed(element.text)
            if element.kind is Kind.PARENTHETICAL:
                yield from self._of_parenthetical(number, place, element, text)
            elif element.kind is Kind.LYRIC:
                why = "lyrics are sung"
                sung = Verdict(Category.MUSIC, "song", 0.9, why, Method.STRUCTURE, "song")
                yield _found(number, place, element, (0, len(text)), sung, implied=True)
            elif place in sentences:
                yield from self._of_action(number, place, element, text, sentences[place], things)

    def _of_heading(
        self, number: int, facts: SceneFacts, things: dict[str, tuple[Category, str]]
    ) -> Iterator[Found]:
        """A set in a vehicle needs the vehicle, known by its word or by what it means."""
        scene = facts.scene
        meant = self._ridden(facts)
        for part in scene.slug.sets:
            known = self.words.longest(tuple(part.lower().split())) if self.use_lexicon else None
            if known is None and part in meant:
                known = part.lower(), "vehicles"
            named = things.get(part)
            if named or (known and known[1] == "vehicles"):
                category, word = named or (Category.VEHICLES, known[0] if known else "")
                why = f"the scene plays in the {word}"
                yield Found(
                    number, category, part.lower(), scene.first, 0, 0, scene.line, implied=True,
                    confidence=0.6, why=why,
                    method=Method.EMBEDDING if part in meant else Method.STRUCTURE,
                    head=part.lower() if named else word,
                )  # fmt: skip

    def _ridden(self, facts: SceneFacts) -> frozenset[str]:
        """The sets of a heading that mean a vehicle, though no list has their words."""
        told = self.words.nouns.keys() | self.words.outside.keys()
        return frozenset(
            part
            for part in facts.scene.slug.sets
            if told.isdisjoint(part.lower().split()) and self._is_ridden(part.lower())
        )

    def _is_ridden(self, part: str) -> bool:
        """By what WordNet has as vehicle, building or place, and else by what means most like it.

        Of *747 / FLYING* WordNet knows the last word alone, which says nothing of the set.
        """
        kind = self.weighing.kinds.of(tuple(part.split()))[:1] if self.weighing else ()
        if kind in {("vehicle",), ("structure",), ("place",)}:
            return kind == ("vehicle",)
        return self.meaning is not None and self.meaning.rides(part)

    def _of_parenthetical(
        self, number: int, place: int, element: Element, text: str
    ) -> Iterator[Found]:
        told = _INTO.search(text.strip("() "))
        if told and self.use_lexicon:
            word = (told[1] or told[2]).strip()
            known = self.words.longest(tuple(word.split()))
            if known and known[1] in {"props", "object", "sound"}:
                start = text.index(word)
                verdict = Verdict(
                    Category.PROPS,
                    word,
                    0.7,
                    f"somebody speaks into the {word}",
                    Method.LEXICON,
                    known[0],
                )
                yield _found(number, place, element, (start, start + len(word)), verdict)

    def _of_action(
        self,
        number: int,
        place: int,
        element: Element,
        text: str,
        sentence: Parsed,
        things: dict[str, tuple[Category, str]],
    ) -> Iterator[Found]:
        for name, start, end in seen_in(text, list(things)):
            category, word = things[name]
            verdict = Verdict(
                category,
                text[start:end],
                0.85,
                f"{name} is a {word}",
                Method.STRUCTURE,
                name.lower(),
            )
            yield _found(number, place, element, (start, end), verdict)
        yield from self._in_capitals(number, place, element, text, sentence)
        for shot in _CAMERA.finditer(text):
            why = "the page asks for the shot"
            verdict = Verdict(Category.CAMERA, shot[1], 0.7, why, Method.RULE, shot[1].lower())
            yield _found(number, place, element, shot.span(), verdict)
        if self.use_grammar:
            bodies = Bodies(self.words, things, self.weighing and self.weighing.kinds)
            for deed in sentence.deeds:
                span = (deed.start, deed.end)
                for done in (*dangers(deed, bodies), *states(deed, self.words)):
                    yield _found(number, place, element, span, done)

    def _mentions(
        self,
        facts: SceneFacts,
        script: Script,
        sentences: dict[int, Parsed],
        things: dict[str, tuple[Category, str]],
        people: frozenset[str],
        lessons: Lessons,
    ) -> list[Mention]:
        """The scene's noun phrases that are nobody, each with what the rules take it for."""
        guess = self.meaning.guess if self.meaning else None
        living = Living(self.words, self.weighing and self.weighing.kinds)
        found: list[Mention] = []
        for place in range(facts.scene.first + 1, facts.scene.last):
            if place not in sentences:
                continue
            element = script.elements[place]
            text = printed(element.text)
            for phrase in joined(sentences[place].phrases, text, living.is_alive):
                if is_somebody(phrase, text, people) or is_name(phrase, text, things):
                    continue
                verdict = lessons.taught(phrase) or judge(
                    phrase, self.words, guess=guess, kinds=self.weighing and self.weighing.kinds,
                    use_lexicon=self.use_lexicon, use_grammar=self.use_grammar,
                )  # fmt: skip
                found.append(Mention(place, element.line, text, phrase, verdict))
        return found

    def _weighed(
        self,
        scenes: Sequence[SceneFacts],
        script: Script,
        mentions: Sequence[Sequence[Mention]],
        corrections: Sequence[Correction],
    ) -> Sequence[Sequence[tuple[Mention, Verdict]]]:
        """Scene by scene, the mentions that stand for an element."""
        if self.weighing is None:
            return [[(one, one.verdict) for one in each if one.verdict] for each in mentions]
        said = [
            " ".join(
                printed(element.text).lower()
                for element in script.elements[facts.scene.first + 1 : facts.scene.last]
                if element.kind is Kind.DIALOGUE
            )
            for facts in scenes
        ]
        return self.weighing.weighed(mentions, self.words, said, corrections, self.meaning)

    @staticmethod
    def _named(
        number: int, script: Script, weighed: Iterable[tuple[Mention, Verdict]]
    ) -> Iterator[Found]:
        for mention, verdict in weighed:
            element = script.elements[mention.element]
            span = (mention.phrase.start, mention.phrase.end)
            yield _found(number, mention.element, element, span, verdict)
            if verdict.head in _MUSICIANS:
                played = replace(verdict, category=Category.MUSIC, why="they play")
                yield _found(number, mention.element, element, span, played)

    def _in_capitals(
        self, number: int, place: int, element: Element, text: str, sentence: Parsed
    ) -> Iterator[Found]:
        """What the page shouts and the grammar missed."""
        if not self.use_lexicon or text.isupper():
            return
        for shouted in _SHOUTED.finditer(text):
            if any(p.start < shouted.end() and shouted.start() < p.end for p in sentence.phrases):
                continue
            *before, last = shouted[0].lower().split()
            known = self.words.longest((*before, last)) or self.words.longest(
                (*before, last.removesuffix("s"))
            )
            if known is not None and known[1] in {"background", "animals", "vehicles"}:
                why = f"'{known[0]}' in capitals is known as {BY_KEY[known[1]].label}"
                verdict = Verdict(BY_KEY[known[1]], shouted[0], 0.6, why, Method.LEXICON, known[0])
                yield _found(number, place, element, shouted.span(), verdict)


def _found(
    number: int,
    place: int,
    element: Element,
    span: tuple[int, int],
    verdict: Verdict,
    *,
    implied: bool = False,
) -> Found:
    return Found(
        number, verdict.category, verdict.name, place, span[0], span[1], element.line,
        implied, round(verdict.confidence, 2), verdict.why, verdict.method, verdict.head,
    )  # fmt: skip


_MUSICIANS = frozenset({"band", "brass band", "orchestra", "choir", "musician"})
