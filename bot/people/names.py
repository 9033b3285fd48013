"""What children are called in a message: 老大, 妹妹, 壮壮. Pure; rules, no model.

Only what people call a child at home is taken. A full name is not wanted, and never offered to be kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.people.children import CHILD
from bot.people.masking import mask
from bot.text.entities import facts
from bot.text.normalise import normalise

ORDER = (
    "老大 老二 老三 老四 老幺 老小 大宝 二宝 三宝 大女儿 二女儿 小女儿 大儿子 二儿子 小儿子 大闺女 小闺女 大娃 二娃 "
    "三娃 姐姐 妹妹 哥哥 弟弟"
).split()
"""Names by the order of birth: said by everybody, they say nothing of anybody."""
_ALIKE = {"大的": "老大", "小的": "老小"}
_KIN = "|".join(sorted((*ORDER, *_ALIKE), key=len, reverse=True))
# 我妹妹 is the writer's sister, 小姐姐 and 表弟弟 nobody's child here.
_ORDER = re.compile(rf"(?<![我他她你您俺表堂干师学小大])(?:我家|我们家|俺家)?(?P<name>{_KIN})(?!们|大人|不小)")
_WORDS = frozenset(
    "爷爷 奶奶 爸爸 妈妈 姥姥 姥爷 姐姐 妹妹 哥哥 弟弟 舅舅 叔叔 姑姑 伯伯 婶婶 婆婆 公公 太太 宝宝 娃娃 "
    "我妈 单亲 男孩 女孩 小孩 小娃 小子 小学 小班 小的 小小 大大 天天 常常 年年 月月 个个 人人 样样 处处 "
    "时时 刚刚 慢慢 好好 多多 快快 早早 偷偷 悄悄 整整 仅仅 渐渐 往往 明明 看看 说说 想想 试试 聊聊 谢谢 "
    "问问 等等 听听 走走 玩玩 教教 管管 哄哄 罚站".split()
)
"""Doubled and other words that are no name."""
_NAME = r"[\u4e00-\u9fff]{2}"
_ENDS = r"(?=$|[,，。.!！?？;；、 ]|今年|现在|刚|才|都|上|在|读|念|是|跟|由|归|和|也|\d|[一二三四五六七八九十]+岁)"
_CALLED = re.compile(
    rf"(?:(?P<kin>{_KIN})|他|她|娃|孩子|儿子|女儿|闺女|崽|丫头|小子|小名|乳名|昵称)(?:的)?(?:小名|乳名|昵称|名字)?"
    rf"(?:就|是|都)?(?:叫做|叫|是)(?P<name>{_NAME}){_ENDS}"
)
_CLAUSE = r"(?:^|[,，。.!！?？;；、 ]|我家|我们家|俺家)"
_AGED = re.compile(
    rf"{_CLAUSE}(?P<name>{_NAME})(?:今年|现在|都|才|刚|快|已经)*"
    r"(?:(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:个月|周?岁)"
    r"|(?:上|读|念)(?:幼儿园|小学|初中|高中|小班|中班|大班|[一二三四五六]年级|初[一二三]|高[一二三]))"
)
_SHORT = re.compile(rf"(?:(?:^|[,，。;； ]|的)(?:就|都)?叫|小名|乳名|昵称)(?P<name>{_NAME}){_ENDS}")
_FAMILY = re.compile(rf"(?:我家|我们家|俺家)(?P<name>{_NAME})")


_NO_NAME = re.compile(r"[我你他她您它咱俺们不没了的去来是有啥什么怎]")


def _is_nick(name: str) -> bool:
    """壮壮, 小军, 阿明, 大宝: what a child is called at home."""
    return name[0] == name[1] or name[0] in "小阿" or name[1] in "宝妞"


@dataclass(frozen=True)
class Told:
    """A child named in a message, with the facts told of it. `nick`: a name of its own, not one of ORDER."""

    name: str
    facts: dict[str, Any]
    nick: bool

    def as_dict(self) -> dict[str, Any]:
        """As `Profile.with_child` reads it."""
        return {"name": self.name, **self.facts}


def children_told(text: str) -> tuple[Told, ...]:
    """Children a message introduces by a name, in order: those with a nickname, and those by order of whom something
    is told.

    >>> [(t.name, t.facts) for t in children_told("老大上初一，小的叫壮壮，五岁")]
    [('老大', {'grade': 'm1'}), ('壮壮', {'child_age_months': 60})]
    """
    clean = normalise(text)
    found = sorted(_named(clean))
    if not found:
        return ()
    parts = _parts(clean, [(start, end) for start, end, _ in found])
    told: dict[str, Told] = {}
    for (_, _, name), part in zip(found, parts, strict=True):
        nick = name not in ORDER
        known = {k: v for k, v in {**facts(part), **facts(part.removeprefix(name))}.items() if k in CHILD}
        if nick or known:
            told.setdefault(name, Told(name, known, nick))
    return tuple(told.values())


def _named(clean: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []

    def add(start: int, end: int, name: str) -> None:
        if not any(s < end and start < e for s, e, _ in found):
            found.append((start, end, _ALIKE.get(name, name)))

    for m in _CALLED.finditer(clean):
        name = m["name"]
        aged = re.match(r"[,，]?(?:今年|现在|才|刚|都)*(?:\d|[一二三四五六七八九十]+岁)", clean[m.end() :])
        if _may_be(name) and (_is_nick(name) or aged):
            add(m.start(), m.end("name"), name)
    for pattern, certain in ((_AGED, True), (_SHORT, True), (_FAMILY, False)):
        for m in pattern.finditer(clean):
            name = m["name"]
            doubled = name[0] == name[1]
            if _may_be(name) and _is_nick(name) and (certain or doubled):
                add(m.start("name"), m.end("name"), name)
    for m in _ORDER.finditer(clean):
        add(m.start("name"), m.end("name"), m["name"])
    return found


def _may_be(name: str) -> bool:
    """Whether it may be a child's name at all, and no full one."""
    return (
        name not in ORDER
        and name not in _WORDS
        and _NO_NAME.search(name) is None
        and (_is_nick(name) or mask(f"叫{name}") == f"叫{name}")
    )


def _parts(clean: str, places: list[tuple[int, int]]) -> list[str]:
    """What is said of each: mostly what follows its name (老大八岁), else what leads to it (八岁的叫壮壮)."""
    starts, ends = [s for s, _ in places], [e for _, e in places]
    follow = [clean[s:e] for s, e in zip(starts, [*starts[1:], len(clean)], strict=True)]
    lead = [clean[s:e] for s, e in zip([0, *ends[:-1]], ends, strict=True)]
    told_before = any(k in CHILD for k in facts(clean[: starts[0]]))
    told_after = any(k in CHILD for k in facts(clean[ends[-1] :]))
    return lead if told_before and not told_after else follow


def named_in(text: str, names: Collection[str]) -> tuple[str, ...]:
    """Which of these children a message names."""
    clean = normalise(text)
    by_order = {_ALIKE.get(m["name"], m["name"]) for m in _ORDER.finditer(clean)}
    return tuple(n for n in names if (n in by_order if n in ORDER else n in clean))


def hide(text: str, names: Collection[str]) -> str:
    """The text without children's own names, those agreed to and those it introduces, as it may be kept.

    >>> hide("我家壮壮抢乐乐的手机", ["乐乐"])
    '我家[名字]抢[名字]的手机'
    """
    told = [name for _, _, name in _named(normalise(text))]
    for name in {*names, *told} - {*ORDER}:
        text = text.replace(name, "[名字]")
    return text
