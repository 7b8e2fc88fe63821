"""What a screenplay holds, scene by scene: the analysis of one file; nothing is stored."""

from dataclasses import dataclass

from matinee.studio.screenplay.cast import Speaker, speakers_of
from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.reading import read_script
from matinee.studio.screenplay.scenes import Scene, scenes_of


@dataclass(frozen=True, slots=True)
class Analysis:
    """A script with its scenes and those who speak in it."""

    script: Script
    scenes: tuple[Scene, ...]
    speakers: tuple[Speaker, ...]


def analyse(data: bytes, *, name: str = "") -> Analysis:
    """Read a file and take it apart.

    Raises:
        Invalid: it holds no screenplay that can be read; the error says why.
    """
    script = read_script(data, name=name)
    scenes = scenes_of(script)
    return Analysis(script, scenes, speakers_of(script, scenes))
