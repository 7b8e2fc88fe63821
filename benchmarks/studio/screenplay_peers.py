"""Times the peers in their own environment: one of them installs a folder called tests.

Run by `.venv-peers`' Python with the script's path and the number of rounds; writes one line
of JSON.
"""

import importlib.metadata
import io
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


def main() -> None:
    """The best of some rounds for each peer, in seconds of processor time."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    rounds = int(sys.argv[2])
    figures: dict[str, dict[str, Any]] = {}
    for name, read in _peers().items():
        seconds = min(_timed(read, text) for _ in range(rounds))
        version = importlib.metadata.version(name)
        figures[name] = {"version": version, "seconds": seconds}
    print(json.dumps(figures))


def _timed(read: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started


def _peers() -> dict[str, Callable[[str], object]]:
    screenplain = importlib.import_module("screenplain.parsers.fountain")
    jouvence = importlib.import_module("jouvence.parser")
    tools = importlib.import_module("screenplay_tools.fountain.parser")

    def by_tools(text: str) -> object:
        parser = tools.Parser()
        parser.add_text(text)
        parser.finalize()
        return parser.script

    return {
        "screenplain": lambda text: screenplain.parse(io.StringIO(text)),
        "jouvence": lambda text: jouvence.JouvenceParser().parseString(text),
        "screenplay-tools": by_tools,
    }


if __name__ == "__main__":
    main()
