"""Which entry is meant by what was typed so far: a noisy channel (Kernighan, Church & Gale 1990).

An entry's score is a log-probability, in nats: how often it is looked for (its prior), at which of
its words somebody begins, that they stop after so many letters, and each slip of the fingers. The
slips are looked for only where the letters as typed lead to too few names.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matinee.discover.spelling.edits import FAR
from matinee.discover.spelling.forms import typed_forms
from matinee.discover.spelling.lexicon import Entries, Lexicon, Nats, Places
from matinee.discover.words.folding import words_of

Mask = NDArray[np.bool_]
Slips = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Channel:
    """How people type. Nats, except where said; chosen on queries that no figure rests on."""

    slip: float = 5.5
    first_letter: float = 1.0
    """More for a slip at the very first letter."""
    finished: float = 0.3
    """The probability that somebody who types has typed the whole name."""
    out_of_order: float = 6.5
    """Words that begin the words of a name, but not one after the other."""
    slips_from: int = 4
    two_slips_from: int = 5
    two_slips_within_from: int = 8
    """Shorter queries are held against whole names alone where there may be two slips."""
    enough: int = 12
    """With so many names that begin as typed, nobody is thought to have slipped."""
    enough_of_one: int = 5
    """With so many, none or one slip away, nobody is thought to have slipped twice."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Entries, the likeliest first: ``scores`` in nats, ``slips`` and what was typed of each.

    ``form_at`` is the place of the form in the lexicon, -1 where words stood in another order.
    """

    entries: Entries
    scores: Nats
    slips: Slips
    form_at: Places

    def __len__(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to read the query: forms with their slips, to the whole name or to its beginning."""

    places: Places
    slips: Slips
    whole: Mask
    extra: NDArray[np.float32]


def find(
    lexicon: Lexicon,
    query: str,
    *,
    prior: Nats,
    visible: Mask,
    channel: Channel,
) -> Found:
    """Every entry that ``query`` may mean; ``prior`` and ``visible`` have a place per entry."""
    readings: list[_Reading] = []
    for letters in typed_forms(query):
        readings += _readings(lexicon, letters, visible, channel)
    found = _scored(lexicon, readings, prior, channel)
    words = words_of(query)
    if len(words) > 1 and len(found) < channel.enough:
        scattered = _in_any_order(lexicon, words, prior, visible, channel)
        found = _best([found, scattered])
    return found


def _readings(lexicon: Lexicon, letters: bytes, visible: Mask, channel: Channel) -> list[_Reading]:
    low, high = lexicon.beginning(letters)
    places = np.arange(low, high)
    places = places[visible[lexicon.entries[low:high]]]
    typed = len(letters)
    readings = [_exact(lexicon, places, typed)]
    known = len(places)
    if known >= channel.enough or typed < channel.slips_from:
        return readings
    one = _slipped(lexicon, letters, visible, channel, limit=1)
    readings.append(one)
    known += len(one.places)
    if known < channel.enough_of_one and typed >= channel.two_slips_from:
        readings.append(_slipped(lexicon, letters, visible, channel, limit=2))
    return readings


def _exact(lexicon: Lexicon, places: Places, typed: int) -> _Reading:
    return _Reading(
        places,
        np.zeros(len(places), np.int8),
        lexicon.lengths[places] == typed,
        np.zeros(len(places), np.float32),
    )


def _slipped(
    lexicon: Lexicon, letters: bytes, visible: Mask, channel: Channel, *, limit: int
) -> _Reading:
    whole_only = limit > 1 and len(letters) < channel.two_slips_within_from
    places, distances = lexicon.near(letters, limit=limit, whole=whole_only)
    beginning = np.full(len(places), FAR, np.int8) if whole_only else distances.beginning
    whole = distances.whole <= beginning + 1
    slips = np.where(whole, distances.whole, beginning).astype(np.int8)
    kept = (slips > 0) & (slips <= limit) & visible[lexicon.entries[places]]
    places = places[kept]
    other = lexicon.first_letters(places) != letters[0]
    extra = np.where(other, channel.first_letter, 0.0).astype(np.float32)
    return _Reading(places, slips[kept], whole[kept], extra)


def _scored(
    lexicon: Lexicon,
    readings: Sequence[_Reading],
    prior: Nats,
    channel: Channel,
) -> Found:
    if not readings:
        return _nothing()
    places = np.concatenate([reading.places for reading in readings])
    slips = np.concatenate([reading.slips for reading in readings])
    whole = np.concatenate([reading.whole for reading in readings])
    extra = np.concatenate([reading.extra for reading in readings])
    entries = lexicon.entries[places]
    lengths = np.maximum(lexicon.lengths[places], 1).astype(np.float32)
    stop = np.where(whole, np.log(channel.finished), np.log((1 - channel.finished) / lengths))
    scores = prior[entries] - lexicon.surprise[places] + stop - channel.slip * slips - extra
    return _best([Found(entries, scores.astype(np.float32), slips, places)])


def _in_any_order(
    lexicon: Lexicon, words: Sequence[str], prior: Nats, visible: Mask, channel: Channel
) -> Found:
    """Entries in which each word of the query begins some word; a word may have one slip."""
    scores = np.where(visible, prior - np.float32(channel.out_of_order), -np.inf)
    slips = np.zeros(len(prior), np.int8)
    for word in dict.fromkeys(words):
        letters = word.encode()[: lexicon.width]
        low, high = lexicon.beginning(letters)
        places, missed = np.arange(low, high), np.zeros(high - low, np.int8)
        if not len(places) and len(letters) >= channel.slips_from:
            places, distances = lexicon.near(letters, limit=1)
            missed = distances.beginning
        entries = lexicon.entries[places]
        here = np.full(len(prior), FAR, np.int8)
        np.minimum.at(here, entries, missed)
        scores = np.where(here < FAR, scores - channel.slip * here, -np.inf)
        slips += np.where(here < FAR, here, 0).astype(np.int8)
    entries = np.flatnonzero(np.isfinite(scores)).astype(np.int32)
    at = np.full(len(entries), -1, np.int64)
    return Found(entries, scores[entries].astype(np.float32), slips[entries], at)


def _best(parts: Sequence[Found]) -> Found:
    """Each entry once, by its likeliest reading."""
    entries = np.concatenate([part.entries for part in parts])
    scores = np.concatenate([part.scores for part in parts])
    order = np.argsort(-scores, kind="stable")
    ordered = entries[order]
    places = np.arange(len(order))
    first = np.empty(int(entries.max(initial=-1)) + 1, np.int64)
    first[ordered[::-1]] = places[::-1]  # the last write, which is the likeliest reading, stands
    chosen = order[first[ordered] == places]
    return Found(
        entries[chosen],
        scores[chosen],
        np.concatenate([part.slips for part in parts])[chosen],
        np.concatenate([part.form_at for part in parts])[chosen],
    )


def _nothing() -> Found:
    return Found(
        np.empty(0, np.int32), np.empty(0, np.float32), np.empty(0, np.int8), np.empty(0, np.int64)
    )
