"""A model's weights are read from where it is loaded, and held to what the tools file says."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.generation.providers.test_onnx_reageing import PROFILE, network

from matinee.errors import Conflict
from matinee.generation.model import Weights
from matinee.generation.providers.onnx_reageing import OnnxReageing
from matinee.generation.weights import read_weights

SHELL = "find -L . -type f -printf '%P\\n' | LC_ALL=C sort | xargs -d '\\n' sha256sum"


async def test_a_model_is_known_by_its_weights_once_loaded_and_is_none_but_the_named_one(
    tmp_path: Path,
) -> None:
    file = network(tmp_path / "net.onnx")
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    named = replace(PROFILE, weights=Weights(digest, read=False))
    for profile in (PROFILE, named):
        reager = OnnxReageing(file, profile)
        assert reager.profile.weights is profile.weights
        await reager.ready()
        assert reager.profile.weights == Weights(digest, read=True)
        await reager.close()
    network(file, gain=0.5)
    swapped = OnnxReageing(file, named)
    with pytest.raises(Conflict, match="not those that the tools file names") as refused:
        await swapped.ready()
    assert refused.value.code == "other_weights"
    await swapped.close()


def test_a_folder_is_named_by_what_the_shell_says_of_its_files(tmp_path: Path) -> None:
    for name in ("unet/b.safetensors", "unet/a.json", "B.txt", "a name.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    listed = subprocess.run(
        ["/bin/sh", "-c", SHELL], cwd=tmp_path, capture_output=True, check=True
    ).stdout
    whole = hashlib.sha256(listed).hexdigest()
    assert read_weights(tmp_path, None) == Weights(whole, read=True)
    assert read_weights(tmp_path / "missing", None) is None
