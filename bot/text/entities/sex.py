"""Boy or girl: said of the writer's child, not of the writer, of grown-ups or of other children."""

from __future__ import annotations

import re

from bot.text.entities.entity import Entity
from bot.text.entities.people import CLAUSE_END, clause_end, clause_start

# Words for one's own child; 崽崽, 宝宝, 细路, 幺儿 and 伢 tell no sex, 崽 used alone means a son.
_GIRL = (
    r"女儿(?!国|红)|闺女|细路女|妹娃儿?|女小囡|(?:(?<![^,。.!?;: ])|"
    r"(?<=[我企同跟住叫连起闹见对俾畀到]))个女(?![人孩生工的朋同娃伢仔崽性老主鬼婿士儿宝大子医])|幺女|"
    r"(?<!独)(?<!子)女宝宝?|女崽|妹崽|妹坨|妹陀|细妹子?|幺妹儿?|囡囡|(?<!小)(?<!囡)囡(?!囡)|"
    r"外孙女|孙女|千金(?!散|难|小姐的身)|小公主|小棉袄|妞妞|"
    r"[大二小我俺]妞|妮[儿子]|[我俺大二小尕]妮|[我额俺尕]女子|[大幺三细满阿]女(?!人|生|婿|孩|娃|工|士|[一二两三]男)|"
    r"妹仔"
)
_BOY = (
    r"儿子|细路哥|男小囡|(?<![牛公班])仔仔(?!细)|男宝宝?|男崽|崽伢子|伢[子崽]|臭小子|(?<!半)[大二]小子|大胖小子|"
    r"我家公子|(?:我|我家|屋企)个?靓仔|"
    r"外孙[儿子]?(?!女)|孙儿(?!女)|(?<!装)孙子(?!女|"
    r"兵法)|孙崽|"
    r"孙仔|犬子|幺崽|[大满细]崽(?!崽)|"
    r"(?<![妹女孙熊小狗猪崽两三个些带生养下])崽(?!崽|子|女|们)|(?:阿|我|个|大|细)仔(?!仔|女)|带把的|我儿(?!女|媳|童|"
    r"歌|科|时)|俺儿(?!女|媳)"
)
# Words for any girl or boy: they count when nothing points to somebody else's.
_ANY_GIRL = r"女娃[儿子]?|女伢|女仔|女孩子?|小女孩|女生|小姑娘|(?<!老)(?<!黄花)姑娘(?!家)|小?丫头(?:片子)?"
_ANY_BOY = r"男娃[儿子]?|男伢|男仔|男孩子?|小男孩|男生|(?<!大)小子"
_WORD = re.compile(
    rf"(?P<female>{_GIRL})|(?P<male>{_BOY})|(?P<girl>{_ANY_GIRL})|(?P<boy>{_ANY_BOY})|"
    rf"(?P<both>儿女(?!亲|情)|子女|一儿一女|一男一女|龙凤胎|男孩女孩|男女)"
)
_NOT_OURS = re.compile(
    r"(?:别人|人家|邻居|隔壁|同事|工友|老乡|员工|工人|老板|亲戚|朋友|同学|老师|房东|领导|主管|线长|对门|姑姑?|姨妈?|"
    r"舅舅?|叔叔?|伯伯?|婶婶?|嫂子?|我[姐哥妹弟]|小舅子|村里|那家|谁)(?:家|屋里)?(?:里)?(?:的|那个)?"
    r"(?:大|小)?$|(?:想|盼|再|要)(?:着)?(?:要|生)(?:个|一个|了个)?$|生不出(?:个)?$|没有?(?:个)?$|不是(?:个)?$|(?:当|"
    r"像|跟|和|抱|卖)(?:个|别人|人家)(?:的)?$"
)
_SOMEBODY = re.compile(
    r"(?:喜欢|爱上|追|暗恋|谈|班上|班里|班|学校|同学|同桌|隔壁|邻居|别人|人家|别的|其他|村里|村口|网上|网友|被|跟|"
    r"和|同|对|那个|几个|那几个|哪个|另一?个|有个|一群|一帮|帮|三个|两个|一个|"
    r"厂里|车间|线上|宿舍|新来的|手下|后座|前座|高年级|大巴上|路上|转来|认识|公园|全班|所有|好多|老家的|我是)(?:的|"
    r"个|了|小|一个|那个|坏|一些|好|[\d一二三四五六七八九十]+岁的?|年轻){0,3}$"
)
_THEIRS = re.compile(
    r"(?:打了?[他她我]|欺负|[追堵骂笑]着?[他她]|同学|厕所|网友|朋友|宿舍|们|员?工|老师|追[他她]|老说|天天(?:扯|打|欺))"
)
_OURS = re.compile(
    r"(?:我|俺|额|咱)(?:们)?(?:家|屋里|屋头|的|那个?|这个?|老|小|大|有个|有一个|生的是|生了个)*$|(?:是|生了?|养了?|"
    r"带)(?:个|的|一个|着个|了个)*$|(?:岁|月|级|大|小|[一二三])的?$|家里?(?:是|有)?个?$"
)
_AT_HOME = re.compile(r"[我俺额](?:们)?(?:(?:家|有)(?:一|两|三)?个|(?:家|屋里|屋头|屋企)(?:的|那个?|这个?)+)$")
_GRANDPARENT_WRITES = re.compile(r"孙|我[是系][^,。]{0,6}(?:[爷奶姥]|外[公婆]|[嘎家][公婆]|阿[公婆嫲嬷])")
_AGED = re.compile(r"岁|个月|年级|[小中大]班|初[一二三]|高[一二三]")
_PLAIN = re.compile(r"(?:是|我家|娃|孩子|的|个){0,4}(?P<sex>[男女])(?:的|孩|宝|娃|生|儿){0,3}")
_ADULT = re.compile(
    r"本人|[我俺额](?:今年|现在|才|刚|满|是|也|,|\d|[一二三四五六七八九十])|(?:1[89]|[2-9]\d|[二三四五六]十.?)岁"
)
_ME = re.compile(r"[我俺]是(?:家里)?(?:的|个|一个|独生|大|小|最小的|长|二)*$|[我俺](?:一个|这个)$")


def find_sex(text: str) -> list[Entity]:
    """`child_sex` (`male`, `female`) of a normalised text; nothing when both are named."""
    first: re.Match[str] | None = None
    sexes = set()
    for found in _WORD.finditer(text):
        kind = found.lastgroup or ""
        if kind == "both":
            return []
        if not _counts(text, found):
            continue
        if _GRANDPARENT_WRITES.search(text) and found[0] in ("儿子", "女儿", "闺女", "我儿", "姑娘"):
            continue  # a grandparent speaks of the child's parent
        first = first or found
        sexes.add("female" if kind in ("female", "girl") else "male")
    if len(sexes) == 1 and first is not None:
        return [Entity("child_sex", sexes.pop(), first.start(), first.end())]
    return _plain(text) if first is None else []


def _counts(text: str, found: re.Match[str]) -> bool:
    start = clause_start(text, found.start())
    left = text[start : found.start()]
    right = text[found.end() : found.end() + 8]
    if _NOT_OURS.search(left) or _ME.search(left):
        return False
    if found.lastgroup in ("female", "male"):
        return True
    if _THEIRS.search(right[:6]) or (_SOMEBODY.search(left) and not _AT_HOME.search(left)):
        return False
    return bool(_OURS.search(left)) or not left or found.end() == clause_end(text, found.end())


def _plain(text: str) -> list[Entity]:
    """A bare 男 or 女的, alone or beside an age: 8岁,男."""
    at = 0
    parts = [part for part in CLAUSE_END.split(text) if part]
    for part in parts:
        at = text.index(part, at)
        found = _PLAIN.fullmatch(part)
        if found and (len(parts) == 1 or (_AGED.search(text) and not _ADULT.search(text))):
            return [Entity("child_sex", "male" if found["sex"] == "男" else "female", at, at + len(part))]
    beside = re.search(
        r"(?:岁半?|年级|个月|[大中小]班|初[一二三])(?P<sex>[男女])(?=$|[,。.!? 宝娃])|(?:^|[,。 "
        r"])(?P<first>[男女])(?=\d|[一二三四五六七八九十]+(?:岁|年级))",
        text,
    )
    if beside and not _ADULT.search(text):
        group = "sex" if beside["sex"] else "first"
        return [Entity("child_sex", "male" if beside[group] == "男" else "female", *beside.span(group))]
    return []
