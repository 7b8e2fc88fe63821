"""The words of a conversation, for those who show one."""

from matinee.discover.conversation.dialogue import MOST_TURNS, Dialogue, Turn
from matinee.discover.conversation.replying import REPLACED, UNCHANGED, Reply
from matinee.discover.understanding.wishes import OPEN, Named, Order, Terms, Wish

__all__ = [
    "MOST_TURNS",
    "OPEN",
    "REPLACED",
    "UNCHANGED",
    "Dialogue",
    "Named",
    "Order",
    "Reply",
    "Terms",
    "Turn",
    "Wish",
]
