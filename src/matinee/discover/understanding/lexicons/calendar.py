"""Days and months, which are written with a capital and are no names of titles by themselves."""

from matinee.discover.understanding.lexicons.listing import listed

CALENDAR = frozenset(
    listed(
        "monday, tuesday, wednesday, thursday, friday, saturday, sunday, january, february, march, "
        "april, may, june, july, august, september, october, november, december, valentines, "
        "thanksgiving, hogmanay, xmas, diwali, hanukkah, passover, ramadan, pentecost"
    )
)
