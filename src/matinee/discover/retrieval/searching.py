"""From an intent to a shelf of titles: hard rules first, then every sign of a fit. Pure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.catalogue.model import Mask
from matinee.discover.indexing.directory import KIND_OF, EntryKey
from matinee.discover.indexing.holdings import Holdings
from matinee.discover.model import EntryKind, FoundTitle, Intent, Likeness, Wording
from matinee.discover.retrieval.blending import Blend, Scores, blended
from matinee.discover.retrieval.evidence import Told, reason_of, reason_of_likeness
from matinee.discover.spelling.lexicon import Nats
from matinee.discover.spelling.matching import Channel, find
from matinee.discover.texts.text_index import Matched
from matinee.discover.texts.vectors import Vectors
from matinee.discover.words.folding import words_of

_NAME_WORDS = 8
"""A text of more words is no name."""
_CLOSEST = 200
"""Titles that are taken to be close in meaning, at most."""
_CLOSE = 0.3
"""The cosine, or the sum of likenesses, from which they are."""
_SHARED_GENRES, _SHARED_PEOPLE = 0.25, 0.15
_RECALLED = 400
"""Titles that a description of a plot may be of, at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """What was found out of an intent before titles are ranked."""

    matched: Matched
    vectors: Vectors
    meaning: NDArray[np.float32] | None
    """The vector of the text; None where there is none, or no encoder yet."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """Titles by their entries, best first, and their scores."""

    entries: NDArray[np.int32]
    scores: Scores
    by_name: Mask


def ranked(
    holdings: Holdings,
    intent: Intent,
    signs: Signs,
    *,
    allowed: Mask,
    prior: Nats,
    blend: Blend,
    channel: Channel,
) -> Ranked:
    """Every title that has a sign of fitting; all that are allowed where nothing was said.

    ``allowed`` are the entries of titles that meet every hard rule.
    """
    count = len(holdings.directory)
    words = np.zeros(count, np.float32)
    words[signs.matched.entries] = signs.matched.scores
    names = _names(holdings, intent.text, allowed, prior, channel)
    meaning = _meaning(holdings, intent, signs, blend)
    scores = blended(blend, meaning=meaning, words=words, names=names, prior=prior)
    fitting = (words > 0) | (names > 0)
    if meaning is not None:
        # Until there are vectors, nothing but shared genres and people says what is like a title.
        known = len(signs.vectors) > 0
        close = allowed & ((meaning >= _CLOSE) if known else (meaning > 0))
        fitting |= _best(np.where(close, meaning, -np.inf), _CLOSEST)
    if not words_of(intent.text) and not intent.likeness:
        fitting = allowed
    for like in intent.likeness:
        entry = entry_of_title(holdings, like)
        if entry is not None:
            fitting[entry] = False
    entries = np.flatnonzero(fitting & allowed).astype(np.int32)
    order = np.lexsort((entries, -scores[entries]))
    chosen = entries[order]
    return Ranked(chosen, scores[chosen], names[chosen] > 0)


def of_plot(scores: Scores, allowed: Mask) -> Ranked:
    """The allowed titles that the description of a plot is likeliest of, and no other sign.

    ``scores`` is of every entry, -inf where it has no text. Rules leave titles out before the best
    are taken, so that a member under rules is offered no fewer.
    """
    entries = np.flatnonzero(allowed & np.isfinite(scores)).astype(np.int32)
    chosen = entries[np.lexsort((entries, -scores[entries]))][:_RECALLED]
    return Ranked(chosen, scores[chosen], np.zeros(len(chosen), np.bool_))


def allowed_titles(holdings: Holdings, visible: Mask, narrowed: Mask | None) -> Mask:
    """The entries of titles that a member may see and that meet the constraints."""
    titles = holdings.row_of >= 0
    allowed = visible & titles & (holdings.directory.kinds == KIND_OF[EntryKind.TITLE])
    if narrowed is not None:
        allowed[titles] &= narrowed[holdings.row_of[titles]]
    return allowed


def told(holdings: Holdings, intent: Intent, found: Ranked, limit: int) -> tuple[FoundTitle, ...]:
    """The first titles, each with its reason."""
    description = Told.of(intent.text)
    return tuple(
        FoundTitle(
            id=holdings.directory.words[entry].id,
            row=int(holdings.row_of[entry]),
            score=score,
            reason=_reason(holdings, intent, description, entry),
        )
        for entry, score in zip(
            found.entries[:limit].tolist(), found.scores[:limit].tolist(), strict=True
        )
    )


def entry_of_title(holdings: Holdings, like: Likeness) -> int | None:
    """The entry of a title that others should be like."""
    return holdings.directory.index.get(EntryKey(EntryKind.TITLE, str(like.title)))


def _reason(holdings: Holdings, intent: Intent, description: Told, entry: int) -> Wording:
    words = holdings.directory.words[entry]
    genres = _genres(holdings, entry)
    if description.words or not intent.likeness:
        return reason_of(description, words, genres)
    liked = (entry_of_title(holdings, like) for like in intent.likeness)
    likes = [one for one in liked if one is not None]
    if not likes:
        return reason_of(description, words, genres)
    like = holdings.directory.words[likes[0]]
    return reason_of_likeness(like, _genres(holdings, likes[0]), words, genres)


def _genres(holdings: Holdings, entry: int) -> list[str]:
    row, genres = holdings.row_of[entry], holdings.shelf.genre_of
    codes = genres.indices[genres.indptr[row] : genres.indptr[row + 1]]
    return [holdings.shelf.genres[code] for code in codes]


def _names(holdings: Holdings, text: str, allowed: Mask, prior: Nats, channel: Channel) -> Scores:
    """How far the whole text is a name: 1 where it is, less for each slip and for a beginning."""
    names = np.zeros(len(holdings.directory), np.float32)
    words = words_of(text)
    if not words or len(words) > _NAME_WORDS:
        return names
    lexicon = holdings.directory.lexicon
    found = find(lexicon, text, prior=prior, visible=allowed, channel=channel)
    typed = len("".join(words))
    lengths = np.where(found.form_at >= 0, lexicon.lengths[found.form_at], 2 * typed)
    share = np.minimum(typed, lengths) / np.maximum(typed, np.maximum(lengths, 1))
    names[found.entries] = share * 0.7 ** found.slips.astype(np.float32)
    return names


def _meaning(holdings: Holdings, intent: Intent, signs: Signs, blend: Blend) -> Scores | None:
    count = len(holdings.directory)
    total: Scores | None = None
    if signs.meaning is not None and len(signs.vectors):
        total = signs.vectors.likeness(signs.meaning, count)
    for like in intent.likeness:
        entry = entry_of_title(holdings, like)
        if entry is not None:
            weight = blend.likeness * like.weight
            alike = (weight * _alike(holdings, signs.vectors, entry)).astype(np.float32)
            total = alike if total is None else total + alike
    return total


def _alike(holdings: Holdings, vectors: Vectors, entry: int) -> Scores:
    """Likeness by story, by shared genres (Jaccard) and by people who took part in both."""
    count, directory = len(holdings.directory), holdings.directory
    vector = vectors.of_entry(entry)
    alike = np.zeros(count, np.float32) if vector is None else vectors.likeness(vector, count)
    row, titles = int(holdings.row_of[entry]), holdings.row_of >= 0
    genres = holdings.shelf.genre_of
    both = np.asarray((genres @ genres[row].T).todense(), np.float32).ravel()
    sizes = np.diff(genres.indptr)
    either = np.maximum(sizes + sizes[row] - both, 1)
    alike[titles] += (_SHARED_GENRES * both / either)[holdings.row_of[titles]]
    of_both = directory.of_entry[directory.of_title == entry]
    shared = np.isin(directory.of_entry, of_both)
    np.add.at(alike, directory.of_title[shared], np.float32(_SHARED_PEOPLE / max(1, len(of_both))))
    return alike


def _best(scores: Scores, number: int) -> Mask:
    best = np.zeros(len(scores), np.bool_)
    places = np.argpartition(-scores, min(number, len(scores) - 1))[:number]
    best[places[np.isfinite(scores[places])]] = True
    return best
