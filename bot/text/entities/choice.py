"""An answer to a numbered list in more words than a number: 最后那个不要,就第一个吧; 2,不对,是3; B选项."""

from __future__ import annotations

import re

from bot.text.entities.numerals import number
from bot.text.numbers import choice_number

LONGEST = 24
"""Characters; an answer with a number is short."""

_ONE = (
    r"[(\[<【「\"]?(?:选项|答案|序号|编号|数字)?(?:第?(?P<{0}>\d{{1,2}}|十[一二三四五六七八九]?|"
    r"[一二两三四五六七八九]|[a-h])|"
    r"(?P<{0}_first>(?:排|打)?(?:头一|首)))[)\]>】」\"]?(?:选项|答案)?(?:那|这)?(?:一)?(?:个|项|条|号|样|种)?(?:选项|"
    r"答案)?"
)
# Which of them this is only the list knows.
_VAGUE = (
    r"(?:最[后前上下]|[后前上下]面|倒数第?.|其[他它]|另外?一?|别|剩下)的?(?:那|这)?(?:一|几)?(?:个|项|条|号|些|样)?的?"
)
_REFUSED = r"(?:不要|不选|不看|不点|不用|别选|别要|唔要|唔拣|不是|不想[要看选点]|唔系|看过了?|算了|就?不了)"
_LEAD = (
    r"(?:最上面的?|我|俺|那|就|还是|要|想|选择?|拣|点|按|"
    r"回复?|答|发|看|来|给|帮|系|是|问的|想问|打|的|先|改成?|换成?|应该)*"
)
_TAIL = r"(?:吧|呀|啊|哈|咯|嘛|呗|了|的|嘞|好|啦|先|哦|喔|呢|就行|就好|可以)*"
_PIECE = re.compile(
    rf"(?P<no>{_LEAD}?{_REFUSED}(?:{_ONE.format('a')}|{_VAGUE}){_TAIL}|(?:{_ONE.format('b')}|{_VAGUE})(?:我|就|都|也|"
    rf"了|是)*{_REFUSED}{_TAIL})|"
    rf"(?P<yes>{_LEAD}{_ONE.format('c')}{_TAIL})|"
    r"(?P<turn>不对|算了|不好意思|(?:发|打|说|点|选|按|写|手)?[错滑]了?|等等|哎呀)|"
    r"(?:谢谢?(?:你|您|老师|啦|了|啊|哈|哦|呀)*|多谢|唔该|麻烦(?:你|您)?了?|好的?|嗯|哦|老师|你好|您好|请)+|"
    r"[,。.!?;:、~…\ufe0f\u20e3 ]+"
)


def find_choice(text: str) -> int | None:
    """The 1-based number a normalised message picks; None when it picks several, none, or by a place only
    the list tells (倒数第二个).

    >>> find_choice("最后那个不要,要第一个"), find_choice("2,不对,是3"), find_choice("第一个和第三个")
    (1, 3, None)
    """
    if len(text) > LONGEST:
        return None
    plain = choice_number(text)
    if plain is not None:
        return plain
    chosen: list[int] = []
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            return None
        if piece["turn"]:
            chosen.clear()
        elif piece["yes"]:
            chosen.append(1 if piece["c_first"] else _value(piece["c"]))
        at = piece.end()
    return chosen[0] if len(chosen) == 1 else None


def _value(written: str) -> int:
    if written in "abcdefgh":
        return ord(written) - ord("a") + 1
    return int(written) if written.isdigit() else int(number(written))
