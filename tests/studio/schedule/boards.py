"""Small productions for the tests of schedules."""

from datetime import date

from hypothesis import strategies as st

from matinee.studio.schedule.model import (
    CastMember,
    Light,
    Rules,
    ShootCalendar,
    ShootingScript,
    Side,
    Strip,
)

MONDAY = date(2026, 6, 1)


def strip(name: str, cast: str = "", *, eighths: int = 8, at: str = "HALL", sky: str = "") -> Strip:
    """``sky``: ``night`` or ``day`` for an exterior, nothing for an interior."""
    return Strip(
        id=name,
        scene=name,
        description="",
        set_name=at,
        side=Side.EXTERIOR if sky else Side.INTERIOR,
        light=Light.NIGHT if sky == "night" else Light.DAY,
        eighths=eighths,
        cast=tuple(cast),
    )


def shooting(
    *strips: Strip, rules: Rules | None = None, members: tuple[CastMember, ...] = ()
) -> ShootingScript:
    """Everybody who is needed costs 1 a day unless given."""
    given = {member.number: member for member in members}
    needed = sorted({who for one in strips for who in one.cast})
    cast = {who: given.get(who, CastMember(who, f"Player {who}")) for who in needed}
    calendar = ShootCalendar(MONDAY)
    return ShootingScript({one.id: one for one in strips}, cast, calendar, rules or Rules())


@st.composite
def small_scripts(draw: st.DrawFn) -> ShootingScript:
    count = draw(st.integers(1, 5))
    strips = [
        strip(
            str(number),
            "".join(sorted(draw(st.sets(st.sampled_from("123"), max_size=3)))),
            eighths=draw(st.integers(1, 12)),
            at=draw(st.sampled_from(["HALL", "ROAD"])),
            sky=draw(st.sampled_from(["", "day", "night"])),
        )
        for number in range(count)
    ]
    rules = Rules(
        eighths_a_day=draw(st.integers(6, 16)),
        most_days=5,
        day_cost=draw(st.integers(0, 5)),
        move_cost=draw(st.integers(0, 3)),
    )
    members = tuple(CastMember(who, who, draw(st.integers(0, 9))) for who in "123")
    return shooting(*strips, rules=rules, members=members)
