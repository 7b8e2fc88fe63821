"""A model's weights by their hash: read from the file or folder that it is loaded from."""

import hashlib
from pathlib import Path

from matinee.errors import Conflict
from matinee.generation.model import Weights


def read_weights(place: Path, said: Weights | None) -> Weights | None:
    r"""The SHA-256 of a file; of a folder, that of what ``sha256sum`` writes of its files.

    Those are taken in the order of their paths, whose bytes are compared, and each path is from the
    folder on: ``find -L . -type f -printf '%P\n' | LC_ALL=C sort | xargs -d '\n' sha256sum``.

    None where there is nothing: whoever loads it says what is missing.

    Raises:
        Conflict: they are not those that the tools file says (``said``).
    """
    if not place.exists():
        return None
    digest = _of_folder(place) if place.is_dir() else _of_file(place)
    if said is not None and said.sha256 != digest:
        raise Conflict(
            f"The weights in {place.name} are not those that the tools file names: their SHA-256 "
            f"is {digest}.",
            remedy="Put the right ones there, or have the new ones cleared and named.",
            code="other_weights",
        )
    return Weights(digest, read=True)


def _of_file(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _of_folder(folder: Path) -> str:
    found = {each.relative_to(folder).as_posix(): each for each in folder.rglob("*")}
    whole = hashlib.sha256()
    for name in sorted((name for name in found if found[name].is_file()), key=str.encode):
        whole.update(f"{_of_file(found[name])}  {name}\n".encode())
    return whole.hexdigest()
