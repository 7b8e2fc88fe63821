"""Recorded dialogues in which one person recommends films to another, cut at each recommendation.

The set is INSPIRED's development part: a seeker and a human recommender, an utterance a row. Each
film that the recommender names is a recommendation, joined by name and year (at most a year apart)
to the catalogue; what was said before that utterance is all that may be known of it.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.discover.films import TitleKey, name_and_year, row_near
from benchmarks.material import shared


@dataclass(frozen=True, slots=True)
class Utterance:
    """One row: ``titles`` are those that the set's makers found in it, with their years."""

    dialogue: str
    of_seeker: bool
    text: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A film that was recommended, and what was said before.

    ``turns`` are the seeker's, utterances without an answer between them being one turn; ``words``
    is what both said. ``again``: somebody had named the film before.
    """

    dialogue: str
    turns: tuple[str, ...]
    words: str
    row: int
    again: bool


def dialogue_file() -> Path:
    """The file of the dialogues."""
    return shared("conversations", "inspired-dev.tsv")


def utterances(lines: Iterable[str]) -> list[Utterance]:
    """The rows of the tab-separated file, in its order."""
    return [
        Utterance(
            dialogue=row["dialog_id"],
            of_seeker=row["speaker"] == "SEEKER",
            text=row["text"].replace("QUOTATION_MARK", '"').strip(),
            titles=tuple(one.strip() for one in row["movies"].split(";") if one.strip()),
        )
        for row in csv.DictReader(lines, delimiter="\t")
    ]


def recommendations(
    said: Iterable[Utterance], rows: Mapping[TitleKey, int]
) -> list[Recommendation]:
    """Every recommendation whose film is in the catalogue, in order."""
    found: list[Recommendation] = []
    dialogue, seeker_spoke = "", False
    turns: list[str] = []
    words: list[str] = []
    named: set[int] = set()
    for one in said:
        if one.dialogue != dialogue:
            dialogue, seeker_spoke, turns, words, named = one.dialogue, False, [], [], set()
        joined = [row for title in one.titles if (row := row_of(title, rows)) is not None]
        if not one.of_seeker:
            before = " ".join(words)
            found += [
                Recommendation(dialogue, tuple(turns), before, row, row in named) for row in joined
            ]
        elif seeker_spoke:
            turns[-1] = f"{turns[-1]} {one.text}"
        else:
            turns.append(one.text)
        seeker_spoke = one.of_seeker
        words.append(one.text)
        named.update(joined)
    return found


def row_of(title: str, rows: Mapping[TitleKey, int]) -> int | None:
    """The row of ``Name (year)``, of that year or else of one beside it."""
    read = name_and_year(title)
    return None if read is None else row_near((read,), rows)
