"""A delivery told: its sheet as JSON, as a table, and as a page that opens beside the pictures."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from matinee.promote.delivery.model import Delivery, Entry, Line, Rendition, SheetForm
from matinee.vocabulary.spreadsheet import harmless

_COLUMNS = (
    "line",
    "language",
    "state",
    "file",
    "width",
    "height",
    "format",
    "titled",
    "bytes",
    "most_bytes",
    "sha256",
    "picture",
    "quality",
    "enlarged",
    "contrast",
    "falls short",
)
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem;
  color: #1b1a18; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: start; vertical-align: top; padding: .5rem .75rem .5rem 0;
  border-bottom: 1px solid #cfcac2; }
img { max-width: 12rem; max-height: 9rem; display: block; }
.missing { color: #8a1c1c; font-weight: 600; } .whole { color: #1c5c2e; font-weight: 600; }
ul { margin: 0; padding-inline-start: 1.1rem; } .note { color: #5a554d; }
"""


def told(form: SheetForm, delivery: Delivery, title: str) -> str:
    """The sheet of a delivery of a title with this name."""
    match form:
        case SheetForm.JSON:
            return as_json(delivery, title)
        case SheetForm.CSV:
            return as_csv(delivery)
        case SheetForm.HTML:
            return as_html(delivery, title)


def as_json(delivery: Delivery, title: str) -> str:
    """All of it, with the specification that it was made by."""
    return json.dumps(listed(delivery, title), ensure_ascii=False, indent=1) + "\n"


def listed(delivery: Delivery, title: str) -> dict[str, Any]:
    """The same as values."""
    lines = {line.name: line for line in delivery.specification.lines}
    return {
        "delivery": str(delivery.id),
        "title": title,
        "title_id": str(delivery.title_id),
        "territory": delivery.where,
        "state": delivery.state.value,
        "made_at": None if delivery.made_at is None else delivery.made_at.isoformat(),
        "fulfilled": len(delivery.entries) - len(delivery.missing),
        "missing": len(delivery.missing),
        "failure": delivery.failure,
        "specification": delivery.specification.model_dump(mode="json"),
        "lines": [_told(each, lines[each.line]) for each in delivery.entries],
    }


def _told(entry: Entry, line: Line) -> dict[str, Any]:
    return {
        "line": entry.line,
        "language": entry.language,
        "titled": line.titled,
        "width": line.width,
        "height": line.height,
        "wanted": entry.wanted,
        "fulfilled": entry.is_fulfilled,
        "pictures": [each.written for each in entry.renditions],
        "falls_short": [{**each.written, "sentence": each.sentence} for each in entry.shortfalls],
    }


def as_csv(delivery: Delivery) -> str:
    """A row for each picture, and one for each line that has none."""
    file = io.StringIO()
    table = csv.writer(file)
    table.writerow(_COLUMNS)
    lines = {line.name: line for line in delivery.specification.lines}
    for entry in delivery.entries:
        pictures: Sequence[Rendition | None] = entry.renditions or (None,)
        for picture in pictures:
            cells = _cells(entry, lines[entry.line], picture)
            table.writerow([harmless(cells[name]) for name in _COLUMNS])
    return file.getvalue()


def _cells(entry: Entry, line: Line, picture: Rendition | None) -> Mapping[str, object]:
    return {
        "line": entry.line,
        "language": entry.language,
        "state": "fulfilled" if entry.is_fulfilled else "missing",
        "file": picture.file if picture else "",
        "width": line.width,
        "height": line.height,
        "format": line.format.value,
        "titled": "titled" if line.titled else "textless",
        "bytes": picture.size if picture else "",
        "most_bytes": line.most_bytes,
        "sha256": picture.sha256 if picture else "",
        "picture": picture.place + 1 if picture else "",
        "quality": picture.quality if picture else "",
        "enlarged": f"{picture.enlarged:.2f}" if picture else "",
        "contrast": f"{picture.contrast:.1f}" if picture and picture.contrast else "",
        "falls short": "; ".join(each.sentence for each in entry.shortfalls),
    }


def as_html(delivery: Delivery, title: str) -> str:
    """A page without scripts that shows the pictures which lie beside it."""
    wanted = delivery.specification
    head = escape(f"{title}: artwork for {wanted.partner}")
    lines = {line.name: line for line in wanted.lines}
    rows = "\n".join(_row(each, lines[each.line]) for each in delivery.entries)
    whole = len(delivery.entries) - len(delivery.missing)
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{head}</title><style>{_STYLE}</style></head>
<body><h1>{head}</h1>
<p>{whole} of {len(delivery.entries)} lines are fulfilled. Territory: {escape(delivery.where)}.
Every picture carries content credentials (C2PA).</p>
<p class="note">{escape(wanted.about)}</p>
<table><thead><tr><th>Line</th><th>Asked for</th><th>Pictures</th><th>Falls short</th></tr></thead>
<tbody>{rows}</tbody></table></body></html>
"""


def _row(entry: Entry, line: Line) -> str:
    asked = f"{line.width}×{line.height}, {line.format.value}, at most {line.most_bytes:,} bytes"
    asked += f", titled ({entry.language})" if line.titled else ", textless"
    state = ("whole", "fulfilled") if entry.is_fulfilled else ("missing", "missing")
    pictures = "".join(
        f'<a href="{escape(each.file)}"><img src="{escape(each.file)}" alt=""></a>'
        f"{each.size:,} bytes"
        for each in entry.renditions
    )
    short = "".join(f"<li>{escape(each.sentence)}</li>" for each in entry.shortfalls)
    return (
        f'<tr><th>{escape(entry.line)}<br><span class="{state[0]}">{state[1]}</span></th>'
        f"<td>{escape(asked)}</td><td>{pictures}</td><td><ul>{short}</ul></td></tr>"
    )
