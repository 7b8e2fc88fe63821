"""RecTools' transformers and implicit's ALS, run by .venv-peers, so it knows no Matinee.

Every model is asked for lists of ten unseen titles: after each pass for the members on whom
settings are chosen, and in the end, at its best pass, for all. Time is that of training alone, the
processor's and the clock's.
"""

import importlib
import sys
import time
from typing import Any

import numpy as np

_LIST = 10
_PATIENCE = 5
_ALS = tuple((alpha, ridge) for alpha in (1.0, 10.0, 40.0) for ridge in (0.01, 1.0))
_ALS_ROUNDS = 15


def main(given: str, made: str) -> None:
    """Read histories and settings from ``given``; write lists, times and passes to ``made``."""
    read = dict(np.load(given, allow_pickle=False).items())
    name = str(read["model"])
    importlib.import_module("torch").set_num_threads(int(read["threads"]))
    answers = _als(read) if name == "als" else _transformer(read, name)
    np.savez(made, **answers)


def _transformer(read: dict[str, Any], name: str) -> dict[str, Any]:
    models: Any = importlib.import_module("rectools.models")
    width, heads, blocks, length = (int(one) for one in read["shape"])
    settings: dict[str, Any] = {
        "n_factors": width,
        "n_heads": heads,
        "n_blocks": blocks,
        "session_max_len": length,
        "loss": "softmax",
        "epochs": 1,
        "verbose": 0,
        "deterministic": True,
        "recommend_torch_device": "cpu",
        "get_trainer_func": _trainer,
    }
    if name == "sasrec":
        model = models.SASRecModel(**settings)
    else:
        model = models.HSTUModel(relative_time_attention=False, **settings)
    importlib.import_module("pytorch_lightning").seed_everything(1, verbose=False)
    learned, asked = _dataset(read, "learned"), _dataset(read, "asked")
    times: list[tuple[float, float]] = []
    lists: list[Any] = []
    best, best_pass, state, spent = -1.0, 0, None, np.zeros(2)
    for number in range(int(read["passes"])):
        started = np.array([time.process_time(), time.monotonic()])
        model.fit_partial(learned, min_epochs=1, max_epochs=1)
        spent = spent + np.array([time.process_time(), time.monotonic()]) - started
        times.append((float(spent[0]), float(spent[1])))
        lists.append(_lists(model, learned, read["choosing"]))
        found = _gain(lists[-1], read["choosing_targets"])
        if found > best:
            best, best_pass = found, number
            state = {k: v.clone() for k, v in model.lightning_model.state_dict().items()}
        if number - best_pass >= _PATIENCE or spent[0] > float(read["processor_seconds"]):
            break
    model.lightning_model.load_state_dict(state)
    started = time.process_time()
    final = _lists(model, asked, np.arange(int(read["members"])))
    return {
        "times": np.array(times),
        "choosing_lists": np.stack(lists),
        "best": np.array(best_pass),
        "lists": final,
        "scoring_seconds": np.array(time.process_time() - started),
    }


def _trainer() -> Any:
    lightning: Any = importlib.import_module("pytorch_lightning")
    return lightning.Trainer(
        max_epochs=1,
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
