"""Make the ranker of descriptions that ships with the product.

``python -m benchmarks.discover.plot_training FILE`` learns of the training descriptions, writes
FILE, and prints how many titles are found in folds whose titles were not learned of. No validation
description is read.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.discover.descriptions import Description, described
from benchmarks.discover.films import films
from benchmarks.discover.plot_material import PlotMaterial
from matinee.discover.plots.learning import Learned, learn
from matinee.media.text_embedding.encoder import MODEL_IN_BYTES


def trained(material: PlotMaterial, descriptions: Sequence[Description]) -> Learned:
    """The ranker that is learned of descriptions, and the ranks in held folds."""
    asked = material.asked(descriptions)
    return learn(
        material.texts,
        np.stack([one.meaning for one in asked]),
        np.array([one.row for one in asked], np.intp),
        material.known,
        lambda place, step: material.signs(asked[place], step),
        model=MODEL_IN_BYTES,
    )


def main(file: Path) -> None:
    """Learn, write, and say what it is worth."""
    catalogue = films()
    joined = described(catalogue, "train")
    learned = trained(PlotMaterial.of(catalogue), joined.descriptions)
    learned.ranker.write(file)
    for first in (1, 10, 100):
        print(f"success@{first} {float((learned.held_ranks < first).mean()):.4f}")
    print(learned.ranker.weights.round(3).tolist(), f"{file.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
