"""The page of attacks names what is tried, and only that."""

import re
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "sign-in-attacks.md"


def _tests(name: str) -> set[str]:
    return set(re.findall(r"^(?:async )?def (test_\w+)", (HERE / name).read_text(), re.MULTILINE))


def test_the_page_of_attacks_names_every_attack_that_is_tried_and_no_other() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE.read_text(encoding="utf-8")))
    tried = _tests("test_sign_in_attacks.py")
    assert tried <= named
    assert named <= tried | _tests("test_accounts.py") | _tests("test_openid.py")
