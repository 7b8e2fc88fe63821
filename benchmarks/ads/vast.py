"""VAST and VMAP: samples written again equal; what Matinee emits, by schema and linter."""

import hashlib
import random
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import vastlint
from lxml import etree

from benchmarks.material import sha256_of, shared
from benchmarks.outcome import Figure, Outcome
from matinee.ads.vast.answer import Beside, Elsewhere, Mark, Rendition, Served, Version, answer
from matinee.ads.vast.binding import kept_parts
from matinee.ads.vast.document import read_vast, write_vast
from matinee.ads.vast.model import Vast
from matinee.ads.vast.safe_xml import canonical, parse
from matinee.ads.vast.vmap import read_vmap, write_vmap
from matinee.errors import Invalid

SCHEMAS = {
    "2.0": "vast_2.0.1.xsd",
    "3.0": "vast3_draft.xsd",
    "4.0": "vast4.xsd",
    "4.1": "vast_4.1.xsd",
    "4.2": "vast_4.2.xsd",
}
BROKEN_VMAP = {"incorrect-vmap.xml", "parsing-example.xml", "eyevinn-testVast.xml"}
"""A wrong root, a fragment with an undeclared prefix, and a VAST that lies among the VMAPs."""
_ANSWERS = 1_000


def run(quick: bool) -> Outcome:
    """``quick``: a tenth of the answers."""
    folder = shared("ads", "vast")
    schemas = {
        version: etree.XMLSchema(etree.parse(folder / "xsd" / file))
        for version, file in SCHEMAS.items()
    }
    samples = sorted(folder.glob("*/*.xml"))
    breaks = sorted(shared("ads", "vmap").glob("*.xml"))
    figures = _emitted(schemas, _ANSWERS // 10 if quick else _ANSWERS)
    figures |= _read_again(samples, schemas) | _vmap(breaks)
    return Outcome(figures, {}, sha256_of(*samples, *breaks))


def _read_again(samples: list[Path], schemas: dict[str, etree.XMLSchema]) -> dict[str, Figure]:
    count: Counter[str] = Counter()
    refused: list[str] = []
    kept: Counter[str] = Counter()
    for file in samples:
        data = file.read_bytes()
        root = parse(data)
        valid = schemas[root.get("version", "")].validate(root)
        count["valid"] += valid
        try:
            vast = read_vast(data)
        except Invalid as error:
            refused.append(f"{file.name}: {error.code} {error.sentence}")
            continue
        count["accepted"] += 1
        count["equal"] += canonical(parse(write_vast(vast))) == canonical(root)
        kept.update(kept_parts(vast))
    return {
        "samples": len(samples),
        "samples_valid_by_schema": count["valid"],
        "samples_accepted": count["accepted"],
        "samples_written_equal": count["equal"],
        "samples_refused": "; ".join(refused) or "none",
        "kept_without_being_known": ", ".join(f"{n} {name}" for name, n in kept.items()) or "none",
    }


def _vmap(files: list[Path]) -> dict[str, Figure]:
    accepted = equal = 0
    refused: dict[str, str] = {}
    for file in files:
        data = file.read_bytes()
        try:
            vmap = read_vmap(data)
        except Invalid as error:
            refused[file.name] = f"{error.code} {error.sentence}"
            continue
        accepted += 1
        equal += canonical(parse(write_vmap(vmap))) == canonical(parse(data))
    return {
        "vmap_samples": len(files),
        "vmap_accepted": accepted,
        "vmap_written_equal": equal,
        "vmap_refused": "; ".join(f"{name}: {why}" for name, why in refused.items()),
        "vmap_unexpected": len(refused.keys() ^ BROKEN_VMAP),
    }


def _emitted(schemas: dict[str, etree.XMLSchema], count: int) -> dict[str, Figure]:
    chance = random.Random(42)
    schema_errors = lint_errors = warnings = 0
    rules: Counter[str] = Counter()
    for number in range(count):
        version: Version = "4.2" if number % 2 else "3.0"
        made = write_vast(pod(chance, version))
        schema = schemas[version]
        schema_errors += not schema.validate(etree.fromstring(made))
        judged = vastlint.validate(made.decode())
        lint_errors += judged.summary.errors
        warnings += judged.summary.warnings
        rules.update(issue.id for issue in judged.issues if issue.severity == "warning")
    return {
        "emitted": count,
        "schema_errors": schema_errors,
        "lint_errors": lint_errors,
        "lint_warnings": warnings,
        "lint_warning_rules": ", ".join(f"{n} {rule}" for rule, n in rules.most_common()) or "none",
    }


def pod(chance: random.Random, version: Version) -> Vast:
    """A pod of none to six ads with everything that Matinee can say of an ad, by chance."""
    ads = [_ad(chance) for _ in range(chance.choice((0, 1, 1, 2, 3, 4, 5, 6)))]
    return answer(ads, version=version, no_ad="https://ads.example/none?c=[ERRORCODE]")


def _ad(chance: random.Random) -> Served | Elsewhere:
    number = chance.randrange(10**6)

    def track(event: str) -> str:
        signed = hashlib.sha256(f"{number}{event}".encode()).hexdigest()[:16]
        return f"https://ads.example/beacon/{event}?s={signed}&t=[TIMESTAMP]&e=[ERRORCODE]"

    if chance.random() < 0.1:
        return Elsewhere(
            line_item=f"line-{number}",
            address="https://buyer.example/vast?cb=[CACHEBUSTING]&a=1",
            track=track,
            multiple=chance.random() < 0.5,
        )
    some = chance.random
    file = Rendition(
        address=f"https://media.example/{number}/1080.mp4",
        media_type="video/mp4",
        width=1920,
        height=1080,
        bitrate=4500,
        codec="avc1.640028",
    )
    return Served(
        line_item=f"line-{number}",
        serving_id=f"matinee-{number}",
        title=chance.choice(("Soup & bread", "«Été»", "<b>Bold</b>", "汤")),
        creative=f"creative-{number}",
        duration=timedelta(milliseconds=chance.choice((6_000, 15_000, 29_970, 30_000, 60_040))),
        renditions=[
            file,
            Rendition(
                address=f"https://media.example/{number}/master.m3u8",
                media_type="application/x-mpegURL",
                width=1280,
                height=720,
                bitrate=2500,
                streaming=True,
            ),
        ],
        track=track,
        advertiser="Example & Sons" if some() < 0.8 else "",
        ad_id=f"CNPA{number:07}H" if some() < 0.7 else "",
        registry="ad-id.org",
        categories=("IAB8", "IAB8-5") if some() < 0.5 else (),
        mezzanine=file if some() < 0.5 else None,
        captions=[("https://media.example/c.vtt", "text/vtt", "pt-BR")] if some() < 0.3 else (),
        click_through="https://shop.example/?a=1&b=2" if some() < 0.5 else "",
        skip_after=timedelta(seconds=5) if some() < 0.2 else None,
        progress=[timedelta(seconds=2)] if some() < 0.3 else (),
        companions=[
            Beside(
                address="https://media.example/c.png",
                media_type="image/png",
                width=300,
                height=250,
                alt_text="A bowl of soup",
                click_through="https://shop.example/",
            )
        ]
        if some() < 0.3
        else (),
        marks=[
            Mark(
                program="MadeByAI",
                address="https://media.example/ai.png",
                media_type="image/png",
                width=32,
                height=32,
                click_through="https://ads.example/why",
            )
        ]
        if some() < 0.3
        else (),
        price=Decimal("25.00") if some() < 0.3 else None,
        currency="EUR",
    )
