"""What somebody else reads: a program of its own that knows c2pa-python and a trust anchor alone.

``python -I -S stranger.py LIBRARY ANCHORS FOLDER`` writes one JSON line for each file: the
validation state with the anchor and without, and what the active manifest says.
"""

import json
import sys
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".mp4": "video/mp4"}


def main(library: str, anchors: str, folder: str) -> None:
    """Read every file."""
    sys.path.insert(0, library)
    c2pa: Any = import_module("c2pa")
    trusting = {"trust_anchors": Path(anchors).read_text(encoding="ascii")}
    for file in sorted(Path(folder).iterdir()):
        content, kind = file.read_bytes(), KINDS[file.suffix]
        known = _read(c2pa, content, kind, trusting)
        unknown = _read(c2pa, content, kind, {})
        line = {"file": file.name, "known": known, "unknown": unknown}
        sys.stdout.write(json.dumps(line) + "\n")


def _read(c2pa: Any, content: bytes, kind: str, trust: dict[str, str]) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False}
    }
    if trust:
        settings["trust"] = trust
    try:
        with (
            c2pa.Context.from_dict(settings) as context,
            c2pa.Reader(kind, BytesIO(content), None, context) as reader,
        ):
            report = json.loads(reader.json())
    except c2pa.C2paError as error:
        return {"state": f"unreadable: {str(error)[:80]}"}
    manifest = report["manifests"][report["active_manifest"]]
    said = {each["label"]: each["data"] for each in manifest["assertions"]}
    actions = said.get("c2pa.actions.v2", {}).get("actions", [{}])
    return {
        "state": report["validation_state"],
        "source_type": actions[-1].get("digitalSourceType"),
        "permit": said.get("app.matinee.permit", {}).get("permit"),
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
