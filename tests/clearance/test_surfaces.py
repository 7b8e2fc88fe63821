"""The guidance and the ledger, asked over HTTP and from the command line as their users do."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from matinee.assembly.house import House
from matinee.clearance.guidance.packs import BUILT_IN
from matinee.clearance.ledger.checking import Witness
from matinee.clearance.ledger.commands import read_witness
from matinee.clearance.ledger.entries import Draft
from matinee.surfaces.cli.main import command_line

ROOT = Path(__file__).resolve().parents[2]
CASES = json.loads((BUILT_IN / "streamer-2025" / "cases.json").read_text(encoding="utf-8"))
GOES = CASES["documents"]["ideation"]
UNDECLARED = {**GOES, "evidence": {"names": {"matched": [], "permitted": []}}}


async def test_the_guidance_answers_what_if_over_http(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/clearance/check", json=GOES)
    assert (answer.status_code, answer.json()["outcome"]) == (200, "go")
    refused = (await client.post("/v1/clearance/check", json=UNDECLARED)).json()
    assert refused["outcome"] == "refused"
    assert refused["missing"] == ["evidence.declaration"]
    assert refused["findings"][0]["rule"] == "R1"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"", None),
        (b"[]", None),
        (b'{"at": 1}', "at"),
        (json.dumps({**GOES, "evidence": {"consnet": {}}}).encode(), "evidence"),
        (json.dumps({**GOES, "at": "2026-01-15T09:00:00"}).encode(), None),
        (json.dumps({**GOES, "use": {**GOES["use"], "kind": "magic"}}).encode(), "use.kind"),
    ],
)
async def test_a_question_that_does_not_fit_is_refused_by_field(
    client: httpx.AsyncClient, body: bytes, field: str | None
) -> None:
    headers = {"content-type": "application/json"}
    answer = await client.post("/v1/clearance/check", content=body, headers=headers)
    assert answer.status_code == 422
    if field is not None:
        assert answer.json()["field"] == field


async def test_the_packs_in_force_are_listed(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/clearance/packs")).json()
    assert {pack["id"] for pack in listed["packs"]} == {
        "streamer-2025", "sag-aftra-2023", "sag-aftra-2026", "california", "eu-ai-act-50",
    }  # fmt: skip
    assert listed["refused"] == {}


async def _enter(house: House, count: int) -> None:
    async with house.database.transaction() as connection:
        drafts = [Draft("decision", f"use-{n}", {"n": n, "word": "café"}) for n in range(count)]
        await house.ledger.append(connection, *drafts)


async def test_an_entry_is_proved_over_http(client: httpx.AsyncClient, house: House) -> None:
    await _enter(house, 9)
    proof = (await client.get("/v1/ledger/entries/4/proof")).json()
    assert (proof["entry"]["content"]["subject"], proof["head"]["size"]) == ("use-4", 9)
    assert (await client.get("/v1/ledger/entries/9/proof")).status_code == 404
    assert (await client.get("/v1/ledger/growth/0")).status_code == 404
    listed = (await client.get("/v1/ledger/entries?start=6&limit=2")).json()
    assert [entry["index"] for entry in listed["entries"]] == [6, 7]
    assert listed["next_start"] == 8


def test_a_question_is_answered_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    monkeypatch.setenv("MATINEE_DATABASE_URL", database_url)
    monkeypatch.setenv("MATINEE_HOME", str(tmp_path / "home"))
    (tmp_path / "go.json").write_text(json.dumps(GOES))
    (tmp_path / "no.json").write_text(json.dumps(UNDECLARED))
    run = CliRunner()
    go = run.invoke(command_line(), ["clearance", "check", str(tmp_path / "go.json")])
    assert (go.exit_code, go.stdout.splitlines()[0][:2]) == (0, "GO")
    no = run.invoke(command_line(), ["clearance", "check", str(tmp_path / "no.json"), "--json"])
    assert (no.exit_code, json.loads(no.stdout)["outcome"]) == (3, "refused")


async def test_an_export_is_verified_elsewhere_by_a_program_of_its_own(
    house: House, tmp_path: Path
) -> None:
    await _enter(house, 21)
    kept = await house.ledger.witness()
    head, export = tmp_path / "head.txt", tmp_path / "ledger.jsonl"
    head.write_text(kept.head.text())
    rows = [
        json.dumps({"index": entry.index, "leaf": entry.leaf.decode()}, ensure_ascii=False)
        async for entry in house.ledger.every_entry()
    ]
    key = house.ledger.key.public.hex()
    for lines, verdict in (
        (rows, "the export is the ledger that the head vouches for"),
        ([rows[0].replace("café", "cafe"), *rows[1:]], "the first 21 entries are not those"),
        (rows[:-1], "the head counts 21 entries, the export has 20"),
        ([*rows[:3], rows[4], rows[3], *rows[5:]], "entry 3 is not in its place"),
    ):
        export.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = _verified(str(export), str(head), key)
        assert done.stdout.startswith(verdict)
        assert done.returncode == (0 if lines is rows else 1)


def _verified(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, str(ROOT / "tools" / "verify-ledger")]
    return subprocess.run([*program, *arguments], capture_output=True, text=True, check=False)


async def test_a_witness_is_written_and_read_back(house: House, tmp_path: Path) -> None:
    await _enter(house, 3)
    kept = await house.ledger.witness()
    hashes = "\n".join(digest.hex() for digest in kept.leaf_hashes)
    (tmp_path / "witness").write_text(f"{kept.head.text()}\n{hashes}\n")
    assert read_witness(tmp_path / "witness") == Witness(kept.head, kept.leaf_hashes)
