"""Small networks are no faster on several threads, and slower on a busy machine."""

import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed (extra train)")
torch.set_num_threads(1)
