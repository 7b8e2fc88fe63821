"""Vectors of texts, encoded once on a machine and kept in its cache by the hash of each text.

They are packed as the service keeps them, a byte a dimension, so that a benchmark searches what
the service would search.
"""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matinee.discover.texts.vectors import Packed, digest_of, packed
from matinee.media.text_embedding.encoder import MODEL_IN_BYTES, WIDTH, TextEncoder

_KEPT_EVERY = 2000
_DIGEST = 32


class KeptVectors:
    """What is encoded already, and the rest when it is asked for."""

    def __init__(self, *, threads: int = 2) -> None:
        self._threads = threads
        self._encoder: TextEncoder | None = None
        self._held: dict[bytes, Packed] = {}
        if (kept := _file()).exists():
            with np.load(kept) as read:
                rows = zip(read["digests"], read["scales"].tolist(), read["steps"], strict=True)
                self._held = {bytes(row): Packed(scale, steps) for row, scale, steps in rows}

    def of(self, texts: Sequence[str]) -> list[tuple[bytes, Packed]]:
        """The digest and the vector of each text."""
        digests = [digest_of(text) for text in texts]
        missing = list(
            {digest: text for digest, text in zip(digests, texts, strict=True)
             if digest not in self._held}.items()
        )  # fmt: skip
        missing.sort(key=lambda one: len(one[1]))
        for start in range(0, len(missing), _KEPT_EVERY):
            part = missing[start : start + _KEPT_EVERY]
            vectors = self._encode([text for _, text in part])
            made = zip(part, vectors, strict=True)
            self._held |= {digest: packed(vector) for (digest, _), vector in made}
            self._keep()
        return [(digest, self._held[digest]) for digest in digests]

    def matrix(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A row for each text."""
        return np.stack([vector.unpacked() for _, vector in self.of(texts)])

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self._encoder is None:
            self._encoder = TextEncoder(threads=self._threads, in_bytes=True)
        return self._encoder.encode(texts)

    def _keep(self) -> None:
        kept = _file()
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{os.getpid()}.part.npz")
        digests = np.frombuffer(b"".join(self._held), np.uint8).reshape(-1, _DIGEST)
        scales = np.array([one.scale for one in self._held.values()], np.float64)
        steps = np.stack([one.steps for one in self._held.values()]).reshape(-1, WIDTH)
        np.savez(part, digests=digests, scales=scales, steps=steps)
        part.replace(kept)


def _file() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    name = MODEL_IN_BYTES.replace(", ", "-").replace(" ", "-")
    return cache / "matinee" / f"{name}.npz"
