"""What discovery asks of the crowd and of a member, answered by audience and recommendation."""

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matinee.audience.service import AudienceService
from matinee.catalogue.model import Shelf
from matinee.discover.model import RowScores
from matinee.media.text_embedding.encoder import MODEL_IN_BYTES, TextEncoder
from matinee.recommend.model import ModelSet, heard_history
from matinee.recommend.service import RecommendService
from matinee.vocabulary.ids import ProfileId
from matinee.vocabulary.places import Territory

_HISTORY = 200
_BEST_SHARE = 0.99
"""A member's taste is 1 from this quantile of the scores on."""


class CrowdOfModels:
    """Discovery's ``Crowd``: what was learned of popularity, or else counts of the log."""

    def __init__(self, audience: AudienceService, recommend: RecommendService) -> None:
        self._audience = audience
        self._recommend = recommend

    async def watched(self, shelf: Shelf, territory: Territory) -> RowScores:
        """How often each title of the shelf is watched."""
        models = await self._recommend.current()
        if models is not None:
            return _on_shelf(shelf, models, models.popularity(territory))
        counts = await self._audience.most_watched()
        watched = np.zeros(len(shelf), np.float32)
        for title, count in counts.items():
            if title in shelf.index:
                watched[shelf.index[title]] = count
        return watched

    async def rising(self, shelf: Shelf, territory: Territory) -> Sequence[int]:
        """Rows of the titles watched more than is usual for them; none before a training."""
        models = await self._recommend.current()
        if models is None:
            return ()
        trends = _on_shelf(shelf, models, models.trending(territory))
        order = np.argsort(-trends, kind="stable")
        return order[trends[order] > 0].tolist()


class TasteOfModels:
    """Discovery's ``Taste``: the models' scores for the member's history of this moment."""

    def __init__(self, audience: AudienceService, recommend: RecommendService) -> None:
        self._audience = audience
        self._recommend = recommend

    async def of(self, profile: ProfileId, shelf: Shelf) -> RowScores | None:
        """From 0 to 1, how well each title suits; None before a training or without a history."""
        models = await self._recommend.current()
        if models is None:
            return None
        history = (await self._audience.member(profile, limit=_HISTORY)).history
        items = np.array([models.index.get(title, -1) for title in history.title_ids], np.int32)
        heard, weights, told = heard_history(
            items, history.kinds, history.values, history.at, exponent=models.recency_exponent
        )
        if not len(heard):
            return None
        scores = np.maximum(models.scores(heard, weights, told), 0)
        best = float(np.quantile(scores, _BEST_SHARE))
        if best <= 0:
            return None
        return _on_shelf(shelf, models, np.minimum(scores / best, 1).astype(np.float32))


class LateEncoder:
    """Discovery's ``Encoder``: MiniLM, built when the first text comes, on one core."""

    model = MODEL_IN_BYTES

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._encoder: TextEncoder | None = None

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text; :class:`Unavailable` without the model's weights."""
        with self._lock:
            if self._encoder is None:
                self._encoder = TextEncoder(threads=1, in_bytes=True)
        return self._encoder.encode(texts)


def _on_shelf(shelf: Shelf, models: ModelSet, scores: RowScores) -> RowScores:
    """Scores of the models' items as scores of the shelf's rows; 0 for titles they do not know."""
    rows = np.array([shelf.index.get(title, -1) for title in models.title_ids], np.int32)
    placed = np.zeros(len(shelf), np.float32)
    placed[rows[rows >= 0]] = scores[rows >= 0]
    return placed
