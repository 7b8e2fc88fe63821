"""Whether what else a sentence names bears out that some of its words are a title."""

from matinee.discover.understanding.heard import Heard
from matinee.discover.understanding.names import Called


def with_whom_is_named(heard: Heard, title: Called) -> bool:
    """Whether somebody is named elsewhere in the sentence who had a part in the title."""
    return any(
        heard.book.has_part_in(person, one)
        for name in heard.called
        if name.people and name.end - name.start > 1
        for person in name.people[:1]
        for one in title.titles
    )
