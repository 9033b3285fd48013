"""Where a message with two questions is cut, and which two answers are given together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.dialogue.questions import two_questions, worth_both
from bot.dialogue.reply import Reply

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("娃不写作业怎么办？另外他老玩手机咋整", ("娃不写作业怎么办", "他老玩手机咋整")),
        ("她不肯接我电话，还有零花钱给多少合适", ("她不肯接我电话", "零花钱给多少合适")),
        ("孩子尿床怎么办？长大了会好吗？", ("孩子尿床怎么办", "长大了会好吗")),
        ("娃成绩掉了。对了厂里请假要提前几天说啊", ("娃成绩掉了", "厂里请假要提前几天说啊")),
        ("他不听话，我说他也没用，我该咋办", None),
        ("娃三岁，还有点咳嗽，怎么办", None),
        ("怎么办？？？", None),
        ("孩子总哭。我在外面打工，家里只有奶奶，怎么劝", None),
        ("好", None),
    ],
)
def test_where_a_message_is_cut(text: str, parts: tuple[str, str] | None) -> None:
    assert two_questions(text) == parts


@given(st.text(max_size=400))
def test_any_text_is_cut_into_parts_of_itself(text: str) -> None:
    parts = two_questions(text)
    if parts is not None:
        assert all(part in text for part in parts)


@pytest.mark.parametrize(
    ("pages", "confidences", "both"),
    [
        (("parent_homework", "parent_phone_gaming"), (0.9, 0.8), True),
        (("parent_homework", "parent_homework"), (0.9, 0.9), False),
        (("parent_homework", "parent_phone_gaming"), (0.9, 0.3), False),
        (("parent_homework", None), (0.9, 0.9), False),
    ],
)
def test_two_answers_when_both_are_sure(
    pages: tuple[str | None, str | None], confidences: tuple[float, float], both: bool
) -> None:
    first, second = (
        Reply("…", page=page, understood={"confidence": c}) for page, c in zip(pages, confidences, strict=True)
    )
    assert worth_both(first, second, CATALOGUE) is both
