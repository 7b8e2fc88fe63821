"""The file that rejected records go to; it exists only where there are any."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import IO

from matinee.catalogue.importing.report import Reject
from matinee.errors import Invalid


class RejectsFile:
    """JSON Lines at ``path``, begun anew by each import and made with the first reject."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: IO[str] | None = None
        try:
            path.unlink(missing_ok=True)
        except OSError as failure:
            raise self._refused(failure) from None

    def add(self, reject: Reject) -> None:
        """Write one line."""
        if self._file is None:
            try:
                self._file = self.path.open("w", encoding="utf-8", errors="replace")
            except OSError as failure:
                raise self._refused(failure) from None
        self._file.write(json.dumps(asdict(reject), ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Finish the file."""
        if self._file is not None:
            self._file.close()

    def _refused(self, failure: OSError) -> Invalid:
        return Invalid(
            f"{self.path} cannot be written: {failure.strerror}.",
            remedy="Name another place for rejected records with --rejects.",
            field="rejects",
        )
