"""An import: batches of records, each batch in one transaction, every record accounted for."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from matinee.catalogue.importing.entry import Entry, checked
from matinee.catalogue.importing.items import Item
from matinee.catalogue.importing.rejects import RejectsFile
from matinee.catalogue.importing.report import ImportReport, Joined, Reject
from matinee.catalogue.importing.resolving import BatchResolver, Resolved
from matinee.catalogue.importing.rows import BatchRows
from matinee.catalogue.repository import writing
from matinee.errors import Invalid
from matinee.foundation.database import Connection, Database
from matinee.vocabulary.ids import TitleId

Progress = Callable[[int], None]
"""Told how many bytes are done."""

_REJECTS_TOLD = 100


class TitleImport:
    """One import from one source; records go in by :meth:`run`, the report comes out."""

    def __init__(
        self,
        database: Database,
        *,
        source: str,
        batch: int,
        open_window: bool,
        rejects: RejectsFile | None = None,
        progress: Progress | None = None,
    ) -> None:
        if not source.strip():
            raise Invalid("An import needs a source.", remedy="Name it.", field="source")
        self._database = database
        self._source = source.strip()
        self._batch = batch
        self._open_window = open_window
        self._rejects_file = rejects
        self._progress = progress
        self._touched: set[TitleId] = set()
        self._joined: list[Joined] = []
        self._rejects: list[Reject] = []
        self._counts: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()

    async def run(self, items: Iterable[Item]) -> ImportReport:
        """Take in ``items``; a batch that fails leaves nothing, those before it stay."""
        started = time.perf_counter()
        stream = iter(items)
        while batch := list(islice(stream, self._batch)):
            await self._take(batch)
            if self._progress is not None:
                self._progress(batch[-1].read)
        counts = self._counts
        return ImportReport(
            source=self._source,
            records=counts["records"],
            made=counts["made"],
            known=counts["known"],
            joined=tuple(self._joined),
            rejected=counts["rejected"],
            changed_rows=counts["changed_rows"],
            seconds=time.perf_counter() - started,
            rejects=tuple(self._rejects),
            rejects_file=self._rejects_file.path if self._rejects_file and self._rejects else None,
            notes={what: count for what, count in self._notes.items() if count},
        )

    async def _take(self, batch: Sequence[Item]) -> None:
        self._counts["records"] += len(batch)
        entries = list(self._checked(batch))
        if not entries:
            return
        async with self._database.transaction() as connection:
            await writing.enter(connection)
            resolver = BatchResolver(entries)
            for keys in resolver.rounds():
                await writing.learn(
                    connection,
                    resolver.register,
                    external_ids=keys.external_ids,
                    name_keys=keys.names,
                )
            resolved = resolver.resolved
            rows = await self._rows(connection, resolved)
            changed = await writing.write(self._database, connection, rows)
            if changed:
                await writing.raise_version(
                    connection, (one.resolution.title.id for one in resolved)
                )
        # Only what is committed is counted.
        texts = {(item.file, item.line): item.text for item in batch}
        for entry, reason in resolver.refused:
            self._reject(entry.line, reason, texts[entry.file, entry.line], entry.file)
        for one in resolved:
            self._count(one)
        self._counts["changed_rows"] += changed
        self._notes["windows left out, since they overlap one that is there"] += rows.overlapping
        self._notes["titles without a window, available nowhere"] += len(rows.without_window)

    def _checked(self, batch: Iterable[Item]) -> Iterator[Entry]:
        for item in batch:
            if item.record is None:
                refused = Invalid(item.reason, field=item.field)
                self._reject(item.line, refused, item.text, item.file)
                continue
            try:
                yield checked(item.record, line=item.line, file=item.file)
            except Invalid as refused:
                self._reject(item.line, refused, item.text, item.file)

    async def _rows(self, connection: Connection, resolved: Sequence[Resolved]) -> BatchRows:
        held = [one.resolution.title.id for one in resolved if not one.resolution.made]
        rows = BatchRows(self._source, await writing.windows_of(connection, held))
        for one in resolved:
            if one.entry is None:
                rows.implied(one.resolution.title, parent=one.parent, number=one.number)
            else:
                rows.entry(
                    one.entry,
                    one.resolution.title,
                    parent=one.parent,
                    open_window=self._open_window,
                )
            found = one.resolution
            rows.keys(found.title.id, found.new_ids, found.new_name_keys)
        return rows

    def _count(self, one: Resolved) -> None:
        title, entry = one.resolution.title, one.entry
        if entry is None:
            self._notes["seasons made for their episodes"] += 1
            return
        if title.id in self._touched:
            self._counts["joined"] += 1
            self._joined.append(
                Joined(entry.line, title.id, entry.name, title.name, one.resolution.key, entry.file)
            )
            return
        self._touched.add(title.id)
        self._counts["made" if one.resolution.made else "known"] += 1

    def _reject(self, line: int, refused: Invalid, text: str, file: str) -> None:
        reject = Reject(line, refused.field or "", str(refused), text, file)
        self._counts["rejected"] += 1
        if len(self._rejects) < _REJECTS_TOLD:
            self._rejects.append(reject)
        if self._rejects_file is not None:
            self._rejects_file.add(reject)
