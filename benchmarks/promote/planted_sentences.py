"""``python -m benchmarks.promote.planted_sentences [SEED]``: sentences true and false of 200 films.

The seed stands in ``film_material`` and was fixed, with all of this script, before the checker that
is measured on them was begun. What is true is so by construction: a fact in one of forty phrasings,
a sentence of a text after one to three edits that keep its sense, or both joined; what is false has
one thing planted in it. Thirty-four pairs were written by hand. One line of JSON each.
"""

import json
import random
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.promote import planting
from benchmarks.promote.fact_phrasings import Planted, false_sentences, true_sentences
from benchmarks.promote.film_material import SEED, FilmMaterial, demo_films, films
from benchmarks.promote.retelling import pipeline, retold, sentences

HAND_WRITTEN = Path(__file__).with_name("hand_written.jsonl")
_MOST_TRIES = 12


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence about a film. ``kind`` is empty where it is true; ``made_by`` says how."""

    film: FilmMaterial
    sentence: str
    kind: str
    planted: tuple[str, ...]
    made_by: str


def cases(material: list[FilmMaterial], seed: int = SEED) -> list[Case]:
    """About twelve sentences for each film, half of them true; the same for the same seed."""
    parsed = {film.key: sentences(film.texts) for film in material}
    made: list[Case] = []
    for film in material:
        rng = random.Random(f"{seed} {film.key}")
        others = [other for other in material if other.key != film.key]
        foreign = [each for other in rng.sample(others, 25) for each in parsed[other.key]]
        said = [
            *true_sentences(film, rng, 3),
            *_true_of_text(parsed[film.key], rng, 3),
            *false_sentences(film, others, rng, "name", 1),
            *false_sentences(film, others, rng, "number", 1),
            *false_sentences(film, others, rng, "claim", 1),
            *_false_of_text(parsed[film.key], foreign, film, rng),
        ]
        made.extend(_case(film, each) for each in said)
    return made


def hand_written() -> list[Case]:
    """The pairs written by hand, whether or not their films are among the 200."""
    pairs = [json.loads(line) for line in HAND_WRITTEN.read_text(encoding="utf-8").splitlines()]
    known = {film.key: film for film in demo_films(frozenset(pair["imdb"] for pair in pairs))}
    made: list[Case] = []
    for pair in pairs:
        film = known[pair["imdb"]]
        made.append(Case(film, pair["true"], "", (), "hand"))
        made.append(Case(film, pair["false"], pair["kind"], tuple(pair["planted"]), "hand"))
    return made


def _true_of_text(parsed: list[Any], rng: random.Random, count: int) -> list[Planted]:
    chosen = rng.sample(parsed, min(count, len(parsed)))
    told = [(each, retold(each, rng, rng.choice((1, 2, 2, 3)))) for each in chosen]
    return [Planted(text, made_by="text") for _, text in told if len(text.split()) > 3]


def _false_of_text(
    parsed: list[Any], foreign: list[Any], film: FilmMaterial, rng: random.Random
) -> list[Planted]:
    """One wrong name, one wrong number, two wrong events, where the texts have place for them."""
    made: list[Planted] = []
    for kind, wanted in (("name", 1), ("number", 1), ("event", 2)):
        found: dict[str, Planted] = {}
        for _ in range(_MOST_TRIES):
            if len(found) == wanted or not parsed:
                break
            sentence = rng.choice(parsed)
            if rng.random() < 0.5:
                sentence = pipeline()(retold(sentence, rng, 1))
            if not any(token.dep_ == "ROOT" for token in sentence):
                continue
            match kind:
                case "name":
                    planted = planting.wrong_name(sentence, foreign, film, rng)
                case "number":
                    planted = planting.wrong_number(sentence, film, rng)
                case _:
                    planted = planting.wrong_event(sentence, foreign, film, rng)
            if planted is not None:
                found[planted.sentence] = planted
        made.extend(found.values())
    return made


def _case(film: FilmMaterial, planted: Planted) -> Case:
    return Case(film, planted.sentence, planted.kind, planted.planted, planted.made_by)


def main(arguments: list[str]) -> int:
    """Write them all."""
    seed = int(arguments[0]) if arguments else SEED
    material = films(seed)
    for case in [*cases(material, seed), *hand_written()]:
        record = asdict(case) | {"film": case.film.key}
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
