"""SQL of what is kept of breaks besides where they lie: rules, marks, locks, scores."""

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from matinee.ads.breaks.model import BreakRules, Sheet
from matinee.ads.tables import break_rules, break_sheets
from matinee.foundation.database import Connection
from matinee.vocabulary.ids import TitleId

_HOUSE = 1


async def sheet(connection: Connection, title: TitleId, *, locking: bool = False) -> Sheet | None:
    """That of a title, if one was saved; ``locking`` it up to the end of the transaction."""
    asked = select(break_sheets.c.sheet).where(break_sheets.c.title_id == title)
    row = (await connection.execute(asked.with_for_update() if locking else asked)).first()
    return None if row is None else msgspec.convert(row.sheet, Sheet, strict=False)


async def put_sheet(connection: Connection, title: TitleId, kept: Sheet) -> bool:
    """Set it, instead of the version before; whether that was still the last one."""
    row = {"title_id": title, "version": kept.version, "sheet": msgspec.to_builtins(kept)}
    adding = insert(break_sheets).values(row)
    before = break_sheets.c.version == kept.version - 1
    putting = adding.on_conflict_do_update(index_elements=["title_id"], set_=row, where=before)
    done = await connection.execute(putting.returning(break_sheets.c.version))
    return done.first() is not None


async def house_rules(connection: Connection, *, locking: bool = False) -> BreakRules | None:
    """The house's own, if they were ever set; ``locking`` them up to the transaction's end.

    Where none were set, those that hold by default are, so that there is something to lock.
    """
    asked = select(break_rules.c.rules)
    if locking:
        row = {"id": _HOUSE, "rules": msgspec.to_builtins(BreakRules())}
        await connection.execute(insert(break_rules).values(row).on_conflict_do_nothing())
    row = (await connection.execute(asked.with_for_update() if locking else asked)).first()
    return None if row is None else msgspec.convert(row.rules, BreakRules, strict=False)


async def put_house_rules(connection: Connection, rules: BreakRules) -> None:
    """Set them."""
    row = {"id": _HOUSE, "rules": msgspec.to_builtins(rules)}
    adding = insert(break_rules).values(row)
    await connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=row))
