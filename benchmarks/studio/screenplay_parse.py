"""Reading screenplays: Big Fish in three formats, others' expectations, round trips, speed."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from benchmarks.peers import PYTHON, peers_installed
from benchmarks.studio.screenplay_expectations import EXPLAINED, cases, plain
from benchmarks.studio.screenplay_hostile import hostile_files
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import Kind, Script
from matinee.studio.screenplay.pagination import lengths_of
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.scenes import scenes_of
from matinee.studio.screenplay.writing import to_fdx, to_fountain


def run(quick: bool) -> Outcome:
    """``quick``: the same with fewer rounds of timing."""
    folder = shared("screenplays")
    figures: dict[str, Figure] = {}
    for ending in ("fountain", "fdx", "pdf"):
        script = _read(folder / "samples" / f"Big-Fish.{ending}")
        scenes = scenes_of(script)
        figures[f"big_fish_{ending}_scenes"] = sum(not scene.flag for scene in scenes)
        figures[f"big_fish_{ending}_flagged"] = sum(bool(scene.flag) for scene in scenes)
        figures[f"big_fish_{ending}_cues"] = len(script.of(Kind.CHARACTER))
    figures |= _eighths(folder / "samples")
    told = list(cases(folder))
    figures["expectations"] = len(told)
    figures["expectations_agreed"] = sum(case.agrees for case in told)
    different = [case for case in told if not case.agrees]
    figures["differences_explained"] = sum(case.name in EXPLAINED for case in different)
    for case in different:
        figures[f"differs: {case.name}"] = EXPLAINED.get(
            case.name, f"not explained: {case.difference}"
        )
    figures |= _round_trips(folder)
    figures |= hostile_files()
    peers = _speed(folder, figures, rounds=5 if quick else 25)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return Outcome(figures, peers, sha256_of(*files))


def _read(path: Path) -> Script:
    return read_script(path.read_bytes(), name=path.name)


def _eighths(folder: Path) -> dict[str, Figure]:
    """Lengths set out from Fountain against those measured in the PDF of the same script."""
    set_out, paper = (_read(folder / f"Big-Fish.{ending}") for ending in ("fountain", "pdf"))
    pairs = list(
        zip(
            lengths_of(set_out, scenes_of(set_out)),
            lengths_of(paper, scenes_of(paper)),
            strict=True,
        )
    )
    near = sum(abs(ours.eighths - theirs.eighths) <= 1 for ours, theirs in pairs)
    return {
        "eighths_scenes": len(pairs),
        "eighths_within_one": near,
        "eighths_within_one_share": round(near / len(pairs), 4),
        "eighths_equal": sum(ours.eighths == theirs.eighths for ours, theirs in pairs),
        "pages_set_out": round(sum(ours.pages for ours, _ in pairs), 2),
        "pages_measured": round(sum(theirs.pages for _, theirs in pairs), 2),
    }


def _round_trips(folder: Path) -> dict[str, Figure]:
    """Scripts written and read again: how many elements come back changed, and over how many."""
    elements = {"fountain": 0, "fdx": 0, "fountain_to_fdx": 0, "fdx_to_fountain": 0}
    changed = dict(elements)
    for path in sorted([*folder.rglob("*.fountain"), *folder.rglob("*.fdx")]):
        script = _read(path)
        own = path.suffix[1:]
        back = (
            read_fountain(to_fountain(script))
            if own == "fountain"
            else read_script(to_fdx(script), name=".fdx")
        )
        elements[own] += len(script.elements)
        changed[own] += _changed(_whole(script), _whole(back))
        other = f"{own}_to_{'fdx' if own == 'fountain' else 'fountain'}"
        across = (
            read_script(to_fdx(script), name=".fdx")
            if own == "fountain"
            else read_fountain(to_fountain(script))
        )
        ours, theirs = _held(script), _held(across)
        elements[other] += len(ours)
        changed[other] += _changed(ours, theirs)
    return {
        **{f"round_trip_{name}_elements": count for name, count in elements.items()},
        **{f"round_trip_{name}_changed": count for name, count in changed.items()},
    }


def _whole(script: Script) -> list[object]:
    return [
        (e.kind, e.text, e.number, e.dual, e.level, e.details and e.details.attributes)
        for e in script.elements
    ]


_NOT_IN_BOTH = {"section", "synopsis", "boneyard", "page_break", "note"}


def _held(script: Script) -> list[object]:
    """What both formats can hold."""
    return [pair for pair in plain(script) if pair[0] not in _NOT_IN_BOTH]


def _changed(before: list[object], after: list[object]) -> int:
    same = sum(a == b for a, b in zip(before, after, strict=False))
    return max(len(before), len(after)) - same


def _speed(
    folder: Path, figures: dict[str, Figure], *, rounds: int
) -> dict[str, dict[str, Figure]]:
    big_fish = folder / "samples" / "Big-Fish.fountain"
    text = big_fish.read_text(encoding="utf-8")
    ours = _best(lambda: read_fountain(text), rounds)
    figures["fountain_ms"] = round(ours * 1000, 2)
    for ending in ("fdx", "pdf"):
        path = big_fish.with_suffix(f".{ending}")
        data = path.read_bytes()
        taken = _best(
            lambda data=data, path=path: read_script(data, name=path.name), max(2, rounds // 5)
        )
        figures[f"{ending}_ms"] = round(taken * 1000, 1)
    if not peers_installed():
        figures["ratio_to_fastest_peer"] = "peers are not installed: make peers"
        return {}
    script = Path(__file__).with_name("screenplay_peers.py")
    answer = subprocess.run(
        [str(PYTHON), "-P", str(script), str(big_fish), str(rounds)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    timed: dict[str, dict[str, float | str]] = json.loads(answer.stdout)
    fastest = min(float(peer["seconds"]) for peer in timed.values())
    figures["ratio_to_fastest_peer"] = round(fastest / ours, 2)
    return {
        f"{name} {peer['version']} (run here)": {
            "fountain_ms": round(float(peer["seconds"]) * 1000, 2)
        }
        for name, peer in timed.items()
    }


def _best(read: Callable[[], object], rounds: int) -> float:
    """The least processor time of some rounds, in seconds."""
    taken: list[float] = []
    for _ in range(rounds):
        started = time.process_time()
        read()
        taken.append(time.process_time() - started)
    return min(taken)
