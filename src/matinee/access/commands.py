"""``matinee accounts``: who may come in, in which roles, with which tokens."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Annotated, Any, TypeVar
from uuid import UUID

import typer

from matinee.access.model import Account, ApiToken, Grant, ObjectKind, Role
from matinee.access.service import AccessService
from matinee.foundation.redaction import printable
from matinee.vocabulary.ids import HouseholdId

AsJson = Annotated[bool, typer.Option("--json", help="Write JSON instead of text.")]
Name = Annotated[str, typer.Argument(help="The account's name.")]
Roles = Annotated[list[Role], typer.Option("--role", help="A role; may be given again.")]
Opener = Callable[[], AbstractAsyncContextManager[AccessService]]
Answer = TypeVar("Answer")


def commands(open_service: Opener) -> typer.Typer:
    """The commands under ``accounts``."""
    app = typer.Typer(help="Accounts: who may come in, in which roles, with which tokens.")
    for add in (_making, _changing, _erasing):
        add(app, open_service)
    tokens = typer.Typer(help="Tokens, by which programs come in.")
    _tokens(tokens, open_service)
    app.add_typer(tokens, name="tokens")
    return app


def _making(app: typer.Typer, open_service: Opener) -> None:
    @app.command()
    def create(
        name: Name,
        *,
        role: Roles,
        household: Annotated[
            UUID | None, typer.Option(help="A member's household; without one, a new one.")
        ] = None,
        without_password: Annotated[
            bool, typer.Option("--without-password", help="Sign in by another provider alone.")
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Make an account. The password is asked for, or read as a line of standard input.

        From the first account on, everyone signs in.
        """
        password = None if without_password else _password()
        home = None if household is None else HouseholdId(household)
        account = _ask(
            open_service,
            lambda access: access.accounts.create(name, role, password, household=home),
        )
        _tell(_account(account), f"{account.name} may sign in.", as_json=as_json)

    @app.command("list")
    def list_accounts(*, as_json: AsJson = False) -> None:
        """List every account."""
        accounts = _ask(open_service, lambda access: access.accounts.listed())
        lines = [
            f"{account.name}: {', '.join(sorted(account.roles))}"
            f"{' (disabled)' if account.disabled else ''}"
            for account in accounts
        ]
        none = "There is no account: whoever sits at this machine runs the service."
        _tell([_account(each) for each in accounts], "\n".join(lines) or none, as_json=as_json)


def _changing(app: typer.Typer, open_service: Opener) -> None:
    @app.command()
    def password(name: Name, *, as_json: AsJson = False) -> None:
        """Give an account a new password, from a prompt or a line of standard input."""
        given = _password()

        async def change(access: AccessService) -> Account:
            account = await access.accounts.named(name)
            await access.accounts.set_password(account.id, given)
            return account

        account = _ask(open_service, change)
        said = f"{account.name} has a new password; every session of it has ended."
        _tell(_account(account), said, as_json=as_json)

    @app.command()
    def disable(
        name: Name,
        *,
        undo: Annotated[bool, typer.Option("--undo", help="Let it in again.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Let nobody in by an account any more, neither by session nor by token."""

        async def change(access: AccessService) -> Account:
            account = await access.accounts.named(name)
            return await access.accounts.disable(account.id, disabled=not undo)

        account = _ask(open_service, change)
        said = f"{account.name} may {'sign in again' if undo else 'come in no more'}."
        _tell({"name": account.name, "disabled": not undo}, said, as_json=as_json)

    @app.command("roles")
    def set_roles(name: Name, *, role: Roles, as_json: AsJson = False) -> None:
        """Give an account these roles and no others; it then signs in anew."""

        async def change(access: AccessService) -> Account:
            account = await access.accounts.named(name)
            return await access.accounts.set_roles(account.id, role)

        account = _ask(open_service, change)
        words = sorted(set(role))
        said = f"{account.name} is {', '.join(words)}."
        _tell({"name": account.name, "roles": words}, said, as_json=as_json)

    @app.command()
    def grant(
        name: Name,
        kind: Annotated[ObjectKind, typer.Argument(help="What it is.")],
        object_id: Annotated[UUID, typer.Argument(help="Its id.")],
        *,
        take_away: Annotated[bool, typer.Option("--take-away", help="Take it away.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Make a campaign, a production or a performer an account's own."""
        given = Grant(kind, object_id)

        async def change(access: AccessService) -> Account:
            account = await access.accounts.named(name)
            await access.accounts.grant(account.id, given, take_away=take_away)
            return account

        account = _ask(open_service, change)
        said = f"{kind} {object_id} is {'no longer ' if take_away else ''}{account.name}'s."
        told = {"name": account.name, "kind": kind, "object": object_id, "own": not take_away}
        _tell(told, said, as_json=as_json)


def _erasing(app: typer.Typer, open_service: Opener) -> None:
    @app.command()
    def erase(
        name: Name,
        *,
        reason: Annotated[str, typer.Option(help="Why, without the name.")],
        keep_reasons: Annotated[
            bool,
            typer.Option("--keep-reasons", help="Leave reasons of others that have the name."),
        ] = False,
        as_json: AsJson = False,
    ) -> None:
        """Keep nothing of an account but its number, and no name of it in the audit."""

        async def change(access: AccessService) -> tuple[UUID, int]:
            account = await access.accounts.named(name)
            told = await access.accounts.erase(account.id, reason=reason, reasons=not keep_reasons)
            return account.id, told

        number, entries = _ask(open_service, change)
        said = f"Nothing is kept of that account but {number}; its name left {entries} entries."
        _tell({"account": str(number), "entries": entries}, said, as_json=as_json)


def _tokens(app: typer.Typer, open_service: Opener) -> None:
    @app.command()
    def create(
        name: Name,
        label: Annotated[str, typer.Argument(help="What the token is for.")],
        *,
        scope: Annotated[
            list[Role] | None,
            typer.Option("--scope", help="Only this of its roles; may be given again."),
        ] = None,
        days: Annotated[int, typer.Option(help="How long it lasts.")] = 90,
        as_json: AsJson = False,
    ) -> None:
        """Make a token; it is shown this once."""

        async def made(access: AccessService) -> tuple[ApiToken, str]:
            account = await access.accounts.named(name)
            return await access.accounts.create_token(account.id, label, scope or (), days=days)

        token, secret = _ask(open_service, made)
        _tell({**_token(token), "token": secret}, secret, as_json=as_json)

    @app.command("list")
    def list_tokens(name: Name, *, as_json: AsJson = False) -> None:
        """List the tokens of an account, without their secrets."""

        async def found(access: AccessService) -> tuple[ApiToken, ...]:
            return await access.accounts.tokens((await access.accounts.named(name)).id)

        tokens = _ask(open_service, found)
        lines = [
            f"{token.id}  {token.name}: {', '.join(sorted(token.scopes))}, "
            f"{'revoked' if token.revoked_at else f'until {token.expires_at:%Y-%m-%d}'}"
            for token in tokens
        ]
        told = "\n".join(lines) or "There are no tokens."
        _tell([_token(token) for token in tokens], told, as_json=as_json)

    @app.command()
    def revoke(
        token_id: Annotated[UUID, typer.Argument(help="Its id in the list.")],
        *,
        as_json: AsJson = False,
    ) -> None:
        """Let nobody in by a token any more."""
        _ask(open_service, lambda access: access.accounts.revoke_token(token_id))
        _tell({"revoked": token_id}, f"{token_id} is revoked.", as_json=as_json)


def _ask(open_service: Opener, question: Callable[[AccessService], Awaitable[Answer]]) -> Answer:
    async def asked() -> Answer:
        async with open_service() as access:
            return await question(access)

    return asyncio.run(asked())


def _password() -> str:
    if sys.stdin.isatty():
        return typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return sys.stdin.readline().rstrip("\r\n")


def _tell(told: dict[str, Any] | Sequence[Any], said: str, *, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(told, default=_plain, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(map(printable, said.split("\n"))) + "\n")
    sys.stdout.flush()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _account(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "name": account.name,
        "roles": sorted(account.roles),
        "household_id": account.household_id,
        "disabled": account.disabled,
        "created_at": account.created_at,
    }


def _token(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "scopes": sorted(token.scopes),
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
    }
