"""`role`: what the writer says to be; not of whom the writer speaks."""

from __future__ import annotations

import pytest

from tests.text.entities.table import rows, told

ROLES = """
我是线长 = manager
我是拉长，手下二十几个 = manager
俺是组长 = manager
我是HR = manager
做人事的 = manager
我做人事的 = manager
我是车间主管 = manager
我是班长，管一条线 = manager
我管着二十号人 = manager
我手下有个小伙子天天发呆 = manager
我手底下的人突然话少了 = manager
作为主管该怎么说 = manager
当线长三年了 = manager
我刚升了组长 = manager
我带一条线的拉长 = manager
我不是家长，我是线长 = manager
线长 = manager
我今年十九在电子厂 = young_worker
我17 = young_worker
我17，刚进厂 = young_worker
刚进厂的 = young_worker
打工妹 = young_worker
人家是打工妹啦，19岁 = young_worker
我16岁出来打工的 = young_worker
学徒工，18 = young_worker
我是暑假工 = young_worker
第一次出来打工，想家 = young_worker
我22，没结婚 = young_worker
我是娃他爸 = parent
当妈的 = parent
俺有俩娃 = parent
孩子妈 = parent
我是一个留守儿童的妈妈 = parent
我是两个崽的爸 = parent
我是做爸的 = parent
我是他外婆 = parent
家长 = parent
我有两个娃放在老家 = parent
我是打工的，娃在老家 = parent
我这个当爹的没用 = parent
俺闺女搁老家 = parent
我是单亲妈妈 = parent
宝爸一枚 = parent
我是管生产的 = manager
本人18岁，男 = young_worker
"""

NO_ROLES = """
我们线长骂我 =
线长不给假 =
跟组长请假 =
组长不批 =
孩子当班长 =
我儿子是班长 =
我是我们班的班长，老师让我管纪律 =
我老公是线长 =
他在苏州当主管 =
我想当组长 =
提我当组长我不敢 =
他把我当领导 =
我以前是线长 =
你是不是我们主管 =
手机是我的 =
我们厂有个打工妹 =
厂里招学徒工 =
线上有个刚进厂的小妹老哭 =
实习生有没有工资 =
我弟17，也进厂了 =
我35 =
我17岁那年 =
我们这里17个人 =
我19号回 =
别的家长陪读 =
他妈 =
妈妈不在 =
孩子在家 =
员工的娃病了 =
我是普工 =
我带着几个人去找他 =
厂里正要提我当组长 =
"""


@pytest.mark.parametrize(("text", "role"), rows(ROLES + NO_ROLES))
def test_role_of_the_writer(text: str, role: str) -> None:
    assert told("role", text) == role
