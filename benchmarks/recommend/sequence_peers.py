"""RecTools' transformers and implicit's ALS, run by .venv-peers, so it knows no Matinee.

Every model is asked for lists of ten unseen titles: after each pass for the members on whom
settings are chosen, and in the end, at its best pass, for all. Time is that of training alone, the
processor's and the clock's. After each pass a transformer's course is kept in the file that is
given for it, from which a run that was stopped goes on.
"""

import importlib
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

_LIST = 10
_PATIENCE = 5
_PASSES_EVER = 10_000
_ALS = tuple((alpha, ridge) for alpha in (1.0, 10.0, 40.0) for ridge in (0.01, 1.0))
_ALS_ROUNDS = 15


def main(given: str, made: str) -> None:
    """Read histories and settings from ``given``; write lists, times and passes to ``made``."""
    read = dict(np.load(given, allow_pickle=False).items())
    name = str(read["model"])
    importlib.import_module("torch").set_num_threads(int(read["threads"]))
    answers = _als(read) if name == "als" else _transformer(read, name)
    np.savez(made, **answers)


@dataclass
class _Course:
    """What a transformer's passes came to; ``best`` is the pass and ``found`` its NDCG@10."""

    model: Any
    times: list[tuple[float, float]] = field(default_factory=list)
    lists: list[Any] = field(default_factory=list)
    best: int = 0
    found: float = -1.0
    state: Any = None
    chance: Any = None

    def add(self, spent: Any, lists: Any, found: float) -> None:
        """Add a pass that took ``spent`` seconds: the processor's, the clock's."""
        before = np.array(self.times[-1] if self.times else (0.0, 0.0))
        processor, clock = (before + spent).tolist()
        self.times.append((processor, clock))
        self.lists.append(lists)
        if found > self.found:
            self.found, self.best = found, len(self.lists) - 1
            learned = self.model.lightning_model.state_dict()
            self.state = {name: value.clone() for name, value in learned.items()}

    def ended(self, read: dict[str, Any]) -> bool:
        """Whether nothing is to be hoped of another pass, or all that was allowed is spent."""
        passes = len(self.lists)
        return bool(passes) and (
            passes >= int(read["passes"])
            or passes - 1 - self.best >= _PATIENCE
            or self.times[-1][0] > float(read["processor_seconds"])
        )

    def keep(self, file: Path) -> None:
        """Write it whole or not at all, with where the dice stand."""
        torch: Any = importlib.import_module("torch")
        self.chance = (torch.get_rng_state(), np.random.get_state())
        made = file.with_suffix(".new")
        torch.save(self, made)
        made.replace(file)

    @classmethod
    def taken_up(cls, file: Path) -> "_Course":
        """One that this file kept; the model goes on with its optimiser's moments."""
        torch: Any = importlib.import_module("torch")
        course: _Course = torch.load(file, weights_only=False)
        of_torch, of_numpy = course.chance
        torch.set_rng_state(of_torch)
        np.random.set_state(of_numpy)
        return course


def _transformer(read: dict[str, Any], name: str) -> dict[str, Any]:
    began = time.monotonic()
    file = Path(str(read["unfinished"])) if str(read["unfinished"]) else None
    importlib.import_module("pytorch_lightning").seed_everything(1, verbose=False)
    known = file is not None and file.exists()
    course = _Course.taken_up(file) if file and known else _Course(_network(read, name))
    learned, asked = _dataset(read, "learned"), _dataset(read, "asked")
    while not course.ended(read):
        if course.lists and time.monotonic() - began > float(read["begin_within_seconds"]):
            break
        started = np.array([time.process_time(), time.monotonic()])
        course.model.fit_partial(learned, min_epochs=1, max_epochs=1)
        spent = np.array([time.process_time(), time.monotonic()]) - started
        lists = _lists(course.model, learned, read["choosing"])
        found = _gain(lists, read["choosing_targets"])
        course.add(spent, lists, found)
        if file:
            course.keep(file)
        print(
            f"{name}: pass {len(course.lists)}, validation {found:.4f}, best {course.found:.4f}, "
            f"{course.times[-1][0]:.0f} processor seconds",
            flush=True,
        )
    model = course.model
    model.lightning_model.load_state_dict(course.state)
    started = time.process_time()
    final = _lists(model, asked, np.arange(int(read["members"])))
    return {
        "times": np.array(course.times),
        "choosing_lists": np.stack(course.lists),
        "best": np.array(course.best),
        "lists": final,
        "scoring_seconds": np.array(time.process_time() - started),
        "ended": np.array(course.ended(read)),
    }


def _network(read: dict[str, Any], name: str) -> Any:
    models: Any = importlib.import_module("rectools.models")
    width, heads, blocks, length = (int(one) for one in read["shape"])
    settings: dict[str, Any] = {
        "n_factors": width,
        "n_heads": heads,
        "n_blocks": blocks,
        "session_max_len": length,
        "loss": "softmax",
        "lr": float(read["rate"]),
        "epochs": 1,
        "verbose": 0,
        "deterministic": True,
        "recommend_torch_device": "cpu",
        "get_trainer_func": _trainer,
    }
    if name == "sasrec":
        return models.SASRecModel(**settings)
    return models.HSTUModel(relative_time_attention=False, **settings)


def _trainer() -> Any:
    lightning: Any = importlib.import_module("pytorch_lightning")
    return lightning.Trainer(
        max_epochs=_PASSES_EVER,  # Each call says how many; it refuses a course that had more.
        min_epochs=1,
        accelerator="cpu",
        logger=False,
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )


def _dataset(read: dict[str, Any], of: str) -> Any:
    """Order is told by a clock of one second for each step, since that is how RecTools sorts."""
    pandas: Any = importlib.import_module("pandas")
    data: Any = importlib.import_module("rectools.dataset")
    items = read[f"{of}_items"]
    table = pandas.DataFrame(
        {
            "user_id": read[f"{of}_members"],
            "item_id": items,
            "weight": 1.0,
            "datetime": pandas.to_datetime(np.arange(items.size), unit="s"),
        }
    )
    return data.Dataset.construct(table)


def _lists(model: Any, dataset: Any, members: Any) -> Any:
    said = model.recommend(members, dataset, _LIST, filter_viewed=True)
    rows = np.searchsorted(members, said["user_id"].to_numpy())
    lists = np.full((len(members), _LIST), -1, np.int64)
    lists[rows, said["rank"].to_numpy() - 1] = said["item_id"].to_numpy()
    return lists


def _als(read: dict[str, Any]) -> dict[str, Any]:
    sparse: Any = importlib.import_module("scipy.sparse")
    als: Any = importlib.import_module("implicit.als")
    shape = (int(read["members"]), int(read["item_count"]))

    def matrix(of: str) -> Any:
        items = read[f"{of}_items"]
        ones = np.ones(items.size, np.float32)
        return sparse.csr_matrix((ones, (read[f"{of}_members"], items)), shape=shape)

    learned, asked = matrix("learned"), matrix("asked")
    tried: list[tuple[float, Any, Any, Any]] = []
    for alpha, ridge in _ALS:
        model = als.AlternatingLeastSquares(
            factors=int(read["shape"][0]),
            alpha=alpha,
            regularization=ridge,
            iterations=_ALS_ROUNDS,
            num_threads=int(read["threads"]),
            random_state=1,
        )
        started = np.array([time.process_time(), time.monotonic()])
        model.fit(learned, show_progress=False)
        spent = np.array([time.process_time(), time.monotonic()]) - started
        lists = _als_lists(model, learned, read["choosing"])
        tried.append((_gain(lists, read["choosing_targets"]), spent, lists, model))
    _, spent, lists, model = max(tried, key=lambda one: one[0])
    started = time.process_time()
    final = _als_lists(model, asked, np.arange(shape[0]))
    return {
        "times": spent[np.newaxis],
        "choosing_lists": lists[np.newaxis],
        "best": np.array(0),
        "lists": final,
        "scoring_seconds": np.array(time.process_time() - started),
        "ended": np.array(True),
    }


def _als_lists(model: Any, histories: Any, members: Any) -> Any:
    items, _ = model.recommend(
        members,
        histories[members],
        N=_LIST,
        filter_already_liked_items=True,
        recalculate_user=True,
    )
    return items.astype(np.int64)


def _gain(lists: Any, targets: Any) -> float:
    """NDCG@10, to stop by; what is reported is counted by the house's own metrics."""
    found = lists == targets[:, np.newaxis]
    return float((found / np.log2(np.arange(2, _LIST + 2))).sum(axis=1).mean())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
