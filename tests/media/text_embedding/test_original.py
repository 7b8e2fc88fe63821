"""The graph against the network that it was built from."""

import pytest

pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from matinee.media.text_embedding.encoder import LONGEST, TextEncoder, model_folder


def test_vectors_are_those_of_the_original_network() -> None:
    folder = model_folder()
    original = BertModel(
        BertConfig.from_json_file(str(folder / "config.json")), add_pooling_layer=False
    )
    found = original.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    assert found.missing_keys == []
    pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
    pieces.no_padding()
    pieces.enable_truncation(LONGEST)
    encoder = TextEncoder(threads=1)
    for text in ["A heist goes wrong at a bank.", "", "word " * 400, "Zwei Köche verlieben sich."]:
        with torch.inference_mode():
            words = original.eval()(torch.tensor([pieces.encode(text).ids])).last_hidden_state[0]
        mean = words.mean(0)
        assert encoder.encode([text])[0] == pytest.approx((mean / mean.norm()).numpy(), abs=1e-5)
