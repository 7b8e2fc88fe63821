"""Models as files: raw arrays and a manifest with their hashes, checked before they are believed.

``.npy`` holds an array's bytes behind its type and shape and is read without unpickling; a reader
maps it, so that the processes of one machine share the memory.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

from matinee.errors import Conflict, Invalid
from matinee.recommend.fusion import Fusion
from matinee.recommend.model_set import ANYWHERE, MODELS, ModelSet, Ranker
from matinee.recommend.objectives import OBJECTIVES
from matinee.recommend.occasions import ROWS
from matinee.recommend.sequence.model import Shape
from matinee.recommend.sequence.served import SequenceArrays, ServedSequence, no_rows

MANIFEST = "manifest.json"
_FORMAT, _HEARING_FORMAT = 3, 4
"""The second where the ranker hears how events came about: software of before must not read it."""
_READ = (1, 2, _FORMAT, _HEARING_FORMAT)
"""Older versions are read too, without the ranker that some have: it knows fewer models."""
_DTYPES = {
    "title_ids": "uint8",
    "ease_weights": "float32",
    "similar_ids": "int32",
    "similar_scores": "float32",
    "popular": "float32",
    "trends": "float32",
}
_RANKER = {
    "sequence_graph": "uint8",
    "sequence_titles": "float32",
    "sequence_hidden": "float32",
    "sequence_popularity": "float32",
    "sequence_of_facts": "float32",
    "ranker_ease": "float32",
    "facts": "float32",
    "objectives": "float32",
}
"""What a version with a ranker has besides."""
_HEARING = {"sequence_of_events": "float32", "sequence_of_request": "float32"}
"""What a ranker has besides that hears how events came about."""
_TYPES = _DTYPES | _RANKER | _HEARING
_BLOCK = 1 << 20


def file_names(*, ranker: bool, hearing: bool = False) -> tuple[str, ...]:
    """The files of an artefact, the manifest last: where it is, everything is."""
    return (*(f"{name}.npy" for name in _names(ranker=ranker, hearing=hearing)), MANIFEST)


def files_of(manifest: Path) -> tuple[str, ...]:
    """The files of the version of a manifest that can be read, the manifest last."""
    try:
        ranker = _ranker_of(json.loads(manifest.read_text(encoding="utf-8")))
    except ValueError:
        ranker = None  # The hash will say that it is broken.
    return file_names(ranker=ranker is not None, hearing=ranker is not None and _hears(ranker))


def _names(*, ranker: bool, hearing: bool) -> list[str]:
    return [*_DTYPES, *(_RANKER if ranker else ()), *(_HEARING if hearing else ())]


def _ranker_of(manifest: Mapping[str, Any]) -> Mapping[str, Any] | None:
    known = manifest.get("format") in (_FORMAT, _HEARING_FORMAT)
    return manifest.get("ranker") if known else None


def _hears(ranker: Mapping[str, Any]) -> bool:
    return ranker["shape"].get("occasions", 0) > 0


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
    if models.ranker is not None:
        arrays |= _ranker_arrays(models.ranker)
    described: dict[str, Any] = {}
    for name, array in arrays.items():
        path = folder / f"{name}.npy"
        np.save(path, np.ascontiguousarray(array, _TYPES[name]), allow_pickle=False)
        described[name] = {"sha256": sha256(path), "shape": list(array.shape)}
    manifest = {
        "format": _HEARING_FORMAT if "sequence_of_events" in arrays else _FORMAT,
        "version": models.version,
        "recency_exponent": models.recency_exponent,
        "territories": list(models.territories),
        "ranker": None if models.ranker is None else _ranker_settings(models.ranker),
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
    _require(manifest["format"] in _READ and manifest["version"] == version, version, MANIFEST)
    ranker = _ranker_of(manifest)
    names = _names(ranker=bool(ranker), hearing=bool(ranker) and _hears(ranker))
    arrays = {name: _array(folder, version, name, manifest["arrays"][name]) for name in names}
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
        ranker=_ranker(arrays, ranker, version) if ranker else None,
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
    if models.ranker is not None:
        _check_ranker(models.ranker, size, models.version)


def _ranker_arrays(ranker: Ranker) -> dict[str, Any]:
    sequence = ranker.sequence.arrays
    hearing = {
        "sequence_of_events": sequence.of_events,
        "sequence_of_request": sequence.of_request,
    }
    return {
        **(hearing if ranker.sequence.hears else {}),
        "sequence_graph": np.frombuffer(sequence.graph, np.uint8),
        "sequence_titles": sequence.titles,
        "sequence_hidden": sequence.hidden,
        "sequence_popularity": sequence.popularity,
        "sequence_of_facts": sequence.of_facts,
        "ranker_ease": ranker.ease_weights,
        "facts": ranker.facts,
        "objectives": ranker.objectives,
    }


def _ranker_settings(ranker: Ranker) -> dict[str, Any]:
    fusion, shape = ranker.fusion, asdict(ranker.sequence.arrays.shape)
    if not ranker.sequence.hears:
        del shape["occasions"]
    return {
        "shape": shape,
        "models": dict(zip(fusion.names, fusion.weights, strict=True)),
        "logits": sorted(fusion.logits),
    }


def _ranker(arrays: Mapping[str, Any], described: Mapping[str, Any], version: str) -> Ranker:
    try:
        shape = Shape(**described["shape"])
        sequence = ServedSequence(
            SequenceArrays(
                shape=shape,
                graph=arrays["sequence_graph"].tobytes(),
                titles=arrays["sequence_titles"],
                hidden=arrays["sequence_hidden"],
                popularity=arrays["sequence_popularity"],
                of_facts=arrays["sequence_of_facts"],
                of_events=arrays.get("sequence_of_events", no_rows(shape.width)),
                of_request=arrays.get("sequence_of_request", no_rows(2 * shape.width)),
            )
        )
    except (ValueError, Invalid) as broken:  # As numpy and ONNX Runtime say it.
        raise _broken(version, "sequence_graph") from broken
    models = described["models"]
    fusion = Fusion(tuple(models), tuple(models.values()), frozenset(described["logits"]))
    return Ranker(sequence, fusion, arrays["ranker_ease"], arrays["facts"], arrays["objectives"])


def _check_ranker(ranker: Ranker, size: int, version: str) -> None:
    sequence = ranker.sequence.arrays
    facts = ranker.facts.shape[1:]
    width = sequence.shape.width
    sound = {
        "sequence_titles": sequence.titles.shape == (size, width),
        "sequence_hidden": sequence.hidden.shape == (width,),
        "sequence_popularity": sequence.popularity.shape == (size,),
        "sequence_of_facts": sequence.of_facts.shape == (width, *facts),
        "sequence_of_events": sequence.of_events.shape == (sequence.shape.occasions, width)
        and sequence.shape.occasions in (0, ROWS),
        "sequence_of_request": sequence.of_request.shape == (sequence.shape.occasions, 2 * width),
        "ranker_ease": ranker.ease_weights.shape == (size, size),
        "facts": ranker.facts.shape == (size, *facts),
        "objectives": ranker.objectives.shape == (len(OBJECTIVES), size),
        "fusion": ranker.fusion.names == MODELS,
    }
    for name, fits in sound.items():
        _require(fits, version, name)
    answer = ranker.sequence.scores(np.arange(min(size, 3), dtype=np.int32))
    arrays = (
        answer,
        sequence.of_events,
        sequence.of_request,
        ranker.ease_weights,
        ranker.facts,
        ranker.objectives,
        np.array(ranker.fusion.weights),
    )
    _require(all(bool(np.isfinite(array).all()) for array in arrays), version, "ranker")


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
    _require(array.dtype == _TYPES[name] and list(array.shape) == described["shape"], version, name)
    return array


def _require(sound: bool, version: str, what: str) -> None:
    if not sound:
        raise _broken(version, what)


def _broken(version: str, what: str) -> Conflict:
    return Conflict(
        f"The models {version} are broken: {what}.",
        remedy="Train again; until then the former models serve.",
        code="broken_models",
    )
