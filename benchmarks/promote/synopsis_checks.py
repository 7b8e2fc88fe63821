"""``synopsis-checks``: false sentences refused, true ones passed, of 200 films, by kind of error.

The sentences come from ``planted_sentences``, whose counted seed and script were fixed before the
checker was begun. What the checker answered to that seed the first time it was ever run stays in
``first_run.json`` and in every result; whatever was mended since was tried on other seeds only.
The seed holds out films, not how sentences are made: the phrasings are the same for every seed, the
checker was written knowing them, and both read with one parser. So of true sentences ``hand``,
which nobody had seen, is the figure that says most of what people write.

A sentence is *refused* when anything in it has no source; ``on_the_spot`` counts those refused for
one of the words that were planted. True sentences are ``facts`` (a fact in one of forty phrasings),
``text`` (a sentence of a text after edits that keep its sense) and ``hand``. Events are made false
in five ways: another verb (``other_deed``), *never* (``denied``), an opposite, subject and object
exchanged, and what somebody does in another film (``grafted``). So it is words, and who did it to
whom, that are wrong in them; a false event told in the film's own words, and a change of order, of
cause or of outcome, are not among them but for what was written by hand.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from benchmarks.material import sha256_of
from benchmarks.outcome import Figure, Outcome
from benchmarks.promote.film_material import SEED, FilmMaterial, extract_files, films
from benchmarks.promote.planted_sentences import HAND_WRITTEN, Case, cases, hand_written
from matinee.promote.words.checking import Checker
from matinee.promote.words.evidence import Evidence, gathered
from matinee.promote.words.lexicon import lexicon
from matinee.promote.words.model import CheckedSentence, Known, Source, SourceKind
from matinee.surfaces.web.build import STATIC

FIRST_RUN = Path(__file__).with_name("first_run.json")
_QUICK_SEED, _EVERY = 7, 7
"""A quick run leaves the counted sentences alone."""


def run(quick: bool) -> Outcome:
    """The counted seed and the sentences by hand; quick takes every seventh film of another."""
    if quick:
        material = films(_QUICK_SEED)[::_EVERY]
        figures = judged(cases(material, _QUICK_SEED))
        return Outcome(figures, data_sha256=sha256_of(*extract_files(), HAND_WRITTEN))
    material = films(SEED)
    figures = judged([*cases(material, SEED), *hand_written()])
    if not FIRST_RUN.exists():
        FIRST_RUN.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    first = json.loads(FIRST_RUN.read_text(encoding="utf-8"))
    kept = {f"first_run_{name}": value for name, value in first.items()}
    return Outcome(figures | kept, data_sha256=sha256_of(*extract_files(), HAND_WRITTEN))


def known_of(film: FilmMaterial) -> Known:
    """What the sentences were made of, as the checker is given it."""
    people = (("director", film.directors), ("writer", film.writers), ("actor", film.cast))
    return Known(
        name=film.name,
        year=film.year,
        minutes=film.minutes,
        genres=film.genres,
        credits=tuple((name, role, "") for role, names in people for name in names),
        countries=film.countries,
        languages=film.languages,
        texts=tuple(Source(SourceKind.TEXT, "synopsis", text) for text in film.texts),
    )


def judged(sentences: Iterable[Case]) -> dict[str, Figure]:
    """Shares by kind, with how many sentences each rests on."""
    checker = Checker(lexicon(STATIC / "lexicon.tsv"))
    evidence: dict[str, Evidence] = {}
    true: defaultdict[str, list[bool]] = defaultdict(list)
    false: defaultdict[str, list[bool]] = defaultdict(list)
    spot: defaultdict[str, list[bool]] = defaultdict(list)
    seconds: list[float] = []
    for case in sentences:
        if case.film.key not in evidence:
            evidence[case.film.key] = gathered(known_of(case.film))
        begun = time.thread_time()
        checked = checker.check(case.sentence, evidence[case.film.key])
        seconds.append(time.thread_time() - begun)
        if case.kind:
            for kind in _kinds(case):
                false[kind].append(not checked.passed)
                spot[kind].append(is_on_the_spot(checked, case.planted))
        else:
            for kind in (case.made_by, "all"):
                true[kind].append(checked.passed)
    return {
        "films": len(evidence),
        "sentences": len(seconds),
        **_shares("true_passed", true),
        **_shares("false_refused", false),
        **{f"on_the_spot_{kind}": _share(some) for kind, some in sorted(spot.items())},
        "check_mean_cpu_ms": round(1000 * sum(seconds) / len(seconds), 2),
    }


def is_on_the_spot(checked: CheckedSentence, planted: tuple[str, ...]) -> bool:
    """Whether a word that was planted is among those that were refused."""
    words = {part for text in planted for part in text.casefold().replace("-", " ").split()}
    found = " ".join(finding.text for finding in checked.findings).casefold().replace("-", " ")
    return bool(words & set(found.split()))


def _kinds(case: Case) -> list[str]:
    if case.made_by == "hand":
        return ["hand", f"hand_{case.kind}"]
    ways = [f"event_{case.made_by.replace(' ', '_')}"] if case.kind == "event" else []
    return ["all", case.kind, *ways]


def _shares(name: str, kinds: Mapping[str, list[bool]]) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    for kind, some in sorted(kinds.items()):
        figures[f"{name}_{kind}"] = _share(some)
        figures[f"{name}_{kind}_of"] = len(some)
    return figures


def _share(some: list[bool]) -> float:
    return round(sum(some) / max(1, len(some)), 4)
