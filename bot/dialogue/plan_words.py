"""Words typed to a plan that waits for an answer: a shift, a clock, how a call went. Anything longer is a message."""

from __future__ import annotations

import re

from bot.content.catalogue import Catalogue
from bot.dialogue.choice import OffList
from bot.dialogue.plan_run import RESULTS
from bot.dialogue.plan_step import under_way
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.call_times import SHIFTS, spoken
from bot.text.near import bare
from bot.text.normalise import normalise

LONGEST = 14
"""Characters of an answer; a longer one is read by the engine."""
_SHORT = 2
"""一般 may be said of anything; 打得好 is said of a call."""
_NOON = 12
_LATEST_BARE = 10
"""Without 早上 or 晚上 hours up to this are of the afternoon: children who go to school are called then."""
_EARLIEST_NIGHT = 5
_NIGHT = ("夜里", "晚上", "晚")
_NUMERAL = {n: i for i, n in enumerate("零一二三四五六七八九十")} | {"两": 2, "十一": 11, "十二": 12}
_SPOKEN = re.compile(
    r"(?:就|那|还是|改|选|每天|每晚|大概|我想)*"
    r"(?P<part>早上|早晨|上午|中午|下午|傍晚|晚上|晚|夜里|今晚)?"
    r"(?P<hour>2[0-4]|1\d|\d|十[一二]|[一二两三四五六七八九十])"
    r"(?:[:：](?P<minute>[0-5]\d)|(?:点钟?|时)(?:(?P<half>半)|(?P<quarter>[一三]刻)|(?P<past>[0-5]?\d)分?)?)"
    r"(?:打|吧|可以|行|左右|钟|整)*[。.!~]*"
)
_SHIFTS = (
    ("rotating", re.compile(r"倒|轮|不固定|没准|不一定|有时")),
    ("night", re.compile(r"夜|晚班|大夜|小夜")),
    ("day", re.compile(r"白|长白|常日|日班|早班|正常班")),
)
_VERY, _FINE = "(?:挺|很|蛮|还|真|都|比较|特别)", "(?:好|不错|顺利?|开心|高兴)"
_WENT = (
    ("missed", re.compile(r"没打|没通|没接|不接|打不通|未接|忘了|忘记|没空|没来得及|加班|没人接")),
    ("fair", re.compile(r"一般|还行|凑合|马马虎虎|就那样|不好不坏")),
    ("bad", re.compile(r"不好|不太好|不顺|(?<!没)吵|(?<!我)哭了|挂了|不理|没话|不说话")),
    (
        "good",
        re.compile(
            rf"^(?:打|聊|说|讲)?[得的]?{_VERY}*{_FINE}(?:得很|着呢|多了|了|呀|啊)*$|^{_VERY}+{_FINE}的$|笑|肯说|聊了"
        ),
    ),
)


def clock_of(text: str) -> str | None:
    """The clock a short message names; what can be evening is evening, as calls home are.

    >>> clock_of("晚上八点半"), clock_of("7:30"), clock_of("早上9点"), clock_of("三岁")
    ('20:30', '19:30', '09:00', None)
    """
    found = _SPOKEN.fullmatch(normalise(text).replace(" ", ""))
    if found is None:
        return None
    token = found["hour"]
    hour = int(token) if token.isdigit() else _NUMERAL[token]
    minute = int(found["minute"] or found["past"] or 0)
    if found["half"]:
        minute = 30
    if found["quarter"]:
        minute = 15 if found["quarter"].startswith("一") else 45
    part = found["part"] or ""
    if part in ("早上", "早晨", "上午"):
        evening = False
    elif part == "":
        evening = hour <= _LATEST_BARE
    else:  # 夜里一点 is one o'clock, 中午一点 thirteen
        evening = hour < _NOON and (part not in _NIGHT or hour >= _EARLIEST_NIGHT)
        evening = evening and not (part == "中午" and hour >= _LATEST_BARE)
    if hour == _NOON and part in _NIGHT:
        hour = 0
    hour = hour + 12 if evening else hour
    return f"{hour % 24:02d}:{minute:02d}"


def evening_hour(number: int) -> str | None:
    """A bare number that is not on the list of clocks: 「8」 is eight in the evening."""
    return f"{number + 12:02d}:00" if _EARLIEST_NIGHT <= number <= _LATEST_BARE else None


def shift_of(text: str) -> str | None:
    """The shift a short message names."""
    clean = normalise(text)
    return next((shift for shift, words in _SHIFTS if words.search(clean)), None) if len(clean) <= LONGEST else None


def result_of(text: str) -> str | None:
    """How a call went, in a few words of somebody's own."""
    clean = normalise(text).rstrip("。.!~")
    if len(clean) > LONGEST or re.search(r"[?吗呢么]|怎么|咋|谁|哪", clean):
        return None
    return next((result for result, words in _WENT if words.search(clean)), None)


def meant(talk: Talk, text: str, chosen: OffList | None, catalogue: Catalogue, now: float) -> Turn | None:
    """What words mean to a plan that waits for an answer, as the option they stand for; None when they are none.

    While something else is on screen only an answer's own label counts: the tap in an older message.
    """
    run = under_way(talk, catalogue)
    if run is None or run.stopped or talk.quiet or talk.check:
        return None
    if isinstance(chosen, OffList):
        clock = evening_hour(chosen.number) if run.stage == "time" and run.on_screen else None
        return Turn("plan_time", talk, {"time": clock}, text=text, now=now) if clock else None
    if run.stage == "shift":
        said, labels = shift_of(text), {bare(catalogue.texts.line("shift", s)): s for s in SHIFTS}
        intent, name = "plan_shift", "shift"
    elif run.stage == "check":
        said, labels = result_of(text), {bare(catalogue.texts.line("result", r)): r for r in RESULTS}
        intent, name = "plan_result", "result"
    elif run.stage == "time" and (said := clock_of(text)) is not None:
        labels, intent, name = {bare(spoken(said)): said}, "plan_time", "time"
    elif run.stage == "step" and run.call_at <= now:  # told before it was asked
        said, labels = (
            None,
            {label: r for r in RESULTS if len(label := bare(catalogue.texts.line("result", r))) > _SHORT},
        )
        intent, name = "plan_result", "result"
    else:
        return None
    answer = labels.get(bare(text)) or (said if run.on_screen else None)
    return Turn(intent, talk, {name: answer}, text=text, now=now) if answer else None
