"""Titles for every member at once: a question to Daft, answered in this process or on a cluster.

Each row of the question is a member with all that was watched; what suits best is worked out where
the row lies, by models that each node fetches once from the blob store.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matinee.foundation.blobs import Blobs
from matinee.recommend.arrays import Mask
from matinee.recommend.artefact_store import ArtefactStore
from matinee.recommend.history_weights import weigh_history
from matinee.recommend.model_set import ModelSet
from matinee.recommend.occasions import asked_at, heard_history

_AT_ONCE = 256
"""Members of one call: between two calls a stop is heard."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What every node is told.

    The models are ``version`` of the store at ``address``, with a copy of their files in ``folder``
    of each machine. ``allowed`` has, for each rule under which members watch, a bit for each title
    of the models; ``series`` the series that an episode counts for, by their ids; ``moment`` is
    when, in seconds since 1970, ``count`` titles are asked for.
    """

    address: str
    folder: str
    version: str
    manifest_sha256: str
    allowed: tuple[bytes, ...]
    series: dict[str, str]
    moment: float
    count: int


def best_titles(frame: Any, members: Any, told: Scored) -> Any:
    """A ``daft.DataFrame`` of ``profile_id``, ``titles`` and ``scores``, best first.

    ``frame`` has events, in whatever order; ``members`` is an Arrow table of ``profile_id`` and
    ``rule``, the place of theirs in ``allowed``. Who is not in both is not answered.
    """
    daft = import_module("daft")
    kinds = daft.DataType
    answer = kinds.struct(
        {"titles": kinds.list(kinds.string()), "scores": kinds.list(kinds.float32())}
    )

    @daft.func.batch(return_dtype=answer, batch_size=_AT_ONCE)
    def best(rules: Any, titles: Any, codes: Any, values: Any, at: Any) -> list[dict[str, Any]]:
        columns = (column.to_pylist() for column in (rules, titles, codes, values, at))
        return scored_rows(told, list(zip(*columns, strict=True)))

    watched = (
        frame.with_column("at", frame["at"].cast(kinds.int64()))
        .groupby("profile_id")
        .agg(
            *(frame[name].list_agg().alias(name) for name in ("title_id", "kind", "value")),
            daft.col("at").list_agg().alias("at"),
        )
        .join(daft.from_arrow(members), on="profile_id")
    )
    asked = (watched[name] for name in ("rule", "title_id", "kind", "value", "at"))
    found = watched.select(watched["profile_id"], best(*asked).alias("best"))
    best_of = found["best"]
    return found.select(
        found["profile_id"],
        best_of.get("titles").alias("titles"),
        best_of.get("scores").alias("scores"),
    ).sort("profile_id")


Row = tuple[int, Sequence[str], Sequence[int], Sequence[float | None], Sequence[int]]
"""A member's rule, and the titles, kinds, values and times (microseconds) of their events."""


def scored_rows(told: Scored, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The best titles of each row, by the models that this process holds."""
    where = (told.address, told.folder, told.version, told.manifest_sha256)
    models, places = _models(*where)
    names = list(places)
    found: list[dict[str, Any]] = []
    for rule, titles, kinds, values, at in rows:
        item_of = np.array([places.get(told.series.get(one, one), -1) for one in titles], np.int32)
        events = (np.array(kinds, np.uint8), np.array(values, np.float32), np.array(at) / 1e6)
        allowed = np.unpackbits(np.frombuffer(told.allowed[rule], np.uint8), count=len(models))
        items, scores = best_items(
            models, item_of, *events, allowed=allowed.astype(np.bool_), told=told
        )
        found.append({"titles": [names[item] for item in items], "scores": scores.tolist()})
    return found


def best_items(
    models: ModelSet,
    items: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    values: NDArray[np.float32],
    at: NDArray[np.float64],
    *,
    allowed: Mask,
    told: Scored,
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """At most ``told.count`` items, best first, none of which stands in the history; none without.

    ``items`` are -1 for titles that the models do not know; events come in any order.
    """
    newest = np.argsort(at, kind="stable")[::-1]
    items, kinds, values, at = items[newest], kinds[newest], values[newest], at[newest]
    exponent = models.recency_exponent
    if models.hears:
        heard, weights, occasions = heard_history(items, kinds, values, at, exponent=exponent)
        scores = models.scores(heard, weights, occasions, asked_at(told.moment, ""))
    else:
        heard, weights = weigh_history(items, kinds, values, exponent=exponent)
        scores = models.scores(heard, weights)
    if not heard.size:
        return np.empty(0, np.intp), np.empty(0, np.float32)
    offered = allowed.copy()
    offered[items[items >= 0]] = False
    candidates = np.flatnonzero(offered)
    best = candidates[np.lexsort((candidates, -scores[candidates]))][: told.count]
    return best, scores[best].astype(np.float32)


@lru_cache(maxsize=1)
def _models(
    address: str, folder: str, version: str, manifest_sha256: str
) -> tuple[ModelSet, dict[str, int]]:
    """The models, checked, and the item of each title's id; once in each process."""
    store = ArtefactStore(Blobs(address), Path(folder))
    models = asyncio.run(store.models(version, manifest_sha256))
    return models, {str(title): item for item, title in enumerate(models.title_ids)}
