"""The audit as CSV (RFC 4180), for a spreadsheet or another's log."""

import csv
import io
import json
from collections.abc import Sequence

from matinee.operation.audit.model import Entry
from matinee.vocabulary.spreadsheet import harmless

_HEAD = ("at", "actor", "account", "action", "object", "reason", "request_id", "detail", "id")


def csv_of(entries: Sequence[Entry]) -> str:
    """With a header; a cell that a spreadsheet would take for a formula is made text."""
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(_HEAD)
    for entry in entries:
        cells = (
            entry.at.isoformat(),
            entry.actor,
            str(entry.account or ""),
            entry.action,
            entry.object,
            entry.reason,
            entry.request_id,
            json.dumps(entry.detail, ensure_ascii=False, sort_keys=True),
            str(entry.id),
        )
        lines.writerow([harmless(cell) for cell in cells])
    return file.getvalue()
