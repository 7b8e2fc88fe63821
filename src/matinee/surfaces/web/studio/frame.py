"""The frame of the studio's pages: whose scripts are shown, and the pages of one script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from matinee.access.door import caller_of, reach
from matinee.access.model import ObjectKind, Role, Use
from matinee.assembly.house import House
from matinee.studio.breakdown.model import Category, Duty
from matinee.studio.model import Draft, written
from matinee.surfaces.web.languages import Tongue
from matinee.surfaces.web.rendering import Stage

ROOT = "/desk/studio"
_TABS = ("script", "elements", "vfx", "story", "revision")


@dataclass(frozen=True, slots=True)
class StudioDesk:
    """What every page of the studio is made with."""

    house: House
    stage: Stage

    async def page(
        self,
        request: Request,
        template: str,
        values: Mapping[str, Any] | None = None,
        *,
        draft: Draft | None = None,
        place: str = "",
        status: int = 200,
    ) -> Response:
        """Render ``studio/TEMPLATE``, with the pages of ``draft`` beside it where there is one."""
        tongue = self.stage.tongue(request)
        caller = await caller_of(request)
        always: dict[str, Any] = {
            "place": place,
            "operator": Role.OPERATOR in caller.roles,
            "draft": draft,
            "tabs": _tabs(draft, tongue) if draft else [],
            "written": written,
            "categories": category_words(tongue),
            "duties": duty_words(tongue),
            "traits": trait_words(tongue),
        }
        return self.stage.page(
            f"studio/{template}", tongue, {**always, **(values or {})}, status=status
        )

    async def own(self, request: Request, identifier: UUID) -> Draft:
        """A draft, if its production is the caller's own; else as if there were none."""
        draft = await self.house.studio.draft(identifier)
        await reach(request, Use.PRODUCE, ObjectKind.PRODUCTION, draft.production)
        return draft


def _tabs(draft: Draft, tongue: Tongue) -> list[tuple[str, str, str]]:
    say = tongue.say
    words = {
        "script": say("Script"),
        "elements": say("Elements"),
        "vfx": say("Visual effects"),
        "story": say("Story"),
        "revision": say("Revision"),
    }
    root = f"{ROOT}/scripts/{draft.id}"
    return [
        (name, root if name == "script" else f"{root}/{name}", words[name])
        for name in _TABS
        if name != "revision" or draft.previous
    ]


def download(content: bytes, kind: str, name: str) -> Response:
    """A file that the browser keeps under a name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=headers)


def category_words(tongue: Tongue) -> dict[Category, str]:
    """What the categories are called."""
    say = tongue.say
    return {
        Category.CAST: say("Cast"),
        Category.BACKGROUND: say("Background"),
        Category.STUNTS: say("Stunts"),
        Category.VEHICLES: say("Vehicles"),
        Category.PROPS: say("Props"),
        Category.SPECIAL_EFFECTS: say("Special effects"),
        Category.WARDROBE: say("Wardrobe"),
        Category.MAKEUP: say("Make-up and hair"),
        Category.ANIMALS: say("Animals"),
        Category.WRANGLERS: say("Animal wranglers"),
        Category.CAMERA: say("Camera"),
        Category.SOUND: say("Sound"),
        Category.MUSIC: say("Music"),
        Category.ART: say("Art department"),
        Category.DRESSING: say("Set dressing"),
        Category.GREENERY: say("Greenery"),
        Category.SECURITY: say("Security"),
        Category.EQUIPMENT: say("Special equipment"),
        Category.LABOR: say("Additional labour"),
        Category.VISUAL_EFFECTS: say("Visual effects"),
        Category.MECHANICAL: say("Mechanical effects"),
        Category.NOTES: say("Notes"),
        Category.MISCELLANEOUS: say("Miscellaneous"),
    }


def duty_words(tongue: Tongue) -> dict[Duty, str]:
    """What the duties are called."""
    say = tongue.say
    return {
        Duty.MINORS: say("Minors"),
        Duty.ANIMALS: say("Animals"),
        Duty.STUNTS: say("Stunts"),
        Duty.WEAPONS: say("Weapons"),
        Duty.INTIMACY: say("Intimacy"),
        Duty.SMOKING: say("Smoking"),
        Duty.WATER: say("Water"),
        Duty.NIGHT: say("Night exterior"),
        Duty.CROWDS: say("Crowd"),
        Duty.LANGUAGE: say("Another language"),
        Duty.LIKENESS: say("Likeness"),
    }


def trait_words(tongue: Tongue) -> dict[str, str]:
    """What makes a scene another kind of scene, by the word that is stored."""
    say = tongue.say
    return {
        "flashback": say("flashback"),
        "montage": say("montage"),
        "phone call": say("telephone call"),
        "song": say("song"),
        "intercut": say("intercut"),
    }
