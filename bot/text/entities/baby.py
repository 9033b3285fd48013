"""Ages of babies: 8个月, 刚满月, 半岁, 出生20天."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.entities.age_context import ADVERBS, CHILD_LEFT, ONCE_LEFT, ONCE_RIGHT, Age, size_of
from bot.text.entities.numerals import NOT_AFTER_NUMBER, NUMBER, PAIR, number
from bot.text.entities.people import CHILD, clause_end, clause_start

_MONTHS = re.compile(
    rf"{NOT_AFTER_NUMBER}(?:(?P<pair>{PAIR})|(?P<n>{NUMBER}))\s?(?:个半?多?月(?P<big>龄|大)?|月龄)(?![底份初])"
)
_SMALL = re.compile(
    r"(?P<full>满月)(?!酒|亮|之|席|照)|(?<![一二三四五六七八九十\d大小差])(?P<half>半)岁|(?:过|满)(?P<hundred>百天|"
    r"百日|一百天)(?!宴|照|酒)|"
    r"(?:出生|生下来|宝宝|毛毛|娃|孩子|女儿|儿子|崽|闺女)(?:才|刚|了|有)*(?P<days>\d{1,2}|"
    r"[一二三四五六七八九]?十[一二三四五六七八九]?)(?:多)?天|"
    r"(?P<newborn>刚出生)(?=的|[,。!? ]|$)|"
    r"(?P<first>(?:(?:满|过完?)了?周岁|(?<![\d一二三四五六七八九十])周岁(?=了|啦|咧|多|[,。!? ]|$)))"
)

_PREGNANT = re.compile(r"孕|怀|肚子|胎动|胎儿|预产|产检|身子|流产|引产|有了|[他她]的种")
_AWAY_FROM = re.compile(
    rf"(?:离开|没见|不见|见不到|见不着|想|带|陪|丢下|扔下|看|跟|和|抱|养|断了|给|欠|离|管|联系)(?:我|俺)?(?:家|的|"
    rf"那)?(?:{CHILD}|[他她]|我家)(?:{ADVERBS})*$"
)
_MONTHS_END = re.compile(
    r"(?:了|啦|咯|咧|嘞|多|哈)*(?:$|[,。.!?; ~…])|[还才会能总老]|就(?:会|能|开始|长)|不(?:会|肯|爱|喝|吃|睡|好好)|"
    r"开始|辅食|断奶|发烧|拉|吐|咳|哭|便秘|湿疹|夜醒|睡|吃|喝|该|要不要"
)
_MONTHS_WHOLE = re.compile(rf"(?:{ADVERBS}|刚)*$")


def find_small(text: str) -> Iterator[Age]:
    for found in _SMALL.finditer(text):
        left = text[max(clause_start(text, found.start()), found.start() - 12) : found.start()]
        if found["full"]:
            months = 0.0 if re.search(r"[没未不]$", left) else 1.0
        elif found["half"]:
            months = 6.0
            if text.startswith(("没", "不见"), found.end()):
                continue
        elif found["hundred"]:
            months = 3.0
        elif found["first"]:
            months = 12.0
        else:
            months = float(number(found["days"]) // 30) if found["days"] else 0.0
            # 孩子三天不吃饭 is no age.
            told = found[0].startswith(("出生", "生下来")) or re.match(r"大|了?(?:$|[,。!?])", text[found.end() :])
            if found["days"] and not (told and (number(found["days"]) > 9 or text.startswith("大", found.end()))):
                continue
        once = ONCE_RIGHT.match(text[found.end() : found.end() + 16])
        if not (once or ONCE_LEFT.search(left) or _PREGNANT.search(left) or left.endswith(("大", "差", "小"))):
            yield Age(found.start(), found.end(), months)


def find_months(text: str) -> Iterator[Age]:
    for found in _MONTHS.finditer(text):
        start, end = found.span()
        count = int(size_of(found))
        clause = text[clause_start(text, start) : clause_end(text, end)]
        left = text[max(clause_start(text, start), start - 14) : start]
        right = text[end : end + 10]
        if count > 47 or _PREGNANT.search(clause) or ONCE_RIGHT.match(right) or ONCE_LEFT.search(left):
            continue
        ends = re.match(r"(?:了|啦|大|多|吧|哦|咯|呢|的)*[.。!,]?$", right)
        whole = ends and start < 12 and _MONTHS_WHOLE.fullmatch(text[:start])
        small = CHILD_LEFT.search(left) and not _AWAY_FROM.search(left) and _MONTHS_END.match(right)
        if small and count == 1 and not re.match(r"(?:了|多)", right):
            small = None
        if (
            found["big"]
            or "月龄" in found[0]
            or whole
            or small
            or re.match(r"的?(?:大)?的?(?:宝|婴|奶娃|毛毛|娃|孩子|小孩|崽|男宝|女宝|儿子|女儿)", right)
        ):
            yield Age(start, end, float(count), True)
