"""Wishes as they are sent."""

import msgspec

from matinee.discover.understanding.wishes import Terms, Wish, wish_json
from matinee.vocabulary.places import Language


def test_languages_wanted_and_refused_are_sent_by_their_tags() -> None:
    wish = Wish(languages=(Language("fr"),), without=Terms(subtitles=(Language("zh-hant"),)))
    sent = msgspec.json.decode(msgspec.json.encode(wish_json(wish)))
    assert sent == {"languages": ["fr"], "without": {"subtitles": ["zh-Hant"]}}
