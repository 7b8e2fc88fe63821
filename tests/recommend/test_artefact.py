"""Files of models: read as they were written, or not at all."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.recommend.audiences import title_id

from matinee.errors import Conflict
from matinee.recommend.artefact import check, file_names, read, sha256, write
from matinee.recommend.model import ModelSet


@pytest.fixture
def models() -> ModelSet:
    generator = np.random.default_rng(0)
    return ModelSet(
        version="v",
        title_ids=tuple(map(title_id, range(30))),
        ease_weights=generator.standard_normal((30, 30), np.float32),
        similar_ids=generator.integers(-1, 30, (30, 5)).astype(np.int32),
        similar_scores=generator.random((30, 5), np.float32),
        territories=("*", "BR"),
        popular=generator.random((2, 30), np.float32),
        trends=np.zeros((2, 30), np.float32),
        recency_exponent=0.7,
    )


def test_models_are_read_as_they_were_written(models: ModelSet, tmp_path: Path) -> None:
    manifest = write(models, tmp_path, {})
    found = read(tmp_path, version="v", manifest_sha256=manifest)
    assert found.title_ids == models.title_ids
    assert (found.territories, found.recency_exponent) == (models.territories, 0.7)
    for name in ("ease_weights", "similar_ids", "similar_scores", "popular", "trends"):
        np.testing.assert_array_equal(getattr(found, name), getattr(models, name))


def test_arrays_are_mapped_and_cannot_be_changed(models: ModelSet, tmp_path: Path) -> None:
    found = read(tmp_path, version="v", manifest_sha256=write(models, tmp_path, {}))
    assert isinstance(found.ease_weights.base, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        found.ease_weights[0, 0] = 1


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4])


@pytest.mark.parametrize("harm", [flipped, cut, Path.unlink])
@pytest.mark.parametrize("name", file_names(ranker=False))
def test_no_file_can_be_harmed_unnoticed(
    models: ModelSet, tmp_path: Path, name: str, harm: Callable[[Path], None]
) -> None:
    manifest = write(models, tmp_path, {})
    harm(tmp_path / name)
    with pytest.raises(Conflict) as refused:
        read(tmp_path, version="v", manifest_sha256=manifest)
    assert refused.value.code == "broken_models"


def test_a_manifest_rewritten_to_fit_other_files_is_refused(
    models: ModelSet, tmp_path: Path
) -> None:
    manifest = write(models, tmp_path, {})
    flipped(tmp_path / "popular.npy")
    described = json.loads((tmp_path / "manifest.json").read_text())
    described["arrays"]["popular"]["sha256"] = sha256(tmp_path / "popular.npy")
    (tmp_path / "manifest.json").write_text(json.dumps(described))
    with pytest.raises(Conflict):
        read(tmp_path, version="v", manifest_sha256=manifest)


def test_another_version_under_this_name_is_refused(models: ModelSet, tmp_path: Path) -> None:
    manifest = write(models, tmp_path, {})
    with pytest.raises(Conflict):
        read(tmp_path, version="w", manifest_sha256=manifest)


def test_numbers_that_are_none_are_refused(models: ModelSet) -> None:
    weights = models.ease_weights.copy()
    weights[3, 4] = np.nan
    with pytest.raises(Conflict):
        check(replace(models, ease_weights=weights))


def test_weights_that_say_nothing_are_refused(models: ModelSet) -> None:
    with pytest.raises(Conflict):
        check(replace(models, ease_weights=np.zeros((30, 30), np.float32)))


def test_neighbours_that_do_not_exist_are_refused(models: ModelSet) -> None:
    strangers = np.full((30, 5), 30, np.int32)
    with pytest.raises(Conflict):
        check(replace(models, similar_ids=strangers))


def test_shapes_that_do_not_fit_are_refused(models: ModelSet) -> None:
    with pytest.raises(Conflict):
        check(replace(models, popular=models.popular[:, :29]))
