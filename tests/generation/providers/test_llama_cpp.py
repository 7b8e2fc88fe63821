"""The local text model: what is missing is said with its remedy; what the library is asked."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from matinee.errors import Unavailable
from matinee.generation.answers import Tokens
from matinee.generation.model import Modality, ModelProfile
from matinee.generation.providers.llama_cpp import LlamaCpp, weights_of
from matinee.generation.requests import TextRequest

PROFILE = ModelProfile("smol", Modality.TEXT, "Apache-2.0", "open data", False, False, True)


async def test_without_the_library_the_remedy_is_said_before_anything_is_spent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "llama_cpp", None)
    (tmp_path / "smol.gguf").write_bytes(b"GGUF")
    model = LlamaCpp(tmp_path / "smol.gguf", PROFILE)
    with pytest.raises(Unavailable, match=r"llama_cpp is not installed.*the extra local-llm"):
        await model.ready()
    await model.close()


async def test_without_the_weights_the_remedy_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"package no_such_weights .* is not installed"):
        await LlamaCpp(None, PROFILE, package="no_such_weights").ready()
    package = tmp_path / "two_weights"
    package.mkdir()
    for name in ("a.gguf", "b.gguf"):
        (package / name).write_bytes(b"GGUF")
    (package / "__init__.py").write_text("raise RuntimeError('a package of weights is not run')")
    sys.path.insert(0, str(tmp_path))
    try:
        importlib.invalidate_caches()
        with pytest.raises(Unavailable, match="carries 2 files"):
            weights_of("two_weights")
        (package / "b.gguf").unlink()
        assert weights_of("two_weights") == package / "a.gguf"
    finally:
        sys.path.remove(str(tmp_path))


class Engine:
    """The library's face, as far as it is asked."""

    asked: list[dict[str, Any]]

    def __init__(self, **options: Any) -> None:
        self.options = options
        Engine.asked = []

    def tokenize(self, text: bytes) -> list[int]:
        return list(text[:5])

    def create_chat_completion(self, **asked: Any) -> Iterator[dict[str, Any]]:
        Engine.asked.append(asked)
        yield {"choices": [{"delta": {"role": "assistant"}}]}
        for piece in ("A night", " train."):
            yield {"choices": [{"delta": {"content": piece}}]}
        yield {"choices": [{"delta": {}}]}


async def test_what_is_asked_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    face = ModuleType("llama_cpp")
    vars(face)["Llama"] = Engine
    monkeypatch.setitem(sys.modules, "llama_cpp", face)
    (tmp_path / "smol.gguf").write_bytes(b"GGUF")
    model = LlamaCpp(tmp_path / "smol.gguf", PROFILE)
    request = TextRequest("Say it.", "Be brief.", schema={"type": "object"}, seed=3)
    answer = await model.write(request)
    assert (answer.text, answer.tokens) == ("A night train.", Tokens(5, 2))
    [asked] = Engine.asked
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]
    assert asked["response_format"] == {"type": "json_object", "schema": {"type": "object"}}
    assert (asked["seed"], asked["max_tokens"]) == (3, 512)
    await model.close()
