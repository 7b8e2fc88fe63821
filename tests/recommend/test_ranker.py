"""The ranker: what all models say together, learned, kept, read back and asked."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.recommend.audiences import (
    SETTINGS,
    START,
    finishing,
    forty_films,
    training_events,
)
from tests.recommend.worlds import chains

from matinee.errors import Conflict
from matinee.recommend import artefact
from matinee.recommend.history_weights import recency
from matinee.recommend.model import RecommendSettings
from matinee.recommend.model_set import MODELS, ModelSet
from matinee.recommend.occasions import COLUMNS, ROWS, asked_at
from matinee.recommend.sequence import loading
from matinee.recommend.sequence.loading import WITHOUT_TORCH
from matinee.recommend.training import Trained, train
from matinee.recommend.viewing import viewing_of

torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")
torch.set_num_threads(1)


def trained(settings: RecommendSettings, members: int = 300) -> Trained:
    events = training_events(finishing(chains(members=members)))
    viewing = viewing_of(events, forty_films().kept, item_limit=100, fewest_members=1)
    return train(
        viewing,
        settings,
        version="v",
        now=START + 86_400,
        rival=None,
        progress=lambda _what, _done: None,
    )


@pytest.fixture(scope="module")
def found() -> Trained:
    return trained(SETTINGS.model_copy(update={"sequence_passes": 3, "sequence_length": 8}))


@pytest.fixture(scope="module")
def models(found: Trained) -> ModelSet:
    return found.models


def no_torch(_name: str) -> None:
    """As ``find_spec`` says it."""


def walk(models: ModelSet, length: int = 5) -> tuple[np.ndarray, np.ndarray]:
    items = np.arange(length, dtype=np.int32)[::-1]
    return items, np.ones(length, np.float32)


def test_a_training_with_torch_brings_a_ranker_and_says_how_it_did(found: Trained) -> None:
    assert found.models.ranker is not None
    assert found.models.ranker.fusion.names == MODELS
    assert "against decayed EASE alone" in found.remark
    assert found.figures.asked == 150


def test_without_torch_the_linear_models_serve_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(loading, "find_spec", no_torch)
    found = trained(SETTINGS.model_copy(update={"sequence_passes": 3}))
    assert found.models.ranker is None
    assert found.remark == WITHOUT_TORCH


def test_too_few_members_train_no_sequence_model() -> None:
    found = trained(SETTINGS.model_copy(update={"sequence_passes": 3}), members=60)
    assert found.models.ranker is None
    assert "too few members" in found.remark


def test_a_ranker_is_read_as_it_was_written(models: ModelSet, tmp_path: Path) -> None:
    manifest = artefact.write(models, tmp_path, {})
    read = artefact.read(tmp_path, version="v", manifest_sha256=manifest)
    assert read.ranker is not None
    assert np.array_equal(read.scores(*walk(models)), models.scores(*walk(models)))


@pytest.fixture(scope="module")
def hearing() -> ModelSet:
    quick = {"sequence_passes": 3, "sequence_length": 8, "sequence_occasions": True}
    return trained(SETTINGS.model_copy(update=quick)).models


def test_a_ranker_that_hears_is_read_as_it_was_written(hearing: ModelSet, tmp_path: Path) -> None:
    manifest = artefact.write(hearing, tmp_path, {})
    assert artefact.files_of(tmp_path / artefact.MANIFEST) == artefact.file_names(
        ranker=True, hearing=True
    )
    read = artefact.read(tmp_path, version="v", manifest_sha256=manifest)
    assert read.hears
    history = walk(hearing)
    told = np.random.default_rng(1).integers(0, ROWS, (5, COLUMNS), np.uint8)
    evening = asked_at(START, "tv")
    assert np.array_equal(
        read.scores(*history, told, evening), hearing.scores(*history, told, evening)
    )
    assert not np.allclose(read.scores(*history, told, evening), read.scores(*history, told))
    assert not np.allclose(read.scores(*history, told), read.scores(*history))


def test_models_that_hear_nothing_say_the_same_at_any_hour(models: ModelSet) -> None:
    told = np.full((5, COLUMNS), 7, np.uint8)
    assert not models.hears
    assert np.array_equal(
        models.scores(*walk(models), told, asked_at(START, "tv")), models.scores(*walk(models))
    )


def test_a_version_of_before_serves_without_its_ranker(models: ModelSet, tmp_path: Path) -> None:
    artefact.write(models, tmp_path, {})
    manifest = tmp_path / artefact.MANIFEST
    manifest.write_text(manifest.read_text().replace('"format": 3', '"format": 2'))
    assert artefact.files_of(manifest) == artefact.file_names(ranker=False)
    read = artefact.read(tmp_path, version="v", manifest_sha256=artefact.sha256(manifest))
    assert read.ranker is None
    assert np.isfinite(read.scores(*walk(models))).all()


def test_ease_hears_a_history_that_fades_by_half_the_exponent(models: ModelSet) -> None:
    ranker = models.ranker
    assert ranker is not None
    items, _ = walk(models)
    fading = recency(items.size, models.recency_exponent)
    slower = recency(items.size, models.recency_exponent / 2)
    said = models.said(ranker, items, 1.3 * fading)["ease"]
    assert said == pytest.approx(1.3 * slower @ ranker.ease_weights[items], abs=1e-5)


@pytest.mark.parametrize("name", artefact.file_names(ranker=True))
def test_a_ranker_with_a_changed_file_is_refused(
    models: ModelSet, tmp_path: Path, name: str
) -> None:
    manifest = artefact.write(models, tmp_path, {})
    content = bytearray((tmp_path / name).read_bytes())
    content[-1] ^= 1
    (tmp_path / name).write_bytes(content)
    with pytest.raises(Conflict, match="broken"):
        artefact.read(tmp_path, version="v", manifest_sha256=manifest)


def test_a_graph_that_does_not_run_is_refused(models: ModelSet, tmp_path: Path) -> None:
    artefact.write(models, tmp_path, {})
    np.save(tmp_path / "sequence_graph.npy", np.zeros(10, np.uint8))
    manifest = (tmp_path / artefact.MANIFEST).read_text()
    was = artefact.json.loads(manifest)["arrays"]["sequence_graph"]
    now = artefact.sha256(tmp_path / "sequence_graph.npy")
    manifest = manifest.replace(was["sha256"], now).replace(str(was["shape"][0]), "10")
    (tmp_path / artefact.MANIFEST).write_text(manifest)
    with pytest.raises(Conflict, match="sequence_graph"):
        artefact.read(
            tmp_path,
            version="v",
            manifest_sha256=artefact.sha256(tmp_path / artefact.MANIFEST),
        )


def test_objectives_move_titles_by_as_much_as_they_weigh(models: ModelSet) -> None:
    ranker = models.ranker
    assert ranker is not None
    wanting = replace(models, wanted={"novelty": 2.0})
    moved = wanting.scores(*walk(models)) - models.scores(*walk(models))
    unseen = ~models.seen(walk(models)[0])
    assert moved[unseen] == pytest.approx(2.0 * ranker.objectives[2][unseen], abs=1e-4)
    assert not moved[~unseen].any()


def test_a_disliked_title_is_no_part_of_what_the_sequence_model_reads(models: ModelSet) -> None:
    items, weights = walk(models)
    ranker = models.ranker
    assert ranker is not None
    disliking = np.append(weights, np.float32(-0.5))
    said = models.said(ranker, np.append(items, np.int32(30)), disliking)
    assert np.array_equal(said["sequence"], models.said(ranker, items, weights)["sequence"])
    assert not np.array_equal(said["ease_decay"], models.said(ranker, items, weights)["ease_decay"])


def test_an_objective_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="wealth is no objective"):
        RecommendSettings(objectives={"wealth": 1.0})
