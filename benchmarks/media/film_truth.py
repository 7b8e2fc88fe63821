"""How true the analysis of a film is: precision and recall of each measure on one drawn by code.

The truth film is eight minutes of known speech, music, silence, black, titles, credits, text, and
three faces: two from the front, one from the side.
"""

import tempfile
from pathlib import Path

from benchmarks.material import sha256_of
from benchmarks.media.film_work import FilmWork
from benchmarks.media.truth_film import draw, short_film, whole_film
from benchmarks.media.truth_judging import judged
from benchmarks.outcome import Figure, Outcome
from matinee.media.model import Step
from matinee.media.workbench import read_story

_CHAPTERS, _SEED = 8, 2026


def run(quick: bool) -> Outcome:
    """``quick``: half a minute with something of everything, and one face."""
    with tempfile.TemporaryDirectory() as folder:
        figures = truth_figures(Path(folder), quick=quick)
        return Outcome(figures, {}, sha256_of(_film_in(Path(folder))))


def truth_figures(folder: Path, *, quick: bool) -> dict[str, Figure]:
    """Draw the film in a folder, analyse it there, and judge what was found."""
    path = _film_in(folder)
    acts = short_film() if quick else whole_film(_CHAPTERS, _SEED, third=True)
    events = draw(path, acts, seed=_SEED)
    work = FilmWork(path, folder / "truth")
    for step in (Step.PROBE, Step.FAST, Step.FULL):
        work.do(step)
    story = read_story(work.folder / "full.json")
    return {"truth_seconds": round(events.seconds, 1), **judged(events, story)}


def _film_in(folder: Path) -> Path:
    return folder / "truth.mp4"
