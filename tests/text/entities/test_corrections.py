"""What a correction takes back is not told: 不是三岁，是五岁."""

from __future__ import annotations

from typing import Any

import pytest

from bot.text.entities import extract, facts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("不是三岁，是五岁", {"child_age_months": 60}),
        ("说错了不是三岁是五岁", {"child_age_months": 60}),
        ("不是奶奶带，是外婆带", {"caregiver": "grandparents_maternal"}),
        ("娃不是8岁，其实是9岁", {"child_age_months": 108}),
        ("上五年级，不对，是六年级", {"grade": "p6"}),
        ("外婆带，说错了，是奶奶带，娃三岁", {"caregiver": "grandparents_paternal", "child_age_months": 36}),
        ("我妈（孩子外婆）带", {"caregiver": "grandparents_maternal"}),
        ("唔系三岁，系五岁", {"child_age_months": 60}),
        ("娃三岁，是不是太小了", {"child_age_months": 36}),
        ("不是我不管，是三岁的娃不听", {"child_age_months": 36}),
        ("他是不是三岁半就能上幼儿园", {"child_age_months": 42}),
    ],
)
def test_what_is_told(text: str, told: dict[str, Any]) -> None:
    assert facts(text) == told


def test_places_stay_places_in_the_normalised_text() -> None:
    (entity,) = extract("不是三岁，是五岁")
    assert "不是三岁,是五岁"[entity.start : entity.end].startswith("五岁")
