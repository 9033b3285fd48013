"""A manager's 「她说不想活了」 is of a worker unless a child was spoken of; from everybody else it stays as heard."""

from __future__ import annotations

import pytest

from bot.reply.whose import CHILDS, GROWN_UPS, whose
from bot.safety.detector import Disclosure

HEARD = Disclosure("now", CHILDS, 0.9)


@pytest.mark.parametrize(
    ("role", "before", "text", "kind"),
    [
        ("manager", (), "她说不想活了", GROWN_UPS),
        ("manager", ("线上有个小姑娘老请假", "问她也不说"), "她说不想活了", GROWN_UPS),
        ("manager", ("我们组那个19岁的",), "她手腕上有划的印子", GROWN_UPS),
        ("manager", (), "工友说他娃不想活了", CHILDS),
        ("manager", ("她女儿在老家读初二",), "她说不想活了", CHILDS),
        ("manager", ("班上老师打电话来",), "说她不想活了", CHILDS),
        ("manager", (), "他带来的小工才14岁，说活着没意思", CHILDS),
        ("parent", (), "她说不想活了", CHILDS),
        (None, (), "她说不想活了", CHILDS),
        ("young_worker", (), "她说不想活了", CHILDS),
    ],
)
def test_whose_danger(role: str | None, before: tuple[str, ...], text: str, kind: str) -> None:
    assert whose(HEARD, text, before, role) == Disclosure("now", kind, 0.9)


def test_other_kinds_are_left_alone() -> None:
    found = Disclosure("now", "report_missing_child", 0.9)
    assert whose(found, "人不见了", (), "manager") == found
