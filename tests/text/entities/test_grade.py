"""`grade`: kindergarten to high school; not lunar days, shifts, heights, lovers, the writer's own past."""

from __future__ import annotations

import pytest

from tests.text.entities.table import rows, told

GRADES = """
上小班 = k1
娃上中班了 = k2
幼儿园中班 = k2
俺家妮儿读中班 = k2
大班 = k3
幼儿园大班 = k3
九月升大班 = k3
学前班 = k3
一年级 = p1
小学三年级 = p3
三年纪了还不会写字 = p3
2 年级 = p2
２年級 = p2
儿子读小四 = p4
孩子小三，成绩往下掉 = p3
小升初没考好 = p6
五年级下学期 = p5
三年(2)班 = p3
上了五年级就不理我了 = p5
初二 = m2
我娃今年初三 = m3
初中二年级 = m2
八年级 = m2
初3 = m3
初三毕业班 = m3
初二物理考27分 = m2
闺女初二 镇上没宿舍 = m2
他初一，住校 = m1
儿子初一不想读了 = m1
高一 = h1
高中二年级 = h2
女儿高三，压力大 = h3
高二下学期 = h2
职高一年级 = h1
高二娃 = h2
刚升高一 = h1
今年中考 = m3
我上夜班孩子上中班 = k2
五年级上册 = p5
"""

NO_GRADES = """
三年级组长找我 =
几年级能住校 =
坐大班车回家 =
这个月上中班 =
我上中班，娃放学没人接 =
老公中班，我夜班 =
中班倒夜班 =
早中晚班轮着上 =
中班四点到十二点 =
小班制教学好不好 =
高一点的凳子 =
个子高一头 =
水平提高一下 =
身高一米二 =
最高三层 =
大年初一 =
正月初二走 =
初一十五拜神 =
初二回娘家 =
初三回厂 =
我初二走，娃哭 =
过年初三带她去镇上 =
老公在外面找小三 =
小三插足 =
小一点声 =
比他小两岁 =
我读到初二就出来了 =
我初中毕业 =
小学生 =
上学前要吃早饭 =
大学一年级 =
三四年级 =
一到三年级 =
上了年纪 =
高一米五 =
大二 =
儿子高中毕业了 =
他读初中三年了 =
"""


@pytest.mark.parametrize(("text", "grade"), rows(GRADES + NO_GRADES))
def test_grade(text: str, grade: str) -> None:
    assert told("grade", text) == grade
