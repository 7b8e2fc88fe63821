"""``/v1/ledger``: entries, signed heads and proofs, for whoever wants to check for themselves."""

from base64 import b64encode
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi import Path as PathParameter
from pydantic import BaseModel

from matinee.access.door import caller_of, may
from matinee.access.model import Caller, Role
from matinee.clearance.ledger.entries import Entry
from matinee.clearance.ledger.heads import SignedHead
from matinee.clearance.ledger.model import sight_of
from matinee.clearance.ledger.service import LedgerService

_LARGEST = 2**53
Place = Annotated[int, PathParameter(ge=0, le=_LARGEST)]
_By = Annotated[Caller, Depends(caller_of)]


class HeadFacts(BaseModel):
    """A signed head; ``text`` is what to keep outside, ``key`` the raw public key in hex."""

    size: int
    root: str
    at: datetime
    key_id: str
    signature: str
    text: str
    key: str


class EntryFacts(BaseModel):
    """An entry; ``leaf`` is the text that was hashed."""

    index: int
    kind: str
    subject: str
    content: dict[str, Any]
    leaf: str
    leaf_hash: str


class EntryList(BaseModel):
    """Some entries, and where the next ones begin."""

    entries: list[EntryFacts]
    next_start: int | None


class ProofFacts(BaseModel):
    """An entry and its path to the root of a signed head (RFC 9162, section 2.1.3)."""

    entry: EntryFacts
    head: HeadFacts
    path: list[str]


class GrowthFacts(BaseModel):
    """The path that shows that the ledger continues an earlier one (RFC 9162, section 2.1.4)."""

    old_size: int
    head: HeadFacts
    path: list[str]


def routes(ledger: LedgerService) -> APIRouter:
    """Reading and proving; nothing is entered by a request."""
    router = APIRouter(
        prefix="/v1/ledger",
        tags=["ledger"],
        dependencies=[may(Role.COUNSEL, Role.REPRESENTATIVE, Role.FILM_MAKER)],
    )

    @router.get("/head")
    async def head() -> HeadFacts:
        """Give the signed head of the ledger as it stands."""
        return _head(await ledger.head(), ledger.key.public)

    @router.get("/entries")
    async def entries(
        by: _By,
        start: Annotated[int, Query(ge=0, le=_LARGEST)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        subject: Annotated[str | None, Query(max_length=200, pattern=r"^[^\x00]*$")] = None,
    ) -> EntryList:
        """List entries in their order, those of one subject when it is given.

        Whoever is not counsel sees those of the own productions and performers alone.
        """
        found = await ledger.entries(start=start, limit=limit, subject=subject, sight=sight_of(by))
        following = found[-1].index + 1 if len(found) == limit else None
        return EntryList(entries=[_entry(entry) for entry in found], next_start=following)

    @router.get("/entries/{index}/proof")
    async def proof(index: Place, by: _By) -> ProofFacts:
        """Prove that an entry stands in the ledger; the entry is one that the caller may see."""
        proved = await ledger.prove(index, sight=sight_of(by))
        return ProofFacts(
            entry=_entry(proved.entry),
            head=_head(proved.head, ledger.key.public),
            path=[step.hex() for step in proved.path],
        )

    @router.get("/growth/{old_size}")
    async def growth(old_size: Place) -> GrowthFacts:
        """Prove that the ledger continues the one that had this many entries."""
        head, path = await ledger.prove_growth(old_size)
        return GrowthFacts(
            old_size=old_size,
            head=_head(head, ledger.key.public),
            path=[step.hex() for step in path],
        )

    return router


def _head(head: SignedHead, public: bytes) -> HeadFacts:
    return HeadFacts(
        size=head.size,
        root=head.root.hex(),
        at=head.at,
        key_id=head.key_id,
        signature=b64encode(head.signature).decode(),
        text=head.text(),
        key=public.hex(),
    )


def _entry(entry: Entry) -> EntryFacts:
    return EntryFacts(
        index=entry.index,
        kind=entry.kind,
        subject=entry.subject,
        content=entry.content,
        leaf=entry.leaf.decode(),
        leaf_hash=entry.leaf_hash.hex(),
    )
