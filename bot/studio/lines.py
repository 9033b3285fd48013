"""Words into lines: measuring, and breaking Chinese text by its rules (kinsoku).

No line begins with a closing mark or a comma, none ends with an opening one; numbers and Latin words stay
whole as long as they fit. Among the ways to break, the most even one wins, with breaks after a mark liked best.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

NOT_FIRST = frozenset("。，、；：？！）】》〉」』”’…—～·％℃.,;:?!)]}%~>ー々")
NOT_LAST = frozenset("（【《〈「『“‘([{<￥¥$#")
_STOPS = frozenset("。，、；：？！…—,.;:?!”’）")
_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[.,:/@_\-][A-Za-z0-9]+)*|\s+|.", re.S)
_WIDE_LATIN = frozenset("mwMW@%&")
_NARROW = frozenset("ilIj.,:;!'|()[] ")

# Words of the lessons that look bad when a line ends inside them; a full dictionary is not worth its weight here.
_WORDS = re.compile(
    "什么|怎么|怎样|这样|那样|我们|你们|他们|她们|咱们|孩子|妈妈|爸爸|奶奶|爷爷|儿子|女儿|宝宝|老师|同学|朋友|电话|视频|手机|学校|"
    "工厂|车间|宿舍|线长|主任|知道|觉得|喜欢|害怕|难过|开心|高兴|生气|担心|放心|着急|没有|不要|不是|不能|可以|可能|应该|已经|"
    "因为|所以|但是|如果|还是|或者|现在|今天|明天|昨天|晚上|早上|时候|以后|以前|每天|周末|回来|回家|出去|起来|下来|过来|过去|"
    "告诉|说话|听话|作业|成绩|考试|委托|照护|村委|安全|危险|办法|事情|问题|一起|自己|别人|大人|打工|请假|工资|网贷|借钱|"
    "床头|旁边|门口|里头|天天|慢慢|真的|真是|平时|昨晚|厂长|袜子|豆子|绳子|名字|看见|想要|不会|这么|似的|就是|别的|有人|背面|一会儿|"
    "啥时候|是不是|老公|叔公|秘密|手印|水库|打结|省得|[一二两三四五六七八九十几半百]+(?:小|多)?(?:个月|分钟|[个句回天点块声口年碗条张下页只])"
)


def em(char: str) -> float:
    """Width of a character in em, on the safe side for any CJK sans-serif."""
    if char in _WIDE_LATIN:
        return 1.0
    kind = unicodedata.category(char)
    if kind in {"Mn", "Me", "Cf", "Cc"}:
        return 0.0
    if unicodedata.east_asian_width(char) in "WF":
        return 1.4 if ord(char) > 0x1F000 else 1.0
    if not char.isascii():
        return 1.0
    return 0.5 if char in _NARROW else 0.76 if char.isupper() else 0.62


def measure(text: str) -> float:
    """Width of a text in em."""
    return sum(map(em, text))


def clean(text: str) -> str:
    """One line of text: control characters out, runs of space to one."""
    kept = "".join(
        c
        for c in text
        if unicodedata.category(c) not in {"Cs", "Cn", "Co"} and (c.isspace() or unicodedata.category(c) != "Cc")
    )
    return " ".join(kept.split())


@lru_cache(maxsize=512)
def break_lines(text: str, width: float) -> tuple[str, ...]:
    """The text in as few lines of at most `width` em as the rules allow, as even as can be."""
    pieces = _pieces(clean(text), width)
    if not pieces:
        return ()
    inside = _inside_words(pieces)
    # best[i]: least (lines, unevenness) for the pieces from i on, and where the first line ends
    best: list[tuple[float, float, int]] = [(0, 0, 0)] * (len(pieces) + 1)
    for start in range(len(pieces) - 1, -1, -1):
        options = []
        for end in range(start + 1, len(pieces) + 1):
            line = "".join(pieces[start:end]).strip()
            if measure(line) > width and end > start + 1:
                break
            lines, cost, _ = best[end]
            slack = (width - measure(line)) / width
            last = end == len(pieces)
            good = last or line[-1:] in _STOPS
            lonely = 0.3 if last and start > 0 and measure(line) < 2.6 else 0
            cost += slack**2 * (0.6 if last else 1) + lonely + (0 if good else 0.06)
            options.append((lines + 1, cost + (0.3 if end in inside else 0), end))
        best[start] = min(options)
    lines_, at = [], 0
    while at < len(pieces):
        end = best[at][2]
        lines_.append("".join(pieces[at:end]).strip())
        at = end
    return tuple(filter(None, lines_))


def cut_words(lines: Sequence[str]) -> int:
    """How many lines end inside a word."""
    inside = _inside_words(list("".join(lines)))
    return sum(at in inside for at in list(accumulate(map(len, lines)))[:-1])


def _inside_words(pieces: list[str]) -> set[int]:
    """Which numbers of pieces would end a line inside a word."""
    starts = {at: number for number, at in enumerate(accumulate(map(len, pieces), initial=0))}
    inner = {at for found in _WORDS.finditer("".join(pieces)) for at in range(found.start() + 1, found.end())}
    return {starts[at] for at in inner if at in starts}


def _pieces(text: str, width: float) -> list[str]:
    """What must not be parted: a mark stays with what it closes or opens. Too long a piece is cut."""
    pieces: list[str] = []
    for token in _TOKEN.findall(text):
        closes = token[0] in NOT_FIRST or unicodedata.combining(token[0]) > 0
        while closes and len(pieces) > 1 and pieces[-1].isspace():
            pieces[-2:] = [pieces[-2] + pieces[-1]]
        if pieces and (closes or pieces[-1].rstrip()[-1:] in NOT_LAST):
            pieces[-1] += token
        else:
            pieces.append(token)
    return [part for piece in pieces for part in _cut(piece, width)]


def _cut(piece: str, width: float) -> list[str]:
    if measure(piece) <= width:
        return [piece]
    parts = [""]
    for char in piece:
        if measure(parts[-1] + char) > width and parts[-1]:
            parts.append("")
        parts[-1] += char
    return parts
