"""Languages made by code, to see what a translation would meet: accents, length, direction."""

import re
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from matinee.surfaces.web.languages import Languages, Tongue
from matinee.surfaces.web.messages import collect
from matinee.surfaces.web.rendering import Stage
from matinee.surfaces.web.static_files import StaticFiles

ACCENTED, MIRRORED = "en-XA", "ar-XB"
_PLACES = re.compile(r"(%\(\w+\)[sd]|\{\w+\})")
_ACCENTS = str.maketrans("aceiounsyzACEIOUNSYZ", "áçéîöüñšýžÁÇÉÎÖÜÑŠÝŽ")


def pseudo(message: str) -> str:
    """``message`` with accents, a third longer, between marks; its places untouched."""
    parts = _PLACES.split(message)
    said = "".join(p if _PLACES.fullmatch(p) else p.translate(_ACCENTS) for p in parts)
    return f"⟦{said}{'·' * (len(message) // 3)}⟧"


def _tongue(tag: str) -> Tongue:
    catalogue = read_po(BytesIO(collect()))
    for message in catalogue:
        if isinstance(message.id, str):
            message.string = pseudo(message.id)
        else:
            message.string = tuple(pseudo(form) for form in message.id)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Tongue(tag, Translations(compiled))


def pseudo_stage() -> Stage:
    """The pages in English and in both made languages."""
    tongues = {"en": Tongue("en"), **{tag: _tongue(tag) for tag in (ACCENTED, MIRRORED)}}
    return Stage(StaticFiles.load(), Languages(tongues))
