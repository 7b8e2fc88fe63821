"""``matinee clearance``: what would be decided on a question in a file, and by which packs."""

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from matinee.clearance.guidance.decision import Decision, Outcome
from matinee.clearance.service import ClearanceService
from matinee.errors import Invalid
from matinee.foundation.redaction import printable

LARGEST_QUESTION = 1_000_000
NOT_GO = 3
"""The exit code of a question whose answer is not *go*, for scripts."""

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]


def commands(
    open_service: Callable[[], AbstractAsyncContextManager[ClearanceService]],
) -> typer.Typer:
    """The commands under ``clearance``."""
    app = typer.Typer(help="Ask what the AI guidance decides; record, permit, revoke.")

    @app.command("check")
    def check(
        file: Annotated[Path, typer.Argument(help="A question, as JSON.", dir_okay=False)],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Say what would be decided; nothing is recorded. The exit code is 0 for go, else 3."""

        async def judged() -> Decision:
            async with open_service() as clearance:
                return clearance.check(_read(file))

        decision = asyncio.run(judged())
        sys.stdout.write(_as_json(decision) if as_json else _as_text(decision))
        raise typer.Exit(0 if decision.outcome is Outcome.GO else NOT_GO)

    @app.command("packs")
    def packs(*, as_json: AsJson = False) -> None:
        """List the rule packs at hand."""

        async def listed() -> ClearanceService:
            async with open_service() as clearance:
                clearance.packs()
                return clearance

        clearance = asyncio.run(listed())
        rows = [
            {
                "pack": pack.name,
                "since": pack.since.isoformat(),
                "until": None if pack.until is None else pack.until.isoformat(),
                "rules": len(pack.policies),
                "cases": len(pack.cases),
                "title": pack.title,
            }
            for pack in clearance.packs()
        ]
        refused = [asdict(pack) for pack in clearance.refused_packs()]
        if as_json:
            sys.stdout.write(json.dumps({"packs": rows, "refused": refused}, indent=2) + "\n")
            return
        for row in rows:
            days = f"{row['since']} to {row['until'] or 'further notice'}"
            sys.stdout.write(
                f"{row['pack']}  {days}  {row['rules']} rules, {row['cases']} cases  "
                f"{row['title']}\n"
            )
        for pack in refused:
            sys.stdout.write(printable(f"not loaded: {pack['folder']}: {pack['reason']}") + "\n")

    return app


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_QUESTION:
            raise Invalid(
                f"{file.name} is too large for a question.",
                remedy=f"A question has at most {LARGEST_QUESTION:,} bytes.",
                field="FILE",
            )
        return file.read_bytes()
    except OSError as problem:
        raise Invalid(
            f"{file} cannot be read: {problem.strerror}.", remedy="Name a readable file."
        ) from problem


def _as_json(decision: Decision) -> str:
    return json.dumps(asdict(decision), ensure_ascii=False, indent=2) + "\n"


def _as_text(decision: Decision) -> str:
    lines = [f"{decision.outcome.upper()}  by {', '.join(decision.packs) or 'no pack in force'}"]
    lines += [
        f"  {finding.rule:<4} {finding.outcome:<8} {finding.source}"
        for finding in decision.findings
    ]
    lines += [f"  missing: {need}" for need in decision.missing]
    lines += [f"  next: {step}" for step in decision.next_steps]
    lines.append("This is no legal advice.")
    return "\n".join(printable(line) for line in lines) + "\n"
