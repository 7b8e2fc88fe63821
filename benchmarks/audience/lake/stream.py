"""Synthetic viewing as players send it: members with a taste, batch by batch, from a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

BATCH = 500
_TASTES = 20
_DAYS = 10
_KINDS = ("impression", "progress", "play", "finish")
_SHARES = (0.70, 0.15, 0.05, 0.10)


@dataclass(frozen=True)
class Batch:
    """A body for ``POST /v1/events``, and the ids in it as 16 bytes each."""

    body: bytes
    ids: NDArray[np.uint8]


def batches(
    profiles: Sequence[UUID], titles: Sequence[UUID], *, count: int, until: datetime, seed: int
) -> Iterator[Batch]:
    """``count`` batches that happened in the ten days before ``until``, in order of time.

    A member keeps to one of twenty parts of the shelf nine times in ten, and within it prefers
    what stands in front, so that a model has something to learn.
    """
    draw = np.random.default_rng(seed)
    names = [str(profile) for profile in profiles]
    shelf = [str(title) for title in titles]
    per_taste = len(shelf) // _TASTES
    tastes = draw.integers(0, _TASTES, len(names))
    end = int(until.timestamp() * 1000)
    step = _DAYS * 86_400_000 / (count * BATCH)
    for number in range(count):
        ages = (count * BATCH - number * BATCH - np.arange(BATCH)) * step
        at = (end - ages).astype(np.int64)
        who = draw.integers(0, len(names), BATCH)
        kept = np.where(draw.random(BATCH) < 0.9, tastes[who], draw.integers(0, _TASTES, BATCH))
        what = kept * per_taste + (per_taste * draw.random(BATCH) ** 2).astype(np.int64)
        ids = _ids(at, draw)
        letters = ids.tobytes().hex()
        kinds = draw.choice(len(_KINDS), BATCH, p=_SHARES)
        seconds = draw.integers(1, 7200, BATCH)
        times = np.datetime_as_string(at.astype("datetime64[ms]"))
        events = [
            _event(
                letters[32 * place : 32 * place + 32],
                names[who[place]],
                shelf[what[place]],
                _KINDS[kinds[place]],
                str(times[place]),
                int(seconds[place]),
            )
            for place in range(BATCH)
        ]
        yield Batch(('{"events":[' + ",".join(events) + "]}").encode(), ids)


def _ids(at: NDArray[np.int64], draw: np.random.Generator) -> NDArray[np.uint8]:
    """UUIDs of version 7 (RFC 9562, section 5.7)."""
    ids = draw.integers(0, 256, (len(at), 16), np.uint8)
    ids[:, :6] = at.astype(">u8").view(np.uint8).reshape(-1, 8)[:, 2:]
    ids[:, 6] = ids[:, 6] & 0x0F | 0x70
    ids[:, 8] = ids[:, 8] & 0x3F | 0x80
    return ids


def _event(letters: str, profile: str, title: str, kind: str, at: str, seconds: int) -> str:
    shown = kind == "impression"
    rest = (
        f'"row":"picks","position":{seconds % 20},"probability":1.0'
        if shown
        else f'"seconds":{seconds}'
    )
    return (
        f'{{"id":"{letters[:8]}-{letters[8:12]}-{letters[12:16]}-{letters[16:20]}-{letters[20:]}",'
        f'"profile_id":"{profile}","kind":"{kind}","title_id":"{title}","at":"{at}Z",'
        f'"device":"tv","surface":"home",{rest}}}'
    )
