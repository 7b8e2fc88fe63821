"""Scores of every title as the next one, for many histories at once."""

import numpy as np
import torch

from matinee.recommend.arrays import Reals
from matinee.recommend.histories import Histories
from matinee.recommend.occasions import as_heard
from matinee.recommend.sequence.network import SequenceNetwork
from matinee.recommend.sequence.windows import padded, padded_occasions

_AT_ONCE = 128


class TorchScorer:
    """A trained network in the form in which every model is judged."""

    def __init__(self, network: SequenceNetwork) -> None:
        self.network = network

    def score(self, histories: Histories) -> Reals:
        """Member x title; a member without a history gets what is asked for most.

        Trained for unseen titles alone, the model says nothing of those in the history: leave
        them out.
        """
        newest = histories.newest(self.network.shape.length)
        scores = np.empty((len(newest), newest.item_count), np.float32)
        with torch.inference_mode():
            titles = self.network.titles()
            for start in range(0, len(newest), _AT_ONCE):
                stop = min(start + _AT_ONCE, len(newest))
                scores[start:stop] = self._some(newest, start, stop, titles)
        return scores

    def _some(self, newest: Histories, start: int, stop: int, titles: torch.Tensor) -> Reals:
        begins, ends = newest.offsets[start:stop], newest.offsets[start + 1 : stop + 1]
        rows = np.tile(self.network.popularity.numpy(), (stop - start, 1))
        known = np.flatnonzero(ends > begins)
        if not known.size:
            return rows
        begins, ends = begins[known], ends[known]
        items = torch.from_numpy(padded(newest.items, begins, ends).astype(np.int64))
        occasions = asked_at = None
        if newest.occasions is not None:
            told = as_heard(padded_occasions(newest.occasions, begins, ends))
            occasions = torch.from_numpy(told.astype(np.int64))
        if newest.asked_at is not None:
            told = newest.asked_at[start:stop][known][:, None]
            asked_at = torch.from_numpy(told.astype(np.int64))
        states = self.network(items, titles, occasions, asked_at)
        last = torch.from_numpy(ends - begins - 1)
        found = self.network.scores(states[torch.arange(len(known)), last], titles)
        rows[known] = found.numpy()
        return rows
