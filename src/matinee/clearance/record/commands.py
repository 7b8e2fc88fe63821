"""``matinee clearance`` on the record: enter, list, decide, permit, revoke."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from getpass import getuser
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer
from pydantic import BaseModel

from matinee.clearance.record import answers, resealing, shapes
from matinee.clearance.record.facts import FactKind
from matinee.clearance.record.service import RecordService
from matinee.errors import Invalid
from matinee.foundation.redaction import printable

OpenService = Callable[[], AbstractAsyncContextManager[RecordService]]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
_File = Annotated[Path, typer.Argument(help="What to enter, as JSON.", dir_okay=False)]
_Use = Annotated[UUID, typer.Argument(help="The declared use.")]
_Consent = Annotated[UUID, typer.Argument(help="The consent.")]
_LARGEST = 1_000_000
Body = TypeVar("Body", bound=shapes.Shape)
Given = TypeVar("Given")


def add_commands(app: typer.Typer, open_service: OpenService) -> typer.Typer:
    """Add the record's commands to those of the guidance."""
    for part in (_registers, _papers, _uses, _ends):
        part(app, open_service)
    return app


def _registers(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("add-production")
    def add_production(file: _File, *, as_json: AsJson = False) -> None:
        """Record a production."""
        body = _read(shapes.NewProduction, file)
        fact = _with(open_service, lambda record: record.add_production(body, by=_me()))
        _show(answers.fact_answer(fact), as_json=as_json)

    @app.command("add-performer")
    def add_performer(file: _File, *, as_json: AsJson = False) -> None:
        """Record a performer."""
        body = _read(shapes.NewPerformer, file)
        fact = _with(open_service, lambda record: record.add_performer(body, by=_me()))
        _show(answers.fact_answer(fact), as_json=as_json)

    @app.command("put-tool")
    def put_tool(
        tool: Annotated[str, typer.Argument(help="The tool's id.")],
        file: _File,
        *,
        as_json: AsJson = False,
    ) -> None:
        """Record a tool's terms; every standing permit falls."""
        body = _read(shapes.NewTool, file)
        fact = _with(open_service, lambda record: record.put_tool(tool, body, by=_me()))
        _show(answers.fact_answer(fact), as_json=as_json)

    @app.command("add-strike")
    def add_strike(file: _File, *, as_json: AsJson = False) -> None:
        """Record a strike; every standing permit falls."""
        body = _read(shapes.NewDispute, file)
        fact = _with(open_service, lambda record: record.put_dispute(body, by=_me()))
        _show(answers.fact_answer(fact), as_json=as_json)

    @app.command("list")
    def listed(
        kind: Annotated[FactKind, typer.Argument(help="What to list.")], *, as_json: AsJson = False
    ) -> None:
        """List what is recorded of a kind, each by its last word."""
        found = _with(open_service, lambda record: record.current(kind))
        _show(answers.fact_list(found), as_json=as_json)


def _papers(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("keep-document")
    def keep_document(
        file: Annotated[Path, typer.Argument(help="The scanned paper.", dir_okay=False)],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Keep a signed paper, and print the hash by which a consent names it."""
        content = _bytes(file, most=20 * _LARGEST)
        digest = _with(open_service, lambda record: record.keep_document(content))
        _show(answers.DocumentAnswer(sha256=digest), as_json=as_json)

    @app.command("add-consent")
    def add_consent(file: _File, *, as_json: AsJson = False) -> None:
        """Record a consent as it was signed."""
        body = _read(shapes.NewConsent, file)
        fact = _with(open_service, lambda record: record.add_consent(body, by=_me()))
        _show(answers.fact_answer(fact), as_json=as_json)


def _uses(app: typer.Typer, open_service: OpenService) -> None:
    @app.command("declare")
    def declare(
        production: Annotated[UUID, typer.Argument(help="The production.")],
        file: _File,
        *,
        as_json: AsJson = False,
    ) -> None:
        """Declare a use, and show the decision."""
        body = _read(shapes.DeclaredUse, file)
        _, decided = _with(open_service, lambda record: record.declare(production, body, by=_me()))
        _show(answers.decision_answer(decided), as_json=as_json)

    @app.command("decide")
    def decide(use: _Use, *, as_json: AsJson = False) -> None:
        """Decide on a use by what the record says now."""
        decided = _with(open_service, lambda record: record.decide(use, by=_me()))
        _show(answers.decision_answer(decided), as_json=as_json)

    @app.command("approve")
    def approve(
        use: _Use,
        scope: Annotated[list[str], typer.Option("--scope", help="What is approved.")],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Approve a use in your own name, for a scope such as final, likeness or R6."""
        body = shapes.Approval(scope=tuple(scope))
        decided = _with(open_service, lambda record: record.approve(use, body, by=_me()))
        _show(answers.decision_answer(decided), as_json=as_json)

    @app.command("permit")
    def permit(use: _Use, file: _File, *, as_json: AsJson = False) -> None:
        """Mint a permit, if the decision is now go."""
        wish = _read(shapes.PermitWish, file)

        async def minted(record: RecordService) -> answers.PermitAnswer:
            made = await record.mint(use, wish, by=_me())
            return answers.permit_answer(await record.permits.stored(made.id))

        _show(_with(open_service, minted), as_json=as_json)


def _ends(app: typer.Typer, open_service: OpenService) -> None:
    reason = typer.Option("--reason", help="Why.")

    @app.command("revoke")
    def revoke(
        consent: _Consent, because: Annotated[str, reason], *, as_json: AsJson = False
    ) -> None:
        """Revoke a consent: permits die, and what rests on it is quarantined."""
        body = shapes.Revocation(reason=because)
        affected = _with(
            open_service, lambda record: record.revocations.revoke(consent, body, by=_me())
        )
        _show(answers.affected_answer(affected), as_json=as_json)

    @app.command("affected")
    def affected(consent: _Consent, *, as_json: AsJson = False) -> None:
        """List what rests on a consent."""
        resting = _with(open_service, lambda record: record.revocations.affected(consent))
        _show(answers.affected_answer(resting), as_json=as_json)

    @app.command("attest-deletion")
    def attest(
        consent: _Consent,
        statement: Annotated[str, typer.Option("--statement", help="What was deleted.")],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Delete the bytes of what is quarantined, and attest it in your own name."""
        body = shapes.Deletion(statement=statement)
        closed = _with(
            open_service,
            lambda record: record.revocations.attest_deletion(consent, body, by=_me()),
        )
        _show(answers.affected_answer(closed), as_json=as_json)

    @app.command("seal-anew")
    def seal_anew(*, as_json: AsJson = False) -> None:
        """Seal what was kept before papers and productions had keys; again does no harm."""
        done = _with(open_service, resealing.seal_anew)
        _show(answers.SealedAnewAnswer(**asdict(done)), as_json=as_json)

    @app.command("destroy-production-key")
    def destroy_production_key(
        production: Annotated[UUID, typer.Argument(help="The production.")],
        because: Annotated[str, reason],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Destroy a production's key: no likeness that it sealed is ever read or shown again."""
        done = _with(
            open_service,
            lambda record: record.revocations.destroy_production_key(
                production, reason=because, by=_me()
            ),
        )
        answer = answers.DestroyedAnswer(
            production=production,
            destroyed=done.destroyed,
            permits=list(done.permits),
            outputs=list(done.outputs),
        )
        _show(answer, as_json=as_json)


def _with(open_service: OpenService, ask: Callable[[RecordService], Awaitable[Given]]) -> Given:
    async def asked() -> Given:
        async with open_service() as record:
            return await ask(record)

    return asyncio.run(asked())


def _me() -> str:
    """Who is at the keyboard, as the system knows them."""
    return getuser()


def _read(shape: type[Body], file: Path) -> Body:
    return shapes.read_shape(shape, _bytes(file, most=_LARGEST))


def _bytes(file: Path, *, most: int) -> bytes:
    try:
        content = file.read_bytes()
    except OSError as problem:
        raise Invalid(
            f"{file} cannot be read: {problem.strerror}.", remedy="Name a readable file."
        ) from problem
    if not 0 < len(content) <= most:
        raise Invalid(f"{file.name} is empty or too large.", remedy=f"At most {most:,} bytes.")
    return content


def _show(answer: BaseModel, *, as_json: bool) -> None:
    value = answer.model_dump(mode="json")
    if as_json:
        sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
        return
    for line in _lines(value):
        sys.stdout.write(printable(line) + "\n")


def _lines(value: Any, name: str = "") -> list[str]:
    if isinstance(value, dict):
        inner = [(f"{name}.{key}" if name else str(key), each) for key, each in value.items()]
        return [line for key, each in inner for line in _lines(each, key)]
    if isinstance(value, list):
        return [
            line for place, each in enumerate(value, 1) for line in _lines(each, f"{name} {place}")
        ]
    return [] if value is None else [f"{name}: {value}"]
