"""The built styles, scripts and fonts, read once: served with their hash for a name, for ever."""

import json
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from fastapi import APIRouter, Header, Response

from matinee.access.door import OPEN
from matinee.errors import NotFound, Unavailable
from matinee.promote.model import Lettering
from matinee.surfaces.web.build import STATIC

_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}
_PACKED = (("br", ".br"), ("gzip", ".gz"))


@dataclass(frozen=True, slots=True)
class BuiltFile:
    """A file in every form that the build made of it."""

    kind: str
    forms: dict[str, bytes]

    def in_form(self, accepted: str) -> tuple[str, bytes]:
        """The smallest form that the reader takes, and its name."""
        offered = {part.partition(";")[0].strip() for part in accepted.split(",")}
        form = next((name for name, _ in _PACKED if name in offered and name in self.forms), "")
        return form, self.forms[form]


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """What the pages' build left, by the name it has in the source."""

    addresses: dict[str, str]
    files: dict[str, BuiltFile]
    lettering: Lettering

    @classmethod
    def load(cls, folder: Path = STATIC) -> Self:
        """Read the build; without one there are no files, and a page will say so."""
        listing = folder / "manifest.json"
        manifest: dict[str, str] = json.loads(listing.read_bytes()) if listing.exists() else {}
        files = {name: _read(folder / name) for name in manifest.values()}
        return cls(manifest, files, Lettering.load(folder / "lettering.json"))

    def address(self, name: str) -> str:
        """Where a page finds the file that the source calls ``name``."""
        if name not in self.addresses:
            raise Unavailable(
                "The pages' styles and scripts have not been built.",
                remedy="Run: python -m matinee.surfaces.web.build, and start the service again.",
                code="pages_not_built",
            )
        return f"/static/{self.addresses[name]}"


def _read(path: Path) -> BuiltFile:
    forms = {"": path.read_bytes()}
    for form, ending in _PACKED:
        packed = path.with_name(path.name + ending)
        if packed.exists():
            forms[form] = packed.read_bytes()
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0]
    return BuiltFile(kind or "application/octet-stream", forms)


def routes(static: StaticFiles) -> APIRouter:
    """``/static``: nothing but what the manifest names."""
    router = APIRouter(include_in_schema=False, dependencies=[OPEN])

    @router.get("/static/{name}")
    async def static_file(
        name: str, accepted: Annotated[str, Header(alias="Accept-Encoding")] = ""
    ) -> Response:
        """Send one built file, packed where the browser takes that."""
        if name not in static.files:
            raise NotFound("There is no such file.", remedy="Load the page again.")
        file = static.files[name]
        form, body = file.in_form(accepted)
        headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
        if form:
            headers["Content-Encoding"] = form
        return Response(body, media_type=file.kind, headers=headers)

    return router
