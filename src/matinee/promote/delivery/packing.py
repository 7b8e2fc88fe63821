"""A ZIP that is written as it is read: no more than one file of it is held at once."""

import io
import zipfile
from collections.abc import AsyncGenerator, AsyncIterable


class _Passing(io.RawIOBase):
    """Where the archive is written to; what is written is taken away at once."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        piece = bytes(memoryview(data))  # pyright: ignore[reportArgumentType]
        self._held += piece
        return len(piece)

    def taken(self) -> bytes:
        """What was written since."""
        piece = bytes(self._held)
        self._held.clear()
        return piece


async def zipped(files: AsyncIterable[tuple[str, bytes]]) -> AsyncGenerator[bytes]:
    """The archive of files by name, stored as they are, piece by piece."""
    passing = _Passing()
    with zipfile.ZipFile(passing, "w", zipfile.ZIP_STORED) as archive:
        async for name, content in files:
            archive.writestr(name, content)
            yield passing.taken()
    yield passing.taken()
