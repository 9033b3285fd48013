"""Who begins by saying who they are, and then what troubles them: 我17，在电子厂，晚上老失眠. Pure.

Read as one, such a message is taken for an introduction, and the trouble gets no answer.
"""

from __future__ import annotations

import re

from bot.content.catalogue import Catalogue
from bot.dialogue.reply import Reply
from bot.text.normalise import normalise

INTRODUCES = "set_role"
"""The reading of an introduction."""
SHORTEST = 4
"""Characters of a trouble."""
SURE = 0.6
"""Confidence from which it is answered."""
_I = r"(?:我|俺|咱|额|人家|本人)"
_AGE = r"(?:\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?)"
_WORK = r"(?:打工|上班|干活|做工|做事|做活|实习|流水线|线上|厂里?|工厂|车间|工地|打螺丝|插件|包装|当?学徒|务工)"
_WHO = (
    r"(?:女工|男工|员工|工人|普工|打工(?:的|人|妹|仔)|学徒工?|学生|实习生|中专生|技校生|新人|新来的|家长|妈妈?|爸爸?|宝妈|"
    r"线长|班长|组长|拉长|主管|课长|车间主任)"
)
_SAYS_WHO = re.compile(
    rf"(?:你好|您好|那个|嗯)?{_I}?(?:们)?(?:是|系|今年|现在|才|刚|刚满|快|都|也|就|叫|一个|个|名)*"
    rf"(?:{_AGE}(?:岁|周岁)?(?:半|多)?(?:的)?|(?:女|男)(?:的|生|孩)?|{_AGE}(?:岁)?(?:女|男)(?:的|生|孩)?|.{{0,6}}{_WHO})"
    rf"(?:了|啦|哈|啊|呀)?"
    rf"|{_I}?(?:们)?(?:一个人)?(?:刚|才|现在|目前|就)?(?:在|喺|到|来|进|从).{{0,8}}{_WORK}(?:里|里面|上)?(?:{_WORK})?"
    rf"(?:{_AGE}|几|两|半)?(?:个)?(?:天|年|月|个月)?(?:了|的|多)?"
)
_TROUBLES = re.compile(
    r"[?？]|怎么|咋|怎样|吗|啥|什么|能不能|可不可以|如何|为什么|办|想问|老(?!家|公|婆|师|板|人|乡|大|二|三|屋|表|早)|总(?:是|不|说)"
    r"|天天|失眠|睡不|哭|骂|打(?!工|螺|卡|字|扰)|病|疼|痛|烦|怕|难受|累|压力|欺负|摸|吵|闹|扣|拖欠|少发"
    r"|想(?:家|娃|孩子|妈|爸|死|哭|我)|不(?:听|肯|理|想|接|写|吃|睡|爱|会|让|给|敢|说话)"
)
"""Without one of these what follows only says more of who one is: 我是家长，娃在老家."""
_GREETS = re.compile(r"你好|您好|在吗|在不在|请问|hi|hello|哈喽|打扰了?|麻烦了?")
_CLAUSE = re.compile(r"[,，。.!！?？;；、~\s]+")


def trouble(text: str) -> str | None:
    """What follows the clauses that say who one is; None when nothing does, or when there are none.

    >>> trouble("我17，在电子厂，晚上老失眠")
    '晚上老失眠'
    >>> trouble("我是线长，刚上任") is None
    True
    """
    clauses = [clause for clause in _CLAUSE.split(text) if clause and not _GREETS.fullmatch(normalise(clause))]
    said = 0
    while said < len(clauses) and _SAYS_WHO.fullmatch(normalise(clauses[said])):
        said += 1
    rest = "，".join(clauses[said:])
    return rest if said and len(rest) >= SHORTEST and _TROUBLES.search(rest) else None


def answers_it(reply: Reply, catalogue: Catalogue) -> bool:
    """Whether the reply to the trouble alone is one: a page, read surely, or a protocol; else the introduction
    stands."""
    return reply.urgent or (reply.page in catalogue.pages and reply.confidence >= SURE)
