"""``search-sentences``: intents read from sentences, held to what people wrote down beforehand.

Ten sets, all on the demo's catalogue: ``sentences.jsonl`` (300, written before the grammar and
used to develop it); ``unseen_sentences.jsonl`` (100, written by somebody who had not seen the
grammar; .77 were exact when they were first read, but their misses were looked at since and the
grammar was mended by them, so that they are no longer unseen); ``fresh_sentences.jsonl`` (120,
written after that by somebody else who had not seen the grammar; .883 were exact when they were
first read, and their misses were looked at since); and ``fourth_sentences.jsonl`` (170, by somebody
else again, at least ten of every kind, so that refusals are far more frequent than members make
them; .794 when first read, and its misses were looked at since). Readings and labels were settled
after that: see ``SENTENCES.md``. ``fifth_sentences.jsonl`` (120, written after those readings, by
somebody else again who had not seen the grammar) was .758 when first read; its misses were looked
at since. ``sixth_sentences.jsonl`` (120, written after that by somebody else again who had not seen
the grammar) was .742 when first read; its misses were looked at since, too.
``seventh_sentences.jsonl`` (120, by somebody else again) was .700 when first read; its misses
were looked at since. ``eighth_sentences.jsonl`` (120, by somebody else again who had not seen the
grammar) was .825 when first read, F1 .950 over all keys; below .90 were people .897, titles .870,
likeness .889 and refused years 0 of 1; its misses were looked at since. ``ninth_sentences.jsonl``
(150, by somebody else again who had not seen the grammar) was .887 when first read, F1 .971 over
all keys; below .90 were wanted and refused titles, .875 each, and refused countries 0 of 1.

A sentence is *exact* when every key but ``text`` is equal; lists are compared as sets. F1 counts
each value of a list, and each other key as one value. Text is compared as a set of words without
the small ones.

Then every title that an intent lets through is held against the facts as they stand in the demo's
source, by other code than the search's: ``violations`` counts the breaches.
"""

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.discover.demo_films import DemoFilms, demo_films
from benchmarks.discover.fact_checks import breaches
from benchmarks.material import PROJECT, sha256_of
from benchmarks.outcome import Figure, Outcome
from matinee.discover.understanding.holding import meeting_wish
from matinee.discover.understanding.reading import read
from matinee.discover.understanding.wishes import wish_json
from matinee.discover.words.folding import words_of
from matinee.vocabulary.places import EVERYWHERE

FOLDER = PROJECT / "benchmarks" / "discover"
WRITTEN = FOLDER / "sentences.jsonl"
LATER = {
    name: FOLDER / f"{name}_sentences.jsonl"
    for name in ("unseen", "fresh", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
}
_QUICK = 60
_SMALL_WORDS = frozenset(
    words_of(
        "a an the of in on at to and or with by for from is are it its his her their that who "
        "which where when as up i we my our you your me us he she they this these those film "
        "films movie movies something anything one be was were"
    )
)
_RANGES = ("years", "minutes")


def run(quick: bool) -> Outcome:
    """Read all sets; quick takes the first 60 of the first, and none of the others."""
    films = demo_films()
    written = _sentences(WRITTEN)[: _QUICK if quick else None]
    figures: dict[str, Figure] = dict(_judged(films, written))
    files = [WRITTEN]
    for name, file in LATER.items():
        if not quick:
            files.append(file)
            judged = _judged(films, _sentences(file))
            figures |= {f"{name}_{key}": value for key, value in judged.items()}
    return Outcome(figures, data_sha256=sha256_of(*files))


def kind_of(intent: Mapping[str, Any]) -> str:
    """What a sentence is mostly about, by the keys of its intent."""
    of_keys = (
        ("title", {"titles"}),
        ("likeness", {"like"}),
        ("refusal", {"without"}),
        ("company", {"company", "occasion", "age"}),
        ("people", {"people", "directors"}),
        ("place", {"languages", "countries", "subtitles"}),
        ("measure", {"years", "minutes", "order"}),
        ("mood", {"moods"}),
        ("genre", {"genres"}),
    )
    return next((kind for kind, keys in of_keys if keys & set(intent)), "plot")


def values_of(intent: Mapping[str, Any]) -> Counter[tuple[str, str]]:
    """Every value with its key; refused ones under ``without``, all keys of text left out."""
    found: Counter[tuple[str, str]] = Counter()
    for key, value in intent.items():
        if key == "without":
            for (inner, said), count in values_of(value).items():
                found[f"without_{inner}", said] += count
        elif key in _RANGES or not isinstance(value, list):
            if key != "text":
                found[key, str(value)] += 1
        else:
            for one in set(map(str, value)):
                found[key, one] += 1
    return found


def text_of(intent: Mapping[str, Any]) -> frozenset[str]:
    """The words of the free text, wanted and refused."""
    texts = (intent.get("text", ""), intent.get("without", {}).get("text", ""))
    return frozenset(words_of(" ".join(texts))) - _SMALL_WORDS


def _sentences(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def _judged(films: DemoFilms, sentences: Iterable[Mapping[str, Any]]) -> dict[str, Figure]:
    exact: defaultdict[str, list[bool]] = defaultdict(list)
    same_text: list[bool] = []
    hits, found, meant = Counter[str](), Counter[str](), Counter[str]()
    seconds: list[float] = []
    checks = violations = 0
    read("a warm-up of the lexicons", films.book)
    for sentence in sentences:
        begun = time.perf_counter()
        wish = read(sentence["say"], films.book)
        seconds.append(time.perf_counter() - begun)
        got, want = wish_json(wish), sentence["intent"]
        got_values, want_values = values_of(got), values_of(want)
        exact[kind_of(want)].append(got_values == want_values)
        same_text.append(text_of(got) == text_of(want))
        for key, _ in (got_values & want_values).elements():
            hits[key] += 1
        for key, _ in got_values.elements():
            found[key] += 1
        for key, _ in want_values.elements():
            meant[key] += 1
        rows = np.flatnonzero(meeting_wish(films.book, wish, EVERYWHERE))
        checked, broken = breaches(films, got, [films.holdings.shelf.ids[row] for row in rows])
        checks += checked
        violations += broken
    return {
        **_shares(exact, same_text),
        **_f1(hits, found, meant),
        "titles_checked": checks,
        "violations": violations,
        "parse_median_ms": round(1000 * float(np.median(seconds)), 3),
        "parse_p99_ms": round(1000 * float(np.quantile(seconds, 0.99)), 3),
    }


def _shares(exact: Mapping[str, list[bool]], same_text: list[bool]) -> dict[str, Figure]:
    everything = [one for of_kind in exact.values() for one in of_kind]
    figures: dict[str, Figure] = {
        "sentences": len(everything),
        "exact": round(sum(everything) / max(1, len(everything)), 4),
        "text_equal": round(sum(same_text) / max(1, len(same_text)), 4),
    }
    for kind in sorted(exact):
        of_kind = exact[kind]
        figures[f"exact_{kind}"] = f"{sum(of_kind)}/{len(of_kind)}"
    return figures


def _f1(hits: Counter[str], found: Counter[str], meant: Counter[str]) -> dict[str, Figure]:
    def f1(true: int, got: int, want: int) -> float:
        return round(2 * true / (got + want), 4) if got + want else 1.0

    total = f1(hits.total(), found.total(), meant.total())
    keys = sorted(set(found) | set(meant))
    figures: dict[str, Figure] = {"f1": total}
    return figures | {f"f1_{key}": f1(hits[key], found[key], meant[key]) for key in keys}
