"""The ledger on a real PostgreSQL: it only grows, it proves, and it finds what was done to it."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from matinee.clearance.keys import open_key
from matinee.clearance.ledger.checking import Witness
from matinee.clearance.ledger.entries import Draft, enter
from matinee.clearance.ledger.heads import read_head, sign_head
from matinee.clearance.ledger.merkle import leaf_hash, verify_consistency, verify_inclusion
from matinee.clearance.ledger.service import LedgerService
from matinee.errors import Conflict, Invalid, NotFound
from matinee.foundation.database import Database


@pytest.fixture
async def ledger(database: Database, tmp_path: Path) -> LedgerService:
    """A ledger of twelve entries with a signed head."""
    ledger = LedgerService(database, tmp_path / "keys")
    async with database.transaction() as connection:
        drafts = [Draft("decision", f"use-{n % 3}", {"outcome": "go", "n": n}) for n in range(12)]
        await ledger.append(connection, *drafts)
    await ledger.head()
    return ledger


def _as_superuser(url: URL, *statements: str) -> None:
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as admin:
        admin.execute("SET session_replication_role = replica")
        for statement in statements:
            admin.execute(statement.encode())


async def _flaws(ledger: LedgerService, *witnesses: Witness) -> list[tuple[int | None, str]]:
    return [(flaw.index, flaw.what) for flaw in (await ledger.verify(witnesses)).flaws]


async def test_an_untouched_ledger_verifies(ledger: LedgerService) -> None:
    report = await ledger.verify([await ledger.witness()])
    assert (report.entries, report.flaws) == (12, ())


@pytest.mark.parametrize("statement", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["ledger_entries", "ledger_heads"])
async def test_the_database_refuses_any_change(
    ledger: LedgerService, database: Database, owner_url: str, statement: str, table: str
) -> None:
    column = "leaf" if table == "ledger_entries" else "root"
    change = statement.format(f"clearance.{table}", column, column)
    with pytest.raises(DBAPIError, match="permission denied"):
        async with database.transaction() as connection:
            await connection.execute(text(change))
    with psycopg.connect(owner_url) as owner, pytest.raises(psycopg.Error, match="only grows"):
        owner.execute(change.encode())
    assert await _flaws(ledger) == []


async def test_an_entry_exists_exactly_if_the_data_does(
    ledger: LedgerService, database: Database
) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as connection:
            await ledger.append(connection, Draft("approval", "use-1", {}))
            raise ZeroDivisionError
    assert (await ledger.verify()).entries == 12


async def test_many_writers_leave_no_gap_and_no_place_twice(
    ledger: LedgerService, database: Database
) -> None:
    async def write(number: int) -> None:
        async with database.transaction() as connection:
            await ledger.append(connection, Draft("use", f"permit-{number}", {}))

    await asyncio.gather(*(write(number) for number in range(30)))
    report = await ledger.verify()
    assert (report.entries, report.flaws) == (42, ())


async def test_an_entry_is_proved_under_the_signed_head(ledger: LedgerService) -> None:
    proof = await ledger.prove(7)
    assert proof.head.holds(ledger.key.public)
    assert verify_inclusion(
        leaf_hash(proof.entry.leaf), index=7, size=12, proof=proof.path, root=proof.head.root
    )
    with pytest.raises(NotFound, match="no entry 12"):
        await ledger.prove(12)


async def test_growth_is_proved_to_whoever_kept_an_earlier_head(
    ledger: LedgerService, database: Database
) -> None:
    before = await ledger.head()
    async with database.transaction() as connection:
        await ledger.append(connection, *[Draft("use", "permit", {"n": n}) for n in range(9)])
    after, path = await ledger.prove_growth(before.size)
    assert verify_consistency(
        old=before.size, new=after.size, old_root=before.root, new_root=after.root, proof=path
    )


async def test_a_changed_row_is_named(ledger: LedgerService, admin_url: URL) -> None:
    _as_superuser(
        admin_url,
        """UPDATE clearance.ledger_entries SET leaf = convert_to(
            replace(convert_from(leaf, 'UTF8'), '"go"', '"no"'), 'UTF8') WHERE index = 5""",
    )
    found = await _flaws(ledger)
    assert (5, "its content does not give the hash that was stored with it") in found
    assert {index for index, _ in found} == {5, None}


async def test_a_removed_row_is_named(ledger: LedgerService, admin_url: URL) -> None:
    _as_superuser(admin_url, "DELETE FROM clearance.ledger_entries WHERE index = 4")
    assert (4, "entry 4 is missing") in await _flaws(ledger)


async def test_rows_removed_from_the_end_are_named(ledger: LedgerService, admin_url: URL) -> None:
    witness = await ledger.witness()
    _as_superuser(
        admin_url,
        "DELETE FROM clearance.ledger_entries WHERE index >= 10",
        "DELETE FROM clearance.ledger_heads",
    )
    assert await _flaws(ledger, witness) == [
        (10, "of 12 entries that the head from outside counts, 10 are left")
    ]


async def test_two_swapped_rows_are_named(ledger: LedgerService, admin_url: URL) -> None:
    _as_superuser(
        admin_url,
        "UPDATE clearance.ledger_entries SET index = 99 WHERE index = 2",
        "UPDATE clearance.ledger_entries SET index = 2 WHERE index = 3",
        "UPDATE clearance.ledger_entries SET index = 3 WHERE index = 99",
    )
    found = await _flaws(ledger)
    assert (2, "its content belongs at 3") in found
    assert (3, "its content belongs at 2") in found


async def test_a_forged_head_is_found(
    ledger: LedgerService, admin_url: URL, tmp_path: Path
) -> None:
    forger = open_key(tmp_path / "forger", "ledger")
    forged = sign_head(forger, size=12, root=bytes(32), at=datetime.now(UTC))
    _as_superuser(
        admin_url,
        f"UPDATE clearance.ledger_heads SET root = '\\x{forged.root.hex()}',"
        f" signature = '\\x{forged.signature.hex()}'",
    )
    assert await _flaws(ledger) == [(None, "the head of size 12 is not signed by us")]


async def test_a_log_rewritten_whole_is_found_by_what_was_kept_outside(
    ledger: LedgerService, admin_url: URL
) -> None:
    witness = await ledger.witness()
    paper = Witness(read_head(witness.head.text()))
    rewritten = [
        enter(Draft("decision", f"use-{n % 3}", {"outcome": "go", "n": -n}), index=n, at=_NOW)[0]
        for n in range(12)
    ]
    _as_superuser(
        admin_url,
        "DELETE FROM clearance.ledger_heads",
        "DELETE FROM clearance.ledger_entries",
        *(
            f"INSERT INTO clearance.ledger_entries VALUES ({e.index}, '{e.kind}',"
            f" '{e.subject}', '\\x{e.leaf.hex()}', '\\x{e.leaf_hash.hex()}')"
            for e in rewritten
        ),
    )
    assert await _flaws(ledger) == [], "by itself, a log rewritten whole looks right"
    assert await _flaws(ledger, witness) == [(0, "it is not the entry that the witness knows")]
    [(_, what)] = await _flaws(ledger, paper)
    assert "rewritten" in what


_NOW = datetime(2026, 11, 1, tzinfo=UTC)


async def test_a_missing_entry_is_never_signed_over(
    ledger: LedgerService, database: Database, admin_url: URL, tmp_path: Path
) -> None:
    _as_superuser(admin_url, "DELETE FROM clearance.ledger_entries WHERE index = 4")
    with pytest.raises(Conflict, match="Entry 4 of the ledger is missing"):
        await LedgerService(database, tmp_path / "keys").head()


async def test_personal_data_can_be_erased_without_breaking_the_chain(
    ledger: LedgerService, database: Database
) -> None:
    async with database.transaction() as connection:
        consent = Draft("consent", "performer-9", {"term": "2027"}, {"name": "Clara Nunes"})
        [entry] = await ledger.append(connection, consent)
    assert "Clara" not in entry.leaf.decode()
    kept = await ledger.personal(entry.index)
    assert kept is not None
    assert json.loads(kept.data) == {"name": "Clara Nunes"}
    async with database.transaction() as connection:
        await ledger.erase_personal(connection, [entry.index])
    assert await ledger.personal(entry.index) is None
    assert await _flaws(ledger) == []


async def test_an_oversized_entry_is_refused(ledger: LedgerService, database: Database) -> None:
    with pytest.raises(Invalid, match="too large"):
        async with database.transaction() as connection:
            await ledger.append(connection, Draft("use", "permit", {"text": "x" * 70_000}))


def test_a_head_survives_paper_and_a_wrong_one_does_not(tmp_path: Path) -> None:
    key = open_key(tmp_path, "ledger")
    head = sign_head(key, size=3, root=bytes(range(32)), at=_NOW)
    typed = head.text().replace("\n", "  \r\n")
    assert read_head(typed) == head
    assert not read_head(head.text().replace("\n3\n", "\n4\n")).holds(key.public)
    lines = head.text().splitlines()
    early = "\n".join([*lines[:2], "0001-01-01T00:00:00+14:00", *lines[3:]])
    for wrong in ("", "hello", head.text().replace("v1", "v2"), head.text()[:-30], early):
        with pytest.raises(Invalid):
            read_head(wrong)


def test_a_key_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    open_key(tmp_path, "ledger")
    (tmp_path / "ledger.pem").chmod(0o644)
    with pytest.raises(Conflict, match="Others can read"):
        open_key(tmp_path, "ledger")
