"""A training that was stopped goes on, where the log is the same; on another log it begins anew."""

from pathlib import Path

import numpy as np
import pytest
from tests.recommend.audiences import SETTINGS, service, walked_log

from matinee.foundation.blobs import Blobs
from matinee.foundation.database import Database
from matinee.recommend.service import RecommendService

torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")
torch.set_num_threads(1)

RANKING = SETTINGS.model_copy(update={"sequence_passes": 3, "sequence_length": 8})
MEMBERS = 160


class Stopped(Exception):
    """As a kill is."""


async def passes_of(recommend: RecommendService, *, stop_at: int = 0) -> list[int]:
    told: list[int] = []

    def progress(what: str, _done: float) -> None:
        if what.startswith("sequence model: pass"):
            told.append(int(what.split()[3]))
            if told[-1] == stop_at:
                raise Stopped

    if stop_at:
        with pytest.raises(Stopped):
            await recommend.train(progress=progress)
    else:
        await recommend.train(progress=progress)
    return told


async def test_a_training_that_was_stopped_goes_on_and_ends_as_if_it_had_not_been(
    database: Database, blobs: Blobs, tmp_path: Path
) -> None:
    stopped = service(database, blobs, walked_log(MEMBERS), tmp_path / "copies", RANKING)
    assert await passes_of(stopped, stop_at=2) == [1, 2]
    again = service(database, blobs, walked_log(MEMBERS), tmp_path / "copies", RANKING)
    assert await passes_of(again) == [3]
    assert not list((tmp_path / "copies" / ".unfinished").iterdir())
    resumed = await again.current()
    whole = service(database, blobs, walked_log(MEMBERS), tmp_path / "elsewhere", RANKING)
    assert await passes_of(whole) == [1, 2, 3]
    at_once = await whole.current()
    assert resumed is not None
    assert at_once is not None
    walk = np.arange(5, dtype=np.int32)[::-1], np.ones(5, np.float32)
    assert np.array_equal(resumed.scores(*walk), at_once.scores(*walk))


async def test_what_was_begun_on_another_log_is_removed_and_not_gone_on_with(
    database: Database, blobs: Blobs, tmp_path: Path
) -> None:
    stopped = service(database, blobs, walked_log(MEMBERS), tmp_path / "copies", RANKING)
    await passes_of(stopped, stop_at=2)
    (begun,) = (tmp_path / "copies" / ".unfinished").iterdir()
    longer = service(database, blobs, walked_log(MEMBERS + 1), tmp_path / "copies", RANKING)
    assert await passes_of(longer) == [1, 2, 3]
    assert not begun.exists()
