"""``search-typing``: names found while they are typed, on Wikipedia's 36,273 American films.

Targets are drawn with a fixed seed from films whose name has at least 5 letters, in two ways: *by
viewing* (in proportion to 1 + the number of their MovieLens ratings, which is also the popularity
that the search is given) and *evenly*. The constants of the search were chosen on other seeds.

``letters_to_top5``: how many letters, spaces included, are typed until the name (a film of the same
name counts) is among the first 5 titles; drawn by viewing. ``top5_at_K`` is the share that is there
after K letters, ``ceiling_at_K`` what no search can exceed: for each beginning, the 5 names most
often drawn with it. ``one_typo_top5``, ``two_typos_top5``: whole names with slips, as
``benchmarks/discover/slips.py`` makes them, drawn evenly, which is harder; ``_by_viewing`` beside.
``accents_top5``: names that have letters beyond ASCII, typed without; ``joined_top5`` and
``split_top5``: without spaces, and with one in the longest word; ``numerals_top5``: names with a
number, written in the other way. The peer answers the same queries in the same run.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from uuid import UUID

import numpy as np

from benchmarks.discover.films import Films, film_files, films, rating_files
from benchmarks.discover.slips import joined, slipped, split, typed
from benchmarks.discover.tantivy_peer import TantivyNames
from benchmarks.material import sha256_of
from benchmarks.outcome import Figure, Outcome
from matinee.discover.model import Asked
from matinee.discover.priors import crowd_prior
from matinee.discover.spelling.matching import Channel
from matinee.discover.typing.suggesting import suggest
from matinee.discover.words.folding import numbered, words_of
from matinee.vocabulary.ids import ProfileId
from matinee.vocabulary.places import EVERYWHERE

SEED = 20_261
QUERIES, QUICK_QUERIES = 2000, 200
FIRST = 5
_SHORTEST = 5
_CEILINGS = (3, 5, 8)
_LONGEST = 30

Rows = Callable[[str], Sequence[int]]
Drawn = list[int]


def run(quick: bool) -> Outcome:
    """Ask every query of both."""
    started = time.perf_counter()
    catalogue = films()
    building = time.perf_counter() - started
    number = QUICK_QUERIES if quick else QUERIES
    own, peer = _own(catalogue), TantivyNames(catalogue.holdings.shelf.names, catalogue.watched)
    questions = _Questions(catalogue, number)
    figures: dict[str, Figure] = {
        "films": len(catalogue.words),
        "forms": len(catalogue.holdings.directory.lexicon),
        "lexicon_megabytes": round(catalogue.holdings.directory.lexicon.size_bytes / 1e6, 1),
        "building_seconds": round(building, 2),
        "queries": number,
    }
    figures |= questions.letters(own) | questions.ceilings() | questions.names(own)
    figures["part"] = f"{number} queries of each kind" + (" (quick)" if quick else "")
    peers = {"tantivy fuzzy, run here": questions.letters(peer.rows) | questions.names(peer.rows)}
    return Outcome(figures, peers, sha256_of(*film_files(), *rating_files()))


def _own(catalogue: Films) -> Rows:
    holdings = catalogue.holdings
    asked = Asked(ProfileId(UUID(int=0)), EVERYWHERE, datetime.now(UTC))
    view, prior = holdings.view(asked), crowd_prior(holdings, catalogue.watched)
    channel = Channel()

    def rows(query: str) -> Sequence[int]:
        found = suggest(
            holdings, query, view=view, prior=prior, narrowed=None, limit=FIRST, channel=channel
        )
        return [title.row for title in found.titles]

    return rows


class _Questions:
    """Everything that is asked, drawn once, so that all who are asked hear the same."""

    def __init__(self, catalogue: Films, number: int) -> None:
        dice = random.Random(SEED)
        names = catalogue.holdings.shelf.names
        self._typed = [typed(name) for name in names]
        long = [row for row, text in enumerate(self._typed) if len(joined(text)) >= _SHORTEST]
        weights = (1 + catalogue.watched[long]).tolist()
        self._weights = dict(zip(long, weights, strict=True))
        self._by_viewing = dice.choices(long, weights, k=number)
        self._evenly = dice.sample(long, number)
        text = self._typed
        accented = [row for row in long if not names[row].isascii()]
        several = [row for row in long if " " in text[row]]
        counted = [row for row in long if _other_numeral(text[row]) != text[row]]
        self._asked: dict[str, list[tuple[int, str]]] = {}
        for name, rows in (("", self._evenly), ("_by_viewing", self._by_viewing)):
            for slips, called in ((1, "one_typo"), (2, "two_typos")):
                self._asked[f"{called}_top5{name}"] = [
                    (row, slipped(text[row], slips, dice)) for row in rows
                ]
        self._asked |= {
            "accents_top5": [(row, text[row]) for row in _some(accented, number, dice)],
            "joined_top5": [(row, joined(text[row])) for row in _some(several, number, dice)],
            "split_top5": [(row, split(text[row], dice)) for row in _some(long, number, dice)],
            "numerals_top5": [
                (row, _other_numeral(text[row])) for row in _some(counted, number, dice)
            ],
        }

    def names(self, rows: Rows) -> dict[str, Figure]:
        """For each kind of query, the share that finds its name among the first."""
        figures: dict[str, Figure] = {}
        started, asked = time.process_time(), 0
        for figure, queries in self._asked.items():
            hits = sum(self._is_found(row, rows(query)) for row, query in queries)
            figures[figure] = round(hits / len(queries), 4)
            asked += len(queries)
        figures["accents_queries"] = len(self._asked["accents_top5"])
        figures["numerals_queries"] = len(self._asked["numerals_top5"])
        figures["milliseconds_a_query"] = round((time.process_time() - started) * 1000 / asked, 2)
        return figures

    def letters(self, rows: Rows) -> dict[str, Figure]:
        """How many letters are typed until the name is there."""
        found = np.array([self._letters_to(row, rows) for row in self._by_viewing])
        evenly = np.array([self._letters_to(row, rows) for row in self._evenly])
        shares = {f"top5_at_{letters}": found <= letters for letters in _CEILINGS}
        return {
            "letters_to_top5": round(float(found.mean()), 3),
            "letters_to_top5_evenly": round(float(evenly.mean()), 3),
            "never_in_top5": round(float((found > _LONGEST).mean()), 4),
            **{name: round(float(share.mean()), 4) for name, share in shares.items()},
        }

    def ceilings(self) -> dict[str, Figure]:
        """The share of drawings by viewing that the best 5 names of each beginning make up."""
        figures: dict[str, Figure] = {}
        for letters in _CEILINGS:
            beginnings: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
            for row, weight in self._weights.items():
                beginnings[self._typed[row][:letters]][joined(self._typed[row])] += weight
            best = [sum(sorted(names.values())[-FIRST:]) for names in beginnings.values()]
            figures[f"ceiling_at_{letters}"] = round(sum(best) / sum(self._weights.values()), 4)
        return figures

    def _letters_to(self, row: int, rows: Rows) -> int:
        text = self._typed[row][:_LONGEST]
        for letters in range(1, len(text) + 1):
            if self._is_found(row, rows(text[:letters])):
                return letters
        return _LONGEST + 1

    def _is_found(self, row: int, rows: Sequence[int]) -> bool:
        wanted = joined(self._typed[row])
        return any(joined(self._typed[found]) == wanted for found in rows)


def _some(rows: Drawn, number: int, dice: random.Random) -> Drawn:
    return rows if len(rows) <= number else dice.sample(rows, number)


def _other_numeral(text: str) -> str:
    """Words for numbers as digits, and Roman ones too."""
    return " ".join(numbered(words_of(text)))
