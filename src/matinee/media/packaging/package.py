"""Everything that a player loads, written to a folder; parts that are there are not done again."""

import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from matinee.media.analysis.story import Story
from matinee.media.decoding.frames import frame_times, pixel_shape
from matinee.media.decoding.probing import FilmFacts
from matinee.media.packaging.fragments import begins_at
from matinee.media.packaging.playlists import (
    Listed,
    Subtitles,
    codec_of,
    master_playlist,
    media_playlist,
)
from matinee.media.packaging.renditions import Rendition, encode_sound, renditions_for
from matinee.media.packaging.segments import parts_of, segment_starts
from matinee.media.packaging.side_by_side import PartsEncoder, write_segments
from matinee.media.packaging.sound_cuts import cut_sound
from matinee.media.packaging.trick_play import COLUMNS, ROWS, trick_play

_SOUND_RATE = 48_000
PEAK_LIMIT_DB = -1.0
"""Decibels of full scale that no sample may exceed after the loudness is set."""
_MOST_GAIN_DB = 12.0


def write_package(
    film: Path,
    folder: Path,
    facts: FilmFacts,
    story: Story,
    *,
    loudness_target: float,
    subtitles: Mapping[str, str],
    progress: Callable[[float], None],
) -> None:
    """Encode, cut, and name it all; ``subtitles`` are WebVTT by language."""
    folder.mkdir(parents=True, exist_ok=True)
    renditions = renditions_for(round(facts.width * pixel_shape(film)), facts.height)
    starts = _on_frames(film, segment_starts(story.seconds, [one.ends for one in story.scenes]))
    texts = [_write_subtitles(folder, language, text) for language, text in subtitles.items()]
    pictures = PartsEncoder(
        film, folder, renditions, lambda done: progress(0.95 * done / story.seconds)
    )
    with ThreadPoolExecutor(max_workers=1) as beside:
        sounding = beside.submit(_write_sound, film, folder, story, loudness_target, starts)
        skimming = beside.submit(_write_trick_play, film, folder, story.seconds)
        pictures.encode(list(parts_of(starts, story.seconds + 1)))
        sound = sounding.result()
        skimming.result()
    lengths = np.diff([*starts, story.seconds])
    listed: list[tuple[Rendition, str, int]] = []
    for rendition in renditions:
        head = (folder / f"{rendition.name}-head.mp4").read_bytes()
        sizes = _list_pictures(folder, rendition.name, [float(length) for length in lengths])
        peak = max(8 * size / length for size, length in zip(sizes, lengths, strict=True))
        listed.append((rendition, codec_of(head), round(peak) + 128_000))
    master = master_playlist(
        listed,
        sound=sound,
        subtitles=texts,
        rate=facts.rate,
        loudness=story.integrated_lufs + _gain(story, loudness_target) if sound else None,
    )
    pictures.forget()
    # Written last: a package with this file is whole.
    (folder / "film.m3u8").write_text(master, encoding="utf-8")


def _on_frames(film: Path, starts: list[float]) -> list[float]:
    """Move each start to the frame that is shown then, so that playlists tell the truth."""
    times = frame_times(film)
    places = np.clip(np.searchsorted(times, np.array(starts) - 1e-4), 0, len(times) - 1)
    return [float(at) for at in np.unique(times[places])]


def _list_pictures(folder: Path, name: str, lengths: list[float]) -> list[int]:
    """Write a rendition's playlist; the bytes of its segments."""
    segments = [
        Listed(f"{name}-{index:05d}.m4s", length, f"{name}-head.mp4")
        for index, length in enumerate(lengths)
    ]
    (folder / f"{name}.m3u8").write_text(media_playlist(segments), encoding="utf-8")
    return [(folder / segment.name).stat().st_size for segment in segments]


def _gain(story: Story, target: float) -> float:
    """Decibels by which the sound is made louder or softer."""
    wanted = float(np.clip(target - story.integrated_lufs, -24, _MOST_GAIN_DB))
    return min(wanted, PEAK_LIMIT_DB - story.peak_db)


def _write_sound(
    film: Path, folder: Path, story: Story, target: float, starts: Sequence[float]
) -> str | None:
    encoded = encode_sound(film, gain_db=_gain(story, target))
    if encoded is None or not encoded.segments:
        return None
    fragments = cut_sound(encoded, starts, rate=_SOUND_RATE)
    write_segments(folder, "sound", 0, fragments)
    begins = [begins_at(segment) / _SOUND_RATE for segment in fragments.segments]
    ends = [*begins[1:], max(story.seconds, begins[-1] + 0.02)]
    segments = [
        Listed(f"sound-{index:05d}.m4s", end - begin, "sound-head.mp4")
        for index, (begin, end) in enumerate(zip(begins, ends, strict=True))
    ]
    (folder / "sound.m3u8").write_text(media_playlist(segments), encoding="utf-8")
    return "sound.m3u8"


def _write_subtitles(folder: Path, language: str, text: str) -> Subtitles:
    name = f"text-{language}"
    (folder / f"{name}.vtt").write_text(text, encoding="utf-8")
    playlist = media_playlist([Listed(f"{name}.vtt", 43_200.0, "")])
    (folder / f"{name}.m3u8").write_text(playlist, encoding="utf-8")
    return Subtitles(language, f"{name}.m3u8")


def _write_trick_play(film: Path, folder: Path, seconds: float) -> None:
    made = trick_play(film, seconds)
    for index, sheet in enumerate(made.sheets):
        (folder / f"sheet-{index:03d}.jpg").write_bytes(sheet)
    told = {
        "each_seconds": made.each_seconds,
        "width": made.width,
        "height": made.height,
        "columns": COLUMNS,
        "rows": ROWS,
        "sheets": len(made.sheets),
    }
    (folder / "sheets.json").write_text(json.dumps(told), encoding="utf-8")
