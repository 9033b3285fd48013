"""Whether a word that is also something else (大班, 初一, 小三) is meant as a school year."""

from __future__ import annotations

import re

from bot.text.entities.people import CHILD, CLAUSE_END, clause_end, clause_start, subject

_ATTENDS = re.compile(
    r"(?:读|念|上(?!个|次|回)|升|在读|今年|现在|才|刚|马上|已经|开学|下学期|下半年|秋季|九月|9月|就是|是|到|进|,|"
    r"\))(?:了|到|的|紧|咗|完)?$"
)
_CHILD_LEFT = re.compile(
    rf"(?:{CHILD}|[他她]|我家|俺家)(?:们|今年|现在|才|刚|都|也|快|马上|在|上|读|念|已经|要|是|的|,|幼儿园|"
    rf"学校){{0,3}}$"
)
_SCHOOL_RIGHT = re.compile(
    r"(?:的|那个?|这个?)?(?:$|[,。.!?;: ~…])|了|的(?!票|车|火车|飞机|晚上|早上|酒)|的?(?:孩子|学生|娃|崽|"
    r"男[孩生娃仔]|女[孩生娃仔]|儿子|女儿|闺女|姑娘|伢|小孩|妹|丫头|小子|宝)|生(?!日|了|气|病)|"
    r"物理|化学|历史|地理|生物|期中|期末|暑假|寒假|家长|分水岭|转学|下学期|上学期|下册|上册|毕业|新生|住校|寄宿|"
    r"(?:快|马上|就|要)+(?:毕业|中考|高考)|走读|成绩|数学|语文|英语|作业|班主任|老师|开学|考|不[想肯愿]|厌学|没[读念]完|以后|就不|读|念"
)
_FESTIVAL = re.compile(
    r"大年|正月|腊月|过年|春节|年三十|除夕|拜年|娘家|走亲|亲戚|开工|返[程厂工]|车票|火车|高铁|农历|阴历|"
    r"初[四五六七八九十]|初一十五|庙会|祭祖|回厂"
)
_SHIFT = re.compile(
    r"夜班|早班|晚班|白班|[早中晚]中?[晚夜]班|倒班|三班|两班|换班|调班|加班|车间|产线|流水线|上工|轮班|线长|组长|"
    r"厂里?|机台"
)
_NURSERY = re.compile(r"幼儿园|幼稚园|小朋友|园里|入园|接送|亲子")
_AFFAIR = re.compile(
    r"[找养当做有是个抓骂打了跟和]小三|小三(?:插足|上位|登|怀|逼|跑|的电话)|第三者|出轨|离婚|前夫|婚外|老公外"
)


def is_kindergarten(text: str, found: re.Match[str]) -> bool:
    """大班 is also a shift, 中班 above all: a child or a kindergarten must be near, or nothing of a factory."""
    if found["kinder"]:
        return True
    who = subject(text, found.start())
    if who == "child" or (who == "he" and found["k"] != "中"):
        return True
    if who in ("writer", "adult") or (_SHIFT.search(text) and not _NURSERY.search(text)):
        return False
    if who == "he" or _NURSERY.search(text):
        return True
    if re.match(rf"的?(?:{CHILD}|宝)", text[found.end() :]):
        return True
    left = text[max(0, found.start("k") - 4) : found.start("k")]
    if re.search(r"(?:今天|今晚|明天|昨天|[这下上]周|[这下上]个月|天天|又)上$", left):
        return False
    if re.search(r"(?:[刚才]上|升|[读念][紧咗]?)$", left) and re.search(CHILD, text):
        return True
    return found["k"] != "中" and bool(re.search(r"(?:^|[,。 ]|上|读|念|升|刚|才|岁)$", left))


def is_middle(text: str, found: re.Match[str]) -> bool:
    """初一 is also the first day of a lunar month: something of school must stand beside it."""
    left = text[clause_start(text, found.start()) : found.start()]
    right = text[found.end() : found.end() + 8]
    if found[0].startswith(("初中", "中学")) or found[0].endswith("年级"):
        return True
    if re.search(r"(?:大年|正月|过年|腊月|(?<![今明去])年|月|农历|阴历|到初[一二三])$", left):
        return False
    school = bool(_ATTENDS.search(left) or _CHILD_LEFT.search(left))
    if _FESTIVAL.search(text):
        return school and bool(re.search(r"[上读念升]$|学校", left)) and subject(text, found.start()) != "writer"
    if re.match(r"(?:走|回|去|就走|动身|出发|上班|到|晚上|早上|那天|早|晚)(?!校|学)", right) and not re.search(
        r"[上读念升]$", left
    ):
        return False
    return school or bool(_SCHOOL_RIGHT.match(right))


def is_primary(text: str, found: re.Match[str]) -> bool:
    """小三 is the third year of school only where somebody attends it; it is a lover too, 小四 a name."""
    if found["p"] == "三" and _AFFAIR.search(text):
        return False
    left = text[clause_start(text, found.start()) : found.start()]
    clause = text[clause_start(text, found.start()) : clause_end(text, found.end())]
    right = text[found.end() : found.end() + 6]
    bare = clause == found[0] and all(len(part) < 9 for part in CLAUSE_END.split(text))
    attends = re.search(r"(?:读|念|上|升|在读|今年|马上|开学|下学期|才|刚)(?:了|到|紧|咗)?$", left) or (
        _CHILD_LEFT.search(left) and re.match(r"$|[,。.!? ]|了|的|下|上|成绩|作业|数学|语文|英语|学生", right)
    )
    return bare or bool(attends)
