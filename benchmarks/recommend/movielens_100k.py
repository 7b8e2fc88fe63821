"""MovieLens 100K with its timestamps, out of RecBole's wheel, unpacked and not installed."""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from benchmarks.recommend.time_split import Viewings
from matinee.errors import Unavailable

_WHEEL = "recbole==1.2.1"
_FILE = "recbole/dataset_example/ml-100k/ml-100k.inter"
_SHA256 = "4edb74e2a81178c2ba9ff381495f754f996c4aea351b1272ca36b43da0935eff"
_ITEMS = "recbole/dataset_example/ml-100k/ml-100k.item"


def movielens_100k() -> tuple[Viewings, np.ndarray, str]:
    """The viewings in order, the genres of their items (items x genres), and the data's SHA-256."""
    folder = Path(tempfile.gettempdir()) / "matinee-benchmarks" / "recbole"
    folder.mkdir(parents=True, exist_ok=True)
    wheel = next(folder.glob("recbole-1.2.1-*.whl"), None) or _downloaded(folder)
    with zipfile.ZipFile(wheel) as packed:
        content, items = packed.read(_FILE), packed.read(_ITEMS).decode("utf-8")
    digest = hashlib.sha256(content).hexdigest()
    if digest != _SHA256:
        raise Unavailable(
            f"{_FILE} is not the file that was measured before.",
            remedy=f"Remove {wheel} and run again; it has to come from {_WHEEL}.",
        )
    rows = np.loadtxt(content.decode().splitlines()[1:], dtype=np.float64)
    names, numbers = np.unique(rows[:, 1].astype(np.int64), return_inverse=True)
    members = np.unique(rows[:, 0].astype(np.int64), return_inverse=True)[1]
    # Ratings of the same second are told apart by the item, which says nothing of their order.
    order = np.lexsort((rows[:, 1], rows[:, 3], members))
    viewings = Viewings(members[order], numbers[order], rows[order, 3], len(names))
    return viewings, _genres(items, names), digest


def _genres(items: str, names: np.ndarray) -> np.ndarray:
    listed = {
        int(cells[0]): cells[3].split()
        for cells in (line.split("\t") for line in items.splitlines()[1:])
    }
    words = sorted({word for genres in listed.values() for word in genres})
    facts = np.zeros((len(names), len(words)), np.float32)
    for row, name in enumerate(names.tolist()):
        facts[row, [words.index(word) for word in listed.get(name, [])]] = 1
    return facts


def _downloaded(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest"]
    done = subprocess.run([*command, str(folder), _WHEEL], capture_output=True, check=False)
    wheel = next(folder.glob("recbole-1.2.1-*.whl"), None)
    if done.returncode or wheel is None:
        raise Unavailable(
            f"{_WHEEL} cannot be downloaded: {done.stderr.decode(errors='replace')[-200:]}",
            remedy=f"Put its wheel into {folder}.",
        )
    return wheel
