"""A desk that records consents and revokes them, and one that takes screenplays in."""

import asyncio
import base64
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from matinee.errors import Conflict

_PAUSE = 0.25
_PAPER = b"signed"
_OUR_FAULT = 500
_SCRIPT_EVERY = 16
_PLACES = ("KITCHEN", "STATION", "ROOF", "HARBOUR", "OFFICE")


@dataclass
class Told:
    """What the desk was answered."""

    consents: dict[str, int] = field(default_factory=dict[str, int])
    """Acknowledged: its key, and where it stands in the ledger."""
    revoked: set[str] = field(default_factory=set[str])
    """Those whose revocation was acknowledged."""
    tried: set[str] = field(default_factory=set[str])
    """Those whose revocation was sent, whatever came of it."""
    scripts: dict[str, int] = field(default_factory=dict[str, int])
    """Acknowledged: its draft, and its scenes."""
    heads: list[str] = field(default_factory=list[str])
    """Signed heads of the ledger, kept outside."""
    failures: list[tuple[float, int]] = field(default_factory=list[tuple[float, int]])
    """When a request failed (Unix time), and its status; 0 without an answer."""
    papers_read: int = 0
    papers_wrong: int = 0
    """Signed papers that came back other than they were given."""
    requests: int = 0


@dataclass
class Desk:
    """One desk, on any of the servers."""

    client: httpx.AsyncClient
    addresses: Sequence[str]
    chance: random.Random
    told: Told
    production: str = ""
    performer: str = ""
    paper: str = ""

    async def furnish(self) -> None:
        """Record a production, a performer and a signed paper."""
        self.production = (await self._sure("/v1/clearance/productions", {"title": "Chaos"}))["key"]
        someone = {"name": "Clara Nunes", "date_of_birth": "1990-02-03"}
        self.performer = (await self._sure("/v1/clearance/performers", someone))["key"]
        scan = {"content": base64.b64encode(_PAPER).decode()}
        kept = await self._sure(f"/v1/clearance/performers/{self.performer}/documents", scan)
        self.paper = kept["sha256"]

    async def work(self, ends: float) -> None:
        """Consent after consent until then (monotonic), half of them revoked."""
        turn = 0
        while time.monotonic() < ends:
            turn += 1
            key = await self._consent()
            if key:
                await self._read_paper(key)
            if key and self.chance.random() < 0.5:
                await self._revoke(key)
            if turn % _SCRIPT_EVERY == 0:
                await self._script()
                await self._head()
            await asyncio.sleep(_PAUSE)

    async def _consent(self) -> str:
        now = datetime.now(UTC)
        body: dict[str, Any] = {
            "performer": self.performer,
            "document": self.paper,
            "signed_at": now.isoformat(),
            "starts": now.isoformat(),
            "expires": (now + timedelta(days=30)).isoformat(),
            "separate": True,
            "conspicuous": True,
            "specific": True,
            "productions": [self.production],
            "uses": ["replica"],
            "territories": ["PT"],
            "languages": ["pt"],
            "description": "Ten years younger in scene 3.",
        }
        answer = await self._asked(
            "POST", f"/v1/clearance/performers/{self.performer}/consents", json=body
        )
        if answer is None:
            return ""
        said = answer.json()
        self.told.consents[said["key"]] = int(said["entry"])
        return str(said["key"])

    async def _revoke(self, key: str) -> None:
        self.told.tried.add(key)
        path = f"/v1/clearance/performers/{self.performer}/consents/{key}/revocation"
        if await self._asked("POST", path, json={"reason": "changed my mind"}) is not None:
            self.told.revoked.add(key)

    async def _read_paper(self, key: str) -> None:
        path = f"/v1/clearance/performers/{self.performer}/consents/{key}/document"
        answer = await self._asked("GET", path)
        if answer is not None:
            self.told.papers_read += 1
            self.told.papers_wrong += answer.content != _PAPER

    async def _script(self) -> None:
        scenes = self.chance.randint(5, 40)
        path = f"/v1/studio/scripts?production={self.production}&name=draft.fountain"
        answer = await self._asked("POST", path, content=_screenplay(scenes, self.chance).encode())
        if answer is not None:
            self.told.scripts[answer.json()["id"]] = scenes

    async def _head(self) -> None:
        answer = await self._asked("GET", "/v1/ledger/head")
        if answer is not None:
            self.told.heads.append(answer.json()["text"])

    async def _sure(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self._asked("POST", path, json=body)
        if answer is None:
            raise Conflict(f"On a good day {path} failed.")
        return answer.json()

    async def _asked(self, method: str, path: str, **body: Any) -> httpx.Response | None:
        """From any server, or another where it takes no connection; None where it failed."""
        self.told.requests += 1
        if "content" in body:
            body["headers"] = {"content-type": "text/plain"}
        for address in self.chance.sample(self.addresses, len(self.addresses)):
            try:
                answer = await self.client.request(method, address + path, timeout=30, **body)
            except httpx.ConnectError:
                continue
            except httpx.HTTPError:
                break
            return self._judged(answer)
        self.told.failures.append((time.time(), 0))
        return None

    def _judged(self, answer: httpx.Response) -> httpx.Response | None:
        if answer.status_code >= _OUR_FAULT:
            self.told.failures.append((time.time(), answer.status_code))
            return None
        if not answer.is_success:
            raise Conflict(f"{answer.request.url.path} was refused: {answer.text[:300]}")
        return answer


def _screenplay(scenes: int, chance: random.Random) -> str:
    parts = [
        f"INT. {chance.choice(_PLACES)} {number} - DAY\n\nCLARA puts a lamp on the table.\n\n"
        "CLARA\nWe leave tonight.\n"
        for number in range(scenes)
    ]
    return "\n".join(parts)
