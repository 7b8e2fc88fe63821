"""One shape of a picture with its title: the files that are kept, and what is said of them."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from PIL import Image

from matinee.clearance.provenance.model import Making, MediaType, Parent, SourceType
from matinee.clearance.provenance.service import Provenance
from matinee.media.model import Regard
from matinee.promote.gallery.model import PictureId
from matinee.promote.titling.billing import Lettered, lettered
from matinee.promote.titling.contrast import Pixels
from matinee.promote.titling.layers import layered
from matinee.promote.titling.model import Treated, Wish
from matinee.promote.titling.owing import NOBODY, Names
from matinee.promote.titling.placing import room_of
from matinee.promote.titling.setting import Setter
from matinee.vocabulary.places import Language

RECIPE = "titling 2"
"""Counts up when a title would be set otherwise than before; 2 has content credentials."""
_QUALITY = 90
_SAYS = """{name}.psd has the picture, its scrim and its title as layers.
PSD has no place for content credentials (C2PA), so that nothing within it says how it was made.
{name}.png is the same picture in one layer, signed: its credentials name {name}.psd by the SHA-256
{digest}
as what it was opened from. A PSD with another hash is not the one that was signed for.
"""


@dataclass(frozen=True, slots=True)
class Master:
    """A shape of a picture before any title is on it."""

    shape: str
    content: bytes
    regard: Regard

    @property
    def sha256(self) -> str:
        """Of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def key_of_titled(picture: PictureId, language: Language, shape: str, ending: str) -> str:
    """Where a file lies."""
    return f"pictures/{picture}/titled/{language}/{shape}.{ending}"


def making_of(treated: Treated, name: str, master: Master) -> Making:
    """What the file says of itself: the picture it was made from, with what that says, and how."""
    about = f"{master.shape} with {name}"
    kind = SourceType.ENHANCED if treated.wish is None else SourceType.HUMAN_EDITS
    return Making(about, kind, treated.made_at, parent=_parent(master))


def rendered(
    picture: PictureId,
    language: Language,
    name: str,
    setter: Setter,
    master: Master,
    at: datetime,
    names: Names = NOBODY,
    wish: Wish | None = None,
) -> tuple[Treated, bytes, bytes]:
    """What is known of it, the JPEG, and the title alone as SVG; by a ``wish`` if there is one."""
    done = _lettered(master, setter, names, wish)
    stream = io.BytesIO()
    # Whole colour resolution: halved, it frays the edges of letters.
    Image.fromarray(done.pixels).save(
        stream, "JPEG", quality=_QUALITY, subsampling=0, optimize=True
    )
    placed = done.title.placement
    facts = Treated(
        picture_id=picture,
        language=language,
        shape=master.shape,
        text=name,
        lines=placed.title.words,
        place=placed.place,
        ink="#" + "".join(f"{part:02x}" for part in placed.ink),
        em=round(placed.title.size, 1),
        scrim=round(placed.scrim, 3),
        contrast=round(done.contrast, 2),
        face=round(placed.face, 4),
        recipe=RECIPE,
        source_sha256=master.sha256,
        made_at=at,
        wish=wish,
        billed=names.told,
        lacks=names.lacks or _lacking(done, master),
    )
    return facts, stream.getvalue(), done.title.layer.encode()


def _lettered(master: Master, setter: Setter, names: Names, wish: Wish | None) -> Lettered:
    pixels, regard = _pixels(master), master.regard
    high, wide = pixels.shape[:2]
    room = room_of(wide, high)
    return lettered(pixels, setter, names.block, regard.faces, regard.saliency, room, wish=wish)


def _lacking(done: Lettered, master: Master) -> str:
    return "" if done.names is None else done.names.lacking(master.regard.faces)


def layers_archived(
    master: Master,
    setter: Setter,
    treated: Treated,
    names: Names,
    provenance: Provenance,
    at: datetime,
) -> bytes:
    """A ZIP: the layers as PSD, the same in one signed PNG that names the PSD by its hash, a note.

    c2pa signs no PSD, nor does any reader look for a manifest within one.
    """
    done = _lettered(master, setter, names, treated.wish)
    layers = layered(_pixels(master), done, language=str(treated.language))
    digest = hashlib.sha256(layers).hexdigest()
    flat = io.BytesIO()
    Image.fromarray(done.pixels).save(flat, "PNG")
    name = f"{master.shape}-{treated.language}"
    opened = Parent(f"{name}.psd", digest)
    kind = SourceType.ENHANCED if treated.wish is None else SourceType.HUMAN_EDITS
    making = Making(f"{name}.png", kind, at, parent=opened, inputs=(_parent(master),))
    signed = provenance.sign(flat.getvalue(), making)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr(f"{name}.psd", layers)
        written.writestr(f"{name}.png", signed, zipfile.ZIP_STORED)
        written.writestr("credentials.txt", _SAYS.format(name=name, digest=digest))
    return archive.getvalue()


def _parent(master: Master) -> Parent:
    return Parent(f"{master.shape} without a title", master.sha256, master.content, MediaType.JPEG)


def _pixels(master: Master) -> Pixels:
    with Image.open(io.BytesIO(master.content)) as opened:
        return np.asarray(opened.convert("RGB"), np.uint8)
