"""Which of several children is meant, and the names they are called by, kept only where the person agrees.

Pure. `aim` finds the child by name or age before anything is answered, and asks where it is unclear and the answer
would be another one; `propose` asks whether a name that was said may be used; `keep` takes the answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.content.catalogue import Catalogue
from bot.content.models import START, Page
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload
from bot.people.call_times import day_of
from bot.people.children import CHILD, Child, could_be
from bot.people.names import Told, children_told, named_in
from bot.people.profile import Profile

NAME = "child_name"
MAIN, BESIDE, WHICH = "name", "name_beside", "child"
"""What `Talk.ask` holds: a name is asked about, one is asked about under an answer, a child is to be chosen."""
LATELY = 30 * 60
"""Seconds for which the child named last stays the one that is meant."""
_ABOUT_A_CHILD = ("parent_", "guardian_", "report_", "tell_child")
_YES = re.compile(r"(?:行|可以|就叫|就这么叫|中|要得|得行)(?:的|啊|呀|吧|哦|了|嘛|他|她|这个|呢|吗)*[。.!！~]*")
_YES_ALONE = re.compile(r"(?:好|嗯|对|是|ok|没问题|同意|当然)(?:的|啊|呀|吧|哦|了|嘛|可以)*[。.!！~]*")
_NO = re.compile(r"(?:不用|不要|不行|不好|不必|不|算了|别|免了|不可以)(?:了|记|叫|吧|的|这么|啊|他|她)*[。.!！~]*")


def aim(turn: Turn, catalogue: Catalogue) -> Turn | Reply:
    """The turn with the child that is meant, or the question which one it is.

    A child that is not known yet (another name, an age that is nobody's) is answered for by what the message says of
    it, and nothing of that is laid over the child the talk was about.
    """
    profile, now = turn.talk.profile, turn.now
    if turn.role == "manager" or not turn.intent.startswith(_ABOUT_A_CHILD):
        return turn
    if "child" in turn.entities:
        return turn
    if turn.entities.get("stranger"):
        return _nobody(turn)
    named = named_in(turn.text, profile.names)
    if len(named) == 1:
        return _about(turn, named[0])
    told = {key: turn.entities[key] for key in CHILD if turn.entities.get(key) not in (None, "")}
    new = [t for t in children_told(turn.text) if t.name not in profile.names] if turn.text and not named else []
    if new and profile.children and (profile.name or not could_be(profile.child, {**told, **new[0].facts}, now)):
        return _nobody(turn)
    if len(profile.children) < 2 or turn.talk.ask in ("age", "caregiver"):  # we asked of the child we talk about
        return turn
    if told.get("child_age_months") is not None or told.get("grade"):
        fits = [child for child in profile.children if could_be(child, told, now) and child.months(now) is not None]
        if len(fits) == 1:  # the age says which one; how old it is, we know
            rest = {k: v for k, v in turn.entities.items() if k not in ("child_age_months", "grade")}
            return _about(replace(turn, entities=rest), fits[0].name)
        if not fits and turn.intent != "tell_child":
            return _nobody(turn)
    if 0 <= now - turn.talk.meant < LATELY or len(named) > 1:
        return turn
    page = catalogue.pages.get(turn.intent)
    if turn.intent.startswith("report_"):  # never a question before what must be done
        return _nobody(turn)
    if turn.text and ((turn.intent == "tell_child" and told) or (page is not None and _matters(page, profile, now))):
        return _which(turn, told, catalogue)
    return turn


def _about(turn: Turn, name: str) -> Turn:
    return replace(turn, entities={**turn.entities, "child": name})


def _nobody(turn: Turn) -> Turn:
    """Of none of the children we know: their facts fit nothing, and what is told is not theirs."""
    talk = replace(turn.talk, profile=turn.talk.profile.about_nobody())
    return replace(turn, talk=talk, entities={**turn.entities, "stranger": True})


def _matters(page: Page, profile: Profile, now: float) -> bool:
    """Whether the page says something else to one child than to another."""
    tags = [profile.about(child.name).tags(now) for child in profile.children]
    return len({page.section(START, known).name for known in tags}) > 1


def _which(turn: Turn, told: Mapping[str, Any], catalogue: Catalogue) -> Reply:
    """「您说的是哪个孩子」."""
    lines = catalogue.texts
    options = [
        Option(child.name or lines.line("child", "other"), payload(turn.intent, child=child.name, **told))
        for child in turn.talk.profile.children
    ]
    if turn.intent != "tell_child":
        options.append(Option(lines.line("child", "all"), payload(turn.intent, stranger=True)))
    return Reply(lines.line("child", "which"), tuple(options), ask=WHICH)


def meant(turn: Turn) -> dict[str, Any]:
    """What an answer keeps of it: which child the talk is about."""
    child = turn.entities.get("child")
    known = {c.name for c in turn.talk.profile.children}
    return {"child": child} if child in known else {}


def propose(turn: Turn, reply: Reply, catalogue: Catalogue) -> Reply:
    """The reply with the question whether a name that was just said may be used.

    Told of the child, it is the one question; said in passing, one line and one option under the answer, once a day.
    """
    talk = turn.talk
    if not turn.text or turn.role not in (None, "parent") or reply.urgent or reply.forget or reply.hold is not None:
        return reply
    telling = turn.intent == "tell_child"
    if not telling and (not turn.intent.startswith(_ABOUT_A_CHILD) or reply.ask or talk.quiet or _asked(turn)):
        return reply
    told = [t for t in children_told(turn.text) if t.name not in talk.profile.names and (telling or t.nick)]
    if not told:
        return reply
    return _ask(told, turn, reply, catalogue) if telling else _beside(told[0], reply, catalogue)


def _asked(turn: Turn) -> bool:
    return turn.talk.named >= day_of(turn.now).toordinal()


def _ask(told: list[Told], turn: Turn, reply: Reply, catalogue: Catalogue) -> Reply:
    """The question alone. What was told of one child is noted whatever the answer; of several, nothing is before it."""
    lines = catalogue.texts
    if len(told) == 1:
        text, label = lines.line("child", "may_i", name=told[0].name), lines.line("child", "yes", name=told[0].name)
    else:
        names = "".join(f"“{t.name}”" for t in told)
        text, label = lines.line("child", "may_i_all", names=names), lines.line("child", "yes_all")
    known = len(told) == 1 and not turn.entities.get("stranger")
    options = (
        Option(label, payload(NAME, children=[t.as_dict() for t in told])),
        Option(lines.line("child", "no"), payload(NAME, **(told[0].facts if known else {}))),
    )
    text = f"{lines.line('account', 'noted_it')}{text}" if known and told[0].facts else text
    return Reply(text, options, profile=reply.profile if known else {}, ask=MAIN, intent=reply.intent)


def _beside(told: Told, reply: Reply, catalogue: Catalogue) -> Reply:
    question = catalogue.texts.line("child", "may_i", name=told.name)
    label = catalogue.texts.line("child", "yes", name=told.name)
    line = Option(label, payload(NAME, children=[told.as_dict()]))
    return replace(reply, text=f"{reply.text}\n\n{question}", options=(*reply.options, line), ask=BESIDE)


def answered(talk: Talk, text: str, told: Mapping[str, Any], now: float) -> Option | None:
    """The option that words answer: yes or no to a name, or the child that is meant; None when they answer nothing."""
    word = text.strip().lower()
    names = [o for o in talk.options if o.payload.startswith(f"/{NAME}")]
    if talk.ask in (MAIN, BESIDE) and names:
        if _YES.fullmatch(word) or (talk.ask == MAIN and _YES_ALONE.fullmatch(word)):
            return names[0]
        return names[-1] if talk.ask == MAIN and _NO.fullmatch(word) else None
    if talk.ask != WHICH:
        return None
    children = talk.profile.children
    found = named_in(text, talk.profile.names) or tuple(
        c.name for c in children if (told.get("child_age_months") or told.get("grade")) and could_be(c, told, now)
    )
    labels = [c.name for c in children]
    return talk.options[labels.index(found[0])] if len(found) == 1 and len(talk.options) >= len(labels) else None


def words(child: Child, now: float, catalogue: Catalogue) -> str:
    """A child in words: 老大上初一，爷爷奶奶带; empty when nothing is known but a name."""
    lines, parts = catalogue.texts, []
    months = child.months(now)
    if child.grade:
        parts.append(lines.line("grade", child.grade))
    elif months is not None:
        parts.append(f"孩子{months // 12}岁" if months >= 24 else f"孩子{months}个月")
    if child.caregiver:
        parts.append(lines.line("carer", child.caregiver))
    text = "，".join(parts)
    if not child.name:
        return text
    return text.replace("孩子", child.name, 1) if text.startswith("孩子") else f"{child.name}{text}"
