"""``python -m matinee.surfaces.web.messages``: collect every sentence that a page may show.

Writes ``locales/matinee.pot``, from which a translator starts; a test holds it fresh.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

import matinee
from matinee.surfaces.web.languages import LOCALES

TEMPLATE = LOCALES / "matinee.pot"
_SOURCE = Path(matinee.__file__).parent
_METHODS = [
    ("surfaces/web/browser/**", "ignore"),
    ("discover/**.py", "python"),
    ("home/**.py", "python"),
    ("experiments/verdicts.py", "python"),
    ("generation/model.py", "python"),
    ("promote/previews/model.py", "python"),
    ("promote/gallery/model.py", "python"),
    ("ads/sessions/model.py", "python"),
    ("ads/bidding/model.py", "python"),
    ("surfaces/web/**.py", "python"),
    ("surfaces/web/**.html", "jinja2"),
]
_OPTIONS = {
    "surfaces/web/**.html": {
        "extensions": "jinja2.ext.i18n",
        "trimmed": "true",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}
_KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
    "say_many": (1, 2),
    "Wording": None,
    "sentence": None,
}


def collect() -> bytes:
    """The template, as it should be."""
    catalogue = Catalog(project="Matinee", charset="utf-8")
    found = extract_from_dir(
        _SOURCE, _METHODS, _OPTIONS, _KEYWORDS, strip_comment_tags=True, comment_tags=("For",)
    )
    for file, _, message, comments, context in sorted(found, key=lambda entry: entry[:2]):
        catalogue.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    written = BytesIO()
    write_po(written, catalogue, omit_header=True, include_lineno=False, width=96)
    return written.getvalue()


def main() -> int:
    """Write the template."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(collect())
    sys.stdout.write(f"Wrote {TEMPLATE.name}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
