"""What follows who one is."""

from __future__ import annotations

import pytest

from bot.content.catalogue import load_catalogue
from bot.dialogue.introduction import answers_it, trouble
from bot.dialogue.reply import Reply


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("我17，在电子厂，晚上老失眠", "晚上老失眠"),
        ("十七岁，在厂里打螺丝，想家咋办", "想家咋办"),
        ("女，19，一个人在苏州厂里，晚上睡不着", "晚上睡不着"),
        ("我是宝妈，在东莞打工，娃不肯接电话", "娃不肯接电话"),
        ("我是班长 有个工人天天哭", "有个工人天天哭"),
        ("在吗？我是妈妈，女儿来月经了怎么教", "女儿来月经了怎么教"),
        ("我是线长，刚上任", None),
        ("我是家长，娃在老家", None),
        ("我是厂里的组长，管二十几个人", None),
        ("我也是个妈，跟老公都在外头打工", None),
        ("今年二十一，打工第三年，没娃", None),
        ("我今年17，刚进厂", None),
        ("实习生一个，17", None),
        ("我娃8岁，作业不写", None),
        ("我们车间有人打架，我怕", None),
        ("晚上老失眠，我17", None),
        ("", None),
    ],
)
def test_trouble(text: str, rest: str | None) -> None:
    assert trouble(text) == rest


@pytest.mark.parametrize(
    ("reply", "answers"),
    [
        (Reply("x", page="parent_homework", understood={"confidence": 0.8}), True),
        (Reply("x", page="parent_homework", understood={"confidence": 0.3}), False),
        (Reply("x", page="parent_homework"), False),
        (Reply("x", understood={"confidence": 0.9}), False),
        (Reply("x", page="report_own_suicide", urgent=True), True),
    ],
)
def test_only_a_sure_page_or_a_protocol_answers(reply: Reply, answers: bool) -> None:
    assert answers_it(reply, load_catalogue()) is answers
