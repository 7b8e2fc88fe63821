"""Colours: mixing, the contrast of WCAG 2, and palettes by mood and by decade."""

from dataclasses import dataclass
from functools import lru_cache

READABLE = 4.5
"""The least contrast at which words may stand (WCAG 2.2, criterion 1.4.3)."""


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=4096)
def mix(first: str, second: str, share: float) -> str:
    """``share`` of the second colour in the first."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@lru_cache(maxsize=4096)
def contrast(first: str, second: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class Palette:
    """Five inks: the darkest, the ground, a second tone, the accent and the paper."""

    deep: str
    ground: str
    tone: str
    accent: str
    light: str

    def ink_on(self, ground: str, *, lively: bool = False) -> str:
        """The ink that reads best on ``ground``; the accent where it reads well and may be.

        Where no ink of the palette reads well, it is black or white: one of them always does.
        """
        if lively and contrast(self.accent, ground) >= READABLE:
            return self.accent
        for inks in ((self.light, self.deep), ("#ffffff", "#000000")):
            best = max(inks, key=lambda ink: contrast(ink, ground))
            if contrast(best, ground) >= READABLE:
                break
        return best

    @property
    def night(self) -> bool:
        """Whether the ground is dark."""
        return _luminance(self.ground) < 0.18


def _palettes(*rows: str) -> tuple[Palette, ...]:
    return tuple(Palette(*(f"#{ink}" for ink in row.split())) for row in rows)


NOIR = _palettes(
    "0d0e10 1d2024 4c525a d8cfbd f3ead7",
    "100c0c 241315 6b2426 e2462f f5e9d6",
    "0b0f17 18222f 3d5268 e9b44c f4ead5",
    "111210 2a2c26 6d6f60 c8b98a f1ead6",
)
CRIME = _palettes(
    "15110e e4572e a93a1c 15110e f7ead0",
    "121015 f0b429 c77f0a 121015 fbf1d9",
    "0d1320 1d2d44 3e5c76 f25c54 f0ebd8",
    "14110f 8c1c13 5c0f0a f2a65a f4ecd9",
    "101418 c8d3c5 7f9183 b3261e f6f2e4",
    "0c1512 1f4d45 0f2f2a f2c14e f5efdc",
    "160d12 5b1e3a 34101f f0a35e f7ecdd",
    "0e1015 d8dce0 8f98a3 0f5c8c f9f9f5",
)
HORROR = _palettes(
    "070a09 12201c 2b463d b5e048 e9f2e4",
    "0b0708 1f0d12 551620 e0202f f2e3dc",
    "09080f 1a1730 3d3567 c9b6ff f1ecff",
    "0a0c0d 20292b 4d5d5f e8e2cf f6f1e2",
    "0c0a06 2b1c0a 6c3f10 f59a23 fbeed3",
)
SCIENCE = _palettes(
    "050914 0d1b3a 2b4a86 4fd8eb eaf7fb",
    "0a0618 231046 5a2a94 ff5da2 fdeaf6",
    "071012 0d2b30 1f6066 f5b841 eef6ee",
    "0b0c10 20242e 56617a ff7a3c f2f0ea",
    "08111f 123a5a 2f7fa3 ffd166 f4f7f2",
)
FANTASY = _palettes(
    "0e0b1f 2a1f55 6d56a8 f4c95d f7f0e3",
    "06140f 11382c 3a7a5e e7c15a f3efdc",
    "120b16 3f1f4a 8e4585 f7a072 fbeedd",
    "0a1424 1c3d66 5b8db8 f2e3a0 f6f5ea",
)
WESTERN = _palettes(
    "1f0f08 d9793b a5441c f6c667 fbecc9",
    "22110a e9b872 b96a35 8c2f16 fbf0d6",
    "170d0a 7d2e17 4d1a0d f0a13a f8e7c4",
    "101a1f 2f6b74 18434b f3a34a fbeccb",
)
ACTION = _palettes(
    "0a0c10 13202b 2f556b ff7b1c fdf0dc",
    "0f0708 c1121f 780a12 ffd23f fff4dd",
    "0a0a0a f5c400 c48e00 0a0a0a fff7d6",
    "07131c 0e3247 1f6f8b f9a826 f3f4ec",
    "0c0f0a 3a4a2c 77864f f26b21 f3efdc",
)
WAR = _palettes(
    "0f110c 3b4230 6e7554 d98e32 efe9d2",
    "12100e 5b4a3a 8c7556 d7263d f1e6cf",
    "0c1114 33454e 6c838b e8c07d f1ece0",
    "120d0a 7a3b21 48200f efb366 f6e7cd",
)
COMEDY = _palettes(
    "1c1430 ffcc33 ff8f2b e8306b fffaf0",
    "132a3e 7fd1c7 3aa6a0 ff6b4a fff8ea",
    "2b1330 ff8fa3 e8517a 2f5bd8 fff4ec",
    "10233a f4f0e4 8ecae6 f4511e ffffff",
    "23201a f7d9a8 ef9b5b 2a7f78 fffaf0",
    "1a1a2e 3d5af1 22d1ee f6d743 f5f8ff",
)
ROMANCE = _palettes(
    "2a0f1b f2b5b0 d97b86 a61e4d fff3ec",
    "1c1430 6b4c9a b08bbb f7b267 fdf0e6",
    "2b1418 d1495b 8f2a3f f6c9a0 fff1e3",
    "13293d 8fb8de 5f8bb8 f26f63 fdf6ec",
    "231a14 ecd9bd c9986b b4442c fff8ec",
    "0f1d2e 1f4068 b2688b f9a67a fcefe4",
)
MUSIC = _palettes(
    "140a1e 4a1266 9b2fae ffb627 fff1dc",
    "1a0d0d a4161a 660708 f5cb5c fbefd5",
    "0d1117 11324d 2a6f97 f25f5c f8f0e3",
    "1c0f13 e94f37 a82a1d f6f7eb fdf8e8",
    "120e0b 2b2118 7a5a36 e8b04b f8ecd2",
)
FAMILY = _palettes(
    "12304a 6ec6ff 3d9be0 ffd23f fffdf3",
    "1f3d2b a8dd8e 5fb46a ff7f50 fffbe8",
    "2d1b4e b79ced 8a63d2 ffd166 fff8ef",
    "3a1c1c ffd8a8 ff9f68 e0483e fffaf0",
    "10324a 2bb3c0 178a9b ffe066 f7fff7",
    "28214a ff9eb5 f2638d 4cc9f0 fff6fa",
)
PLAIN = _palettes(
    "15171a eceae3 b9b4a5 d1402b ffffff",
    "101820 f2aa4c c57b1f 101820 fff3df",
    "0f1c1a 2f5d50 6f9a86 f0c987 f5f1e4",
    "161616 d8d5cc 8d8a80 2457d6 ffffff",
)
DRAMA = _palettes(
    "131b23 3a5a6d 7495a3 e8a857 f4efe4",
    "1b120d a86b42 70401f f2d7a0 fbf1df",
    "111a17 42604f 86a08a e9c46a f5f1e3",
    "18131c 5d4a66 9a7f9c f0b67f f8efe6",
    "0f1720 cfd8d7 8aa1a5 bf4342 f8f6ef",
    "1d1512 e7d5b8 bb8e5e 7b2d26 fdf7ea",
    "0d1520 1c3144 4d7298 e5b769 f3efe6",
    "161a12 b7b26a 7a7838 f4e7b2 fbf8e6",
)

BY_DECADE: dict[int, tuple[Palette, ...]] = {
    1940: _palettes("17110c c9a66b 8a5a34 a3271c f6e8c8", "10161a 24434d 5d8288 dca94f f3e6c9"),
    1950: _palettes("1b1512 e8c468 d1602f 1f6f78 fbf1d8", "16202b 4f8a8b 2c5d63 f4b942 fbf0d9"),
    1960: _palettes("141414 f25c05 d23c00 141414 fff3d6", "1a1033 f5c518 e63973 2d6cdf fff8e3"),
    1970: _palettes("24120a d98a29 a84b17 f3c969 fbecd0", "1e1a10 6b6b2f 3f4420 e89b3c f6ebcb"),
    1980: _palettes("0b0620 2b0f5c c2189b 22e0ff fdf0ff", "100a1c 1d1147 f72585 ffc857 fdf2ff"),
    1990: _palettes("0b1012 1d3b40 3f7a7d e6c229 f2f0e0", "130a0a 4a1113 9c2226 e8d5b0 f6eddc"),
    2000: _palettes("06151d 0f4c5c 2a8a98 fb8b24 fdf3e3", "10110f 4b5a3c 8a9a5b e6b84a f5f1df"),
    2010: _palettes("0e1116 e9ecef adb5bd e63946 ffffff", "0d1b2a 1b3a4b 5e8aa0 f4a261 f8f4ec"),
}
