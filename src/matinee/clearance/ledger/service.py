"""The ledger's use cases: enter, prove, sign, verify, erase, export."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from matinee.clearance.keys import SigningKey, open_key
from matinee.clearance.ledger import repository
from matinee.clearance.ledger.checking import Check, Flaw, Witness
from matinee.clearance.ledger.entries import Draft, Entry, PersonalData, enter
from matinee.clearance.ledger.heads import SignedHead, read_head, sign_head
from matinee.clearance.ledger.merkle import MerkleTree, verify_consistency, verify_inclusion
from matinee.clearance.ledger.model import Sight
from matinee.errors import Conflict, NotFound
from matinee.foundation.database import Connection, Database


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """An entry, and the path from its leaf to the root of a signed head."""

    entry: Entry
    head: SignedHead
    path: tuple[bytes, ...]

    @property
    def holds(self) -> bool:
        """Whether the path leads from the entry to the head's root."""
        return verify_inclusion(
            self.entry.leaf_hash,
            index=self.entry.index,
            size=self.head.size,
            proof=self.path,
            root=self.head.root,
        )


class Continuation(StrEnum):
    """What becomes of an earlier head when it is held against the ledger of today."""

    CONTINUES = "continues"
    NOT_OURS = "not-ours"
    """This house's key did not sign it."""
    CUT_SHORT = "cut-short"
    """It counts more entries than the ledger has."""
    REWRITTEN = "rewritten"
    """It is ours, and the ledger below it is another one now."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier head, the present one, and the path from the one to the other."""

    earlier: SignedHead
    head: SignedHead
    continuation: Continuation
    path: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification saw."""

    entries: int
    root: bytes
    flaws: tuple[Flaw, ...]


@dataclass(slots=True)
class LedgerService:
    """The append-only record of what was declared, decided, made, approved and revoked."""

    database: Database
    key_folder: Path
    _tree: MerkleTree = field(default_factory=MerkleTree)
    _growing: asyncio.Lock = field(default_factory=asyncio.Lock)
    _key: SigningKey | None = None

    @property
    def key(self) -> SigningKey:
        """The key that signs heads, made at first use."""
        if self._key is None:
            self._key = open_key(self.key_folder, "ledger")
        return self._key

    async def append(self, connection: Connection, *drafts: Draft) -> tuple[Entry, ...]:
        """Enter in the caller's transaction, so that an entry exists exactly if the data does."""
        first = await repository.next_index(connection)
        now = datetime.now(UTC)
        made = [enter(draft, index=first + place, at=now) for place, draft in enumerate(drafts)]
        await repository.append(
            connection, [entry for entry, _ in made], [part for _, part in made if part is not None]
        )
        return tuple(entry for entry, _ in made)

    async def head(self) -> SignedHead:
        """The signed head of the ledger as it stands; the last one where nothing was added."""
        tree = await self._grown()
        async with self.database.transaction() as connection:
            await repository.next_index(connection)
            latest = await repository.latest_head(connection)
            if latest is not None and latest.size >= len(tree):
                return latest
            head = sign_head(self.key, size=len(tree), root=tree.root(), at=datetime.now(UTC))
            await repository.store_head(connection, head)
        return head

    async def entries(
        self,
        *,
        start: int = 0,
        limit: int = 100,
        subject: str | None = None,
        kind: str | None = None,
        sight: Sight | None = None,
    ) -> list[Entry]:
        """Entries from ``start`` on; without a ``sight`` (:func:`sight_of`) all of them."""
        async with self.database.reading() as connection:
            return await repository.entries(
                connection, start=start, limit=limit, subject=subject, kind=kind, sight=sight
            )

    async def kinds(self) -> list[str]:
        """The kinds of entry that there are."""
        async with self.database.reading() as connection:
            return await repository.kinds(connection)

    async def compare(self, text: str) -> Comparison:
        """Hold a head that was kept outside against the ledger; Invalid where it is none."""
        earlier, head = read_head(text), await self.head()
        if not earlier.holds(self.key.public):
            return Comparison(earlier, head, Continuation.NOT_OURS)
        if earlier.size > head.size:
            return Comparison(earlier, head, Continuation.CUT_SHORT)
        if earlier.size == 0:
            return Comparison(earlier, head, Continuation.CONTINUES)
        _, path = await self.prove_growth(earlier.size)
        same = verify_consistency(
            old=earlier.size,
            new=head.size,
            old_root=earlier.root,
            new_root=head.root,
            proof=path,
        )
        found = Continuation.CONTINUES if same else Continuation.REWRITTEN
        return Comparison(earlier, head, found, path)

    async def prove(self, index: int, *, sight: Sight | None = None) -> InclusionProof:
        """Prove that an entry stands at ``index`` under the signed head.

        NotFound also where it is not within sight.
        """
        head = await self.head()
        if not 0 <= index < head.size:
            raise NotFound(f"The ledger has no entry {index}.", remedy=f"It holds {head.size}.")
        found = await self.entries(start=index, limit=1, sight=sight)
        if not found or found[0].index != index:
            raise NotFound(
                f"There is no entry {index} for you.",
                remedy="Ask counsel, who sees every entry.",
            )
        [entry] = found
        tree = await self._grown()
        return InclusionProof(entry, head, tuple(tree.inclusion_proof(index, head.size)))

    async def prove_growth(self, old: int) -> tuple[SignedHead, tuple[bytes, ...]]:
        """Prove that the ledger continues the one of ``old`` entries."""
        head = await self.head()
        if not 0 < old <= head.size:
            raise NotFound(f"The ledger never had {old} entries.", remedy=f"It has {head.size}.")
        tree = await self._grown()
        return head, tuple(tree.consistency_proof(old, head.size))

    async def verify(self, witnesses: Sequence[Witness] = ()) -> Report:
        """Read every entry again and judge it, by itself, by the heads and by what was kept."""
        check = Check()
        async with self.database.reading() as connection:
            async for entry in repository.every_entry(connection):
                check.entry(entry)
            check.heads(await repository.heads(connection), self.key.public)
        for witness in witnesses:
            check.witness(witness, self.key.public)
        return Report(len(check.tree), check.tree.root(), tuple(check.flaws))

    async def witness(self) -> Witness:
        """A head with every leaf hash below it, to be kept outside: it can name an entry."""
        head = await self.head()
        tree = await self._grown()
        return Witness(head, tuple(tree.levels[0][: head.size]))

    async def every_entry(self) -> AsyncGenerator[Entry]:
        """All entries in order, for an export."""
        async with self.database.reading() as connection:
            async for entry in repository.every_entry(connection):
                yield entry

    async def personal(self, index: int) -> PersonalData | None:
        """What an entry holds of a person, unless it was erased."""
        async with self.database.reading() as connection:
            return await repository.personal(connection, index)

    async def erase_personal(self, connection: Connection, indices: Sequence[int]) -> int:
        """Forget what entries hold of people, and enter that it was forgotten."""
        erased = await repository.erase_personal(connection, indices)
        body = {"entries": sorted(indices), "erased": erased}
        await self.append(connection, Draft("personal-data-erased", "ledger", body))
        return erased

    async def _grown(self) -> MerkleTree:
        """The tree with every committed entry; only what is new is read."""
        async with self._growing, self.database.reading() as connection:
            for index, digest in await repository.leaf_hashes(connection, len(self._tree)):
                if index != len(self._tree):
                    raise Conflict(
                        f"Entry {len(self._tree)} of the ledger is missing.",
                        remedy="Run `matinee ledger verify` and call counsel.",
                        code="ledger_broken",
                    )
                self._tree.append(digest)
        return self._tree
