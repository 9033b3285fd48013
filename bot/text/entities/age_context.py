"""How an age is meant: today's or another day's, a child's or a grown-up's, just under, nominal (虚岁)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.text.entities.numerals import NUMBER, number, pair
from bot.text.entities.people import CHILD, CLAUSE_END, clause_start

_BIG = 99.0  # a number that is no age of a child
ADVERBS = (
    r"(?:今年|现在|目前|如今|眼下|已经|已|都|才|就|也|刚刚?|满|快要?|马上|虚岁?|实岁|周岁|毛岁|年龄|岁数|年纪|大概|"
    r"大约|差不多|左右|"
    r"不到|还|是|有|只有|不过|将近|即将|要|了|这个|那个|个|一个|那年|当年|:|,| )"
)
ONCE_LEFT = re.compile(
    r"(?:从|自|打从|小时候|那年|当年|当时|以前|之前|去年|前年|记得|曾经|直到|(?<!现在)(?<!如今)(?<!不)(?<!没)到|"
    r"等[他她娃]?(?:到|"
    r"长到)?|还是[他她]?|(?:那时候?|那会儿?|当时|那年)[他她娃佢]?(?:还|才|只有|刚)+|"
    r"后年|(?<!刚)(?<!才)过(?![完了年])|给[他她娃]过|(?:必须|须|(?<![先只才])得|要|规定|不够|超过|大于|小于|低于|"
    r"至少)(?:满|"
    r"年满)?|年满|像|好像)(?:[他她]|娃|孩子)?(?:了)?$"
)
_MORE_THAN_LEFT = re.compile(
    r"(?:(?<!老)(?<!一)[大小长](?:了|[他她我你它]|弟弟|妹妹)?|相?差(?:了)?|早|晚|涨|添|隔|过|又老|年轻)$"
)
ONCE_RIGHT = re.compile(
    r"(?:多|大|半)?(?:的)?(?:时(?![常不髦])|那[年会阵晚天夜次]|之前|以前|前(?!年|天)|之后|以后|后(?!天)|起(?!床|来)|"
    r"开始|断奶|离开|"
    r"以上|以下|以内|[到至~\-]|才能|才可|方可|这条线|不够|(?P<day>生日))|(?:多)?我们?就|(?:多)?(?P<then>就(?:被|给|"
    r"丢|扔|跟|离|出|断|没|送|放|交|走|开始|进|打工|自己出))"
)
_NOW_LEFT = re.compile(r"(?:今年|现在|才|刚刚?|都|已经|如今)(?:满|过完?了?)?$")
_UNDER = re.compile(
    r"(?:快要?|马上|就要|即将|将近|眼看着?|临近|接近|不到|没到|差一?点(?:就)?|下个?月|下下?周|下?月底|年底|过(?:完|"
    r"了)?年|翻年|开年|过几天|过两天|"
    r"再过.{1,4}|(?P<law>[未不没](?:有)?满|不足))(?:就|要|满|了|是|[他她]|快|都|也|到|有)*$"
)
_NEXT_YEAR = re.compile(r"明年(?:就|才|要|满|[他她])*$")
_NOMINAL = re.compile(r"(?:虚岁?|毛岁?)(?:是|算|有|都|快|才|已经|刚|满|就)*$")
_SHORT_OF = re.compile(rf"差(?:(?P<n>{NUMBER})个月|(?P<half>半岁|半年))(?:就|才|不|到|满|够)*$")
_OTHERS = re.compile(
    rf"(?:(?:我|俺|额|咱|本人)们?|员工|[男女小童]工|工人|徒弟|新人|同事|网友|对方|小妹|厂妹|老公|老婆|"
    rf"线长)(?:{ADVERBS}|女|男|出来|进厂)*$"
)
_WRITER = re.compile(rf"(?:我|俺|额|本人)(?:{ADVERBS}|女|男)*$")
AT_WORK = re.compile(r"厂|打工|上班|工地|流水线|车间|学徒|干活|实习|夜班|宿舍|挣钱|工资|结婚|对象|男朋友|女朋友")
_OF_CHILD = re.compile(rf"(?:半|多|大|左右)?(?:的|那个|了的)?(?:这个|那个)?{CHILD}")
_OF_OTHERS = re.compile(r"(?:半|多)?的?(?:工龄|员工|工人|[女男小]工|徒弟|学徒|打工|小伙|网友|同事|小妹|老板)")
_PARENT_NEAR = re.compile(r".{0,10}(?:[爸妈爹娘]|家长|父亲|母亲)")
CHILD_LEFT = re.compile(rf"(?:{CHILD}|(?:^|[,。!? ])(?:[他她]|我家|俺家))(?:的|{ADVERBS})*$")


@dataclass(frozen=True)
class Age:
    """An age somewhere in a text."""

    start: int
    end: int
    months: float
    now: bool = False


def size_of(found: re.Match[str]) -> float:
    about = found["pair"]
    if about:
        mean = pair(about)
        return _BIG if mean is None else mean
    return number(found["n"])


def judged(text: str, start: int, end: int, months: float, years: float) -> Iterator[Age]:
    """The age as it is meant today, or nothing when it is of another time or of somebody grown up."""
    left = text[max(clause_start(text, start), start - 14) : start]
    right = text[end : end + 16]
    present = bool(_NOW_LEFT.search(left)) or right.startswith("了")
    once = ONCE_RIGHT.match(right)
    if once and not (present and (once["then"] or once["day"])):
        return
    if ONCE_LEFT.search(left) or _MORE_THAN_LEFT.search(left) or _OF_OTHERS.match(right):
        return
    if _OTHERS.search(left) and not _OF_CHILD.match(right) and not ("是" in left and _PARENT_NEAR.match(right)):
        # A child may be writing; who works in a factory is none.
        child = _WRITER.search(left) and years < 16 and not works(text)
        if not child or once or "那年" in left or not re.match(r"了|半|多|[,。.!? ]|$", right):
            return
    if years >= 14 and not CHILD_LEFT.search(left) and not _OF_CHILD.match(right) and _worker(text):
        return
    short, under = _SHORT_OF.search(left), _UNDER.search(left)
    if short:
        months -= 6 if short["half"] else number(short["n"])
        start -= len(short[0])
    elif under:
        if under["law"] and not (
            CHILD_LEFT.search(left[: under.start()]) or left[: under.start()].endswith(("还", "才"))
        ):
            return
        months -= 2
        start -= len(under[0])
    elif _NEXT_YEAR.search(left):
        months -= 12
    elif right.startswith(("不到", "没到", "还不到")):
        months -= 2
    if _NOMINAL.search(left) or re.match(r"[(,]?(?:是)?虚岁", right):
        months -= 12
    yield Age(start, end, months, present or bool(under))


def _worker(text: str) -> bool:
    """Whether an age of nobody in particular is a worker's: no child is spoken of, but a factory."""
    return works(text) and not re.search(rf"{CHILD}|[他她]", text)


def works(text: str) -> bool:
    """Whether the writer seems to work, not the parents of a writing child."""
    return any(AT_WORK.search(part) and not re.search(r"[爸妈爹娘]|父母|家里", part) for part in CLAUSE_END.split(text))
