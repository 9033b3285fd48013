"""`caregiver`: who looks after the child, in dialect; mentioning grandmother alone tells nothing."""

from __future__ import annotations

import pytest

from tests.text.entities.table import rows, told

PATERNAL, MATERNAL = "grandparents_paternal", "grandparents_maternal"
CARERS = """
奶奶带 = P
奶奶 = P
跟爷爷奶奶 = P
爷爷奶奶在老家带着 = P
他爷爷奶奶照看着呢 = P
爷奶带起的 = P
婆婆爷爷带 = P
他婆婆在带 = P
我婆婆帮我带 = P
公婆看着 = P
我家婆婆带两个 = P
娃跟他爷过 = P
额娃他婆带着哩 = P
阿嫲帶大嘅 = P
阿公阿婆带 = P
娭毑在屋里带 = P
嗲嗲娭毑带 = P
老人带的 = P
家里两个老的带 = P
奶奶带不动了 = P
爷爷奶奶管不住 = P
娃丢给爷爷奶奶了 = P
我妈带 = P
俺娘一个人看着俩 = P
我爸妈在带 = P
爸妈在老家帮带娃 = P
以前外婆带，现在奶奶带 = P
我是他奶奶，孙子我带 = P
他外婆 = M
外婆带的 = M
姥姥姥爷帮忙带 = M
跟他姥姥过 = M
放在外婆家 = M
住外公家 = M
嘎嘎在带 = M
嘎婆屋头 = M
家公家婆带 = M
丈母娘带着 = M
岳父岳母照顾 = M
我老公也在厂里，我妈带 = M
7岁，男孩，外婆 = M
她爸一个人带 = father
他爸在家管着 = father
孩子判给他爸了 = father
老婆在家带 = mother
跟他妈 = mother
我是他妈，我自己带 = mother
姑姑带 = relative
大伯带着 = relative
放我姐家 = relative
嫂子帮忙带着闺女 = relative
嬢嬢带起的 = relative
侄女跟着我过 = relative
住校 = school
住校的，星期五回 = school
读全托 = school
住老师家 = school
在寄宿学校 = school
没人带 = nobody
一个人在家住 = nobody
跟弟弟两个自己过 = nobody
娃自己在家 = nobody
屋头莫得大人，娃一个人在屋头 = nobody
邻居帮看 = other
请保姆带 = other
隔壁大妈帮忙看 = other
孩子寄养在别人家 = other
请了个阿姨看 = other
主要是他姑在管 = relative
在他小舅家寄住 = relative
家里就奶奶和他 = P
周一到周五住校 = school
我媳妇陪读 = mother
他爸不在家，我一个人带 = mother
我妈从娃满月带到现在 = P
前夫把娃扔给他妈 = P
"""

NO_CARERS = """
奶奶生病了 =
跟奶奶顶嘴 =
奶奶说他不听话 =
给奶奶打电话 =
婆婆老惯着他 =
他妈的气死我了 =
奶奶看电视 =
爷爷带他去赶集 =
外婆带他看病去了 =
爷爷养了两头猪 =
爷爷领低保 =
奶奶不肯带 =
想让我妈带 =
要不要给奶奶带 =
能不能叫外婆来带 =
把手机扔给奶奶 =
怎么跟婆婆说 =
我和我妈在老家 =
我跟婆婆住一起 =
昨天在奶奶家摔了 =
我是孩子妈妈 =
丢人丢到姥姥家 =
我妹在东莞也带不了娃 =
我姐在上海带人家小孩 =
我把店交给小舅子看着 =
送福利院收不收 =
孩子他爹 =
他爸妈都在外面 =
父母在外地 =
过家家 =
我是奶奶带大的 =
喂奶带娃都累 =
工友带娃在门口吃烤肠 =
替姐姐问的 =
我一个人在家带娃 =
老人一个人在家 =
老公一个人在出租屋 =
几岁可以一个人在家 =
不敢让他一个人在家 =
没人管得了他 =
没人理解我 =
没人管这事 =
不想住校 =
要不要送寄宿学校 =
住校好不好 =
脾气随他爹 =
疫苗本在奶奶手上 =
跟邻居家小孩玩 =
班主任住校 =
我和他妈离了 =
邻居说他不听话 =
怕我妈看见 =
奶奶走了 =
别把娃照片发出去，我妈看见要骂 =
"""


@pytest.mark.parametrize(("text", "carer"), rows(CARERS + NO_CARERS))
def test_caregiver(text: str, carer: str) -> None:
    assert told("caregiver", text) == {"P": PATERNAL, "M": MATERNAL}.get(carer, carer)
