"""What is known of a title when it is written about, and what of that would give its end away.

A film's last third, and the last third of a long account of its plot, are known to the checker but
open to nobody: what only they bear out is a spoiler.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from babel import Locale

from matinee.catalogue.model import Title
from matinee.media.model import Cue
from matinee.promote.words.checking import Checker
from matinee.promote.words.evidence import Evidence, gathered
from matinee.promote.words.model import CheckedSentence, Fault, Finding, Known, Source, SourceKind
from matinee.promote.words.reading import readings
from matinee.vocabulary.places import Language

OPEN = 2 / 3
"""The share of a story that a synopsis may tell."""
_LONG_ACCOUNT = 9
"""Sentences from which a text is an account of the whole plot rather than a description."""
_PASSAGE_SECONDS = 30.0
_ENGLISH = Locale("en")


@dataclass(frozen=True, slots=True)
class Words:
    """A text about a title, and whose it is."""

    label: str
    text: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """A title's sources: the open ones, and all of them where some are not open."""

    known: Known
    words: tuple[Words, ...]
    """The open parts of its texts, which sentences may be taken from."""
    evidence: Evidence
    everything: Evidence | None


def gather(
    title: Title, *, notes: str, cues: tuple[Cue, ...] = (), seconds: float | None = None
) -> Material:
    """Parse all that is known: some seconds for a film full of talk, so call it in a thread.

    ``cues`` are English subtitles of a film of ``seconds``; without its length its last cue ends
    it.
    """
    given = [*_texts(title), *([Words("notes", notes)] if notes else [])]
    parted = [(words, *_parted(words)) for words in given]
    passages = _passages(cues)
    ends = OPEN * (seconds or max((cue.ends for cue in cues), default=0.0))
    opened = [source for at, source in passages if at < ends]
    closed = [source for at, source in passages if at >= ends]
    opened += [source for words, text, _ in parted for source in _source(words, text)]
    closed += [source for words, _, text in parted for source in _source(words, text)]
    known = _known(title, tuple(opened))
    return Material(
        known,
        tuple(Words(words.label, text, words.licence) for words, text, _ in parted if text),
        gathered(known),
        gathered(_known(title, (*opened, *closed))) if closed else None,
    )


def judged(checker: Checker, text: str, material: Material) -> tuple[CheckedSentence, ...]:
    """Every sentence with what of it has no open source; what has a closed one is a spoiler."""
    checked = checker.check_text(text, material.evidence)
    if material.everything is None or all(sentence.passed for sentence in checked):
        return checked
    again = checker.check_text(text, material.everything)
    return tuple(map(_marked, checked, again))


def renderings(title: Title, language: Language) -> dict[str, tuple[str, ...]]:
    """The names that the facts give, as they may stand in a language: as they are, but for its own.

    People and characters go by their whole names and by their last words.
    """
    names: dict[str, tuple[str, ...]] = {}
    for credit in title.credits:
        for name in (credit.person.name, credit.character):
            words = name.split()
            if words and words[-1][0].isupper():
                names[name] = (name,)
                names.setdefault(words[-1], (words[-1],))
    there = next((text.name for text in title.texts if text.language == language), "")
    names[title.name] = tuple(dict.fromkeys(filter(None, (there, title.name))))
    return names


def _marked(opened: CheckedSentence, whole: CheckedSentence) -> CheckedSentence:
    still = {(one.start, one.end) for one in whole.findings}
    findings = tuple(
        one
        if (one.start, one.end) in still
        else Finding(Fault.SPOILER, one.text, one.start, one.end)
        for one in opened.findings
    )
    return CheckedSentence(opened.text, findings, opened.sources)


def _known(title: Title, texts: tuple[Source, ...]) -> Known:
    billed = sorted(title.credits, key=lambda credit: credit.billing)
    return Known(
        name=title.name,
        year=title.year,
        minutes=title.runtime_minutes,
        genres=title.genres,
        credits=tuple((one.person.name, one.role, one.character) for one in billed),
        countries=tuple(_ENGLISH.territories.get(code, code) for code in title.countries),
        languages=tuple(_ENGLISH.languages.get(code, code) for code in _spoken(title)),
        keywords=title.keywords,
        texts=texts,
    )


def _spoken(title: Title) -> tuple[str, ...]:
    original = (str(title.original_language),) if title.original_language else ()
    return tuple(dict.fromkeys((*original, *map(str, title.audio))))


def _texts(title: Title) -> Iterator[Words]:
    for text in title.texts:
        if str(text.language).partition("-")[0] != "en":
            continue
        for label, said in (
            ("synopsis", text.synopsis_long),
            ("short synopsis", text.synopsis_short),
            ("tagline", text.tagline),
        ):
            if said:
                yield Words(label, said, text.licence)


def _parted(words: Words) -> tuple[str, str]:
    """The open and the closed part of a text."""
    sentences = [reading.text.strip() for reading in readings([words.text])]
    if words.label != "synopsis" or len(sentences) < _LONG_ACCOUNT:
        return words.text, ""
    cut = round(OPEN * len(sentences))
    return " ".join(sentences[:cut]), " ".join(sentences[cut:])


def _source(words: Words, text: str) -> Iterator[Source]:
    if text:
        kind = SourceKind.NOTE if words.label == "notes" else SourceKind.TEXT
        yield Source(kind, words.label, text)


def _passages(cues: tuple[Cue, ...]) -> list[tuple[float, Source]]:
    """Cues that follow each other, by half minutes, each under the time at which it begins."""
    runs: list[list[Cue]] = []
    for cue in cues:
        if runs and cue.ends - runs[-1][0].begins <= _PASSAGE_SECONDS:
            runs[-1].append(cue)
        else:
            runs.append([cue])
    return [
        (run[0].begins, Source(SourceKind.SUBTITLE, clock(run[0].begins), _said(run)))
        for run in runs
    ]


def _said(run: list[Cue]) -> str:
    return " ".join(cue.text for cue in run)


def clock(seconds: float) -> str:
    """Hours, minutes and seconds, as a player shows them."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"
