"""Which format a file is in, told from its bytes and not from its name alone."""

from matinee.errors import Invalid
from matinee.studio.screenplay.fdx import read_fdx
from matinee.studio.screenplay.fountain import read_fountain
from matinee.studio.screenplay.model import Script
from matinee.studio.screenplay.ocr import Pictures
from matinee.studio.screenplay.pdf import read_pdf
from matinee.studio.screenplay.plain_text import is_laid_out, read_plain_text
from matinee.studio.screenplay.source_text import LARGEST, decoded

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read_script(data: bytes, *, name: str = "", pictures: Pictures | None = None) -> Script:
    """The script in a file; ``name`` settles only what the bytes leave open.

    ``pictures`` reads the pages of a PDF that are pictures; without it they are named.

    Raises:
        Invalid: it is empty, too large, broken, locked, or nothing that holds a screenplay.
    """
    if not data.strip():
        raise Invalid(
            "The file is empty.", remedy="Give a screenplay.", field="file", code="script_empty"
        )
    if len(data) > LARGEST:
        raise Invalid(
            f"The file has {len(data) // 2**20} MB; a screenplay has at most {LARGEST // 2**20}.",
            remedy="Give the screenplay alone.",
            field="file",
            code="script_too_large",
        )
    ending = name.rpartition(".")[2].lower()
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in data[:1024]:
        return read_pdf(data, pictures)
    if ending == "fdx" or head.startswith((b"<?xml", b"<FinalDraft")):
        return read_fdx(data)
    if ending == "pdf":
        return read_pdf(data, pictures)
    if data.startswith(_PICTURES):
        raise Invalid(
            "This is a picture, an archive or an office document, and no screenplay.",
            remedy="Give Fountain, Final Draft (FDX), PDF or plain text.",
            field="file",
            code="script_not_text",
        )
    text, remarks = decoded(data)
    laid_out = ending not in {"fountain", "spmd"} and is_laid_out(text)
    script = read_plain_text(text) if laid_out else read_fountain(text)
    if not remarks:
        return script
    return Script(
        script.source, script.title_page, script.elements, (*remarks, *script.remarks), script.pages
    )
