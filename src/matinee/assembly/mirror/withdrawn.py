"""What must not come back with a restored house: kept beside the keys, and done again.

Consents revoked, outputs deleted, keys destroyed, people, profiles and accounts erased. The list
only grows, so that a house that was restored and has not done it yet takes nothing off it.
"""

import json
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

from matinee.access.administration import Accounts
from matinee.assembly.mirror.folders import no_room, replace_file
from matinee.audience.service import AudienceService
from matinee.clearance.record.service import RecordService
from matinee.clearance.record.withdrawals import Withdrawal, withdraw_again, withdrawals
from matinee.errors import Conflict

PROFILE, ACCOUNT = "profile", "account"
_Line = dict[str, Any]


async def note(
    record: RecordService, audience: AudienceService, people: Accounts, file: Path
) -> int:
    """Add to the list what was taken back since; the number of lines."""
    lines = {_mark(line): line for line in read(file)}
    before = len(lines)
    for withdrawal in await withdrawals(record):
        line = asdict(withdrawal) | {"subject": str(withdrawal.subject)}
        lines.setdefault(_mark(line), line)
    for erasure in await audience.erasures():
        line = {"kind": PROFILE, "subject": erasure.digest.hex()}
        lines.setdefault(_mark(line), line)
    for account in await people.erased():
        line = {"kind": ACCOUNT, "subject": str(account)}
        lines.setdefault(_mark(line), line)
    if len(lines) != before or not file.exists():
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines.values())
        with no_room(file.parent):
            replace_file(file, text.encode())
    return len(lines)


def read(file: Path) -> list[_Line]:
    """The list as it was kept; Conflict where it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return [json.loads(line) for line in lines]
    except (OSError, ValueError) as broken:
        raise Conflict(
            f"{file} cannot be read, and without it what was revoked would come back.",
            remedy="Bring it back from where the mirror was copied to.",
            code="broken_mirror",
        ) from broken


async def do_again(
    record: RecordService,
    audience: AudienceService,
    people: Accounts,
    lines: list[_Line],
    *,
    because: str,
) -> dict[str, int]:
    """Take back in a restored house what was taken back after its backup; how many of each kind."""
    # What ran out meanwhile is closed away first, so that its deletion finds it so.
    await record.revocations.close_expired()
    done: Counter[str] = Counter()
    for line in lines:
        if line["kind"] not in {PROFILE, ACCOUNT}:
            withdrawal = Withdrawal(
                line["kind"], UUID(line["subject"]), line["by"], dict(line["body"])
            )
            done[withdrawal.kind] += await withdraw_again(record, withdrawal, because=because)
    digests = [bytes.fromhex(line["subject"]) for line in lines if line["kind"] == PROFILE]
    done[PROFILE] = await audience.erase_again(digests) if digests else 0
    accounts = [UUID(line["subject"]) for line in lines if line["kind"] == ACCOUNT]
    done[ACCOUNT] = await people.erase_again(accounts, because=because) if accounts else 0
    return {kind: count for kind, count in done.items() if count}


def _mark(line: _Line) -> tuple[str, str]:
    return line["kind"], line["subject"]
