"""Who a clause is about: words for children, for the writer and for other grown-ups."""

from __future__ import annotations

import re

CHILD = (
    r"(?:娃儿|娃娃|尕娃|娃|孩子|小孩儿?|孩儿|小朋友|宝宝|宝贝|宝|崽崽|崽伢子|妹崽|崽|儿子|女儿|闺女|姑娘|丫头片子|"
    r"丫头|妮儿|妮子|妮|"
    r"[男女]?小囡|囡囡|囡|细?伢子|伢崽|伢|妹坨|妹娃儿?|细妹子?|细佬仔?|细路[仔女哥]?|(?<=[我佢])个女|幺妹儿?|幺儿|"
    r"幺女|小子|仔仔|阿仔|个仔|男仔|女仔|妹仔|"
    r"老大|老二|老三|老四|老幺|大宝|二宝|三宝|小宝|大的那个|小的那个|大的|小的|二的|大娃|二娃|小娃|大崽|细崽|满崽|"
    r"大女|小女|[细满阿]女|大儿|小儿|"
    r"[女男][孩娃宝生]|外孙女|外孙[儿子]?|孙女|孙子|孙崽|孙伢子|孙儿|外甥女|外甥|侄女|侄子|侄儿|弟弟|妹妹|毛毛|妞妞|"
    r"妞|小家伙|小不点|"
    r"双胞胎|龙凤胎|二胎|头胎|"
    r"小公主|千金|小棉袄|学生)"
)
ADULT = (
    r"(?:(?:[他她娃我俺额咱你]|孩子|娃儿)?(?:爸妈?|妈|爹|娘|爷爷|奶奶|爷奶?|奶|姥姥|姥爷|外公|外婆|婆婆|公公|爸爸|"
    r"妈妈|父母|老公|老婆|媳妇|"
    r"堂客|婆娘|男人|女人|对象|男朋友|女朋友|前夫|前妻|丈夫|妻子|姑姑?|姨妈?|舅舅?|叔叔?|伯伯|大伯|婶婶?|嫂子|姐夫|"
    r"妹夫)|"
    r"老人家?|线长|拉长|组长|班长|主管|主任|经理|老板|领班|同事|工友|老乡|员工|工人|女工|男工|小工|童工|徒弟|学徒|"
    r"师傅|"
    r"老师|班主任|邻居|房东|厂里|车间|网友|对方|小妹|厂妹|新人|手下|人家|同学)"
)
WRITER = r"(?:我|俺|额|咱|本人)们?"
# The child first: 我儿子 is no writer, 他妈 no child.
_PERSON = re.compile(
    rf"(?P<child>(?:我|俺|额|咱|你|他|她)?(?:们|家|屋里|屋头|的|那个?|这个?)*{CHILD}(?!他?[爸妈爹娘爷奶])|"
    rf"[我俺额咱]们?家(?![爸妈爹娘爷奶公婆老里]))|"
    rf"(?P<adult>{ADULT})|(?P<writer>{WRITER})|(?P<he>[他她佢伊])"
)
CLAUSE_END = re.compile(r"[,。.!?;: ~…、()\"“”]")


def clause_start(text: str, at: int) -> int:
    """Where the clause begins in which a place lies."""
    start = 0
    for mark in CLAUSE_END.finditer(text, 0, at):
        start = mark.end()
    return start


def clause_end(text: str, at: int) -> int:
    """Where the clause ends in which a place lies."""
    mark = CLAUSE_END.search(text, at)
    return mark.start() if mark else len(text)


def subject(text: str, at: int) -> str | None:
    """The nearest person before a place in its clause: `child`, `adult`, `writer`, `he`, or None."""
    last = None
    for found in _PERSON.finditer(text, clause_start(text, at), at):
        last = found.lastgroup
    return last
