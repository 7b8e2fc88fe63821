"""Compositions with a head: a bust without a face before a disc or an arch, and two profiles."""

from matinee.promote.drawing.canvas import number
from matinee.promote.drawing.colour import mix
from matinee.promote.drawing.scene import Lockup, Scene

_HEAD = "M-50-20c0-44 22-66 50-66s50 22 50 66c0 40-22 74-50 74s-50-34-50-74z"
_HALF = (
    "M0-86c28 0 50 22 50 66 0 40-22 74-50 74-7-10 6-30 4-46-2-12-12-14-10-24 2-12 12-20"
    " 10-36-1-12-8-22-4-34z"
)
_BODY = "M-18 38v42c-40 10-84 24-98 92v60h232v-60c-14-68-58-82-98-92V38z"
_COLLAR = "M-18 78L0 150 18 78l22 6-22 66L0 232-18 150l-22-66z"
_HAIR = {
    "short": "M-54-16c-8-58 20-84 56-84s62 26 52 84c-6-18-10-30-20-40-26 8-54 4-70-6-10 12-14 28"
    "-18 46z",
    "bob": "M-60 44c-14-90 0-146 60-146s74 56 60 146c-10 8-22 8-28 2 12-40 16-74 4-100-24 8-52"
    " 2-68-8-14 26-12 66 0 108-6 6-18 6-28-2z",
    "long": "M-62 110c-22-120-12-214 62-214s84 94 62 214c-14 8-30 6-36-2 12-60 22-124 8-162-24 8"
    "-52 2-68-8-16 36-6 110 8 170-6 8-22 10-36 2z",
    "hat": "M-92-40c20-8 34-10 44-12-2-40 8-62 24-64 10-2 16 6 26 6s14-8 24-6c18 2 26 24 24 64"
    " 10 2 24 4 42 12 4 10-40 22-92 22s-96-12-92-22z",
    "curls": "M-52-10c-16 4-28-14-16-28-12-16 2-36 18-34 2-20 26-28 38-16 12-14 36-10 42 6 18-4"
    " 32 14 24 30 14 10 8 34-8 36 0-16-4-30-14-40-24 10-50 8-66 0-12 14-16 28-18 46z",
    "bun": "M-54-14c-10-52 8-76 30-84-6-22 8-38 26-38s32 16 26 38c22 10 38 34 28 84-6-18-12-34"
    "-22-42-24 6-46 6-66 0-12 10-18 24-22 42z",
}
_PROFILE = (
    "M-40 130c8-18 4-34-4-48-24-12-34-44-30-78 6-44 40-70 78-64 34 4 52 28 52 52 0 8-2"
    " 14-2 18 0 6 14 22 16 28 0 4-10 6-12 8 0 4 4 8 4 12-2 2-6 2-6 4s4 4 4 6c-2 4-6 4-6"
    " 8s2 10-4 14c-8 4-24 0-30 4-4 6 0 22 8 36z"
)


def bust(scene: Scene) -> Lockup:
    """Head and shoulders, half in shadow, before a disc, an arch or a window."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    back = inks.accent if inks.accent != inks.deep else inks.tone
    x, y = scene.focus, scene.height * 0.35
    radius = scene.span * dice.between(0.34, 0.4)
    kind = dice.count(0, 3)
    if kind == 0:
        canvas.circle(x, y, radius, back)
    elif kind == 1:
        canvas.path(
            f"M{number(x - radius)} {number(y + radius * 1.2)}V{number(y)}"
            f"a{number(radius)} {number(radius)} 0 0 1 {number(radius * 2)} 0"
            f"v{number(radius * 1.2)}z",
            back,
        )
    elif kind == 2:
        for ring in range(4):
            canvas.circle(x, y, radius * (1.3 - 0.26 * ring), (back, inks.ground)[ring % 2])
    else:
        canvas.rect(x - radius, y - radius * 0.98, radius * 2, radius * 2.2, back)
    skin = mix(inks.light, inks.tone, dice.pick((0.0, 0.3, 0.6)))
    shade = mix(skin, inks.deep, 0.78)
    hair = inks.deep if dice.chance(0.7) else mix(inks.tone, inks.deep, 0.5)
    coat = inks.deep if hair != inks.deep or dice.chance(0.5) else mix(inks.tone, inks.deep, 0.4)
    style = dice.pick(tuple(_HAIR))
    size = scene.span / 400 * dice.between(1.12, 1.3)
    across = -size if dice.chance(0.5) else size
    canvas.add(
        f'<g transform="translate({number(x)} {number(y - 6)})scale({across:.2f} {size:.2f})">'
    )
    if style in {"long", "bob"}:
        canvas.path(_HAIR[style], hair)
    canvas.path("M-18 30h36v60h-36z", shade)
    canvas.path(_BODY, coat)
    canvas.path("M-18 70L0 118 18 70z", shade)
    if dice.chance(0.5):
        canvas.path(_COLLAR, mix(coat, inks.light, 0.16))
    canvas.path(_HEAD, skin)
    canvas.path(_HALF, shade)
    canvas.path(_HAIR[style], hair)
    if style == "hat":
        canvas.path("M-47-50c30 8 64 8 94 0v-12c-30 8-64 8-94 0z", back)
    canvas.add("</g>")
    base = scene.height * 0.68
    ground = coat
    canvas.rect(0, base, scene.width, scene.height - base, ground)
    return Lockup(
        base + 20,
        scene.height - base - 64,
        ground,
        low=True,
        lively=dice.chance(0.5),
        block=dice.chance(0.3),
    )


def profiles(scene: Scene) -> Lockup:
    """Two profiles that face each other, or turn away."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    ground = inks.ground
    canvas.cover(ground)
    radius = scene.span * 0.33
    y = scene.height * 0.36
    first = inks.deep
    second = inks.accent if inks.accent != inks.deep else inks.light
    if dice.chance(0.5):
        canvas.circle(scene.focus, y, radius, mix(ground, inks.light, 0.35))
    size = scene.span / 400 * dice.between(1.35, 1.5)
    apart = scene.span * 0.235
    away = dice.chance(0.3)
    for side, ink in ((-1, first), (1, second)):
        facing = side if away else -side
        canvas.add(
            f'<path fill="{ink}" transform="translate({number(scene.focus + side * apart)} '
            f'{number(y)})scale({facing * size:.2f} {size:.2f})" d="{_PROFILE}"/>'
        )
    base = y + 128 * size
    canvas.rect(0, base, scene.width, scene.height - base, inks.deep)
    return Lockup(base + 18, scene.height - base - 60, inks.deep, low=True, lively=True)
