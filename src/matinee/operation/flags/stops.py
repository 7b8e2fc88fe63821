"""Switches that need no database: a file of a flag's name switches it off, whoever says on.

A call asks for it by one look at the folder, so that it holds at once in every process that shares
it. A disk that is full still takes an empty file, and that is enough. Who did it and why lies in
the file, and in notes beside it once it is gone, until the audit has taken it.
"""

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any
from uuid import UUID

from matinee.errors import Unavailable
from matinee.operation.audit.model import Entry
from matinee.operation.flags.model import Stop
from matinee.operation.model import Actor
from matinee.vocabulary.ids import uuid7

STOP, RELEASE = "flags.stop", "flags.release"
_MOST_BYTES, _MOST_NOTES = 8_000, 200
_LONGEST_NAME, _LONGEST_REASON = 200, 500
_WRITING = timedelta(seconds=5)
"""So long an empty file may be one that is being written."""


@dataclass(frozen=True, slots=True)
class Stops:
    """The files of one folder; it is made when the first is."""

    folder: Path

    def thrown(self, name: str) -> bool:
        """Whether the flag is switched off here; also where that cannot be told."""
        try:
            (self.folder / name).stat()
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return True

    def state(self, name: str) -> Stop | None:
        """What is known of a flag's stop, or None where there is none."""
        file = self.folder / name
        try:
            entry = _entry(file, name)
        except FileNotFoundError:
            return None
        except OSError:
            return Stop(file, readable=False)
        return Stop(file, entry.at, entry.actor, entry.reason)

    def throw(self, name: str, actor: Actor, reason: str, now: datetime) -> bool:
        """Switch it off; False where it was. Unavailable where the folder takes no file at all."""
        entry = _noted(STOP, name, actor, reason, now)
        try:
            self._noted.mkdir(parents=True, exist_ok=True)
            file = os.open(self.folder / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
        except FileExistsError:
            return False
        except OSError as failure:
            raise _refused(self.folder, failure) from failure
        try:
            os.write(file, _written(entry))
        except OSError:
            # It is off, which is what was asked; a torn note is none.
            with suppress(OSError):
                os.ftruncate(file, 0)
        finally:
            os.close(file)
        return True

    def release(self, name: str, actor: Actor, reason: str, now: datetime) -> bool:
        """Let it go on again; False where it was not off.

        Unavailable where that cannot be noted: then it stays off.
        """
        if not self.thrown(name):
            return False
        entry = _noted(RELEASE, name, actor, reason, now)
        draft = self._noted / f".{entry.id}"
        try:
            self._noted.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(_written(entry))
            was = _entry(self.folder / name, name)
            (self.folder / name).rename(self._noted / f"{name}@{was.id}.json")
            draft.rename(self._noted / f"{name}@{entry.id}.json")
        except OSError as failure:
            with suppress(OSError):
                draft.unlink()
            if isinstance(failure, FileNotFoundError):
                return False
            raise _refused(self.folder, failure) from failure
        return True

    def notes(self, names: Iterable[str], now: datetime) -> tuple[tuple[Entry, Path | None], ...]:
        """What the audit may not have yet, with the note to drop once it has it."""
        found = list[tuple[Entry, Path | None]]()
        for name in names:
            with suppress(OSError):
                entry = _entry(self.folder / name, name)
                if entry.actor or now - entry.at > _WRITING:
                    found.append((entry, None))
        with suppress(OSError):
            files = sorted(self._noted.glob("[!.]*@*.json"))[:_MOST_NOTES]
            found.extend((_entry(file, file.name.partition("@")[0]), file) for file in files)
        return tuple(found)

    @property
    def _noted(self) -> Path:
        return self.folder / "noted"


def _refused(folder: Path, failure: OSError) -> Unavailable:
    return Unavailable(
        f"Nothing can be written in {folder} ({failure.strerror}).",
        remedy="Make room there, or let this account write there; or name another folder in "
        "MATINEE_STOPS_FOLDER.",
        code="no_stops",
    )


def _noted(action: str, name: str, actor: Actor, reason: str, now: datetime) -> Entry:
    return Entry(uuid7(now), now, actor.name, actor.account, action, f"flag {name}", reason)


def _written(entry: Entry) -> bytes:
    content = {
        "id": str(entry.id),
        "at": entry.at.isoformat(),
        "actor": entry.actor,
        "account": None if entry.account is None else str(entry.account),
        "action": entry.action,
        "object": entry.object,
        "reason": entry.reason,
    }
    return json.dumps(content, ensure_ascii=False).encode()


def _entry(file: Path, name: str) -> Entry:
    """What a file notes.

    One that is no note was put there by hand, or on a full disk: of it only the time is known, and
    every process makes the same entry of it.
    """
    with file.open("rb") as opened:
        content, changed = opened.read(_MOST_BYTES), os.fstat(opened.fileno()).st_mtime_ns
    try:
        told: dict[str, Any] = json.loads(content)
        return Entry(
            UUID(told["id"]),
            datetime.fromisoformat(told["at"]).astimezone(UTC),
            str(told["actor"])[:_LONGEST_NAME],
            None if told["account"] is None else UUID(told["account"]),
            STOP if told["action"] == STOP else RELEASE,
            str(told["object"])[:_LONGEST_NAME],
            str(told["reason"])[:_LONGEST_REASON],
        )
    except (ValueError, KeyError, TypeError):
        at = datetime.fromtimestamp(changed / 1e9, UTC)
        noise = blake2b(f"{name}:{changed}".encode(), digest_size=10).digest()
        return Entry(uuid7(at, noise), at, "", None, STOP, f"flag {name}")
