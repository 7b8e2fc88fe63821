"""What the database's superuser may do to a ledger, and what `verify` says of it."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from benchmarks.outcome import Figure
from matinee.assembly.house import open_house
from matinee.assembly.settings import Settings
from matinee.clearance.keys import open_key
from matinee.clearance.ledger.checking import Flaw, Witness
from matinee.clearance.ledger.entries import Draft, enter
from matinee.clearance.ledger.heads import read_head, sign_head
from matinee.clearance.ledger.service import LedgerService

_ENTRIES, _HEADS = "clearance.ledger_entries", "clearance.ledger_heads"
_AT = datetime(2026, 11, 1, tzinfo=UTC)


async def tampered(settings: Settings, admin: str, count: int) -> dict[str, Figure]:
    """Five ways to tamper; for each what was found, with the entry where it is named."""
    middle = count // 2
    said: dict[str, Figure] = {}
    async with open_house(settings) as house:
        ledger = house.ledger
        kept = await ledger.witness()
        # Typed in again from five lines on paper: no leaf hashes beside it.
        paper = Witness(read_head(kept.head.text()))
        said["found_untouched"] = len((await ledger.verify([kept, paper])).flaws)
        row = f"(SELECT leaf FROM {_ENTRIES} WHERE index = {middle})"
        _as_superuser(admin, f"CREATE TABLE public.kept AS {row}")
        changed = "convert_to(replace(convert_from(leaf, 'UTF8'), '\"go\"', '\"no\"'), 'UTF8')"
        _as_superuser(admin, f"UPDATE {_ENTRIES} SET leaf = {changed} WHERE index = {middle}")
        said["row_changed"] = await _named(ledger, [kept], {middle})
        _as_superuser(
            admin,
            f"UPDATE {_ENTRIES} SET leaf = (SELECT leaf FROM public.kept) WHERE index = {middle}",
            f"CREATE TABLE public.whole AS SELECT * FROM {_ENTRIES} WHERE index = {middle}",
            f"DELETE FROM {_ENTRIES} WHERE index = {middle}",
        )
        said["row_removed"] = await _named(ledger, [kept], {middle})
        _as_superuser(
            admin, f"INSERT INTO {_ENTRIES} SELECT * FROM public.whole", *_swap(middle, middle + 1)
        )
        said["rows_swapped"] = await _named(ledger, [kept], {middle, middle + 1})
        _as_superuser(admin, *_swap(middle, middle + 1), *_forged(kept))
        said["head_forged"] = await _named(ledger, [kept], {None})
        _as_superuser(admin, f"DELETE FROM {_HEADS}")
        said["found_mended"] = len((await ledger.verify([kept, paper])).flaws)
        _rewrite(admin, count)
        said["rewritten_by_itself"] = len((await ledger.verify()).flaws)
        said["rewritten_against_hashes"] = await _named(ledger, [kept], {0})
        said["rewritten_against_paper"] = await _named(ledger, [paper], {None})
    return said


async def _named(
    ledger: LedgerService, witnesses: Sequence[Witness], places: set[int | None]
) -> str:
    """What was found at the places that were touched; it fails where one of them is not named."""
    flaws: tuple[Flaw, ...] = (await ledger.verify(witnesses)).flaws
    assert places <= {flaw.index for flaw in flaws}, flaws
    first = next(flaw for flaw in flaws if flaw.index in places)
    where = "found" if first.index is None else f"entry {first.index}"
    return f"{where}: {first.what}"


def _swap(one: int, other: int) -> list[str]:
    return [
        f"UPDATE {_ENTRIES} SET index = -1 WHERE index = {one}",
        f"UPDATE {_ENTRIES} SET index = {one} WHERE index = {other}",
        f"UPDATE {_ENTRIES} SET index = {other} WHERE index = -1",
    ]


def _forged(kept: Witness) -> list[str]:
    """A head that somebody else signed, in place of the house's."""
    with tempfile.TemporaryDirectory() as folder:
        forger = open_key(Path(folder), "ledger")
        head = sign_head(forger, size=kept.head.size, root=bytes(32), at=_AT)
    values = f"root = '\\x{head.root.hex()}', signature = '\\x{head.signature.hex()}'"
    return [f"UPDATE {_HEADS} SET {values} WHERE size = {head.size}"]


def _rewrite(admin: str, count: int) -> None:
    """Another history of the same length, each hash of which is right."""
    _as_superuser(admin, f"TRUNCATE {_ENTRIES}", f"DELETE FROM {_HEADS}")
    columns = f"{_ENTRIES} (index, kind, subject, leaf, leaf_hash)"
    with psycopg.connect(admin, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        with cursor.copy(f"COPY {columns} FROM STDIN") as copy:
            for place in range(count + 200):
                draft = Draft("decision", f"use-{place}", {"outcome": "go", "n": -place})
                entry, _ = enter(draft, index=place, at=_AT)
                copy.write_row(
                    (entry.index, entry.kind, entry.subject, entry.leaf, entry.leaf_hash)
                )


def _as_superuser(admin: str, *statements: str) -> None:
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")
        for statement in statements:
            connection.execute(statement.encode())
