"""``search-latency``: searches over HTTP with Wikipedia's 36,273 records in the catalogue.

One client over one connection types names letter by letter, a fifth of them with a slip, and asks
the bare ``tantivy`` query (names, prefix and fuzzy) the same in turns; then it sends sentences, the
headlines of tip-of-the-tongue descriptions, to ``GET /v1/search/sentence``, and asks ``GET
/v1/search`` the same (``described_*``). ``typists_*``: 50 clients at a letter per 200 ms, each
giving up on an answer when the next letter is due (an answer given up counts as 200 ms, so
``typists_cancelled`` stands beside). ``update_seconds``: from an import's return to the moment when
its title is found by its first letters. Before all this a
service is killed (SIGKILL) while it makes its index, and the one that is measured starts on what it
left;
``killed_before_ready`` is false where it had ended by then. The index lies in memory, so this
shows only that what is kept in the database serves the next one.

The vectors of texts are random numbers of the true shape, put where encoded ones would be kept:
they cost the same to search, and encoding them would take minutes; ``encoded_a_second`` measures
that on the first texts.
"""

import asyncio
import http.client
import json
import random
import re
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import numpy as np

from benchmarks.discover.films import film_files
from benchmarks.discover.slips import joined, slipped, typed
from benchmarks.discover.typists import Typing, type_together
from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import House, open_house
from matinee.assembly.settings import Settings
from matinee.catalogue.model import TitleRecord
from matinee.discover import repository
from matinee.discover.texts.vectors import digest_of, packed, text_of
from matinee.media.text_embedding.encoder import MODEL_IN_BYTES, WIDTH, TextEncoder

QUICK_DECADES = ("1900s", "2010s")
TYPISTS, SECONDS, QUICK_SECONDS = 50, 120.0, 5.0
_WARM_UP, _LETTERS, _SHORTEST = 40, 12, 5
_BATCH = 2000
_BEGINNING = "Quixotry"
_PATIENCE_SECONDS = 30.0
_BUILDING_SECONDS = 3.0


@dataclass(frozen=True)
class Ready:
    """Who asks, what they type, and what is described."""

    profile: str
    names: Sequence[str]
    encoded_a_second: float


def run(quick: bool) -> Outcome:
    """Import, serve, measure."""
    files = [one for one in film_files() if not quick or one.stem.endswith(QUICK_DECADES)]
    names, descriptions = (150, 60) if quick else (1000, 400)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home) / "house")
        films = Path(home) / "films"
        films.mkdir()
        for file in files:
            (films / file.name).symlink_to(file)
        try:
            ready = asyncio.run(_prepare(settings, films, names))
            killed = _killed_while_building(settings.home)
            with _service(settings.home) as (address, made):
                figures = _measured(address, ready, _sentences(descriptions))
                seconds = QUICK_SECONDS if quick else SECONDS
                figures |= _together(address, ready, seconds)
                figures["update_seconds"] = asyncio.run(_update(settings, address, ready.profile))
        finally:
            server = embedded_server(settings)
            if server is not None:
                server.stop()
    figures |= {
        "killed_before_ready": killed,
        "titles": made["titles"],
        "index_seconds": round(made["seconds"], 2),
        "lexicon_megabytes": round(made["lexicon_bytes"] / 1e6, 1),
        "vector_megabytes": round(made["vector_bytes"] / 1e6, 1),
        "encoded_a_second": round(ready.encoded_a_second, 1),
        "part": f"{len(files)} of {len(film_files())} files",
    }
    return Outcome(figures, data_sha256=sha256_of(*files, _description_file()))


async def _prepare(settings: Settings, films: Path, number: int) -> Ready:
    async with open_house(settings) as house:
        await house.catalogue.import_wikipedia(films, rejects=settings.home / "rejects.jsonl")
        household = await house.audience.create_household("Measured")
        profile = await house.audience.create_profile(household.id, "Measured")
        rate = await _put_vectors(house)
        shelf = await house.catalogue.shelf()
        dice = random.Random(11)
        long = [name for name in map(typed, shelf.names) if len(joined(name)) >= _SHORTEST]
        names = dice.sample(long, min(number, len(long)))
        mistyped = [slipped(name, 1, dice) if dice.random() < 0.2 else name for name in names]
        return Ready(str(profile.id), mistyped, rate)


async def _put_vectors(house: House) -> float:
    """Random vectors for every text; how many true ones would be made in a second."""
    _, words = await house.catalogue.words()
    texts = [text for text in map(text_of, words) if text]
    noise = np.random.default_rng(5)
    for start in range(0, len(texts), _BATCH):
        part = texts[start : start + _BATCH]
        made = noise.standard_normal((len(part), WIDTH)).astype(np.float32)
        made /= np.linalg.norm(made, axis=1, keepdims=True)
        vectors = ((digest_of(text), packed(row)) for text, row in zip(part, made, strict=True))
        kept = [(digest, one.scale, one.steps) for digest, one in vectors]
        async with house.database.transaction() as connection:
            await repository.keep_vectors(connection, MODEL_IN_BYTES, kept)
    encoder, started = TextEncoder(threads=1, in_bytes=True), time.perf_counter()
    first = texts[:64]
    encoder.encode(first)
    return len(first) / (time.perf_counter() - started)


def _killed_while_building(home: Path) -> bool:
    """Kill a service before it says that it serves; False where it was quicker."""
    with subprocess.Popen(_command(home), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        said, _, _ = select.select([process.stdout], [], [], _BUILDING_SECONDS)
        process.kill()
    return not said


def _command(home: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.discover.measured_service", str(home)]


@contextmanager
def _service(home: Path) -> Generator[tuple[str, dict[str, Any]]]:
    log = home / "service.log"
    with log.open("wb") as errors:
        process = subprocess.Popen(_command(home), stdout=subprocess.PIPE, stderr=errors, text=True)
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address, log.read_text(encoding="utf-8")
        yield address, json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait(timeout=60)
        process.stdout.close()


def _measured(address: str, ready: Ready, sentences: Sequence[str]) -> dict[str, Figure]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    own: list[float] = []
    bare: list[float] = []
    for number, name in enumerate(ready.names):
        for letters in range(1, min(len(name), _LETTERS) + 1):
            asked = {"profile": ready.profile, "q": name[:letters]}
            pair = [("/v1/search/typed", own), ("/v1/bare", bare)]
            for path, times in pair if letters % 2 else reversed(pair):
                milliseconds = _ask(connection, path, asked)
                if number >= _WARM_UP:
                    times.append(milliseconds)
    warm = len(sentences) // 10
    told, described = (
        [
            _ask(connection, path, {"profile": ready.profile, "q": sentence})
            for sentence in sentences
        ][warm:]
        for path in ("/v1/search/sentence", "/v1/search")
    )
    connection.close()
    return {
        "typed_median_ms": _quantile(own, 0.5),
        "typed_p99_ms": _quantile(own, 0.99),
        "bare_tantivy_median_ms": _quantile(bare, 0.5),
        "bare_tantivy_p99_ms": _quantile(bare, 0.99),
        "median_ratio": round(float(np.median(own) / np.median(bare)), 2),
        "letters": len(own),
        "sentence_median_ms": _quantile(told, 0.5),
        "sentence_p99_ms": _quantile(told, 0.99),
        "described_median_ms": _quantile(described, 0.5),
        "described_p99_ms": _quantile(described, 0.99),
        "sentences": len(told),
    }


def _together(address: str, ready: Ready, seconds: float) -> dict[str, Figure]:
    typing: Typing = asyncio.run(
        type_together(address, ready.profile, ready.names, typists=TYPISTS, seconds=seconds)
    )
    return {
        "typists": TYPISTS,
        "typists_seconds": seconds,
        "typists_letters": len(typing.milliseconds),
        "typists_median_ms": _quantile(typing.milliseconds, 0.5),
        "typists_p99_ms": _quantile(typing.milliseconds, 0.99),
        "typists_cancelled": typing.cancelled,
    }


async def _update(settings: Settings, address: str, profile: str) -> float:
    """Seconds from the end of an import to the first answer that has its title."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc)
    async with open_house(settings) as house:
        record = TitleRecord(name=f"{_BEGINNING} and the Windmills", year=2026)
        await house.catalogue.put_titles([record], source="measured", open_window=True)
        started = time.perf_counter()
        asked = urlencode({"profile": profile, "q": _BEGINNING})
        while time.perf_counter() - started < _PATIENCE_SECONDS:
            connection.request("GET", f"/v1/search/typed?{asked}")
            if json.loads(connection.getresponse().read())["titles"]:
                return round(time.perf_counter() - started, 2)
            await asyncio.sleep(0.02)
    raise AssertionError("the new title was not found")


def _sentences(number: int) -> list[str]:
    with _description_file().open(encoding="utf-8") as lines:
        titles = [json.loads(line)["title"] for line in lines]
    told = [" ".join(re.sub(r"\[[^\]]*\]", " ", title).split()) for title in titles]
    return [sentence for sentence in told if len(sentence.split()) > 4][:number]


def _description_file() -> Path:
    return shared("tip-of-the-tongue", "validation.jsonl")


def _ask(connection: http.client.HTTPConnection, path: str, asked: dict[str, str]) -> float:
    started = time.perf_counter()
    connection.request("GET", f"{path}?{urlencode(asked)}")
    response = connection.getresponse()
    answer = response.read()
    milliseconds = (time.perf_counter() - started) * 1000
    assert response.status == 200, answer[:500]
    return milliseconds


def _quantile(times: Sequence[float], share: float) -> float:
    return round(float(np.quantile(np.array(times), share)), 2)
