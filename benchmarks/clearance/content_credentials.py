"""``credentials``: what is told of tampered files, and whether strangers read what we read.

For PNG, JPEG and MP4: one bit of the picture data changed at 100 places each, the manifest
stripped, swapped from another file, and a certificate that ends seconds after signing. Then 100
outputs of a house, registered as the door registers them, and 30 of them tampered with, are read by
a process that has only c2pa-python and the trust anchor (with it and without it), and by exiftool
where there is one.

The exiftool asked is the one on the path: 12.57 reads no credentials in MP4, 13.59 reads them all
(`exiftool-vendored.pl` of npm holds it).
"""

import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from uuid import UUID

from benchmarks.clearance.carriers import drawn, stripped, swapped, with_one_bit_changed
from benchmarks.clearance.clients import as_call, furnish
from benchmarks.outcome import Figure, Outcome
from matinee.assembly.ground import embedded_server
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.clearance.provenance.certificates import anchors, make_development
from matinee.clearance.provenance.credentials import sign
from matinee.clearance.provenance.model import Making, MediaType, Standing
from matinee.clearance.provenance.reading import Trust, read
from matinee.clearance.provenance.service import Provenance
from matinee.clearance.record import shapes
from matinee.foundation.telemetry import configure_logging
from matinee.generation.model import Output, input_hash

PLACES = 100
OUTPUTS = 100
_TAMPERED = 30
_SUFFIX = {MediaType.PNG: ".png", MediaType.JPEG: ".jpg", MediaType.MP4: ".mp4"}
_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_LARGEST = 10**8


def run(quick: bool) -> Outcome:
    """Tamper, then let others read."""
    configure_logging(form="text", level="error")
    places, outputs = (20, 30) if quick else (PLACES, OUTPUTS)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        figures = _tampering(Provenance(home / "keys"), places)
        settings = Settings(home=home / "home")
        server = embedded_server(settings)
        assert server is not None
        try:
            made = home / "outputs"
            made.mkdir()
            permits = asyncio.run(_made(settings, made, outputs))
            figures |= _read_apart(settings.home / "keys", home, made, permits)
        finally:
            server.stop()
    return Outcome(figures)


def _tampering(provenance: Provenance, places: int) -> dict[str, Figure]:
    making = Making("The harbour", "trainedAlgorithmicMedia", datetime.now(UTC))
    figures: dict[str, Figure] = {"places": places}
    for kind in MediaType:
        one, other = (provenance.sign(drawn(kind, seed), making) for seed in (1, 2))
        assert provenance.read(one, kind).standing is Standing.VALID
        found = [
            provenance.read(changed, kind).standing
            for changed in with_one_bit_changed(one, kind, places)
        ]
        name = kind.name.lower()
        figures[f"{name}_bits_found"] = found.count(Standing.TAMPERED)
        bare = provenance.read(stripped(one, kind), kind).standing
        figures[f"{name}_stripped"] = bare.value
        foreign = provenance.read(swapped(one, other, kind), kind).standing
        figures[f"{name}_swapped"] = foreign.value
        figures[f"{name}_expired"] = _expired(kind, making).value
    return figures


def _expired(kind: MediaType, making: Making) -> Standing:
    now = datetime.now(UTC)
    identity, root = make_development(now, life=timedelta(seconds=1))
    signed = sign(drawn(kind, 3), making, identity, now)
    # A certificate is good through the whole of its last second.
    left = identity.expires + timedelta(seconds=1.1) - datetime.now(UTC)
    time.sleep(max(0.0, left.total_seconds()))
    return read(signed, kind, Trust(root), limit=_LARGEST).standing


async def _made(settings: Settings, folder: Path, count: int) -> dict[str, str]:
    """The permit by each file's name; the outputs are written to the folder."""
    kinds = list(MediaType)
    async with open_house(settings) as house:
        furnished = await furnish(house.record)
        wish = shapes.PermitWish(lasts_seconds=3600, uses=count, inputs=(input_hash(b"p"),))
        permit = await house.record.mint(furnished.sketch, wish, by="bench")
        named: dict[str, str] = {}
        for number in range(count):
            kind = kinds[number % len(kinds)]
            spend = await house.record.permits.spend(permit, as_call(permit))
            content = drawn(kind, 10 + number)
            made = Output(content, kind.value, "sketcher-1", "trainedAlgorithmicMedia")
            output = await house.record.outputs.register(made, spend)
            assert isinstance(output.id, UUID)
            name = f"{number:03}{_SUFFIX[kind]}"
            (folder / name).write_bytes(output.content)
            named[name] = str(permit.id)
    return named


def _read_apart(keys: Path, home: Path, made: Path, permits: dict[str, str]) -> dict[str, Figure]:
    kinds = {suffix: kind for kind, suffix in _SUFFIX.items()}
    ours = Trust(anchors(keys))
    valid = 0
    for file in sorted(made.iterdir()):
        story = read(file.read_bytes(), "", ours, limit=_LARGEST)
        valid += story.standing is Standing.VALID and story.permit == permits[file.name]
    tampered = home / "tampered"
    tampered.mkdir()
    for file in sorted(made.iterdir())[:_TAMPERED]:
        [changed] = with_one_bit_changed(file.read_bytes(), kinds[file.suffix], 1)
        (tampered / file.name).write_bytes(changed)
    apart = _stranger(keys, home, made)
    broken = _stranger(keys, home, tampered)
    return {
        "outputs": len(permits),
        "valid_here": valid,
        "trusted_apart_with_anchor": sum(
            line["known"] == {"state": "Trusted", "source_type": _SOURCE, "permit": permits[name]}
            for name, line in apart.items()
        ),
        "valid_but_untrusted_apart_without": sum(
            line["unknown"] == {"state": "Valid", "source_type": _SOURCE, "permit": permits[name]}
            for name, line in apart.items()
        ),
        "tampered_outputs": len(broken),
        "tampered_invalid_apart": sum(
            line["known"]["state"] not in {"Trusted", "Valid"} for line in broken.values()
        ),
        **_exiftool(made, permits),
    }


def _stranger(keys: Path, home: Path, folder: Path) -> dict[str, dict[str, dict[str, str]]]:
    """What a process reads that has no library but one, and no file of ours but the anchor."""
    library = home / "library"
    if not library.exists():
        found = find_spec("c2pa")
        assert found is not None
        assert found.origin is not None
        shutil.copytree(Path(found.origin).parent, library / "c2pa")
    anchor = home / "anchor.pem"
    anchor.write_bytes(anchors(keys))
    program = Path(__file__).with_name("stranger.py")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program), str(library), str(anchor), str(folder)],
        cwd=home,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {line["file"]: line for line in lines}


def _exiftool(made: Path, permits: dict[str, str]) -> dict[str, Figure]:
    program = shutil.which("exiftool")
    if program is None:
        return {"exiftool": "not installed (libimage-exiftool-perl), so it was not asked"}
    version = subprocess.run([program, "-ver"], capture_output=True, text=True, check=True)
    done = subprocess.run(
        [program, "-json", "-G1", "-a", "-q", str(made)], capture_output=True, text=True, check=True
    )
    agree: dict[str, int] = dict.fromkeys(_SUFFIX.values(), 0)
    for said in json.loads(done.stdout):
        file = Path(said["SourceFile"])
        source, permit = said.get("CBOR:ActionsDigitalSourceType"), said.get("CBOR:Permit")
        agree[file.suffix] += (source, permit) == (_SOURCE, permits[file.name])
    counts = {suffix: sum(name.endswith(suffix) for name in permits) for suffix in agree}
    return {
        "exiftool": version.stdout.strip(),
        **{f"exiftool_agrees{suffix.replace('.', '_')}": agree[suffix] for suffix in agree},
        **{f"outputs{suffix.replace('.', '_')}": count for suffix, count in counts.items()},
    }
