"""`child_sex`: of the writer's child; neutral words, both sexes, grown-ups and other children tell nothing."""

from __future__ import annotations

import pytest

from tests.text.entities.table import rows, told

SEXES = """
我儿子三年级 = male
男孩 = male
是个男孩 = male
八岁，男 = male
女的，五岁 = female
男娃皮得很 = male
两个儿子 = male
我家小子 = male
屋里崽不听话 = male
我崽说我是骗子 = male
伢子读三年级 = male
大孙子六岁 = male
個仔唔聽話 = male
女儿 = female
俺閨女十二 = female
我家妮儿 = female
额女子念初三 = female
幺妹不接电话 = female
囡囡想我 = female
妹崽读寄宿 = female
我家丫头 = female
12岁丫头 = female
四岁女宝 = female
女孩子来月经怎么跟她说 = female
怎么跟初二女孩说 = female
外孙女我带 = female
我姑娘不理我 = female
孩子是女生 = female
有个女生追我儿子 = male
外孙三岁，我闺女在外头 = male
我家公子 = male
"""

NO_SEX = """
娃三岁 =
孩子不听话 =
崽崽半岁 =
宝宝八个月 =
幺儿四岁 =
细路唔肯食饭 =
一儿一女 =
儿子八岁女儿三岁 =
龙凤胎 =
儿女都在老家 =
我是女的 =
我，女，19 =
打工妹一个 =
我们女工多 =
女朋友跟我分了 =
男朋友打我 =
我儿媳妇带 =
儿子喜欢班上一个女孩 = male
喜欢班上一个女孩 =
被一个男生打了 =
同桌那个女生 =
班里女生都不跟她玩 =
同事的女儿考上了 =
邻居家儿子 =
想再生个儿子 =
重男轻女 =
我是家里的女儿 =
我们厂女孩子多 =
20岁男 =
男女宿舍分开 =
本人18岁，男 =
外甥女高二 =
半大小子 =
佢個女六年級 =
教得仔仔细细 =
小囡要妈妈 =
我是爷爷，儿子在外打工 =
"""


@pytest.mark.parametrize(("text", "sex"), rows(SEXES + NO_SEX))
def test_sex_of_the_child(text: str, sex: str) -> None:
    assert told("child_sex", text) == sex
