"""A text model on this machine by llama.cpp: weights in a GGUF file, or in a package with one.

The library is compiled on installation and so comes as the extra ``local-llm``.
"""

import importlib.util
import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from matinee.errors import Unavailable
from matinee.foundation.extras import library
from matinee.generation.answers import TextAnswer, Tokens
from matinee.generation.model import Ability, ModelProfile
from matinee.generation.providers.worker_thread import Stop, WorkerThread
from matinee.generation.requests import TextRequest
from matinee.generation.weights import read_weights

REMEDY = "Install Matinee with the extra local-llm; it compiles llama.cpp and needs a C++ compiler."
_CONTEXT = 4096
_THREADS = 2


class LlamaCpp:
    """A GGUF file, asked by its own chat template; a schema becomes its grammar."""

    can = frozenset({Ability.SEED})

    def __init__(
        self,
        file: Path | None,
        profile: ModelProfile,
        *,
        package: str = "",
        context: int = _CONTEXT,
    ) -> None:
        self.profile = profile
        self._file, self._package, self._context = file, package, context
        self._said = profile.weights
        self._worker = WorkerThread(profile.name, self._load)

    def _load(self) -> Any:
        file = self._file or weights_of(self._package)
        weights = read_weights(file, self._said)
        model = _load(file, self._context)
        self.profile = replace(self.profile, weights=weights)
        return model

    async def ready(self) -> None:
        """Load the weights; Unavailable with the remedy where the library or they are missing."""
        await self._worker.ready()

    async def close(self) -> None:
        """Let the weights go."""
        await self._worker.close()

    async def write(self, request: TextRequest) -> TextAnswer:
        """One answer, word by word, so that it can be stopped in between."""

        def work(model: Any, stop: Stop) -> TextAnswer:
            told: list[str] = []
            count = 0
            for piece in _pieces(model, request):
                stop.heed()
                told.append(piece)
                count += 1
            asked = f"{request.instructions}{request.prompt}".encode()
            return TextAnswer("".join(told), Tokens(len(model.tokenize(asked)), count))

        return await self._worker.ask(work)


def weights_of(package: str) -> Path:
    """The one GGUF file that an installed package carries; the package itself is not run."""
    found = importlib.util.find_spec(package) if package else None
    folders = [] if found is None else list(found.submodule_search_locations or [])
    files = [file for folder in folders for file in sorted(Path(folder).rglob("*.gguf"))]
    if len(files) != 1:
        raise Unavailable(
            f"The package {package or '(none)'} with the weights is not installed."
            if not files
            else f"The package {package} carries {len(files)} files of weights.",
            remedy="Name a GGUF file in the tools file, or install a package that carries one.",
            code="model_missing",
        )
    return files[0]


def _load(file: Path, context: int) -> Any:
    engine = library("llama_cpp", remedy=REMEDY)
    if not file.is_file():
        raise Unavailable(
            f"There is no file {file.name} with the weights.",
            remedy="Put it where the tools file says, or correct the name there.",
            code="model_missing",
        )
    return engine.Llama(
        model_path=str(file), n_ctx=context, n_threads=_THREADS, use_mmap=True, verbose=False
    )


def _pieces(model: Any, request: TextRequest) -> Iterator[str]:
    messages = [{"role": "user", "content": request.prompt}]
    if request.instructions:
        messages.insert(0, {"role": "system", "content": request.instructions})
    form: dict[str, Any] = {}
    if request.schema is not None:
        form["response_format"] = {"type": "json_object", "schema": dict(request.schema)}
    answer = model.create_chat_completion(
        messages=messages,
        max_tokens=request.max_tokens,
        temperature=request.temperature,
        seed=secrets.randbits(31) if request.seed is None else request.seed,
        stream=True,
        **form,
    )
    for part in answer:
        piece = part["choices"][0]["delta"].get("content")
        if piece:
            yield piece
