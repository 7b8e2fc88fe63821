"""Signing in by another provider: OpenID Connect Core 1.0, authorization code with PKCE.

A state ties the answer to the browser that asked, a nonce ties the ID token to the question, and
both are good once. Who may sign in is decided here all the same: the provider's word finds an
account, and never makes one nor gives it a role.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any
from urllib.parse import quote

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri, prepare_token_request
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from matinee.access.model import AccessSettings, Account, folded
from matinee.access.repository import accounts, sessions
from matinee.access.secret_words import digest, new_secret
from matinee.errors import Denied, NotFound, Unavailable
from matinee.foundation.database import Database

SCOPE = "openid email profile"
ALGORITHMS = ["RS256", "PS256", "ES256"]
"""Never `none`, and never a symmetric one, whatever the provider says that it supports."""
_LASTING = timedelta(minutes=10)
_FACTS_KEPT = timedelta(hours=1)
_SECONDS = 10.0
_LEEWAY_SECONDS = 60
_MOST_BYTES = 500_000


@dataclass(frozen=True, slots=True)
class Begun:
    """Where to send the browser, and the state that it must bring back."""

    address: str
    state: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """The account that the provider vouched for, and where its owner was going."""

    account: Account
    next: str


class OpenId:
    """One provider, found by its issuer."""

    def __init__(
        self, database: Database, settings: AccessSettings, *, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._facts: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._until = datetime(1970, 1, 1, tzinfo=UTC)

    @property
    def offered(self) -> bool:
        """Whether a provider is set."""
        return bool(self._settings.openid_issuer and self._settings.openid_client_id)

    @property
    def name(self) -> str:
        """What people call it."""
        return self._settings.openid_name or self._settings.openid_issuer.partition("://")[2]

    async def begin(self, back: str, going: str) -> Begun:
        """Begin a sign-in that returns to the address ``back`` and then goes on to ``going``."""
        self._must_be_offered()
        now = self._clock()
        nonce, verifier, state = new_secret(), new_secret(), new_secret()
        async with httpx.AsyncClient(timeout=_SECONDS) as plain:
            facts = await self._described(plain, now)
        address = prepare_grant_uri(
            facts["authorization_endpoint"],
            self._settings.openid_client_id,
            "code",
            redirect_uri=back,
            scope=SCOPE,
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
        opening = sessions.Opening(nonce, verifier, going, now + _LASTING)
        async with self._database.transaction() as connection:
            await sessions.begin_opening(connection, digest(state), opening, now)
        return Begun(address, state)

    async def finish(
        self, back: str, *, code: str, state: str, kept: str, issuer: str = ""
    ) -> Vouched:
        """The account of whom the provider vouches for; Denied where anything does not fit.

        ``kept`` is the state that the browser kept, ``issuer`` what RFC 9207 lets a provider say.
        """
        self._must_be_offered()
        now = self._clock()
        if not kept or not compare_digest(kept.encode(), state.encode()):
            raise _refused("This browser did not begin the sign-in that it brings back.")
        if issuer and issuer != self._settings.openid_issuer:
            raise _refused("The answer comes from another provider.")
        async with self._database.transaction() as connection:
            opening = await sessions.take_opening(connection, digest(state), now)
        if opening is None:
            raise _refused("This sign-in took too long, or was brought back before.")
        claims = await self._claims(back, code, opening, now)
        return Vouched(await self._account(claims), opening.next)

    async def _claims(
        self, back: str, code: str, opening: sessions.Opening, now: datetime
    ) -> dict[str, Any]:
        try:
            async with httpx.AsyncClient(timeout=_SECONDS) as plain:
                facts = await self._described(plain, now)
                token = await self._exchanged(
                    plain, facts["token_endpoint"], back, code, opening.verifier
                )
                word = str(token.get("id_token", ""))
                return await self._read(plain, word, str(token.get("access_token", "")), opening)
        except (JoseError, ValueError) as unfit:
            raise _refused("What the provider says does not hold.") from unfit
        except httpx.HTTPError as gone:
            raise _silent() from gone

    async def _exchanged(
        self, plain: httpx.AsyncClient, endpoint: str, back: str, code: str, verifier: str
    ) -> dict[str, Any]:
        """The tokens for a code. The verifier shows that who asks is who began."""
        secret, client_id = self._settings.openid_client_secret, self._settings.openid_client_id
        body = prepare_token_request(
            "authorization_code",
            redirect_uri=back,
            code=code,
            code_verifier=verifier,
            client_id=client_id,
        )
        answer = await plain.post(
            endpoint,
            content=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            auth=(
                httpx.BasicAuth(quote(client_id), quote(secret.get_secret_value()))
                if secret
                else httpx.USE_CLIENT_DEFAULT
            ),
        )
        if answer.status_code >= 500:
            raise _silent()
        token = answer.json() if len(answer.content) <= _MOST_BYTES else None
        if answer.status_code != 200 or not isinstance(token, dict):
            raise _refused("The provider does not stand by the sign-in.")
        return token

    async def _read(
        self, plain: httpx.AsyncClient, word: str, access: str, opening: sessions.Opening
    ) -> dict[str, Any]:
        keys = self._keys or await self._fetched_keys(plain)
        try:
            token = jwt.decode(word, keys, algorithms=ALGORITHMS)
        except InvalidKeyIdError:
            token = jwt.decode(word, await self._fetched_keys(plain), algorithms=ALGORITHMS)
        client_id = self._settings.openid_client_id
        expected = {
            "iss": {"essential": True, "value": self._settings.openid_issuer},
            "aud": {"essential": True, "value": client_id},
        }
        known = {"nonce": opening.nonce, "client_id": client_id, "access_token": access}
        claims = CodeIDToken(token.claims, token.header, expected, known)
        claims.validate(now=round(self._clock().timestamp()), leeway=_LEEWAY_SECONDS)
        return dict(token.claims)

    async def _account(self, claims: dict[str, Any]) -> Account:
        issuer, subject = self._settings.openid_issuer, str(claims["sub"])
        email = claims.get("email") if claims.get("email_verified") is True else None
        async with self._database.transaction() as connection:
            account = await accounts.by_identity(connection, issuer, subject)
            if account is None and isinstance(email, str) and email:
                found = await accounts.by_name(connection, folded(email))
                if found is not None:
                    account = found[0]
                    await accounts.link_identity(connection, issuer, subject, account.id)
        if account is None or account.disabled:
            raise Denied(
                "There is no account here for you.",
                remedy="Ask the operator to make one whose name is your e-mail address.",
                code="no_account",
            )
        return account

    async def _described(self, plain: httpx.AsyncClient, now: datetime) -> dict[str, Any]:
        """What the provider says of itself (OpenID Connect Discovery 1.0), which must be itself."""
        if now < self._until:
            return self._facts
        issuer = self._settings.openid_issuer
        facts = await _fetched(plain, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if facts.get("issuer") != issuer:
            raise _refused("The provider calls itself by another name than the settings do.")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(isinstance(facts.get(name), str) for name in needed):
            raise _silent()
        self._facts, self._keys, self._until = facts, None, now + _FACTS_KEPT
        return facts

    async def _fetched_keys(self, plain: httpx.AsyncClient) -> KeySet:
        keys: Any = await _fetched(plain, self._facts["jwks_uri"])
        self._keys = KeySet.import_key_set(keys)
        return self._keys

    def _must_be_offered(self) -> None:
        if not self.offered:
            raise NotFound(
                "No other provider is set.",
                remedy="Set MATINEE_ACCESS__OPENID_ISSUER and MATINEE_ACCESS__OPENID_CLIENT_ID.",
            )


async def _fetched(plain: httpx.AsyncClient, address: str) -> dict[str, Any]:
    try:
        answer = await plain.get(address)
        answer.raise_for_status()
        facts = answer.json() if len(answer.content) <= _MOST_BYTES else None
    except (httpx.HTTPError, ValueError) as gone:
        raise _silent() from gone
    if not isinstance(facts, dict):
        raise _silent()
    return facts


def _refused(why: str) -> Denied:
    return Denied(why, remedy="Begin again from the sign-in page.", code="sign_in_refused")


def _silent() -> Unavailable:
    return Unavailable(
        "The provider that signs people in does not answer as it should.",
        remedy="Try again, or sign in with a password.",
    )
