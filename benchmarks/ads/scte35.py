"""SCTE 35: the vectors byte for byte, and damaged sections that must be read or refused."""

import base64
import json
import time

import numpy as np

from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from matinee.ads.scte35.section import crc32, decode, encode
from matinee.errors import Invalid

_FUZZED = 100_000
_SLOW_SECONDS = 0.1


def run(quick: bool) -> Outcome:
    """``quick``: a tenth of the damaged sections."""
    file = shared("ads", "scte35", "vectors_scte35-go_decoded_by_threefive.json")
    sections = [_bytes(each["in"]) for each in json.loads(file.read_text(encoding="utf-8"))]
    wrong = sum(crc32(section) != 0 for section in sections)
    same = sum(encode(decode(section, check_crc=False)) == section for section in sections)
    figures: dict[str, Figure] = {
        "vectors": len(sections),
        "byte_identical": same,
        "vectors_with_a_wrong_crc": wrong,
    }
    return Outcome(
        figures | _fuzzed(sections, _FUZZED // 10 if quick else _FUZZED), {}, sha256_of(file)
    )


def _bytes(text: str) -> bytes:
    if text[:2] in ("0x", "FC"):
        return bytes.fromhex(text.removeprefix("0x"))
    return base64.b64decode(text)


def _fuzzed(sections: list[bytes], count: int) -> dict[str, Figure]:
    """Bytes changed, cut and put in; then length and CRC_32 made right, so that all is read.

    The slowest is by the thread's own time: on a busy machine the clock says little.
    """
    random = np.random.default_rng(35)
    read = refused = unequal = 0
    slowest = 0.0
    started = time.perf_counter()
    for _ in range(count):
        damaged = _damaged(sections[int(random.integers(len(sections)))], random)
        began = time.thread_time()
        try:
            record = decode(damaged)
        except Invalid:
            refused += 1
        else:
            read += 1
            unequal += encode(record) != damaged
        slowest = max(slowest, time.thread_time() - began)
    return {
        "fuzzed": count,
        "fuzzed_read": read,
        "fuzzed_refused": refused,
        "fuzzed_not_written_again_equal": unequal,
        "fuzzed_slowest_ms": round(1000 * slowest, 2),
        "fuzzed_hangs": int(slowest > _SLOW_SECONDS),
        "sections_per_second": round(count / (time.perf_counter() - started)),
    }


def _damaged(section: bytes, random: np.random.Generator) -> bytes:
    inner = bytearray(section[3:-4])
    for _ in range(int(random.integers(1, 5))):
        place = int(random.integers(len(inner)))
        match int(random.integers(3)):
            case 0:
                inner[place] = int(random.integers(256))
            case 1 if len(inner) > 1:
                del inner[place]
            case _:
                inner.insert(place, int(random.integers(256)))
    data = bytes([0xFC]) + (0x3000 | len(inner) + 4).to_bytes(2) + bytes(inner)
    return data + crc32(data).to_bytes(4)
