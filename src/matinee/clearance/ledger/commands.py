"""``matinee ledger``: sign a head, keep a witness outside, verify, export."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from matinee.clearance.ledger.checking import Witness
from matinee.clearance.ledger.heads import read_head
from matinee.clearance.ledger.service import LedgerService, Report
from matinee.errors import Invalid
from matinee.foundation.redaction import printable

FLAWED = 3
"""The exit code of a verification that found something."""

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
OpenService = Callable[[], AbstractAsyncContextManager[LedgerService]]


def commands(open_service: OpenService) -> typer.Typer:
    """The commands under ``ledger``."""
    app = typer.Typer(help="Look after the ledger: heads, witnesses, verification, export.")

    @app.command("head")
    def head(
        *,
        witness: Annotated[
            Path | None,
            typer.Option("--witness", help="Also write every leaf hash, to be kept elsewhere."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Sign the ledger as it stands; print the five lines to be kept outside."""

        async def signed() -> tuple[Witness, str]:
            async with open_service() as ledger:
                return await ledger.witness(), ledger.key.public.hex()

        kept, key = asyncio.run(signed())
        text = kept.head.text()
        if witness is not None:
            hashes = "\n".join(digest.hex() for digest in kept.leaf_hashes)
            witness.write_text(f"{text}\n{hashes}\n", encoding="ascii")
        if as_json:
            value = {"size": kept.head.size, "root": kept.head.root.hex(), "head": text, "key": key}
            sys.stdout.write(json.dumps(value, indent=2) + "\n")
        else:
            sys.stdout.write(f"{text}")

    @app.command("verify")
    def verify(
        *,
        witness: Annotated[
            list[Path] | None,
            typer.Option("--witness", help="A head or witness that was kept outside."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Read every entry again and say what does not hold; the exit code is then 3."""
        witnesses = [read_witness(path) for path in witness or []]

        async def verified() -> Report:
            async with open_service() as ledger:
                return await ledger.verify(witnesses)

        report = asyncio.run(verified())
        sys.stdout.write(_as_json(report) if as_json else _as_text(report, len(witnesses)))
        raise typer.Exit(FLAWED if report.flaws else 0)

    @app.command("export")
    def export(
        file: Annotated[Path, typer.Argument(help="Where to write, as JSON Lines.")],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Write every entry, one a line, for `tools/verify-ledger` to read elsewhere."""
        count = asyncio.run(_export(open_service, file))
        if as_json:
            sys.stdout.write(json.dumps({"entries": count, "file": str(file)}) + "\n")
        else:
            sys.stdout.write(f"{count:,} entries in {file}\n")

    return app


def read_witness(path: Path) -> Witness:
    """A head that was kept outside, with the leaf hashes that follow it, if any."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        hashes = tuple(bytes.fromhex(line) for line in lines[5:] if line.strip())
    except (OSError, ValueError) as problem:
        raise Invalid(
            f"{path} is no witness: {problem}.", remedy="Name what `matinee ledger head` wrote."
        ) from problem
    return Witness(read_head("\n".join(lines[:5])), hashes)


async def _export(open_service: OpenService, file: Path) -> int:
    count = 0
    async with open_service() as ledger:
        with file.open("w", encoding="utf-8") as lines:
            async for entry in ledger.every_entry():
                row = {"index": entry.index, "leaf": entry.leaf.decode()}
                lines.write(json.dumps(row, ensure_ascii=False) + "\n")
                count += 1
    return count


def _as_json(report: Report) -> str:
    value: dict[str, Any] = {
        "entries": report.entries,
        "root": report.root.hex(),
        "flaws": [asdict(flaw) for flaw in report.flaws],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _as_text(report: Report, witnesses: int) -> str:
    lines = [
        printable(f"entry {flaw.index}: {flaw.what}" if flaw.index is not None else flaw.what)
        for flaw in report.flaws
    ]
    against = f"{witnesses} kept outside" if witnesses else "none kept outside"
    verdict = f"{len(report.flaws)} flaws" if report.flaws else "nothing wrong"
    lines.append(f"{report.entries:,} entries, heads compared: {against}. {verdict}.")
    if not witnesses:
        lines.append("Without a head from outside, a log rewritten whole looks right.")
    return "\n".join(lines) + "\n"
