"""Compositions of places: city at night, doorway, blinds, stage, corridor, garden."""

from matinee.promote.drawing import figures
from matinee.promote.drawing.canvas import number
from matinee.promote.drawing.colour import mix
from matinee.promote.drawing.scene import Lockup, Scene


def skyline(scene: Scene) -> Lockup:
    """Two rows of towers, lit windows, a moon."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    glow = mix(inks.ground, inks.accent, 0.5)
    canvas.cover(canvas.vertical((0, inks.deep if inks.night else inks.ground), (0.72, glow)))
    if dice.chance(0.7):
        canvas.circle(
            scene.focus + dice.between(-0.3, 0.3) * scene.span,
            scene.height * 0.33,
            scene.span * dice.between(0.12, 0.24),
            inks.light,
        )
    foot = scene.height * 0.74
    lit: list[tuple[float, float]] = []
    for row, share in ((0, 0.45), (1, 0.95)):
        data, x = "", -6.0
        while x < scene.width:
            wide = dice.between(0.07, 0.15) * scene.span
            top = foot - scene.height * dice.between(0.1, 0.3) * (1.25 if row == 0 else 0.9)
            data += f"M{number(x)} {number(top)}h{number(wide)}V{number(foot)}h{number(-wide)}z"
            if dice.chance(0.3):
                data += f"M{number(x + wide / 2 - 1.5)} {number(top)}v-34h3v34z"
            if row == 1:
                lit.extend(
                    (x + 8 + 11 * column, top + 12 + 14 * floor)
                    for floor in range(int((foot - top - 10) / 14))
                    for column in range(int((wide - 8) / 11))
                    if dice.chance(0.2)
                )
            x += wide + (0 if dice.chance(0.7) else 5)
        canvas.path(data, mix(inks.tone, inks.deep, share))
    window = "".join(f"M{number(x)} {number(y)}h5" for x, y in lit[:44])
    canvas.stroke(window, inks.accent if inks.accent != inks.deep else inks.light, 7)
    street = mix(inks.tone, inks.deep, 0.95)
    canvas.rect(0, foot - 1, scene.width, scene.height - foot + 1, street)
    return Lockup(foot + 8, scene.height - foot - 50, street, low=True, lively=dice.chance(0.5))


def doorway(scene: Scene) -> Lockup:
    """An open door, light on the floor, a figure and its long shadow."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    wall = inks.deep if inks.night else mix(inks.ground, inks.deep, 0.82)
    canvas.cover(wall)
    light = inks.accent if inks.accent != inks.deep else inks.ground
    half, tall = scene.span * dice.between(0.11, 0.15), scene.height * 0.4
    x, foot = scene.focus + dice.between(-40, 40), scene.height * 0.56
    spread = half * dice.between(2.2, 3.2)
    slip = dice.between(-60, 60)
    canvas.shape(
        [
            (x - half, foot),
            (x + half, foot),
            (x + spread + slip, scene.height),
            (x - spread + slip, scene.height),
        ],
        mix(wall, light, 0.34),
    )
    canvas.rect(x - half, foot - tall, half * 2, tall, light)
    thin = half * 0.2
    canvas.shape(
        [
            (x - thin, foot),
            (x + thin, foot),
            (x + thin * 4 + slip, scene.height),
            (x - thin * 3 + slip, scene.height),
        ],
        wall,
    )
    figures.place(canvas, dice.pick(figures.PEOPLE), x, foot + 4, tall * 0.7, wall)
    base = scene.height * 0.75
    fade = canvas.vertical((0, f"{wall}00"), (0.3, wall))
    canvas.rect(0, base - 50, scene.width, scene.height - base + 50, fade)
    return Lockup(base + 2, scene.height - base - 44, wall, low=True)


def blinds(scene: Scene) -> Lockup:
    """Light through a blind across a wall, and someone in a hat who waits."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    wall = inks.deep
    canvas.cover(wall)
    light = mix(inks.accent if inks.accent != inks.deep else inks.ground, inks.light, 0.35)
    slant = dice.between(-70, 70)
    step = scene.height * 0.058
    left = scene.focus - scene.span * 0.4
    wide = scene.span * 0.8
    for slat in range(9):
        y = scene.height * 0.1 + slat * step
        canvas.shape(
            [
                (left, y),
                (left + wide, y + slant),
                (left + wide, y + slant + step * 0.55),
                (left, y + step * 0.55),
            ],
            light,
            round(0.95 - 0.05 * slat, 2),
        )
    figures.place(
        canvas,
        dice.pick((figures.COAT, figures.DRESS)),
        scene.focus,
        scene.height * 0.82,
        scene.height * 0.56,
        mix(wall, inks.tone, 0.1),
    )
    base = scene.height * 0.72
    canvas.rect(
        0,
        base - 60,
        scene.width,
        scene.height - base + 60,
        canvas.vertical((0, f"{wall}00"), (0.34, wall)),
    )
    return Lockup(base + 6, scene.height - base - 48, wall, low=True, lively=dice.chance(0.5))


def stage(scene: Scene) -> Lockup:
    """A curtain, a cone of light, and whoever stands in it."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    cloth = inks.ground if inks.night else mix(inks.ground, inks.deep, 0.35)
    canvas.cover(mix(cloth, inks.deep, 0.55))
    folds = 9 if not scene.wide else 15
    step = scene.width / folds
    foot = scene.height * 0.68
    for fold in range(folds):
        x = fold * step
        canvas.path(
            f"M{number(x)} 0h{number(step * 0.62)}q{number(step * 0.2)} {number(foot * 0.6)} "
            f"{number(-step * 0.06)} {number(foot)}h{number(-step * 0.6)}z",
            mix(cloth, inks.tone, 0.28 if fold % 2 else 0.1),
        )
    drop = scene.height * 0.09
    data = f"M0 0V{number(drop)}"
    swags = 4 if not scene.wide else 6
    for _ in range(swags):
        wide = scene.width / swags
        data += f"q{number(wide / 2)} {number(drop * 1.1)} {number(wide)} 0"
    canvas.path(f"{data}V0z", mix(cloth, inks.deep, 0.3))
    floor = mix(cloth, inks.deep, 0.86)
    canvas.rect(0, foot, scene.width, scene.height - foot, floor)
    beam = scene.focus + dice.between(-0.3, 0.3) * scene.span
    half = scene.span * 0.26
    canvas.shape(
        [
            (beam - 8, 0),
            (beam + 8, 0),
            (scene.focus + half, foot + 14),
            (scene.focus - half, foot + 14),
        ],
        inks.light,
        0.3,
    )
    canvas.add(
        f'<ellipse cx="{number(scene.focus)}" cy="{number(foot + 14)}" '
        f'rx="{number(half)}" ry="17" fill="{inks.light}"/>'
    )
    people = dice.pick(((figures.COAT,), (figures.DRESS,), (figures.COAT, figures.DRESS)))
    for index, figure in enumerate(people):
        x = scene.focus + (index - (len(people) - 1) / 2) * scene.span * 0.15
        figures.place(canvas, figure, x, foot + 17, scene.span * 0.46, inks.deep)
    return Lockup(foot + 46, scene.height - foot - 88, floor, lively=True)


def corridor(scene: Scene) -> Lockup:
    """Frames within frames, towards one figure."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    far = inks.accent if inks.accent != inks.deep else inks.ground
    count = dice.count(6, 9)
    x, y = scene.focus, scene.height * 0.42
    turn = dice.between(0, 5) if dice.chance(0.5) else 0.0
    arch = dice.chance(0.4)
    for frame in range(count):
        share = frame / (count - 1)
        ink = mix(inks.deep, inks.tone, share) if frame % 2 else mix(inks.deep, inks.ground, share)
        size = (1 - share) ** 1.25 * 0.94 + 0.06
        half, tall = scene.span * 0.62 * size, scene.height * 0.62 * size
        if frame == 0:
            canvas.cover(ink)
            continue
        if frame == count - 1:
            ink = far
        canvas.add(
            f'<rect x="{number(x - half)}" y="{number(y - tall)}" width="{number(half * 2)}" '
            f'height="{number(tall * 2)}" fill="{ink}" rx="{number(half if arch else 0)}" '
            f'transform="rotate({number(turn * frame)} {number(x)} {number(y)})"/>'
        )
    figures.place(
        canvas, dice.pick(figures.PEOPLE), x, y + scene.height * 0.035 + 12, 54, inks.deep
    )
    base = scene.height * 0.74
    canvas.rect(0, base, scene.width, scene.height - base, inks.deep)
    return Lockup(base + 14, scene.height - base - 58, inks.deep, low=True, lively=True)


def garden(scene: Scene) -> Lockup:
    """Stems and leaves that grow around the title, and a few blossoms."""
    canvas, dice, inks = scene.canvas, scene.dice, scene.inks
    canvas.cover(inks.ground)
    leaf = inks.tone
    canvas.add(f'<path id="f" d="M0 0q14-22 46-20q-14 26-46 20z" fill="{leaf}"/>')
    stems = 5 if not scene.wide else 7
    for stem in range(stems):
        x = scene.width * (stem + 0.5) / stems + dice.between(-16, 16)
        base = scene.height * (0.7 if not scene.wide else 1.02)
        tall = scene.height * dice.between(0.34, 0.62)
        bend = dice.between(-50, 50)
        ink = mix(leaf, inks.deep, 0.4)
        canvas.stroke(
            f"M{number(x)} {number(base)}q{number(bend * 0.1)} {number(-tall * 0.6)} "
            f"{number(bend)} {number(-tall)}",
            ink,
            3,
        )
        for step in range(1, 6):
            t = step / 6
            px = x + 2 * (1 - t) * t * bend * 0.1 + t * t * bend
            py = base - 2 * (1 - t) * t * tall * 0.6 - t * t * tall
            side = 1 if step % 2 else -1
            size = 1.25 - 0.5 * t
            canvas.add(
                f'<use href="#f" transform="translate({number(px)} {number(py)})'
                f'scale({number(side * size)} {number(size)})rotate({dice.count(-24, 18)})"/>'
            )
        if dice.chance(0.75):
            petal = inks.accent if inks.accent != inks.deep else inks.light
            canvas.circle(x + bend, base - tall, dice.between(13, 26), petal)
            canvas.circle(
                x + bend, base - tall, 6, inks.light if petal != inks.light else inks.deep
            )
    return Lockup(scene.height * 0.72, 126, inks.ground, low=True)
