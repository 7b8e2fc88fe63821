"""Shot boundaries: the published evaluator on AutoShot, and a drawn film where all is known."""

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray
from scenedetect import (
    AdaptiveDetector,
    ContentDetector,
    HistogramDetector,
    SceneDetector,
    SceneManager,
    open_video,
)

from benchmarks.material import sha256_of, shared
from benchmarks.media.drawn_film import Truth, draw_film
from benchmarks.outcome import Figure, Outcome
from matinee.media.decoding.thumbnails import thumbnails_of
from matinee.media.shots.detection import (
    Boundary,
    BoundaryKind,
    colour_cuts,
    combined,
    gradual_only,
    structure_cuts,
)
from matinee.media.shots.evaluation import (
    Counts,
    compare_cuts,
    compare_gradual,
    compare_transitions,
    shots_of_scores,
    transitions,
)
from matinee.media.shots.evidence import Evidence

_SEED = 2026
"""Thresholds were set on films of the seeds 1 to 3."""
_PUBLISHED = 0.8405448717948718
_THRESHOLD = 0.296
_PEERS: Mapping[str, Callable[[], SceneDetector]] = {
    "PySceneDetect content (run here)": ContentDetector,
    "PySceneDetect adaptive (run here)": AdaptiveDetector,
    "PySceneDetect histogram (run here)": HistogramDetector,
}


def run(quick: bool) -> Outcome:
    """``quick``: a film of 50 cuts, 10 fades and 10 dissolves in place of 200, 40 and 40."""
    labels = shared("ads", "shot-boundaries", "labels.npz")
    scores = shared("ads", "shot-boundaries", "scores.npz")
    figures: dict[str, Figure] = {"autoshot_f1": _autoshot(labels, scores)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "drawn.mp4"
        cuts, gradual = (50, 10) if quick else (200, 40)
        truth = draw_film(path, seed=_SEED, cuts=cuts, fades=gradual, dissolves=gradual)
        figures |= _drawn(path, truth)
        peers: dict[str, dict[str, Figure]] = {
            name: _judged(truth, _by_scenedetect(path, build())) for name, build in _PEERS.items()
        }
    peers["AutoShot (published)"] = {"autoshot_f1": _PUBLISHED}
    return Outcome(figures, peers, sha256_of(labels, scores))


def _autoshot(labels: Path, scores: Path) -> float:
    total = Counts()
    with np.load(labels) as truth, np.load(scores) as found:
        for video in truth.files:
            total += compare_transitions(
                transitions(truth[video].astype(float)),
                transitions(shots_of_scores(found[video], _THRESHOLD)),
            )
    return total.f1


def _drawn(path: Path, truth: Truth) -> dict[str, Figure]:
    with av.open(str(path)) as container:
        container.streams.video[0].thread_type = "AUTO"
        film = thumbnails_of(container.decode(video=0))
    if len(film) != truth.frames:
        raise AssertionError(f"{truth.frames} frames were drawn and {len(film)} read")
    began = time.process_time()
    evidence = Evidence.of(film)
    found = combined(evidence)
    seconds = time.process_time() - began
    whole = _judged(truth, found)
    figures: dict[str, Figure] = {
        "drawn_film_f1": whole["f1"],
        **{f"drawn_film_{name}": value for name, value in whole.items() if name != "f1"},
        "drawn_frames": truth.frames,
        "drawn_flashes": len(truth.flashes),
        "detection_processor_seconds": round(seconds, 2),
    }
    for name, detector in (
        ("colour", colour_cuts),
        ("structure", structure_cuts),
        ("gradual", gradual_only),
    ):
        alone = _judged(truth, detector(evidence))
        figures |= {f"{name}_alone_{figure}": value for figure, value in alone.items()}
    return figures


def _judged(truth: Truth, found: list[Boundary]) -> dict[str, Figure]:
    """Cuts within 2 frames, gradual ones by overlap, each only against its own kind."""
    cuts = [each.first for each in found if each.kind is BoundaryKind.CUT]
    gradual = _spans([each for each in found if each.kind is not BoundaryKind.CUT])
    of_cuts, cut_hits = compare_cuts(truth.cuts, cuts)
    of_gradual, gradual_hits = compare_gradual(
        np.array(sorted(truth.fades + truth.dissolves), dtype=float), gradual
    )
    wrong = [(cut, cut) for cut, hit in zip(cuts, cut_hits, strict=True) if not hit]
    wrong += [
        (int(first), int(last))
        for (first, last), hit in zip(gradual, gradual_hits, strict=True)
        if not hit
    ]
    fades = [each for each in found if each.kind is BoundaryKind.FADE]
    dissolves = [each for each in found if each.kind is BoundaryKind.DISSOLVE]
    return {
        "f1": round((of_cuts + of_gradual).f1, 4),
        "cuts_f1": round(of_cuts.f1, 4),
        "gradual_f1": round(of_gradual.f1, 4),
        "fades_f1": round(compare_gradual(_array(truth.fades), _spans(fades))[0].f1, 4),
        "dissolves_f1": round(compare_gradual(_array(truth.dissolves), _spans(dissolves))[0].f1, 4),
        "false_alarms_on_flashes": sum(_on_a_flash(span, truth) for span in wrong),
    }


def _on_a_flash(span: tuple[int, int], truth: Truth) -> bool:
    return any(span[0] <= last + 3 and span[1] >= first - 3 for first, last in truth.flashes)


def _spans(found: list[Boundary]) -> NDArray[np.float64]:
    return _array([(each.first, each.last) for each in found])


def _array(spans: list[tuple[int, int]]) -> NDArray[np.float64]:
    return np.array(spans, dtype=float).reshape(-1, 2)


def _by_scenedetect(path: Path, detector: SceneDetector) -> list[Boundary]:
    """Its cuts with its own settings; it names one frame for a fade, so all count as cuts."""
    manager = SceneManager()
    manager.add_detector(detector)
    manager.detect_scenes(open_video(str(path), backend="pyav"), show_progress=False)
    return [
        Boundary(begin.frame_num, begin.frame_num, BoundaryKind.CUT)
        for begin, _ in manager.get_scene_list()[1:]
    ]
