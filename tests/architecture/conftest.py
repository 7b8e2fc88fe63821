from __future__ import annotations

import pytest
from tests.architecture.source_files import ROOT, SOURCE, SourceFile, read


@pytest.fixture(scope="session")
def sources() -> list[SourceFile]:
    return read(SOURCE)


@pytest.fixture(scope="session")
def all_python() -> list[SourceFile]:
    return [file for folder in ("src", "tests", "benchmarks") for file in read(ROOT / folder)]
