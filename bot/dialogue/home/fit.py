"""Pages fitted to home: 老家区号加110 becomes the number, and who has not told home yet is offered it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.content.models import START
from bot.dialogue.home.card import CALL, card
from bot.dialogue.home.place import NOT_THEIRS, Home, home_of, said_home
from bot.dialogue.reply import Option, Reply
from bot.dialogue.turn import Turn, payload
from bot.people.profile import SURE
from bot.text.places.divisions import named, near, path, title

HOTLINES, SERVICES = "guardian_hotlines", "guardian_services"
_CARDS = {HOTLINES: "all", SERVICES: "child_services"}
_NUMBER = r"(?P<n>110|120|12345)(?!\d)"
# How the pages say it: 老家区号加110; the same with the example; the example alone.
_SPOKEN = (
    re.compile(
        rf"(?P<verb>[拨打]?)老家(?:的)?区号加{_NUMBER}(?P<like>，(?:如(?:在)?毕节：|毕节就)拨0857(?P=n)(?!\d))?"
    ),
    re.compile(rf"(?P<verb>前面加|先拨|加)老家区号(?P<like>[，：](?:如)?毕节(?:就|：)拨0857){_NUMBER}"),
    re.compile(rf"(?P<verb>先拨)老家区号(?P<like>，跟着拨){_NUMBER}"),
)
_EXAMPLE = re.compile(r"毕节区号是0857：报警拨0857110，找政府拨085712345")


def at_home(turn: Turn, reply: Reply, catalogue: Catalogue) -> Reply:
    """A page as somebody of that home reads it. Replies that show no page stay as they are."""
    page = catalogue.pages.get(reply.page or "")
    if page is None or reply.hold is not None:
        return reply
    known = turn.talk.profile.told_more(reply.profile, turn.now)
    home, profile = home_of(known), reply.profile
    here = said_home(turn.text) if page.kind == "protocol" and turn.role not in NOT_THEIRS else None
    if here is not None and len(codes := named(here)) == 1 and Home(codes[0]).area.code:
        # 「孩子在织金不见了」: what is said of this danger goes before what was kept.
        home = Home(codes[0])
        profile = profile if known.home == SURE else {**profile, "place": path(codes[0]), "home": SURE}
    text, options, closing = reply.text, reply.options, reply.closing
    if home is not None:
        text = spoken(text, home)
        if page.kind == "protocol" and text != reply.text and home.area.shared:
            text += "\n" + catalogue.texts.line("home", "say_where", place=near(home.division))
        if reply.section == START and page.name in _CARDS and (page.name, turn.role) != (SERVICES, "young_worker"):
            need = catalogue.directory.needs[_CARDS[page.name]]
            shown = card(need, home, catalogue, turn.now, turn.role)
            text, closing, options = shown.text, shown.closing, (*options, shown.options[-1])
    elif "老家区号" in text or (reply.section == START and page.name in _CARDS):
        label = catalogue.directory.needs["all"].title
        options = (*options, Option(label, payload(CALL, need=catalogue.directory.need_of(page.name))))
    return replace(reply, text=text, options=options, closing=closing, profile=profile)


def spoken(text: str, home: Home) -> str:
    """The text with 老家区号 in front of a number replaced by the code.

    >>> spoken("① 报警：老家区号加110，如毕节：拨0857110；打不通就打本地110请他们转。", Home("411525"))
    '① 报警：信阳固始县拨0376110；打不通就打本地110请他们转。'
    """
    code = home.area.code
    if code is None:
        return text

    def dial(found: re.Match[str]) -> str:
        where = near(home.division) if found["like"] else ""
        verb = found["verb"] if found["verb"] in ("拨", "打") else ""
        return f"{where or verb}{'拨' if where else ''}{code}{found['n']}"

    for pattern in _SPOKEN:
        text = pattern.sub(dial, text)
    return _EXAMPLE.sub(f"{title(home.division)}区号是{code}：报警拨{code}110，找政府拨{code}12345", text)
