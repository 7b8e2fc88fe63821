"""The command ``matinee``: every part's commands under one name, and one way to say what failed."""

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

import matinee.audience.lake.commands as lake
import matinee.clearance.ledger.commands as ledger
import matinee.clearance.record.commands as record
import matinee.home.suggestions.commands as home
import matinee.promote.delivery.commands as partners
import matinee.studio.concept.commands as picture
import matinee.studio.reage.commands as reage
import matinee.studio.schedule.commands as schedule
from matinee.access import commands as access
from matinee.assembly.house import House
from matinee.assembly.studio_joints import full_tagger
from matinee.audience import commands as audience
from matinee.clearance import commands as clearance
from matinee.clearance.provenance.service import Provenance
from matinee.clearance.service import ClearanceService
from matinee.demo import commands as demo
from matinee.errors import MatineeError
from matinee.experiments import commands as experiments
from matinee.foundation.redaction import printable
from matinee.home.suggestions.service import Suggestions
from matinee.recommend import commands as recommend
from matinee.studio import commands as studio
from matinee.studio.concept.service import ConceptService
from matinee.studio.floor.commands import add_floor
from matinee.studio.kitsu.commands import add_kitsu
from matinee.studio.stored.commands import add_stored
from matinee.surfaces.cli import (
    audit,
    backup,
    db,
    doctor,
    failed,
    flags,
    importing,
    ingest,
    inspection,
    jobs,
    reference,
    serve,
)
from matinee.surfaces.cli.demonstration import add_run
from matinee.surfaces.cli.opening import alone, opener

FAILED = 2
UNFORESEEN = 1


def command_line() -> typer.Typer:
    """All commands; one line for each part."""
    app = typer.Typer(
        name="matinee",
        help="The open AI platform for a streaming service.",
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.add_typer(inspection.commands())
    app.add_typer(doctor.commands())
    app.add_typer(serve.commands())
    app.add_typer(db.commands(), name="db")
    app.add_typer(backup.commands(), name="backup")
    app.add_typer(jobs.commands(), name="jobs")
    app.add_typer(flags.commands(), name="flags")
    app.add_typer(audit.commands(), name="audit")
    app.add_typer(failed.commands(), name="errors")
    app.add_typer(importing.commands(), name="import")
    app.add_typer(ingest.commands())
    app.add_typer(access.commands(opener(lambda house: house.access)), name="accounts")
    app.add_typer(add_run(demo.commands(opener(lambda house: house.demo))), name="demo")
    asking = clearance.commands(alone(lambda s: ClearanceService(s.clearance)))
    recording = record.add_commands(asking, opener(lambda house: house.record))
    app.add_typer(recording, name="clearance")
    app.add_typer(
        experiments.commands(opener(lambda house: house.laboratory.experiments)), name="experiments"
    )
    app.add_typer(
        partners.commands(opener(lambda house: house.promotion.deliveries)), name="artwork"
    )
    app.add_typer(recommend.commands(opener(lambda house: house.recommend)))
    app.add_typer(home.commands(opener(_suggestions)))
    app.add_typer(ledger.commands(opener(lambda house: house.ledger)), name="ledger")
    app.add_typer(
        lake.commands(opener(lambda house: house.lake), opener(lambda house: house.log_rotation)),
        name="lake",
    )
    app.add_typer(audience.commands(opener(lambda house: house.audience)), name="profiles")
    script = add_stored(studio.commands(full_tagger), opener(lambda house: house.studio))
    app.add_typer(add_kitsu(script, opener(lambda house: house.kitsu)), name="script")
    shooting = schedule.commands(opener(lambda house: house.schedules))
    app.add_typer(add_floor(shooting, opener(lambda house: house.floor)), name="schedule")
    app.add_typer(reage.commands(opener(lambda house: house.reage)), name="reage")
    app.add_typer(
        picture.commands(
            alone(lambda s: ConceptService(Provenance(s.home / "keys", s.provenance)))
        ),
        name="picture",
    )
    app.add_typer(reference.commands(command_line), name="reference")
    return app


def _suggestions(house: House) -> Suggestions:
    return Suggestions(
        house.catalogue,
        house.audience,
        house.recommend,
        house.lake,
        house.programming,
        house.laboratory.experiments,
        address=house.settings.blob_address,
        folder=house.settings.home / "models",
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; what goes wrong is one line, and the exit code says so."""
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        code = command_line()(given, prog_name="matinee", standalone_mode=False)
    except Exception as failure:
        if os.environ.get("MATINEE_DEBUG") == "1":
            raise
        sys.exit(_tell(failure, as_json="--json" in given))
    sys.exit(code if isinstance(code, int) else 0)


def _tell(failure: Exception, *, as_json: bool) -> int:
    code, report = _report(failure)
    if as_json:
        line = json.dumps({"error": report}, ensure_ascii=False)
    else:
        line = printable(f"{report['message']} {report['remedy']}".rstrip())
    sys.stderr.write(line + "\n")
    return code


def _report(failure: Exception) -> tuple[int, dict[str, Any]]:
    match failure:
        case MatineeError():
            return FAILED, {
                "code": failure.code,
                "message": failure.sentence,
                "remedy": failure.remedy,
                "field": failure.field,
            }
        case typer.TyperException():
            context = getattr(failure, "ctx", None)
            command = context.command_path if context else "matinee"
            return FAILED, {
                "code": "usage",
                "message": failure.format_message(),
                "remedy": f"See {command} --help.",
            }
        case typer.Abort():
            return FAILED, {"code": "aborted", "message": "Given up.", "remedy": ""}
        case ExceptionGroup():
            return _report(failure.exceptions[0])
        case _:
            return UNFORESEEN, {
                "code": "internal",
                "message": f"This should not have happened: {type(failure).__name__}: {failure}.",
                "remedy": "Set MATINEE_DEBUG=1 to see where, and tell the makers of Matinee.",
            }
