"""What a lesson somebody asks for is about: 有没有讲防溺水的课 → 防溺水."""

from __future__ import annotations

import re

from bot.text.entities.entity import Entity

_COURSE = r"(?:小课|课程|(?<![上下功逃补网旷听备停代选放复开讲缺翘])课(?!本|文|堂|外|间|时|表|桌|上|后|余|题|代表|程))"
_SHOWN = r"(?:漫画|动画(?!片)|小测(?:验|试)?|测验|(?<![短打刷拍])视频(?!电话|通话|聊天|里|号|的(?!课)))"
_WHICH = r"(?:有关|相关|方面|的|这|那|几|一|两|个|节|集|期|门|本|堂|点|些|种|类|小){0,5}"
_LESSON = rf"(?:{_WHICH}{_COURSE}|(?:的|那|这){_WHICH}{_SHOWN})"
_TOPIC = r"(?P<topic>[^,。.!?;:\"“”]{2,18}?)"
_TOLD = re.compile(
    rf"(?:讲解?|关于|有关|教(?!室|育局|材|程|师|练|训|的都)|介绍)(?:一下|下|讲|人|大家|的是|到)?{_TOPIC}{_LESSON}"
)
_WANTED = re.compile(
    rf"(?:想[看学听]|看[看下]|有没有|有没得|有冇|有无|有莫得|来[个点节一]|找(?:一下|下|个|点|找|一?节)?|给我(?:发|"
    rf"来|看|放|找)|打开|发(?:我|个|一?下)|要看|再看(?:一遍|一下|看)?|学[学下]|推荐|重看|翻出|"
    rf"(?:^|[,。!? 们里上儿这])有(?=[^,。!?]{{2,14}}的(?:课|小课|漫画|视频|动画|小测)(?:程|吗|不|么|没|伐|呀|呢|$)))"
    rf"(?:一下|下|一|个|点|些|节|集|期|本|那个?|这个?|几|的|看|听|学|我|有|种)*{_TOPIC}(?:的|那|"
    rf"这){_WHICH}(?:{_COURSE}|{_SHOWN})"
)
# A lesson named at the head of a clause; its name may not look like a sentence of its own.
_NAMED = re.compile(
    rf"(?:^|[,。!? ])(?P<topic>[^,。.!?;:\"“” "
    rf"我你您他她它恁俺额们不没了就再上下第几周月每退停关订收发换看听学放新完给想要能都些啥哪这那过昨今打开来读总只还有]{{2,10}}?)"
    rf"(?:的|那|这)?(?:节|个|集|期|门)?(?:小测|漫画|{_COURSE})(?=$|[,。!? 呢吗在]|有没|有[吗吧]|有不|有伐|怎么找)"
)
_EMPTY = re.compile(
    r"(?:这|那|上|下|本|每|哪|几|第?[一二三四五六七八九十\d]+|最近?|新|今|昨|明|周|天|期|节|个|次|集|段|的|全部|"
    r"所有|其他|其它|别|什么|啥子?|哪些|免费|网上?|好|有趣|点|们|你们?|他们?|她们?|我们?|"
    r"孩子|娃|女儿|儿子|有|没有?|一下|看|听|学|老|之前|刚才|刚刚|刚|加|短|适合|老师|星期|礼拜|前|后|在|公开|体育|"
    r"数学|语文|英语|美术|音乐|多|少|些|为什么|没|多少|完|过|了|不|会|是|线长|能|到|下载|相关|有关|"
    r"专门|可以|像|抖音|样|一样|张|翻|四格|小人|视频|动画|漫画|出|说|讲|继续|接着|先|更新|动|画|合适|简单|当|大家|"
    r"人|家长|嘅|同款|年轻|随便|任意|错过|自己)*"
)
_LEAD = re.compile(
    r"(?:一下|一些|一点|一[堂个节段]|一|下|个|堂|节|点|些|有|看|听|过|讲讲?|关于|有关|教人|教|那个?|这个?|种|的|我|"
    r"想|给|,| )+(?=..)"
)


def find_topic(text: str) -> list[Entity]:
    """`topic` of a normalised text that speaks of a lesson, comic, film or quiz."""
    if not re.search(r"课|漫画|动画|视频|小测|测验", text):
        return []
    for pattern in (_TOLD, _WANTED, _NAMED):
        for found in pattern.finditer(text):
            start, end = found.span("topic")
            about = re.sub(r"(?:这方面|方面|的|那|这|这个|那个|一|有关|相关)+$", "", text[start:end]).strip()
            lead = _LEAD.match(about)
            if lead:
                start, about = start + lead.end(), about[lead.end() :]
            if len(about) >= 2 and not _EMPTY.fullmatch(about):
                return [Entity("topic", about, start, start + len(about))]
    return []
