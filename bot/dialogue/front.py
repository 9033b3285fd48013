"""What a message means before the engine is asked, and what every reply is given before it is shown.

Pure. `before_engine` settles lists, danger, flows and the question 「您现在安全吗」; what is left is
`Ask`: words for the engine. `settle` keeps the flow under way within reach.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.content.catalogue import GENERAL_PROTOCOL, Catalogue
from bot.dialogue import afterwards, children, plan, practice, quiz, recall, small_words
from bot.dialogue.address import addressed
from bot.dialogue.afterwards import out_of_danger
from bot.dialogue.choice import OffList, choose
from bot.dialogue.disclosed import by_button, disclosed
from bot.dialogue.duty import BUTTON, DETECTOR
from bot.dialogue.home import answered
from bot.dialogue.home.place import home_alone
from bot.dialogue.labels import GO_ON_QUIZ, GO_ON_SCENE, SAFE, UNSAFE, resolve
from bot.dialogue.pages import MENU, asks_for_help
from bot.dialogue.plan_setup import tell_child
from bot.dialogue.plan_step import under_way
from bot.dialogue.plan_words import meant
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.safe_now import are_you_safe, is_safe
from bot.dialogue.scene import live
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload, read_payload
from bot.text.english import is_english
from bot.text.near import bare
from bot.text.normalise import normalise

KEPT = "/kept"
"""Payload of 看结果 and 继续: whatever is kept for the person."""
GO_ON = "继续"
FETCH_WORDS = frozenset({"看结果", GO_ON})
MENU_WORDS = frozenset(
    "菜单 主菜单 回菜单 返回菜单 回到主菜单 返回 返回上一级 首页 回首页 帮助 目录 功能 help menu back home ? ？".split()
)
CERTIFICATE_WORDS = re.compile(
    r"(?:我要|我想|给我|领|看|看看|拿)*(?:我的|一下)?(?:学习)?证书(?:呢|吧|在哪(?:里|儿)?)?[?？]?"
)
DELETE_WORDS = frozenset({"删除我的数据", "删除我的资料", "清除我的数据", "清空我的数据"})
PLAN_WORDS = re.compile(
    r"(?:给我|帮我|我想|我要|想|要|来)*(?:定|订|做|看|看看|接着)?(?:我的|一个|个)?(?:小|通话)?计划(?:吧|呗)?"
)
GROWN_UP = 18
IN_VAIN = re.compile(
    r"(?:(?:我|俺)?(?:都|也|已经)?(?:(?:照|按|依)(?:你|您|这个)?.{0,8}(?:做|试|讲|说|办|弄)|试|说|讲|教|做|弄|骂|劝)"
    r"(?:了|过|哒|咯|嘞){0,2}(?:几|好几|两|三)?(?:天|回|次|遍)?[,，。 ]?)?"
    r"(?:但|可|可是|但是)?(?:他|她|娃儿?|孩子|崽|儿子|女儿|闺女|妹妹|效果)?(?:就是|还是|也是|都|也|仍然|照样|依然|总是|又)?"
    r"(?:不听话?|不行|冇用|没用|不管用|不顶用|不中|没效果|没得用|不好使|不灵|不理(?:我|人)?|不改|老样子|那样|这样)"
    r"(?:了|啊|呀|哦|嘛|呢|的)*[,，]?(?:咋办|怎么办|咋整|咋个办|点算|该咋办|怎么搞)?[?？。.!！~…]*"
)
"""What was advised has not helped; said of the page on screen and of nothing new."""
STOP_WORDS = frozenset({"退出", "停", "停止", "结束", "不做了", "不答了", "别考了"})


@dataclass(frozen=True)
class Ask:
    """Words for the engine. `concern`: the kind of danger that may be behind them."""

    text: str
    concern: str | None = None


@dataclass(frozen=True)
class Fetch:
    """The person wants what is kept for them."""


def before_engine(
    talk: Talk,
    text: str,
    danger: str | None,
    told: Mapping[str, Any],
    catalogue: Catalogue,
    now: float,
    concern: str | None = None,
) -> Reply | Ask | Fetch:
    """Settle a message without the engine, or say what to ask it.

    `danger`: the kind of disclosure the detector is sure of, `concern`: the one it holds possible;
    `told`: facts of the profile found in the text. A tap or number for the list on screen comes
    before the detector: an option such as 还没找到 would otherwise restart the protocol it stands in.
    """
    word = text.strip().lower()
    chosen = choose(text, talk.options)
    if (danger or concern) and isinstance(chosen, Option) and not talk.check and bare(text) != bare(chosen.label):
        chosen = None  # 「打得不好，他说不想活了」 says more than the option it resembles
    if word in FETCH_WORDS and not isinstance(chosen, Option):
        if word == GO_ON and (flow := _to_go_on(talk, catalogue)) is not None:
            return picked(talk, Option(word, flow), catalogue, now)
        if word == GO_ON and not talk.check and catalogue.topic(talk.page or "") and KEPT not in _payloads(talk):
            return respond(Turn("more_detail", talk, text=text, now=now), catalogue)
        return Fetch()
    if isinstance(chosen, Option):
        return picked(talk, chosen, catalogue, now)
    if danger is not None:
        asked = practice.in_danger(talk, text, danger, catalogue)
        return asked or disclosed(respond(Turn(danger, talk, text=text, now=now), catalogue), DETECTOR)
    if (placed := answered(talk, text, catalogue, now)) is not None:
        return respond(placed, catalogue)
    if word in DELETE_WORDS:
        return respond(Turn("delete_my_data", talk, now=now), catalogue)
    if concern is None and (turn := meant(talk, text, chosen, catalogue, now)) is not None:
        return respond(turn, catalogue)
    if concern is None and (named := children.answered(talk, text, told, now)) is not None:
        return picked(talk, named, catalogue, now)
    if (number := small_words.dialled(text)) is not None and not talk.check:
        return _cannot_call(talk, number, catalogue, now)
    if isinstance(chosen, OffList):
        if talk.ask == "age" and chosen.number < GROWN_UP:  # how old? 「8」
            told = {"child_age_months": chosen.number * 12}
            return tell_child(Turn("tell_child", talk, told, text=text, now=now), catalogue)
        line = catalogue.texts.line("talk", "picked_wrong", n=len(talk.options))
        if live(talk, catalogue) is not None and not practice.asking(talk, catalogue):
            line = catalogue.texts.line("scene", "number")
        return Reply(line, talk.options, aside=True)
    if not talk.check and (choice := quiz.meaning(text, talk, catalogue)) is not None:
        return picked(talk, Option(text, choice), catalogue, now)
    if (known := resolve(text, talk, catalogue)) is not None:
        return picked(talk, Option(text, known), catalogue, now)
    if talk.check:
        if talk.held is not None and (answer := is_safe(text)) is not None:
            return picked(talk, Option("", SAFE if answer else UNSAFE), catalogue, now)
        if out_of_danger(text) and (onward := afterwards.go_on(talk, catalogue, now, text)) is not None:
            return replace(onward, urgent=False)  # the question has been answered
        return are_you_safe(text, catalogue, again=talk.held is not None)
    stop, menu = word in STOP_WORDS, word in MENU_WORDS
    if (heard := practice.hears(talk, text, concern, catalogue, now, stop=stop, menu=menu)) is not None:
        return worried(heard[0], heard[1], catalogue, talk.profile.role) if heard[1] else disclosed(heard[0], BUTTON)
    run = under_way(talk, catalogue)
    if word in STOP_WORDS and run is not None and (run.on_screen or (run.asks and talk.quiz is None)):
        return respond(Turn("plan_stop", talk, now=now), catalogue)
    if word in STOP_WORDS and talk.quiz is not None:
        return respond(Turn("quiz_stop", talk, now=now), catalogue)
    if talk.ask is not None and _answers(talk.ask, told):
        return tell_child(Turn("tell_child", talk, told, text=text, now=now), catalogue)
    if concern is None and (home := home_alone(text, talk.profile)) is not None:
        return tell_child(Turn("tell_child", talk, {"place": home}, text=text, now=now), catalogue)
    if word in MENU_WORDS:
        return respond(Turn("show_menu", talk, now=now), catalogue)
    if catalogue.topic(talk.page or "") is not None and concern is None and IN_VAIN.fullmatch(word):
        return respond(Turn("more_detail", talk, text=text, now=now), catalogue)
    clean = normalise(text)
    if PLAN_WORDS.fullmatch(clean):
        return respond(Turn("my_plan", talk, now=now), catalogue)
    if recall.WORDS.fullmatch(clean):
        return respond(Turn("quiz_recall", talk, now=now), catalogue)
    if CERTIFICATE_WORDS.fullmatch(clean):
        return respond(Turn("quiz_progress", talk, {"certificate": True}, now=now), catalogue)
    if concern is None and (reply := _small(talk, text, catalogue, now)) is not None:
        return reply
    return Ask(text, concern)


def _small(talk: Talk, text: str, catalogue: Catalogue, now: float) -> Reply | None:
    """Faces, English and sarcasm; None for everything else."""
    if (intent := small_words.small(text)) is not None:
        return respond(Turn(intent, talk, now=now), catalogue)
    if small_words.no_words(text):
        return small_words.faces(talk, text, catalogue)
    return small_words.english(talk, catalogue) if is_english(text) else None


def _cannot_call(talk: Talk, section: str, catalogue: Catalogue, now: float) -> Reply:
    """A number to dial was typed to us: we cannot call, and say how it is dialled."""
    shown = respond(Turn(small_words.HOTLINES, talk, {"section": section}, now=now), catalogue)
    return replace(shown, text=catalogue.texts.line("talk", "cannot_call") + "\n" + shown.text)


def _payloads(talk: Talk) -> frozenset[str]:
    return frozenset(option.payload for option in talk.options)


def _to_go_on(talk: Talk, catalogue: Catalogue) -> str | None:
    """What 继续 goes on with: the flow on screen, else a waiting quiz, scene or plan; None while something is kept."""
    if talk.check:
        return None
    if practice.goes_on(talk, catalogue):
        return GO_ON_SCENE
    in_quiz = quiz.under_way(talk, catalogue) is not None
    run = under_way(talk, catalogue)
    planned = run is not None and not talk.quiet and all(o.payload != KEPT for o in talk.options)
    if in_quiz and not (planned and run is not None and run.on_screen):
        return GO_ON_QUIZ
    return payload("my_plan") if planned else None


def worried(reply: Reply, kind: str, catalogue: Catalogue, role: str | None = None) -> Reply:
    """The normal answer with one question that costs an innocent person nothing; its answer is the list's last."""
    if reply.urgent or reply.forget or reply.hold is not None:
        return reply
    need = Option(catalogue.texts.line("talk", "need_help"), payload(kind))
    line = catalogue.texts.line("talk", "concern_young" if role == "young_worker" else "concern")
    text = f"{reply.text}\n\n{line}"
    return replace(reply, text=text, options=(*reply.options, need))


def picked(talk: Talk, option: Option, catalogue: Catalogue, now: float) -> Reply | Ask | Fetch:
    """What a chosen option brings; none needs the engine but the words that waited for 「安全了」."""
    if option.payload == KEPT:
        return Fetch()
    if option.payload == UNSAFE:
        page = talk.page if talk.page and catalogue.is_protocol(talk.page) else GENERAL_PROTOCOL
        return disclosed(respond(Turn(page, talk, now=now), catalogue), BUTTON)
    if option.payload == SAFE and talk.held:
        if PLAN_WORDS.fullmatch(normalise(talk.held)):
            return respond(Turn("my_plan", talk, now=now), catalogue)
        return Ask(talk.held)
    waiting = talk.quiz if quiz.under_way(talk, catalogue) is not None else None
    if option.payload == GO_ON_QUIZ:
        return quiz.go_on(waiting, catalogue) if waiting else respond(Turn("quiz_start", talk, now=now), catalogue)
    leaves = option.payload in (SAFE, MENU) and talk.check
    if leaves and waiting is not None:
        asked = quiz.go_on(waiting, catalogue)
        return replace(asked, text=catalogue.texts.line("talk", "good_safe") + "\n\n" + asked.text)
    if leaves and plan.way_back(talk, catalogue, now) is not None:
        asked = respond(Turn("my_plan", talk, now=now), catalogue)
        return replace(asked, text=catalogue.texts.line("talk", "good_safe") + "\n\n" + asked.text)
    if option.payload == SAFE:
        shown = respond(Turn("show_menu", talk, now=now), catalogue)
        return replace(shown, text=catalogue.texts.line("talk", "good_safe") + shown.text)
    return by_button(respond(read_payload(option.payload, talk, now), catalogue), option, talk, catalogue)


def _answers(asked: str, told: Mapping[str, Any]) -> bool:
    wanted = {"age": ("child_age_months", "grade"), "caregiver": ("caregiver",)}
    return any(told.get(name) is not None for name in wanted.get(asked, ()))


def settle(talk: Talk, reply: Reply, catalogue: Catalogue, now: float = 0.0) -> Reply:
    """The reply with a way back to the flows it interrupts; a protocol and its question stay undisturbed."""
    reply = addressed(reply, reply.profile.get("role") or talk.profile.role)
    if reply.urgent or reply.forget or reply.aside or reply.hold is not None:
        return reply
    backs: list[Option | None] = []
    if reply.scene is None:  # the worker's words are a question too; nothing else is put under them
        if quiz.under_way(talk, catalogue) is not None and reply.quiz is None and not reply.quiz_over:
            backs.append(Option(catalogue.texts.line("quiz", "back"), GO_ON_QUIZ))
        # A question of a quiz is a list of answers; nothing else is put under it.
        if reply.plan is None and not reply.plan_over and reply.quiz is None:
            backs.append(plan.way_back(talk, catalogue, now))
        backs += practice.ways_back(talk, reply, catalogue)
    there = {o.payload for o in reply.options}
    found = [back for back in backs if back is not None and back.payload not in there]
    last = len(reply.options) - asks_for_help(reply, catalogue)  # 「点最后一个」 stays the last one
    return replace(reply, options=(*reply.options[:last], *found, *reply.options[last:]))
