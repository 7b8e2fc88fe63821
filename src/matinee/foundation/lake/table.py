"""One Delta table: appended to exactly once, compacted, emptied of what must go.

A commit to a Delta table is one file that appears or does not. It names the files that it adds
and, in its ``txn`` action, how far a source has been read (Delta protocol, "Transaction
Identifiers"); so rows and reading position are there together or not at all, and of two writers
that start at one position only the first commits.
"""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from importlib import import_module
from typing import Any

from matinee.errors import Conflict, Unavailable
from matinee.foundation.lake import leftovers
from matinee.foundation.lake.model import TableFacts, Tended
from matinee.foundation.redaction import without_secrets

_ATTEMPTS = 5
_AT_ONCE = 500
"""Values in one condition."""


class LakeTable:
    """The table at ``address``, a folder or a URL as for blobs, partitioned by the column ``day``.

    Nothing is opened before it is used; the calls block, and belong into a thread.
    """

    def __init__(self, address: str) -> None:
        self.address = address

    def exists(self) -> bool:
        """Whether anything was ever committed."""
        with _failures(self.address):
            return bool(_delta().DeltaTable.is_deltatable(self.address))

    def position(self, source: str) -> int:
        """How far ``source`` has been read; 0 where nothing was."""
        if not self.exists():
            return 0
        return self._open().transaction_version(source) or 0

    def standing(self, *sources: str) -> tuple[int, tuple[int, ...]]:
        """The newest version's number, and how far that very version has read each source."""
        table = self._open()
        return table.version(), tuple(table.transaction_version(each) or 0 for each in sources)

    def append(self, rows: Any, *, source: str, since: int, position: int) -> None:
        """Commit the rows of an Arrow table, and that ``source`` is read up to ``position``.

        ``since`` is where reading began: :class:`Conflict` where the position is, or meanwhile
        becomes, another; nothing is added then.
        """
        delta = _delta()
        if not self.exists():
            self._make(rows)
        table = self._open()
        if (table.transaction_version(source) or 0) != since:
            raise _overtaken()
        with _failures(self.address):
            # The commit stands on the version that was just looked at, so that one which says
            # the same of this source in between makes it fail.
            delta.write_deltalake(
                table,
                rows,
                mode="append",
                commit_properties=delta.CommitProperties(
                    app_transactions=[delta.Transaction(source, position)]
                ),
            )

    def _make(self, rows: Any) -> None:
        # Lowest and highest values stand in the table's own log, which outlives the rows: so they
        # are kept of columns alone that name nobody.
        delta = _delta()
        exceptions = import_module("deltalake.exceptions")
        with _failures(self.address):
            try:
                delta.write_deltalake(
                    self.address,
                    rows.slice(0, 0),
                    mode="error",
                    partition_by=["day"],
                    configuration={"delta.dataSkippingStatsColumns": "at,kind"},
                    # Tried again, it would be a second beginning after somebody else's first.
                    commit_properties=delta.CommitProperties(max_commit_retries=0),
                )
            except exceptions.DeltaError:
                # Somebody else made it in this moment: then theirs serves as well.
                if not delta.DeltaTable.is_deltatable(self.address):
                    raise

    def remove(self, column: str, values: Sequence[str], *, days: Sequence[date]) -> int:
        """Remove the rows of these days whose ``column`` is one of the values; how many there were.

        Only files that hold such a row are written anew. Delta's own DELETE does the same but
        writes strings in a form (Arrow's views) that Daft does not read (delta-rs issue 4579);
        to overwrite what meets a condition with nothing does not. The table's log keeps the
        condition, which therefore has the SHA-256 of each value: the log outlives the rows.
        """
        groups = (values[at : at + _AT_ONCE] for at in range(0, len(values), _AT_ONCE))
        return sum(self._overwritten(_condition(column, group, days)) for group in groups)

    def _overwritten(self, condition: str) -> int:
        delta = _delta()
        for attempt in range(_ATTEMPTS):
            table = self._open()
            try:
                with _failures(self.address):
                    nothing = table.to_pyarrow_dataset().schema.empty_table()
                    delta.write_deltalake(table, nothing, mode="overwrite", predicate=condition)
            except Conflict:
                # Rows came meanwhile: it is asked again with them.
                if attempt == _ATTEMPTS - 1:
                    raise
                continue
            with _failures(self.address):
                before = delta.DeltaTable(self.address, version=table.version() - 1)
                return _rows(before) - _rows(table)
        raise AssertionError("the last attempt returns or raises")

    def tend(
        self, *, today: date, file_bytes: int, keep_days: int | None, removed_hours: int
    ) -> Tended:
        """End what is too old, join small files of days gone by, and drop files nobody reads.

        What writes left that came to nothing goes once it is older than the longest write.
        """
        with _failures(self.address):
            table = self._open()
            before = len(table.file_uris())
            ended = 0
            if keep_days is not None:
                first = today - timedelta(days=keep_days)
                rows = table.delete(f"day < DATE '{first.isoformat()}'")
                ended = int(rows["num_deleted_rows"] or 0)
                table = self._open()
            days = _crowded_days(table, today)
            for day in days:
                table.optimize.compact(
                    partition_filters=[("day", "=", day)], target_size=file_bytes
                )
            gone = table.vacuum(
                retention_hours=removed_hours, enforce_retention_duration=False, dry_run=False
            )
            lost = leftovers.dropped(table, self.address, kept=timedelta(hours=removed_hours))
            table.create_checkpoint()
            after = len(self._open().file_uris())
        return Tended(before, after, ended, len(gone) + lost)

    def distinct(self, column: str) -> set[str]:
        """The different values of a column of strings."""
        return self._values(column, where=None)

    def days_of(self, column: str, values: Sequence[str]) -> list[date]:
        """The days that have rows whose ``column`` is one of the values, in order."""
        among = import_module("pyarrow.compute").field(column).isin(list(values))
        return sorted(self._values("day", where=among))

    def _values(self, column: str, *, where: Any) -> set[Any]:
        # By batches, and without the engine: what must go does not wait for a cluster.
        found: set[Any] = set()
        with _failures(self.address):
            rows = self._open().to_pyarrow_dataset()
            for batch in rows.to_batches(columns=[column], filter=where):
                found.update(batch[column].unique().to_pylist())
        return found

    def facts(self) -> TableFacts:
        """The newest version, by what its log says."""
        with _failures(self.address):
            table = self._open()
            actions = _columns(table.get_add_actions(flatten=True))
        return TableFacts(
            version=table.version(),
            files=len(actions["path"]),
            rows=_rows(table),
            bytes=sum(map(int, actions["size_bytes"])),
        )

    def _open(self) -> Any:
        with _failures(self.address):
            return _delta().DeltaTable(self.address)


def _crowded_days(table: Any, today: date) -> list[str]:
    """Days that are over and have more than one file."""
    counts: dict[str, int] = {}
    for day in _columns(table.get_add_actions(flatten=True))["partition.day"]:
        counts[str(day)] = counts.get(str(day), 0) + 1
    return sorted(day for day, files in counts.items() if files > 1 and day < today.isoformat())


def _rows(table: Any) -> int:
    return sum(map(int, _columns(table.get_add_actions(flatten=True))["num_records"]))


def _condition(column: str, values: Sequence[str], days: Sequence[date]) -> str:
    those = ", ".join(f"DATE '{day.isoformat()}'" for day in days)
    digests = ", ".join(f"'{sha256(value.encode()).hexdigest()}'" for value in values)
    return f"day IN ({those}) AND encode(sha256({column}), 'hex') IN ({digests})"


def _columns(actions: Any) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = import_module("pyarrow").table(actions).to_pydict()
    return columns


def _delta() -> Any:
    return import_module("deltalake")  # Large, and only those who go to the lake need it.


def _overtaken() -> Conflict:
    return Conflict(
        "Somebody else changed the lake at the same time; nothing of this was added.",
        remedy="Do it again: it goes on from where the other has come to.",
        code="lake_overtaken",
    )


@contextmanager
def _failures(address: str) -> Generator[None]:
    exceptions = import_module("deltalake.exceptions")
    try:
        yield
    except (exceptions.CommitFailedError, FileExistsError) as overtaken:
        raise _overtaken() from overtaken
    except (exceptions.DeltaError, OSError) as failure:
        cause = without_secrets(str(failure).strip().split("\n", maxsplit=1)[0])[:300]
        raise Unavailable(
            f"The lake at {without_secrets(address)} did not take part: {cause}",
            remedy="Make room and access possible there, or correct MATINEE_BLOB_URL; "
            "nothing half-written can be read.",
        ) from failure
