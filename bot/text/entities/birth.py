"""Ages told by the year of birth: 07年的, 15年3月生, 二零一五年出生."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from bot.text.entities.age import GROWN_UP
from bot.text.entities.age_context import Age
from bot.text.entities.numerals import number, year
from bot.text.entities.people import CHILD, clause_start

_YEAR = re.compile(
    r"(?<![\d一二三四五六七八九零〇十])(?P<y>(?:19|20)?\d\d|[一二][九零〇][零〇一二三四五六七八九]{2}|"
    r"[零〇一二][零〇一二三四五六七八九])年"
    r"(?:(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?:份)?(?:\d{1,2}[号日]|"
    r"[初二三]?十?[一二三四五六七八九十][号日]?)?)?"
)
_BORN = re.compile(r"(?:出生|出世|生人|生的|生(?=$|[,。!? 了])|落地|养的(?=$|[,。!? ]))")
_OF = re.compile(rf"的?(?={CHILD})|的(?=$|[,。!?; 了哦呢啊]|吧|属|今年|现在)")
_WHO_LEFT = re.compile(rf"(?:^|{CHILD}|[他她]|我家|生日)(?:是|的|都|也|今年|,|:|出生在|生在|在|有)*$")
_WRITER_LEFT = re.compile(
    r"(?:我|俺|额|本人|老公|老婆|对象|(?:[他她娃]|孩子)[爸妈]爸?妈?|员工|工人|同事|男朋友|女朋友|网友|对方)(?:是|"
    r"就是|也是|今年|都是|:)*$"
)


def find_birth(text: str, today: datetime.date) -> Iterator[Age]:
    """Ages by year of birth: whole years unless the month is told, as people count (this year less that one)."""
    if "年" not in text:
        return
    for found in _YEAR.finditer(text):
        born = year(found["y"])
        if born is None:
            continue
        if born < 100:
            born += 2000 if born <= today.year % 100 else 1900
        left = text[max(clause_start(text, found.start()), found.start() - 10) : found.start()]
        right = text[found.end() : found.end() + 8]
        told = _BORN.match(right) or _OF.match(right)
        # 08年的 is a year whoever says it; 15年的 may be a span, so a child must stand beside it.
        sure = bool(_BORN.match(right)) or len(found["y"]) == 4 or found["y"][0] in "0零〇"
        if not told or _WRITER_LEFT.search(left) or not (sure or _WHO_LEFT.search(left)):
            continue
        month = number(found["m"]) if found["m"] else today.month
        months = (today.year - born) * 12 + today.month - month
        if 0 <= months < GROWN_UP:
            yield Age(found.start(), found.end() + told.end(), months)
