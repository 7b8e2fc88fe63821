"""``search-plots``: half-remembered films found by what is told of them, among Wikipedia's films.

Descriptions are the joined posts of the tip-of-the-tongue set's validation part, of which nothing
was learned or chosen (``benchmarks/discover/descriptions.py`` says how they are joined and cut).
Most extracts hold little plot: many films cannot be found by what happens in them.

``bm25``: words in the extract alone. ``embedding``: the cosine of sentence vectors, a byte a
dimension. ``fusion``: both as standard scores, with a weight from the training part. ``trained``:
the ranker that ships, learned of the training part by ``benchmarks/discover/plot_training.py``.
``product_words``: what the product's index of words gives for the whole description.
``in_1000_letters``: the trained ranker given no more than a member can send. ``product``: the same
letters through ``DiscoverService.search``, which the route calls, with an encoder that makes each
vector as it is asked for; it ranks as ``in_1000_letters`` but for the descriptions that have so few
telling words that the service takes them for no plot (``product_not_a_plot``), and for rounding:
vectors of descriptions are not cut to bytes, and each is encoded alone, which moves it a little.
It lists a hundred titles. ``sentence``: the same letters through a conversation's ``understood``,
which reads them for conditions before. ``success@K`` is the share of descriptions whose film is
among the first K; ties count half. The interval is of 10,000
paired resamplings of the ratio of success@10 to BM25's. ``title_not_trained`` are descriptions of
films that no training description is of. A year that a description tells and a film's age are
signs; how well known a film is, is none, since only films that MovieLens knows can be joined.

``--quick`` takes 100 training descriptions among 1,000 films: it proves the path, not the quality.
"""

import asyncio
import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.discover.descriptions import Description, described, description_files
from benchmarks.discover.films import Films, film_files, films
from benchmarks.discover.plot_material import Asked, PlotMaterial
from benchmarks.discover.searching_service import LISTED, searched, understood
from benchmarks.material import sha256_of
from benchmarks.outcome import Figure, Outcome
from matinee.discover.model import LONGEST_QUERY
from matinee.discover.plots.learning import rank_of
from matinee.discover.plots.ranking import PlotRanker, ranker_for, unlearned
from matinee.discover.plots.signs import SIGNS
from matinee.discover.texts.text_index import describes
from matinee.media.text_embedding.encoder import MODEL_IN_BYTES

Ranks = NDArray[np.intp]
_RESAMPLED = 10_000
_QUICK, _QUICK_FILMS = 100, 1000
_GOAL = 10


def run(quick: bool) -> Outcome:
    """Rank the films for every description, in each way."""
    catalogue = films()
    joined = described(catalogue, "train" if quick else "validation")
    descriptions = joined.descriptions[: _QUICK if quick else None]
    only = None
    if quick:
        only = {one.row for one in descriptions} | set(range(_QUICK_FILMS))
    material = PlotMaterial.of(catalogue, only)
    trained = ranker_for(MODEL_IN_BYTES)
    asked = material.asked(descriptions)
    ranks = {
        "bm25": _ranks(material, asked, _alone("story")),
        "embedding": _ranks(material, asked, _alone("meaning")),
        "fusion": _ranks(material, asked, unlearned(MODEL_IN_BYTES)),
    }
    started = time.process_time()
    ranks["trained"] = _ranks(material, asked, trained)
    milliseconds = (time.process_time() - started) * 1000 / len(asked)
    cut = material.asked(descriptions, LONGEST_QUERY)
    ranks["in_1000_letters"] = _ranks(material, cut, trained)
    ranks["product_words"] = _of_product(material, asked)
    product = asyncio.run(_by_service(catalogue, material, descriptions))
    figures: dict[str, Figure] = {"descriptions": len(descriptions), "of": joined.of}
    figures |= {"films": len(catalogue.words), "films_with_a_text": len(material.texts.entries)}
    for name, found in ranks.items():
        figures |= _successes(name, found)
        figures[f"{name}_mrr"] = round(float((1 / (1 + found)).mean()), 4)
    figures |= _successes("product", product)
    spoken = asyncio.run(_by_service(catalogue, material, descriptions, spoken=True))
    figures |= _successes("sentence", spoken)
    figures["product_not_a_plot"] = sum(not describes(one.text) for one in cut)
    figures |= _against(ranks["trained"], ranks["bm25"])
    learned_of = {one.row for one in described(catalogue, "train").descriptions}
    new = np.array([one.row not in learned_of for one in descriptions], np.bool_)
    figures["title_not_trained"] = int(new.sum())
    for name in ("bm25", "trained"):
        if new.any():
            share = float((ranks[name][new] < _GOAL).mean())
            figures[f"{name}_success10_title_not_trained"] = round(share, 4)
    figures["milliseconds_to_rank"] = round(milliseconds, 2)
    figures["part"] = "100 training descriptions, few films (quick)" if quick else "validation"
    return Outcome(figures, data_sha256=sha256_of(*film_files(), *description_files()))


def _alone(sign: str) -> PlotRanker:
    weights = np.array([float(one == sign) for one in SIGNS], np.float32)
    return PlotRanker(weights, None, MODEL_IN_BYTES)


def _ranks(material: PlotMaterial, asked: Sequence[Asked], ranker: PlotRanker) -> Ranks:
    found = [rank_of(ranker.scores(material.signs(one, ranker.step)), one.row) for one in asked]
    return np.array(found, np.intp)


def _of_product(material: PlotMaterial, asked: Sequence[Asked]) -> Ranks:
    ranks: list[int] = []
    for one in asked:
        found = material.index.find(material.searcher, one.text, len(material.texts.entries))
        place = np.flatnonzero(found.entries == material.texts.entries[one.row])
        ranks.append(int(place[0]) if len(place) else len(material.texts.entries))
    return np.array(ranks, np.intp)


async def _by_service(
    catalogue: Films,
    material: PlotMaterial,
    descriptions: Sequence[Description],
    *,
    spoken: bool = False,
) -> Ranks:
    """The place of each film in the service's list, or one behind its end."""
    ranks: list[int] = []
    asked = [one.text[:LONGEST_QUERY] for one in descriptions]
    lists = (understood if spoken else searched)(catalogue, material.held, asked)
    for one in descriptions:
        rows = await anext(lists)
        ranks.append(rows.index(one.row) if one.row in rows else LISTED)
    return np.array(ranks, np.intp)


def _successes(name: str, ranks: Ranks) -> dict[str, Figure]:
    return {
        f"{name}_success{first}": round(float((ranks < first).mean()), 4) for first in (1, 10, 100)
    }


def _against(ranks: Ranks, base: Ranks) -> dict[str, Figure]:
    dice = np.random.default_rng(20_261)
    drawn = dice.integers(0, len(ranks), (_RESAMPLED, len(ranks)))
    hits = (ranks < _GOAL)[drawn].sum(axis=1)
    base_hits = np.maximum((base < _GOAL)[drawn].sum(axis=1), 1)
    low, high = np.quantile(hits / base_hits, (0.025, 0.975)).tolist()
    ratio = float((ranks < _GOAL).sum() / max(1, int((base < _GOAL).sum())))
    return {
        "trained_to_bm25": round(ratio, 3),
        "trained_to_bm25_low": round(low, 3),
        "trained_to_bm25_high": round(high, 3),
    }
