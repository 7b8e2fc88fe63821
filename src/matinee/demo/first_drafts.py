"""The demo's production with two drafts of its screenplay, some decisions, and what changed.

The first draft is made by program from the screenplay, and says so in its name; the second is the
screenplay as it was written. Both go through the real service.
"""

import re
from dataclasses import dataclass
from importlib.resources import files
from uuid import UUID

from matinee.clearance.desk.model import FactKind, NewProduction
from matinee.clearance.record.service import RecordService
from matinee.studio.breakdown.model import Category
from matinee.studio.model import Verdict
from matinee.studio.service import StudioService

BY = "demo data"
TITLE = "Low Water (demo data)"
_FILE = "low_water.fountain"
_HEADING = re.compile(r"(?m)^(?=(?:INT|EXT)[./ ].*#\d+#$)")


@dataclass(frozen=True, slots=True)
class FirstDrafts:
    """Fills the studio of a house that has no script yet."""

    record: RecordService
    studio: StudioService

    async def furnish(self) -> bool:
        """Take both drafts in once; whether it was done now."""
        if await self.studio.drafts():
            return False
        production = await self._production()
        text = screenplay()
        early = earlier(text).encode()
        name = "low_water_first_draft_made_by_program.fountain"
        first = await self.studio.add(production, early, name=name, by=BY)
        await self.studio.analyse(first.id)
        await self._decide(first.id)
        await self.studio.retag(first.id)
        second = await self.studio.add(production, text.encode(), name=_FILE, by=BY)
        await self.studio.analyse(second.id)
        return True

    async def _production(self) -> UUID:
        for fact in await self.record.current(FactKind.PRODUCTION):
            if fact.body["title"] == TITLE:
                return UUID(fact.key)
        body = NewProduction(title=TITLE, company="Arrow Sound Pictures (demo data)")
        return UUID((await self.record.add_production(body, by=BY)).key)

    async def _decide(self, draft: UUID) -> None:
        """What an assistant director would say first: accept, correct, refuse, add."""
        found = {
            (each.found.scene, each.found.category, each.found.name.lower()): each.id
            for each in (await self.studio.sheet(draft)).elements
        }
        for scene, category, name, verdict, becomes, called in (
            (1, Category.PROPS, "coffee", Verdict.ACCEPT, None, ""),
            (1, Category.DRESSING, "radar", Verdict.CHANGE, Category.ART, "radar with a drawing"),
            (0, Category.DRESSING, "wheel", Verdict.REFUSE, None, ""),
        ):
            identifier = found.get((scene, category, name))
            if identifier is not None:
                await self.studio.decide(
                    draft, [identifier], verdict, by=BY, category=becomes, name=called
                )
        for scene, category, name in (
            (0, Category.VISUAL_EFFECTS, "new bridge over the strait"),
            (2, Category.CAST, "CELLIST"),
        ):
            await self.studio.add_elements(draft, [(scene, category, name)], by=BY)


def screenplay() -> str:
    """The demo's screenplay in Fountain."""
    return files("matinee.demo.screenplay").joinpath(_FILE).read_text(encoding="utf-8")


def earlier(text: str) -> str:
    """A draft as it may have been before: scenes moved, merged, longer and not there yet."""
    title, *scenes = _HEADING.split(text)
    order = list(range(len(scenes)))
    order.insert(20, order.pop(30))
    order.insert(44, order.pop(50))
    order.insert(8, order.pop(5))
    without = {26, 40}
    kept: list[str] = []
    for place in order:
        body = re.sub(r"(?m) #\w+#$", "", scenes[place])
        if place in without:
            continue
        if place == 13:  # one room, before the telephone call was cut to the van
            kept[-1] += body.partition("\n")[2]
            continue
        if place == 3:
            body += "A second gull lands on the tourist's head. A third considers it.\n\n"
        kept.append(body)
    return title + "".join(kept)
