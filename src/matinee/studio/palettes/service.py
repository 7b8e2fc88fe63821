"""``PaletteService``: the colours of a picture, and those that a script day's mood suggests."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from matinee.errors import NotFound
from matinee.studio.boards.model import ConceptBoard
from matinee.studio.boards.service import BoardService
from matinee.studio.concept.pictures import read_picture
from matinee.studio.palettes.clustering import colours_of
from matinee.studio.palettes.model import MoodOfDay, Swatch
from matinee.studio.palettes.moods import colours_of_mood, mood_of
from matinee.studio.views.service import StudioViews


@dataclass(frozen=True, slots=True)
class PaletteService:
    """Palettes, by procedures that are no models; nothing of them is kept."""

    boards: BoardService
    views: StudioViews

    async def of_file(self, picture: bytes) -> tuple[Swatch, ...]:
        """The colours of a picture (PNG or JPEG); Invalid where it is none."""
        return await asyncio.to_thread(lambda: colours_of(read_picture(picture).pixels))

    async def of_picture(self, board: ConceptBoard, pin: UUID) -> tuple[Swatch, ...]:
        """The colours of a picture on a board; NotFound where it does not hang there."""
        pixels = await self.boards.pixels(board, pin)
        return await asyncio.to_thread(colours_of, pixels)

    async def of_day(self, production: UUID, day: str) -> MoodOfDay:
        """The mood of a script day of the newest draft; NotFound where there is none."""
        found = await self.of_days(production)
        if day not in found:
            raise NotFound("The newest draft has no such script day.")
        return found[day]

    async def of_days(self, production: UUID) -> dict[str, MoodOfDay]:
        """The mood of every script day of the newest draft, in the script's order."""
        sheet = await self.views.newest(production)
        if sheet is None:
            return {}
        scenes, story = await self.views.story(sheet.draft)
        days = dict.fromkeys(row.day for row in scenes)
        moods = {day: mood_of(day, scenes, story.intensity) for day in days}
        return {day: MoodOfDay(mood, colours_of_mood(mood)) for day, mood in moods.items() if mood}
