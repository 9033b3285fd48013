"""What a person's acts take by the keystroke-level model."""

from __future__ import annotations

import pytest

from tests.proof.effort import Effort


def test_a_click_a_field_and_a_page() -> None:
    effort = Effort()
    effort.click()
    assert effort.seconds == pytest.approx(1.35 + 1.1 + 0.2)
    effort.type("ab 作业")
    assert effort.keys == 3 + 2 * 3
    effort.reading("四个 汉字\n")
    assert effort.read == 4
    assert effort.seconds == pytest.approx(2 * 2.65 + 2 * 0.4 + 9 * 0.28 + 1.0)
    assert str(effort).startswith("10 s of a practised person (2 clicks, 9 keys in 1 fields, 4 characters read)")
