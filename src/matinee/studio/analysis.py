"""What a screenplay holds, scene by scene: the analysis of one file; nothing is stored."""

from dataclasses import dataclass

from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.ocr import Pictures
from matinee.studio.screenplay.reading import read_script
from matinee.studio.structure.facts import Structure, structure_of


@dataclass(frozen=True, slots=True)
class Analysis:
    """A script and its structure."""

    script: Script
    structure: Structure


def analyse(data: bytes, *, name: str = "", pictures: Pictures | None = None) -> Analysis:
    """Read a file and take it apart.

    Raises:
        Invalid: it holds no screenplay that can be read; the error says why.
    """
    script = read_script(data, name=name, pictures=pictures)
    return Analysis(script, structure_of(script))
