"""``matinee backup``: make, list, verify, restore, rehearse, and the mirror of keys."""

import asyncio
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from matinee.assembly.backup import checking, making, model, pruning, restoring
from matinee.assembly.backup.restoring import Restored
from matinee.assembly.house import open_house
from matinee.assembly.mirror import following
from matinee.assembly.settings import Settings
from matinee.errors import Conflict
from matinee.surfaces.cli.opening import settings_in_force
from matinee.surfaces.cli.output import AsJson, show_json, show_line, show_table

FLAWED = 3
"""The exit code where something is not what was copied."""

Folder = Annotated[Path, typer.Argument(help="The folder of backups.")]
Name = Annotated[str | None, typer.Argument(help="Which backup; the newest unless told.")]
Keys = Annotated[
    Path | None,
    typer.Option("--keys", help="The mirror of keys; MATINEE_KEY_MIRROR unless told."),
]
Within = Annotated[
    Path | None,
    typer.Option("--in", help="Where there is room for a copy of the house; the system's own."),
]


def commands() -> typer.Typer:
    """The commands under ``backup``."""
    app = typer.Typer(help="Copies of the whole house, taken while it works, and their restore.")
    _add_making(app)
    _add_pruning(app)
    _add_looking(app)
    _add_restoring(app)
    return app


def _add_making(app: typer.Typer) -> None:
    @app.command()
    def make(folder: Folder, *, keys: Keys = None, as_json: AsJson = False) -> None:
        """Copy the house while it works; what a backup there has already is not copied again."""
        settings = settings_in_force()
        mirror = _mirror(settings, keys)

        async def made() -> model.Manifest:
            async with open_house(settings) as house:
                return await making.make(house, folder, mirror, tell=_teller(as_json=as_json))

        manifest = asyncio.run(made())
        took = sum(manifest.seconds.values())
        if as_json:
            show_json(manifest.model_dump() | {"minutes": round(took / 60, 2)})
            return
        size = manifest.database_bytes + manifest.file_bytes
        show_line(
            f"Backup {manifest.name}: {size / 1e6:,.0f} MB, {manifest.new_files:,} of "
            f"{manifest.files:,} files new, in {took / 60:.2f} minutes."
        )

    @app.command()
    def mirror(*, keys: Keys = None, as_json: AsJson = False) -> None:
        """Bring the mirror of keys, and the list of what must not come back, up to now."""
        settings = settings_in_force()
        folder = _mirror(settings, keys)

        async def followed() -> following.Followed:
            async with open_house(settings) as house:
                return await following.mirror(
                    settings, house.record, house.audience, house.access.accounts, folder
                )

        found = asyncio.run(followed())
        if as_json:
            show_json(found)
        else:
            show_line(
                f"{found.keys:,} keys in the mirror: {found.added:,} came, {found.destroyed:,} "
                f"were destroyed; {found.withdrawn:,} things must not come back."
            )


def _add_pruning(app: typer.Typer) -> None:
    @app.command()
    def prune(
        folder: Folder,
        *,
        keep: Annotated[int, typer.Option("--keep", help="How many of the newest stay.")],
        as_json: AsJson = False,
    ) -> None:
        """Remove old backups, and the files that no other backup holds."""
        pruned = pruning.prune(folder, keep=keep)
        if as_json:
            show_json(pruned)
        else:
            show_line(
                f"{len(pruned.removed):,} backups were removed with {pruned.files:,} files of "
                f"{pruned.bytes / 1e6:,.0f} MB; {len(pruned.left):,} are left."
            )


def _add_looking(app: typer.Typer) -> None:
    @app.command("list")
    def list_backups(folder: Folder, *, as_json: AsJson = False) -> None:
        """Show the complete backups in a folder."""
        found = [model.read_manifest(folder, name) for name in model.names(folder)]
        rows = [
            {
                "name": one.name,
                "matinee": one.matinee,
                "schema": one.schema_revision,
                "MB": round((one.database_bytes + one.file_bytes) / 1e6, 1),
                "files": one.files,
                "new files": one.new_files,
                "minutes": round(sum(one.seconds.values()) / 60, 2),
            }
            for one in found
        ]
        if as_json:
            show_json(rows)
        else:
            columns = ("name", "matinee", "schema", "MB", "files", "new files", "minutes")
            show_table(columns, rows, empty=f"There is no backup in {folder}.")

    @app.command()
    def verify(folder: Folder, name: Name = None, *, as_json: AsJson = False) -> None:
        """Read a backup whole against its hashes; 3 where something is not what was copied."""
        checked = checking.check(folder, name)
        if as_json:
            show_json(checked)
        else:
            _show_flaws(checked.flaws)
            show_line(
                f"Backup {checked.name}: {checked.files:,} files and the database, "
                f"{checked.bytes / 1e6:,.0f} MB read, {len(checked.flaws)} flaws."
            )
        if checked.flaws:
            raise typer.Exit(FLAWED)


def _add_restoring(app: typer.Typer) -> None:
    @app.command()
    def restore(
        folder: Folder, name: Name = None, *, keys: Keys = None, as_json: AsJson = False
    ) -> None:
        """Bring a backup back into MATINEE_HOME, which has to be empty; 3 where it has flaws."""
        settings = settings_in_force()
        restored = asyncio.run(
            restoring.restore(
                settings, folder, name, _mirror(settings, keys), tell=_teller(as_json=as_json)
            )
        )
        _show_restored(restored, f"is back in {settings.home}", as_json=as_json)

    @app.command()
    def rehearse(
        folder: Folder,
        name: Name = None,
        *,
        keys: Keys = None,
        within: Within = None,
        as_json: AsJson = False,
    ) -> None:
        """Restore a backup beside the house, check it and remove it; 3 where it has flaws."""
        settings = settings_in_force()
        restored = asyncio.run(
            restoring.rehearse(
                settings,
                folder,
                name,
                _mirror(settings, keys),
                within=within or Path(tempfile.gettempdir()),
                tell=_teller(as_json=as_json),
            )
        )
        _show_restored(restored, "can be restored", as_json=as_json)


def _mirror(settings: Settings, given: Path | None) -> Path:
    folder = given or settings.key_mirror
    if folder is None:
        raise Conflict(
            "Nobody has said where the keys are mirrored.",
            remedy="Set MATINEE_KEY_MIRROR to a folder apart from the backups, or give --keys.",
            code="no_keys",
        )
    return folder


def _teller(*, as_json: bool) -> model.Tell:
    def silent(_sentence: str) -> None:
        """JSON stands alone."""

    return silent if as_json else show_line


def _show_restored(restored: Restored, what: str, *, as_json: bool) -> None:
    if as_json:
        show_json(asdict(restored) | {"minutes": restored.minutes})
    else:
        _show_flaws(restored.flaws)
        again = ", ".join(f"{count} {kind}" for kind, count in restored.taken_back.items())
        show_line(
            f"Backup {restored.name} {what}: {restored.rows:,} rows, {restored.files:,} files, "
            f"{restored.ledger_entries:,} ledger entries verified, {len(restored.flaws)} flaws, "
            f"in {restored.minutes:.2f} minutes. Taken back again: {again or 'nothing'}."
        )
    if restored.flaws:
        raise typer.Exit(FLAWED)


def _show_flaws(flaws: list[str] | tuple[str, ...]) -> None:
    for flaw in flaws:
        show_line(f"  {flaw}")
