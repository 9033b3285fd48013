"""After a protocol: what is said in own words of somebody being out of danger, and how the protocol then goes on.

Asked 「孩子现在安全吗？谁在陪他」 people write 「在我身边」 or 「舍友在」, no label and no yes. Asking them again, or
showing the same steps once more, is what a machine would do.
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.content.models import EVERYBODY
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.text.normalise import normalise

LONGEST = 28
"""Characters of an answer; longer words tell something new."""
_WHO = (
    r"(?:舍友|室友|工友|同事|同学|老乡|老师|医生|护士|警察|民警|邻居|村干部|保安|有人|大家"
    r"|(?:两|三|几)个(?:人|大人|工友))"
)
_OUT = re.compile(
    rf"{_WHO}(?:都|也|正|一直|在)*(?:陪|守|看(?:着|护))|{_WHO}(?:也|都)?在(?:旁边|边上|身边|这|呢|的|$)"
    r"|(?:在|到)(?:我|咱|俺)(?:们)?(?:身边|旁边|这里|这儿|屋里|家|办公室)|跟(?:着)?我(?:在)?一起"
    r"|(?:在|送|到|去)(?:了|到)?(?:医院|医务室|卫生院|派出所|急诊)(?!.*(?:吗|不$|怎么|咋))"
    r"|(?:接|救|拉|劝|抱|找|走)(?:回|出|下|上)来了|(?:下|出|醒|回)(?:过)?来了|喊得醒|叫得醒|(?:警察|民警|救护车|120)(?:已经)?(?:来|到)了"
)
_MISSED = r"(?:人|娃儿?|孩子|小孩|崽|儿子|女儿|闺女|他|她|弟弟|妹妹)"
_IS_FOUND = re.compile(
    rf"(?:{_MISSED}|警察|老师|我们?|邻居|爷爷|奶奶|爸爸?|妈妈?|已经|刚才?|终于|总算|都|也|把|帮)*"
    rf"(?:找|寻)(?:到|着|见){_MISSED}?(?:了|啦|咯|哒|喽|嘞)(?:{_MISSED}|谢谢.{{0,6}})?"
)
"""A whole clause: 手机找到了 and 找到警察了 say nothing of the child."""
FOUND = "found"
_FOUND = re.compile(
    r"(?:找|寻|接|抱|救)(?:到|着|见|回|出|上)|回(?:来|家|屋)|在(?:我|咱|俺)(?:们)?(?:身边|旁边|屋里|家)"
)
_NOT = re.compile(r"(?:没|不|未|冇|别)(?:有|人|得|见|敢|在|到|来|接|找|醒|让)|[?？]|怎么|咋|吗|要不要")
"""Takes back the clause it stands in."""
_DANGER = re.compile(r"怕|死|淹|没气|人没了|打(?:我|他|她|人)|又|锁|逼|不想活|流血|还没|一个人|昏|喝了药|不安全|危险")
_CLAUSE = re.compile(r"[,，。.!！;；~\s]+")


def out_of_danger(text: str) -> bool:
    """Whether words say, shortly and without a doubt, that somebody is cared for now.

    >>> out_of_danger("已经下来了，在医务室，两个人陪着"), out_of_danger("没有人陪着他")
    (True, False)
    """
    clauses = [normalise(clause) for clause in _CLAUSE.split(text)]
    cared_for = any(
        (_OUT.search(clause) or _IS_FOUND.fullmatch(clause)) and not _NOT.search(clause) for clause in clauses
    )
    return cared_for and len(text) <= LONGEST and not _DANGER.search(normalise(text))


def go_on(talk: Talk, catalogue: Catalogue, now: float, text: str = "") -> Reply | None:
    """The protocol on screen, at what comes once the danger at hand is over; None when it is not, or is there."""
    page = catalogue.pages.get(talk.page or "")
    onward = page.afterwards if page is not None else {}
    section = onward.get(talk.profile.role or "") or onward.get(EVERYBODY)
    if page is None or section is None or section == talk.section:
        return None
    if section == FOUND and not _FOUND.search(normalise(text)):  # the police are there, the child is not
        return None
    return respond(Turn(page.name, talk, {"section": section}, text=text, now=now), catalogue)


def not_again(reply: Reply, words: str, talk: Talk, catalogue: Catalogue, now: float) -> Reply:
    """The reply to words that waited: the protocol they were an answer to is not begun anew, it goes on.

    The person has just said that they are safe, so the question is not asked once more.
    """
    again = talk.check and words == talk.held and reply.urgent and reply.page == talk.page
    onward = go_on(talk, catalogue, now, words) if again else None
    return reply if onward is None else replace(onward, urgent=False)
