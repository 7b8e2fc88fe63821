"""A small film of plain colours with a known story, taken in without being analysed."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

from matinee.assembly.house import House
from matinee.clearance.artwork.model import LikenessTerms
from matinee.media.model import Curve, Film, FilmState, Scale, Scene, ShotFacts, Story
from matinee.media.repository import MediaRepository
from matinee.promote.previews.model import Made
from matinee.vocabulary.ids import TitleId

RATE, SHOT, SHOTS = 6, 5.0, 14
SECONDS = SHOT * SHOTS
WORDS = "WEBVTT\n\n" + "\n\n".join(
    f"00:{at // 60:02}:{at % 60:02}.500 --> 00:{at // 60:02}:{at % 60:02}.900\nWords at {at}."
    for at in range(0, round(SECONDS), 5)
)

MADE = Made(1000, 500, 128, 72, -23.0, -3.0, (), datetime(2026, 1, 1, tzinfo=UTC))
"""What is known of a preview's files."""


def story() -> Story:
    """Fourteen shots of five seconds, two to a scene, those from 25 seconds on the liveliest."""
    shots = [
        ShotFacts(
            number,
            number // 2,
            number * SHOT,
            (number + 1) * SHOT,
            "cut",
            list(Scale)[number % 5],
            1,
            0.1 * (number % 7),
            90.0,
            30.0 + number,
            200.0,
        )
        for number in range(SHOTS)
    ]
    scenes = [
        Scene(each, 10.0 * each, 10.0 * each + 10, 2 * each, 2 * each + 1)
        for each in range(SHOTS // 2)
    ]
    lively = [0.9 if 50 <= step < 100 else 0.2 for step in range(round(2 * SECONDS))]
    return Story(
        SECONDS,
        -20.0,
        5.0,
        -3.0,
        tuple(shots),
        tuple(scenes),
        (),
        (),
        {"intensity": Curve(0.5, tuple(lively))},
    )


def draw(path: Path) -> None:
    """A bit over a minute, every shot another colour, with a tone."""
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        video.width, video.height, video.pix_fmt = 128, 72, "yuv420p"
        audio = container.add_stream("aac", rate=48_000, layout="stereo")
        for number in range(round(SECONDS * RATE)):
            shot = int(number / RATE / SHOT)
            picture = np.full((72, 128, 3), (40 + 9 * shot, 200 - 9 * shot, 90), np.uint8)
            picture[:, number % 128] = 255
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(video.encode(frame))
        tone = 0.2 * np.sin(2 * np.pi * 440 * np.arange(round(48_000 * SECONDS)) / 48_000)
        block = av.AudioFrame.from_ndarray(
            np.repeat(tone[None].astype(np.float32), 2, axis=0), format="fltp", layout="stereo"
        )
        block.sample_rate, block.pts, block.time_base = 48_000, 0, Fraction(1, 48_000)
        container.mux(audio.encode(block))
        container.mux(video.encode())
        container.mux(audio.encode())


async def take_in(house: House, title: TitleId, path: Path) -> Film:
    """The film as if it had been analysed and packaged."""
    words = path.with_suffix(".vtt")
    words.write_text(WORDS, encoding="utf-8")
    film = await house.media.add(title, path, subtitles={"en": words}, by_job=False)
    await house.promotion.clearance.put_terms(title, LikenessTerms(), by="Counsel")
    kept = MediaRepository()
    async with house.database.transaction() as connection:
        await kept.put_story(connection, film.id, story())
        await kept.change(
            connection,
            film.id,
            state=FilmState.READY,
            seconds=SECONDS,
            ready_at=datetime.now(UTC),
        )
    return replace(film, state=FilmState.READY, seconds=SECONDS)
