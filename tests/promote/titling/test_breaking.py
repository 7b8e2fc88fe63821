"""Lines end where readers of each language let them end."""

from __future__ import annotations

from itertools import accumulate

import pytest
from tests.promote.titling.conftest import TITLES

from matinee.errors import Invalid
from matinee.promote.titling.breaking import breaks_of, even_lines
from matinee.promote.titling.setting import Setter, SetTitle, tidy
from matinee.promote.titling.typefaces import Typefaces

WHOLE = {
    "en": "Rain /in /the /well-/worn /town",
    "hi": "बारिश /और /पुराना /शहर",
    "ar": "المطر /في /المدينة",
    "ko": "비 /오는 /도시의 /노래",
}
"""Where every end of a word or phrase is found."""
SAFE = {
    "ja": """雨の/街で/きみを/待つ
        おおきな/ウサギと/森の/ひみつ
        星を/つくる/少年たち
        消えた/列車を/追いかけて
        きみが/くれた/ラジオ
        最後に/笑うのは/だれか
        となりの/駅まで/あと/三分
        夜明けまえの/天文台
        どこまでも/つづく/線路の/むこう
        はじめての/おつかいは/大冒険
        おじいちゃんの/時計が/止まった/日
        かえるの/王さまと/ねむれない/夜""",
    "th": """ฝน/ตก/ใน/เมือง/เก่า
        กระต่าย/ตัว/ใหญ่/กับ/ความลับ/ของ/ป่า
        คืน/สุดท้าย/ของ/ฤดู/ร้อน
        เพลง/สุดท้าย/ของ/นักเปียโน
        ผู้หญิง/ใน/กระจก
        ตำนาน/ทะเลสาบ/สี/ดำ
        วัน/ที่/ลม/หยุด/พัด
        แมว/ที่/เห็น/กรุงเทพ""",
    "zh": """森林/里/的/秘密
        山顶/的/小/图书馆
        红色/自行车
        冬天/结束/时/的/钢琴
        看见/北京/的/猫
        父亲/的/来信""",
}
"""Where no line may end but at a mark; Thai is marked at the seams of compounds too."""


def _pieces(text: str, language: str) -> list[str]:
    ends = breaks_of(text, language)
    return [text[begin:end] for begin, end in zip([0, *ends], ends, strict=False)]


@pytest.mark.parametrize("language", sorted(WHOLE))
def test_a_line_ends_between_words_or_phrases(language: str) -> None:
    marked = WHOLE[language]
    assert "/".join(_pieces(marked.replace("/", ""), language)) == marked


@pytest.mark.parametrize("language", sorted(SAFE))
def test_no_word_is_cut_in_two_where_there_are_no_spaces(language: str) -> None:
    made = marks = 0
    for title in map(str.strip, SAFE[language].split("\n")):
        wanted = set(accumulate(map(len, title.split("/"))))
        ends = breaks_of(title.replace("/", ""), language)
        assert set(ends) <= wanted, _pieces(title.replace("/", ""), language)
        made, marks = made + len(ends) - 1, marks + len(wanted) - 1
    assert made >= 0.6 * marks


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("th", "พรุ่งนี้"),
        ("th", "น้ำแข็ง"),
        ("ja", "ゆうびんや"),
        ("ja", "もういちど"),
        ("ja", "いもうとが"),
    ],
)
def test_a_thai_compound_and_a_phrase_in_kana_stay_whole(language: str, title: str) -> None:
    assert _pieces(title, language) == [title]


def test_a_latin_word_in_a_chinese_title_is_parted_at_its_spaces() -> None:
    assert _pieces("Big Bunny 的森林", "zh-Hans")[:2] == ["Big ", "Bunny "]
    assert _pieces("森林裡的秘密", "zh-TW")[-1] == "秘密"


def test_no_japanese_line_begins_with_a_sign_that_closes(typefaces: Typefaces) -> None:
    text = "「きみの、名は。」ずっと、（まって）いた！"
    begins = {text[end] for end in breaks_of(text, "ja")[:-1]}
    assert begins.isdisjoint("、。」）！っょーァ")


def test_lines_are_even() -> None:
    widths = [[1.0 + to - at for to in range(4)] for at in range(4)]
    assert even_lines(widths, 2) == [2, 4]
    assert even_lines(widths, 1) == [4]


@pytest.mark.parametrize("language", sorted(TITLES))
def test_a_title_fills_its_box_and_no_two_lines_touch(language: str, typefaces: Typefaces) -> None:
    setter = Setter(TITLES[language], language, typefaces)
    found = setter.fit(600, 300, largest=500, align="start")
    assert found.width <= 600.001
    assert found.height <= 300.001
    assert max(found.width / 600, found.height / 300) > 0.999
    assert "".join(found.words).replace(" ", "") == TITLES[language].replace(" ", "")
    for above, below in zip(found.lines, found.lines[1:], strict=False):
        foot = above.baseline - found.size * above.line.ink[3]
        assert foot < below.baseline - found.size * below.line.ink[1]


def test_a_title_begins_on_the_side_of_its_language(typefaces: Typefaces) -> None:
    def edges(found: SetTitle) -> tuple[set[float], set[float]]:
        lefts = {round(each.x + found.size * each.line.ink[0], 3) for each in found.lines}
        rights = {round(each.x + found.size * each.line.ink[2], 3) for each in found.lines}
        return lefts, rights

    hebrew = Setter(TITLES["he"], "he", typefaces).fit(300, 300, largest=80, align="start")
    english = Setter(TITLES["en"], "en", typefaces).fit(300, 300, largest=80, align="start")
    assert len(hebrew.lines) > 1
    assert edges(hebrew)[1] == {round(hebrew.width, 3)}
    assert edges(english)[0] == {0.0}


def test_what_is_no_title_is_refused() -> None:
    assert tidy(" Big\n\x07 Bunny ") == "Big Bunny"
    for wrong in ("", " \n", "x" * 121):
        with pytest.raises(Invalid, match="1 to 120"):
            tidy(wrong)
