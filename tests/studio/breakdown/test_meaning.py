"""What words that no list has are by their nature."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matinee.studio.breakdown.lexicon import lexicon
from matinee.studio.breakdown.meaning import Meaning
from matinee.studio.breakdown.natures import NATURES, digest_of, learned, nature_of


class _Letters:
    """Words that begin alike mean alike."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 26), np.float32)
        rows[np.arange(len(texts)), [ord(text[0]) - ord("a") for text in texts]] = 1.0
        return rows


def test_a_word_is_by_nature_what_the_listed_words_are_that_mean_like_it() -> None:
    kinds = {"axe": "props", "coat": "wardrobe", "joy": "abstract"}
    weights = np.zeros((27, len(NATURES)))
    for word, kind in kinds.items():
        weights[ord(word[0]) - ord("a"), nature_of(kind)] = 1.0
    meaning = Meaning(_Letters(), kinds, weights)
    told = meaning.natures(["adze", "cape", "jolt"])
    best = {word: NATURES[int(np.argmax(odds))] for word, odds in told.items()}
    assert best == {"adze": "props", "cape": "wardrobe", "jolt": "outside"}
    assert all(abs(sum(odds) - 1) < 1e-9 for odds in told.values())


def test_natures_were_learned_of_the_lists_as_they_are() -> None:
    """Else run ``python -m benchmarks.studio.breakdown_learning``."""
    lists, weights = learned()
    assert lists == digest_of(lexicon().meanings)
    assert weights.shape == (385, len(NATURES))
