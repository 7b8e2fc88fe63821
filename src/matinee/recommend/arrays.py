"""The arrays that recommendation computes on, by their names."""

import numpy as np
from numpy.typing import NDArray

Items = NDArray[np.int32]
"""Titles by their place in a model set."""
Reals = NDArray[np.float32]
Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
