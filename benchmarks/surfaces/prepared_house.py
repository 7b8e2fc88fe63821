"""A house with MovieLens imported and trained on, whose pages members ask for."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.home.home_latency import Preparation, prepare
from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.settings import Settings
from matinee.foundation.postgres import EmbeddedPostgres
from matinee.recommend.model import RecommendSettings


def measured_on_movielens(
    measure: Callable[[Path, EmbeddedPostgres, Preparation], dict[str, Figure]], *, quick: bool
) -> Outcome:
    """What ``measure`` finds of the house in a folder, its server and its members."""
    folder = shared("movielens-small" if quick else "movielens-1m")
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        settings = Settings(home=home, recommend=RecommendSettings(sequence_passes=1))
        server = embedded_server(settings)
        assert server is not None
        try:
            members = 64 if quick else 512
            prepared = asyncio.run(prepare(settings, folder, members, sequence=not quick))
            figures = measure(home, server, prepared)
        finally:
            server.stop()
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return Outcome(figures, data_sha256=sha256_of(*files))
