"""Sentence vectors."""

import numpy as np
import pytest

from matinee.media.text_embedding.encoder import WIDTH, TextEncoder


@pytest.fixture(scope="module")
def encoder() -> TextEncoder:
    return TextEncoder(threads=1)


def test_every_vector_has_length_one_even_that_of_an_empty_text(encoder: TextEncoder) -> None:
    vectors = encoder.encode(["", "A heist goes wrong.", "word " * 1000])
    assert vectors.shape == (3, WIDTH)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_sentence_is_nearer_to_its_paraphrase_than_to_another_matter(
    encoder: TextEncoder,
) -> None:
    asked, paraphrase, other = encoder.encode(
        ["A bank robbery fails.", "A heist at a bank goes wrong.", "Two chefs fall in love."]
    )
    assert asked @ paraphrase > asked @ other + 0.2


def test_a_text_has_the_same_vector_whatever_shares_its_batch(encoder: TextEncoder) -> None:
    alone = encoder.encode(["A storm at sea."])[0]
    beside = encoder.encode(["A storm at sea.", "A long tale " * 60])[0]
    assert beside == pytest.approx(alone, abs=1e-5)


def test_a_byte_a_weight_makes_nearly_the_same_vectors(encoder: TextEncoder) -> None:
    texts = ["A bank robbery fails.", "Two chefs fall in love.", "A long tale of the sea. " * 60]
    in_bytes = TextEncoder(threads=1, in_bytes=True).encode(texts)
    assert np.linalg.norm(in_bytes, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert ((in_bytes * encoder.encode(texts)).sum(axis=1) > 0.95).all()


def test_in_bytes_a_text_that_shares_its_batch_is_nearly_what_it_is_alone() -> None:
    encoder = TextEncoder(threads=1, in_bytes=True)
    alone = encoder.encode(["A storm at sea."])[0]
    beside = encoder.encode(["A storm at sea.", "A long tale " * 60])[0]
    assert float(alone @ beside) > 0.95


def test_no_texts_make_no_vectors(encoder: TextEncoder) -> None:
    assert encoder.encode([]).shape == (0, WIDTH)
