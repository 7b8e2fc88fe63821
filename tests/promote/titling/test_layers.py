from __future__ import annotations

import io

import numpy as np
from PIL import Image
from psd_tools import PSDImage

from matinee.clearance.artwork.model import Billed
from matinee.promote.titling.billing import Block, lettered
from matinee.promote.titling.layers import PICTURE, SCRIM, layered
from matinee.promote.titling.setting import Setter
from matinee.promote.titling.typefaces import Typefaces


def test_the_layers_laid_over_each_other_are_the_finished_picture(typefaces: Typefaces) -> None:
    random = np.random.default_rng(1)
    blocks = np.kron(random.integers(0, 255, (5, 8, 3)), np.ones((36, 40, 1)))
    picture = np.asarray(blocks, np.uint8)
    block = Block.of([Billed(name="Ada Example", size=0.6)], "ja", typefaces)
    setter = Setter("森のひみつ", "ja", typefaces)
    done = lettered(picture, setter, block, [], np.ones((90, 160)) / 14_400)
    file = PSDImage.open(io.BytesIO(layered(picture, done, language="ja")))

    assert [each.name for each in file] == [PICTURE, SCRIM, "Title (ja)", "Names (ja)"]
    laid = Image.new("RGBA", file.size)
    for each in file:
        layer = each.topil()
        assert layer is not None
        laid.alpha_composite(layer.convert("RGBA"), each.offset)
    seen = np.asarray(laid.convert("RGB"), np.int16)
    assert np.abs(seen - done.pixels).max() <= 3
    first = file[0].topil()
    assert first is not None
    assert (np.asarray(first.convert("RGB")) == picture).all()
