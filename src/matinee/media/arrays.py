"""Records of arrays on disk: a step that is stopped goes on from what it has kept."""

from dataclasses import fields
from pathlib import Path
from typing import Any, Self

import numpy as np


class Kept:
    """A frozen dataclass of arrays that is written whole or not at all."""

    def keep(self, path: Path) -> None:
        """Write it under another name first: a file that is there is complete."""
        arrays: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}  # pyright: ignore[reportArgumentType]
        partial = path.with_suffix(".partial.npz")
        np.savez(partial, **arrays)
        partial.replace(path)

    @classmethod
    def kept(cls, path: Path) -> Self:
        """Read what :meth:`keep` wrote."""
        with np.load(path) as arrays:
            return cls(**{each.name: arrays[each.name] for each in fields(cls)})  # pyright: ignore[reportArgumentType]
