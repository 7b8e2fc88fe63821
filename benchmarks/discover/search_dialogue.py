"""``search-dialogue``: what a human recommended next, looked for by what was said until then.

Recorded dialogues (``benchmarks/discover/dialogues.py`` says how they are cut and joined) among
Wikipedia's films; nothing of the conversation was chosen by them. ``recall@K`` is the share of
recommendations whose film is among the first K; all ways stand on the same recommendations.

``product``: the seeker's turns so far, one after the other, through the service that the routes of
a conversation call, kept and read back between turns as a house does. Its list is the one that a
member is shown, only longer (50 for 12); where nothing meets the wish it is empty
(``product_lists_empty``). ``product_ruled_out``: the film is nowhere in the whole list, since it
does not meet the wish as it was understood. The product knows how often each film was rated, as a
house knows what is watched.
``popularity``: the films that MovieLens' small set rated most, whatever was said; it ends in 2018,
many of the films are of 2019. ``bm25``: names, people, genres and extracts as one field, asked
with all words so far of both; ``bm25_seeker``: with the seeker's words alone, which is what the
product has. Films named before are not taken out of any list; ``first_named`` are the
recommendations of a film that nobody had named before.

Talk is weighed (``discover/understanding/weighing.py``): once there is more of it than a wish has,
or once nothing meets all that was said, a film need not meet every part. That was made by reading
the first 33 dialogues; ``unread`` are the recommendations of the others, by which it is to be
judged. Neither has the product what the human who recommends had: what that human said.

Intervals are 95%, of 10,000 resamplings of whole dialogues; ``product_minus_X`` is paired.
``--quick`` takes 20 dialogues: a part of the whole, whose intervals say little.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

import numpy as np
import tantivy
from numpy.typing import NDArray

from benchmarks.discover.dialogues import (
    Recommendation,
    dialogue_file,
    recommendations,
    utterances,
)
from benchmarks.discover.films import Films, film_files, films, rating_files, rows_by_name
from benchmarks.material import sha256_of
from benchmarks.outcome import Figure, Outcome
from matinee.discover.conversation.dialogue import Dialogue
from matinee.discover.conversation.keeping import Conversations
from matinee.discover.conversation.service import ConversationService
from matinee.discover.conversation.writing import dialogue_document, read_dialogue
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.indexing.keeping import written
from matinee.discover.model import Asked
from matinee.discover.plots.learning import rank_of
from matinee.discover.priors import crowd_prior
from matinee.discover.retrieval.listening import heard_in
from matinee.discover.service import DiscoverService, Ground
from matinee.discover.texts.text_index import TextIndex, analyser, terms_of
from matinee.vocabulary.ids import ProfileId
from matinee.vocabulary.places import EVERYWHERE

Ranks = NDArray[np.intp]
_FIRST = (1, 10, 50)
_LONGEST = max(_FIRST)
_GOAL = 10
_RESAMPLED = 10_000
_QUICK = 20
_READ = 33
"""Dialogues that were read when talk was first weighed: the first ones."""
_WRITER_BYTES = 50_000_000
_SEEKER = ProfileId(uuid5(NAMESPACE_URL, "seeker"))


def run(quick: bool) -> Outcome:
    """Look for every recommendation in each way; quick takes the first dialogues."""
    catalogue = films()
    with dialogue_file().open(encoding="utf-8", newline="") as lines:
        said = utterances(lines)
    dialogues = list(dict.fromkeys(one.dialogue for one in said))[: _QUICK if quick else None]
    taken = set(dialogues)
    said = [one for one in said if one.dialogue in taken]
    cases = recommendations(said, rows_by_name(catalogue))
    words = WordsOfFilms(catalogue)
    lists = asyncio.run(_by_product(catalogue, cases))
    ranks = {
        "product": np.array(
            [place_in(rows[:_LONGEST], one.row) for rows, one in zip(lists, cases, strict=True)],
            np.intp,
        ),
        "popularity": np.array([rank_of(catalogue.watched, one.row) for one in cases], np.intp),
        "bm25": _by_words(words, cases, [one.words for one in cases]),
        "bm25_seeker": _by_words(words, cases, [" ".join(one.turns) for one in cases]),
    }
    of_dialogue = np.unique([one.dialogue for one in cases], return_inverse=True)[1]
    drawn = draws(of_dialogue)
    fresh = np.array([not one.again for one in cases], np.bool_)
    unread = np.array([dialogues.index(one.dialogue) >= _READ for one in cases], np.bool_)
    figures: dict[str, Figure] = {
        "dialogues": len(dialogues),
        "films": len(catalogue.words),
        "recommended": sum(len(one.titles) for one in said if not one.of_seeker),
        "n": len(cases),
        "dialogues_with_one": int(of_dialogue.max()) + 1,
        "before_the_seeker_spoke": sum(not one.turns for one in cases),
        "product_lists_empty": sum(not rows for rows in lists),
        "product_ruled_out": sum(
            one.row not in rows for rows, one in zip(lists, cases, strict=True)
        ),
        "first_named": int(fresh.sum()),
        "unread": int(unread.sum()),
    }
    for name, places in ranks.items():
        for first in _FIRST:
            figures |= recall(f"{name}_recall{first}", places < first, drawn)
        share = float((places[fresh] < _GOAL).mean())
        figures[f"{name}_recall{_GOAL}_first_named"] = round(share, 4)
        if unread.any():
            share = float((places[unread] < _GOAL).mean())
            figures[f"{name}_recall{_GOAL}_unread"] = round(share, 4)
    for other in ("popularity", "bm25", "bm25_seeker"):
        apart = (ranks["product"] < _GOAL).astype(np.int8) - (ranks[other] < _GOAL)
        figures |= recall(f"product_minus_{other}_recall{_GOAL}", apart, drawn)
    figures["part"] = f"the first {_QUICK} dialogues (quick)" if quick else "all dialogues"
    hashed = sha256_of(dialogue_file(), *film_files(), *rating_files())
    return Outcome(figures, data_sha256=hashed)


def place_in(rows: Sequence[int], row: int) -> int:
    """The place of a row in a list; of what is not in it, one behind all that are looked at."""
    return rows.index(row) if row in rows else _LONGEST


def draws(of_dialogue: NDArray[np.intp]) -> NDArray[np.intp]:
    """How often each case counts in each resampling of whole dialogues (resamplings × cases)."""
    dialogues = int(of_dialogue.max()) + 1
    dice = np.random.default_rng(20_261)
    times = dice.multinomial(dialogues, np.full(dialogues, 1 / dialogues), _RESAMPLED)
    return times[:, of_dialogue].astype(np.intp)


def recall(name: str, hits: NDArray[np.generic], drawn: NDArray[np.intp]) -> dict[str, Figure]:
    """The mean of the hits, and the interval of the same over resampled dialogues."""
    counted = hits.astype(np.float64)
    means = (drawn @ counted) / np.maximum(drawn.sum(axis=1), 1)
    low, high = np.quantile(means, (0.025, 0.975)).tolist()
    return {
        name: round(float(counted.mean()), 4),
        f"{name}_low": round(low, 4),
        f"{name}_high": round(high, 4),
    }


class WordsOfFilms:
    """All words of each film in one field, by tantivy's BM25 and the product's stems."""

    def __init__(self, catalogue: Films) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("row", stored=False, indexed=True, fast=True)
        builder.add_text_field("words", stored=False, tokenizer_name="english")
        self._schema = builder.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("english", analyser())
        writer = index.writer(_WRITER_BYTES, 1)
        shelf = catalogue.holdings.shelf
        genres = shelf.genre_of
        for row, film in enumerate(catalogue.words):
            codes = genres.indices[genres.indptr[row] : genres.indptr[row + 1]].tolist()
            people = (person.name for person in film.people)
            told = (*film.names, *people, *(shelf.genres[code] for code in codes), *film.synopses)
            writer.add_document(tantivy.Document(row=row, words=" ".join(filter(None, told))))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rows(self, text: str, limit: int) -> list[int]:
        """At most ``limit`` rows that have words of a text, the best first."""
        parts = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "words", term))
            for term in dict.fromkeys(terms_of(text))
        ]
        if not parts:
            return []
        found = self._searcher.search(tantivy.Query.boolean_query(parts), limit, count=False)
        held = self._searcher.fast_field_values("row", [address for _, address in found.hits])
        return [int(row) for row in held if row is not None]


def _by_words(words: WordsOfFilms, cases: Sequence[Recommendation], texts: Sequence[str]) -> Ranks:
    places = [
        place_in(words.rows(text, _LONGEST), one.row)
        for one, text in zip(cases, texts, strict=True)
    ]
    return np.array(places, np.intp)


class _Grounded(DiscoverService):
    """What one adult searches in, without a database: all films, what the crowd rated, no taste."""

    def __init__(self, catalogue: Films) -> None:
        self._texts = TextIndex()
        made = catalogue.holdings
        searcher = self._texts.put(written(made.directory, catalogue.words, made.shelf))
        holdings = Holdings.of(made.shelf, made.directory, searcher)
        asked = Asked(_SEEKER, EVERYWHERE, datetime(2026, 1, 1, tzinfo=UTC))
        prior = crowd_prior(holdings, catalogue.watched)
        self._ground = Ground(asked, holdings, holdings.view(asked), prior, prior)

    async def heard(self, holdings: Holdings, said: str) -> NDArray[np.float32]:
        """By the same words, of an index of its own."""
        return heard_in(self._texts, holdings, said)

    async def ground(self, profile_id: ProfileId, at: datetime) -> Ground:
        """The same for everybody."""
        del profile_id, at
        return self._ground


class _Remembered(Conversations):
    """One dialogue in memory, as the document that a house stores."""

    def __init__(self) -> None:
        self._document = dialogue_document(Dialogue())

    async def of(self, profile: ProfileId, at: datetime) -> Dialogue:
        """The dialogue, read back."""
        del profile, at
        return read_dialogue(self._document)

    async def keep(self, profile: ProfileId, dialogue: Dialogue, at: datetime) -> None:
        """Store it."""
        del profile, at
        self._document = dialogue_document(dialogue)

    async def forget(self, profile_id: ProfileId) -> None:
        """An empty one."""
        del profile_id
        self._document = dialogue_document(Dialogue())


class _WholeLists(ConversationService):
    """The service of conversations, which tells its whole list and not what a page shows of it."""

    async def rows(self, profile: ProfileId, at: datetime) -> list[int]:
        """All rows that the conversation leads to where it stands, the best first."""
        stands = await self.present(profile, at)
        if not stands.dialogue.turns:
            return []
        ground = await self._discover.ground(profile, at)
        told, rejected = stands.dialogue.told, stands.dialogue.rejected
        reader = await self._read(ground)
        found = await self._found(ground, reader, stands.wish, told, rejected)
        rows: list[int] = found.rows.tolist()
        shown = [title.row for title in stands.titles]
        assert rows[: len(shown)] == shown, "not the list that is shown"
        return rows


async def _by_product(catalogue: Films, cases: Sequence[Recommendation]) -> list[list[int]]:
    """The product's list of rows for each recommendation, the dialogues being spoken in order."""
    service = _WholeLists(_Grounded(catalogue), _Remembered())
    at = datetime(2026, 1, 1, tzinfo=UTC)
    lists: list[list[int]] = []
    dialogue, spoken = "", 0
    for one in cases:
        if one.dialogue != dialogue:
            dialogue, spoken = one.dialogue, 0
            await service.forget(_SEEKER)
        for turn in one.turns[spoken:]:
            await service.said(_SEEKER, turn, at)
        spoken = len(one.turns)
        lists.append(await service.rows(_SEEKER, at))
    return lists
