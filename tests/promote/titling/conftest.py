"""Typefaces as the build brings them, and titles in twelve languages."""

from __future__ import annotations

import pytest

from matinee.promote.titling.typefaces import Typefaces

TITLES = {
    "ar": "الأرنب الكبير وسرّ الغابة (الجزء 2)",
    "el": "Ο μεγάλος λαγός και το μυστικό του δάσους",
    "en": "The Big Rabbit and the Secret of the Forest",
    "he": "הארנב הגדול וסוד היער",
    "hi": "बड़ा खरगोश और जंगल का राज़",
    "ja": "おおきなウサギと森のひみつ",
    "ko": "커다란 토끼와 숲속의 비밀",
    "ru": "Большой кролик и тайна леса",
    "th": "กระต่ายตัวใหญ่กับความลับของป่าลึก",
    "tr": "Büyük Tavşan ve Ormanın Sırrı",
    "vi": "Chú thỏ lớn và bí mật của khu rừng",
    "zh": "大兔子与森林里的秘密",
}


@pytest.fixture(scope="session")
def typefaces() -> Typefaces:
    return Typefaces()
