"""Who the writer says to be: parent, manager or young worker."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.entities.entity import Entity
from bot.text.entities.numerals import NOT_AFTER_NUMBER, NUMBER, number
from bot.text.entities.people import CHILD, CLAUSE_END, clause_start

_ME = r"(?:我|俺|额|咱|本人)"
_IS = r"[是系]"
_OFFICE = (
    r"(?:线长|拉长|组长|班组长|班长|领班|主管|主任|工段长|科长|课长|厂长|经理|车间主任|副?总|老板|店长|工头|包工头|"
    r"队长|人事|hr(?:bp)?|人资|行政|"
    r"带班的?|带线的?|带组的?|管(?:生产|车间|质量|质检|仓库|宿舍|产线)的|头儿|管理(?:的|员|人员)?|管人的|工会(?:的|"
    r"主席|干部)?|生产主管|领导|人力资源)"
)
_MANAGER = re.compile(
    rf"(?P<neg>不)?(?:{_ME}(?:就|也|现在|目前|呢|,|在|厂里)*(?:是|做|干|当|管)(?:着|了)?(?!们)|^是|{_ME}这个(?:当)?|"
    rf"作为(?:一个|一名|个)?|身为|(?:^|[,。!? ])[当做](?:了|上)?(?:[一两三四五六七八九十几多\d]+年)?的?|(?:刚|"
    rf"被)?(?:提|"
    rf"升|提拔|提为|升为|干上|当上)(?:了|成|为)?)"
    rf"(?:他们|一|个|名|咱|我|们|的|厂里?|这里|这边|公司|车间|产线|线上|电子厂|鞋厂|注塑|组装|包装|流水线|生产|分厂|"
    rf"一线|小|副|新|老|做|夜班|白班|a|b|[\d一二三四]+号?线|部门?|负责|搞|里|一条线的?|"
    rf"\d+人的){{0,4}}(?P<office>{_OFFICE})"
    rf"(?!说|骂|不给|不让|不批|不准|让我|叫我|家|的(?:老乡|老婆|老公|亲戚|侄|朋友|儿|女|孩子|娃|人)|们)"
    rf"|(?:{_ME}|俺)(?:现在|手上|一个人)*(?:管(?:着|理|了)?|带(?:着|了)?(?=[^,。]{{1,6}}(?:号人|员工|工人|线|拉|"
    rf"班组|徒弟|人的)))(?:\d+|[一二两三四五六七八九十百几多]+)(?:来|多|几)?(?:个|号|条|名)?(?:人|工人|员工|线|产线|"
    rf"班组|拉|徒弟|兄弟)"
    rf"|(?:^|[,。!? ])(?:我|俺)?(?:手下|手底下)(?:管着?|带着?)?(?:\d+|[一二两三四五六七八九十百几]+)(?:来|多|"
    rf"几)?(?:个|号|名)"
    rf"|(?:^|[,。!? ])(?:我|俺)?(?:手下|手底下)(?:的|有|带|管)(?:[^,。]{{0,6}}(?:人|员工|工人|兄弟|姐妹|小[伙妹弟]|"
    rf"姑娘|大姐|徒弟))?"
    rf"|我(?:手下|手底下|的(?:工人|员工|组员)|组里|线上|拉上|这条线|班组)(?:有|的|里)?"
    rf"|{_ME}(?:是)?(?:做|搞|干|负责)(?:管理|人事|行政|hr|招工|招聘|人资)(?:工作)?的?|{_ME}(?:是)?带(?:一条|条|"
    rf"一个)?(?:线|班|组|拉)的"
    rf"|管(?:着)?(?:几十|二十|三十|一百|百|四十|五十)(?:来|多|几)?(?:个|号)?人"
)
_ALONE_MANAGER = re.compile(
    r"(?:(?:厂里|车间|工厂|公司|电子厂)?(?:的)?(?:线长|拉长|组长|班组长|领班|主管|车间主任|车间主管|班长|人事|hr|"
    r"管理|管理人员|工段长|厂长))(?:一枚|一个|啊|呀|的|哈|来的|,.*)?"
)
_YOUNG = re.compile(
    rf"(?:{_ME}(?:就)?(?:是)?|^|人家是?)(?:一个|一名|个|名|新来的|厂里的?|电子厂的?|普通|"
    rf"小小?)*(?P<noun>来(?:厂里)?实习的|打工[妹仔](?!们)|年轻工人|青工|学徒工?(?!的?(?:机会|工资))|实习生|"
    rf"[寒暑]假工|学生工|厂[妹仔]|"
    rf"小工|零零后|00后|单身打工)(?=[,。!? ]*(?:$|一枚|一个(?:$|,)|刚|我|在|来|\d|[一二]?十|想|没(?:结婚|对象)|女|"
    rf"男)|啦|了|啊|呀|,)(?!们)"
    rf"|(?:{_ME}(?:也|才|是|们|今年)*|^|[,。!? ])(?:刚刚?|才|第一[次年回]|头一[回次年]|头次|新)(?:进厂|出来(?:打工|"
    rf"上班|"
    rf"做事|干活)|到厂里|入厂|来厂里|进的?厂)(?!的时候|那会|那年|的?(?:新人|员工|小[伙妹弟孩]|工人|学生|姑娘|小姑娘|"
    rf"孩子|那个|人))"
)
_MY_AGE = re.compile(
    rf"(?:{_ME}(?!们?(?:家|屋|的|儿|女|娃|孩|妹|弟|闺|崽|大|老|小))(?:今年|现在|也|才|刚|刚满|已经|都|就|是|个|快|"
    rf"满|一个|女|男|,|虚岁|:| )*){NOT_AFTER_NUMBER}(?P<n>{NUMBER})(?!\d|个|年|天|点|月|块|次|号|条|千|万|人|斤|遍|"
    rf"分|小时|班|线|楼)(?P<sui>岁)?(?P<rest>了|的|,|。|[.!? ]|$|在|出来|进|刚|女|男|，|打|还)?"
)
_WORK = re.compile(
    r"厂|打工|上班|流水线|车间|学徒|实习|工地|打螺丝|服务员|夜班|宿舍|做工|干活|辞职|工资|拉长|线长|男朋友|女朋友|"
    r"对象|谈恋爱|想家"
)
_PARENT = re.compile(
    rf"(?P<neg>不)?(?:{_ME}(?:也|就|们)*{_IS}|^{_IS}|作为|身为|{_ME}这个)(?:[^,。!?]{{0,8}}?(?:孩子|娃儿?|崽|宝宝|儿子|"
    rf"女儿|闺女|男孩|女孩|姑娘|小孩|学生|儿童|伢子|他|她|孩儿|双胞胎|宝|妹崽|佢|囡|孙|仔|细路|娃儿))?(?:的|他|"
    rf"她)?(?:个|一个|一名|单亲|"
    rf"新手|二胎|全职|留守|年轻|当|做|的|[一两三]个)*"
    r"(?P<kin>(?<=[他她佢娃])[爷奶姥](?=$|[,。.!? 呀啊哈])|姥娘|嘎[公婆嘎]|阿[公婆爷嫲嬷]|嫲嫲|[家姐][公婆]|嗲嗲|"
    r"娭毑|老[豆母]|[爸妈爹娘](?![的生说骂打带不]?[他她我]|妈桑)[爸妈]?|爸爸|妈妈|父亲|母亲|家长|老汉|奶奶|爷爷|外婆|"
    r"外公|"
    r"姥姥|姥爷|父母|宝[爸妈]|奶爸|监护人)"
    rf"|(?:^|[,。!? ]|{_ME}|俺是|是|这)(?:当|做)(?:[爸妈爹娘](?:[爸妈])?|爹妈|父母|爹娘|家长|爷爷|奶奶|外婆)的"
    rf"|^(?:是|孩子|娃|娃儿|宝宝|孩儿)?(?:他|她|的)?(?:家长|孩[儿子]?[他她]?[爸妈爹娘]|娃[他她]?[爸妈爹娘]|"
    rf"宝[妈爸])(?:一枚|啊|呀|哈|的)?(?=$|[,。!?])"
    rf"|^(?:单亲|留守儿童)?(?:宝)?(?:妈妈|爸爸|家长)(?:$|一枚)"
    rf"|(?:^|[,。!? ]){_ME}(?:家)?(?:们)?(?:也|都|就|家里)*(?:有|生了?|养了?)(?:着|了|个|一个|一|两个?|俩|三个?|仨|"
    rf"四个?|[1-4]个?|好几个?|一对)+(?:\d+岁的?|小)?(?:{CHILD}|儿女)(?!去|来厂)"
    rf"|{_ME}(?:们)?(?:的|家|屋里)?(?:[一两三]个|俩|仨)?(?:{CHILD})(?:们|都|还|也|就)*(?:放|留|丢|扔|搁|养)?在?老家"
    rf"|{_ME}(?:是)?(?:出来|在外)?打工的?,?(?:娃|孩子|儿子|女儿|崽)(?:都|还)?(?:放|留|丢|扔)?在?(?:老家|家)"
)
_HAS_CHILD = re.compile(rf"[我俺额](?:家|的)?(?!弟|妹){CHILD}|老婆.{{0,8}}(?:孩|娃)|当[爹妈爸]|新手爸|奶粉|娃叫我|刚生")
_PUPIL = re.compile(r"班(?:里|上|级)?的?班长|学校|同学|老师|年级|学习委员|课代表|小组长")
_WAS = re.compile(
    r"(?:以前|原来|之前|曾经|想|要|能|把|拿|提|推荐|轮到|管|喊|当年|不(?!管|光|仅)|别|怎么|如果|要是|希望|争取|应聘|"
    r"面试|竞聘|让|叫|选|没|孩子|儿子|女儿|娃|老公|老婆|他|她|你|您|谁)(?:不|就|也|都|能|又|去|会|可以)*$"
)


def find_role(text: str) -> list[Entity]:
    """The `role` a normalised text states of its writer: the first statement that is not denied."""
    found = sorted([*_managers(text), *_parents(text), *_young(text)], key=lambda e: (e.start, e.name))
    return found[:1]


def _managers(text: str) -> Iterator[Entity]:
    alone = _ALONE_MANAGER.fullmatch(text)
    if alone:
        yield Entity("role", "manager", 0, alone.end())
    for found in _MANAGER.finditer(text):
        left = text[clause_start(text, found.start()) : found.start()]
        if (
            "不是" in found[0]
            or _WAS.search(left)
            or (found["office"] in ("班长", "组长", "队长") and _PUPIL.search(text))
        ):
            continue
        yield Entity("role", "manager", found.start(), found.end())


def _parents(text: str) -> Iterator[Entity]:
    for found in _PARENT.finditer(text):
        left = text[clause_start(text, found.start()) : found.start()]
        if "不是" not in found[0] and not _WAS.search(left):
            yield Entity("role", "parent", found.start(), found.end())


def _young(text: str) -> Iterator[Entity]:
    for found in _YOUNG.finditer(text):
        left = text[clause_start(text, found.start()) : found.start()]
        if (
            not _WAS.search(left)
            and "不是" not in left + found[0]
            and not re.search(r"手下|手底下|员工|工人里|招", text)
        ):
            yield Entity("role", "young_worker", found.start(), found.end())
    for found in _MY_AGE.finditer(text):
        age = number(found["n"])
        works = any(_WORK.search(part) and not re.search(r"[爸妈爹娘]", part) for part in CLAUSE_END.split(text))
        if (found["rest"] is None and not found["sui"]) or _HAS_CHILD.search(text):
            continue
        then = re.match(r"(?:岁)?(?:那年|的时候|时)", text[found.end("n") :])
        if (16 <= age <= 24 or (age in (14, 15) and works)) and not then:
            yield Entity("role", "young_worker", found.start(), found.end())
