"""Models as files: raw arrays and a manifest with their hashes, checked before they are believed.

``.npy`` holds an array's bytes behind its type and shape and is read without unpickling; a reader
maps it, so that the processes of one machine share the memory.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from matinee.errors import Conflict
from matinee.recommend.model_set import ANYWHERE, ModelSet

MANIFEST = "manifest.json"
_FORMAT = 1
_DTYPES = {
    "title_ids": "uint8",
    "ease_weights": "float32",
    "similar_ids": "int32",
    "similar_scores": "float32",
    "popular": "float32",
    "trends": "float32",
}
_BLOCK = 1 << 20


def file_names() -> tuple[str, ...]:
    """The files of an artefact, the manifest last: where it is, everything is."""
    return (*(f"{name}.npy" for name in _DTYPES), MANIFEST)


def write(models: ModelSet, folder: Path, about: Mapping[str, Any]) -> str:
    """Write the files into an empty folder; the SHA-256 of the manifest, which vouches for all."""
    title_ids = np.frombuffer(b"".join(title.bytes for title in models.title_ids), np.uint8)
    arrays = {
        "title_ids": title_ids.reshape(-1, 16),
        "ease_weights": models.ease_weights,
        "similar_ids": models.similar_ids,
        "similar_scores": models.similar_scores,
        "popular": models.popular,
        "trends": models.trends,
    }
    described: dict[str, Any] = {}
    for name, array in arrays.items():
        path = folder / f"{name}.npy"
        np.save(path, np.ascontiguousarray(array, _DTYPES[name]), allow_pickle=False)
        described[name] = {"sha256": sha256(path), "shape": list(array.shape)}
    manifest = {
        "format": _FORMAT,
        "version": models.version,
        "recency_exponent": models.recency_exponent,
        "territories": list(models.territories),
        "arrays": described,
        "about": dict(about),
    }
    path = folder / MANIFEST
    path.write_text(json.dumps(manifest, indent=1, default=str), encoding="utf-8")
    return sha256(path)


def read(folder: Path, *, version: str, manifest_sha256: str) -> ModelSet:
    """The models, mapped; :class:`Conflict` where anything is not as it was written."""
    path = folder / MANIFEST
    _require(path.is_file() and sha256(path) == manifest_sha256, version, MANIFEST)
    manifest = json.loads(path.read_text(encoding="utf-8"))
    _require(manifest["format"] == _FORMAT and manifest["version"] == version, version, MANIFEST)
    arrays = {name: _array(folder, version, name, manifest["arrays"][name]) for name in _DTYPES}
    models = ModelSet(
        version=version,
        title_ids=tuple(UUID(bytes=row.tobytes()) for row in arrays["title_ids"]),
        ease_weights=arrays["ease_weights"],
        similar_ids=arrays["similar_ids"],
        similar_scores=arrays["similar_scores"],
        territories=tuple(manifest["territories"]),
        popular=arrays["popular"],
        trends=arrays["trends"],
        recency_exponent=float(manifest["recency_exponent"]),
    )
    check(models)
    return models


def check(models: ModelSet) -> None:
    """That the arrays fit together and hold numbers: what no hash can tell."""
    size = len(models.title_ids)
    rows = len(models.territories)
    shapes = {
        "title_ids": size > 0 and len(models.index) == size,
        "ease_weights": models.ease_weights.shape == (size, size),
        "similar_ids": models.similar_ids.shape == models.similar_scores.shape
        and len(models.similar_ids) == size
        and bool(((models.similar_ids >= -1) & (models.similar_ids < size)).all()),
        "popular": models.popular.shape == (rows, size) and models.territories[0] == ANYWHERE,
        "trends": models.trends.shape == (rows, size),
    }
    for name, sound in shapes.items():
        _require(sound, models.version, name)
    for name in ("ease_weights", "similar_scores", "popular", "trends"):
        array = getattr(models, name)
        finite = all(bool(np.isfinite(part).all()) for part in np.array_split(array, 64))
        _require(finite, models.version, name)
    _require(bool(models.ease_weights.any()), models.version, "ease_weights")


def sha256(path: Path) -> str:
    """The hash of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _array(folder: Path, version: str, name: str, described: Mapping[str, Any]) -> Any:
    path = folder / f"{name}.npy"
    _require(path.is_file() and sha256(path) == described["sha256"], version, name)
    # Still mapped, but as a plain array: each look into a ``memmap`` costs microseconds of Python.
    array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    _require(
        array.dtype == _DTYPES[name] and list(array.shape) == described["shape"], version, name
    )
    return array


def _require(sound: bool, version: str, what: str) -> None:
    if not sound:
        raise Conflict(
            f"The models {version} are broken: {what}.",
            remedy="Train again; until then the former models serve.",
            code="broken_models",
        )
