"""The reference page of the API, written from its own description."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from matinee.assembly.house import build_house
from matinee.assembly.settings import Settings
from matinee.surfaces.api.app import create_app

_NOWHERE = "postgresql://nobody@localhost/nowhere"


def api_page(settings: Settings) -> str:
    """Every route with what it does; nothing is started for it."""
    lines = [
        "# The API",
        "",
        "`/v1/openapi.json` describes each route in full. A failure is answered with "
        "`{code, message, remedy, field?}`. This page is written by `matinee reference api`.",
        "",
        "| route | what it does |",
        "|---|---|",
    ]
    lines += [f"| `{method} {path}` | {what} |" for path, method, what in _routes(settings)]
    return "\n".join(lines) + "\n"


def _routes(settings: Settings) -> Iterator[tuple[str, str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        elsewhere = settings.model_copy(update={"home": Path(folder)})
        described = create_app(build_house(elsewhere, _NOWHERE)).openapi()
    paths: dict[str, dict[str, Any]] = described["paths"]
    for path, methods in sorted(paths.items()):
        for method, operation in methods.items():
            what = operation.get("description") or operation["summary"]
            yield path, method.upper(), " ".join(what.split())
