"""Every page as everybody reads it fits one message, and every option can be typed and tapped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import unquote

import pytest

from bot.content.catalogue import load_catalogue
from bot.content.models import AGES, ROLES, Page
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.profile import Profile
from bot.reply.render import MAX_BYTES, MAX_CHARACTERS, render

CATALOGUE = load_catalogue()
TOPICS = [page for page in CATALOGUE.pages.values() if page.kind == "topic"]
PROTOCOLS = [page for page in CATALOGUE.pages.values() if page.kind == "protocol"]
NOW = 1_790_000_000.0
MONTHS = {"0-3": 18, "3-6": 54, "6-12": 108, "12-18": 174}
CARERS = (None, "grandparents_paternal", "grandparents_maternal", "mother", "father", "relative", "school", "nobody")
# Unknown, an ordinary county, one of a city that shares its code, long names, a municipality without counties' codes.
HOMES = (
    None,
    "贵州省毕节市织金县",
    "河南省信阳市固始县",
    "湖南省长沙市浏阳市",
    "云南省红河哈尼族彝族自治州金平苗族瑶族傣族自治县",
    "重庆市酉阳土家族苗族自治县",
    "新疆维吾尔自治区塔城地区和布克赛尔蒙古自治县",
)
_TAP = re.compile(r'^(\d+)\. <a href="weixin://bizmsgmenu\?msgmenucontent=([^&"]+)&msgmenuid=(\d+)">([^<]+)</a>$', re.M)


def sections(page: Page) -> list[str]:
    """The names of a page's sections, variants once."""
    return list(dict.fromkeys(key.partition("@")[0] for key in page.sections))


def profile(role: str | None, band: str | None, carer: str | None, home: str | None) -> Profile:
    """Somebody of whom that is known."""
    told = {"role": role, "child_age_months": MONTHS.get(band or ""), "caregiver": carer, "place": home}
    known = {name: value for name, value in told.items() if value is not None}
    return Profile().told_more(known | ({"home": "sure"} if home else {}), NOW)


def answers(page: Page, who: Profile) -> Iterator[tuple[str, Reply]]:
    """Every section of a page as that person gets it."""
    for section in sections(page):
        yield section, respond(Turn(page.name, Talk(profile=who), {"section": section}, now=NOW), CATALOGUE)


def faults(reply: Reply) -> list[str]:
    """What is wrong with an answer's rendering."""
    _, text, rest = render(reply)
    found = []
    if rest is not None:
        found.append("does not fit in one message")
    seen = re.sub(r"<[^>]+>", "", text)
    if len(seen) > MAX_CHARACTERS or len(text.encode()) > MAX_BYTES:
        found.append(f"{len(seen)} characters, {len(text.encode())} bytes")
    taps = _TAP.findall(text)
    labels = [option.label for option in reply.options]
    if [label for *_, label in taps] != labels or not labels:
        found.append(f"{len(taps)} of {len(labels)} options can be tapped")
    if any(
        int(n) != at or n != number or unquote(sent) != label for at, (n, sent, number, label) in enumerate(taps, 1)
    ):
        found.append("a number or a tap means something else than its label")
    if len(set(labels)) < len(labels):
        found.append("an option stands twice")
    if "{" in text:
        found.append("an unfilled field")
    return found


@pytest.mark.parametrize("page", TOPICS, ids=lambda page: page.name)
def test_every_topic_for_every_role_age_and_carer(page: Page) -> None:
    seen: set[tuple[str, tuple]] = set()
    for role, band, carer in product((None, *ROLES), (None, *AGES), CARERS):
        for section, reply in answers(page, profile(role, band, carer, None)):
            if (reply.text, reply.options) not in seen:
                seen.add((reply.text, reply.options))
                assert faults(reply) == [], (page.name, section, role, band, carer)


@pytest.mark.parametrize("page", [*PROTOCOLS, *TOPICS], ids=lambda page: page.name)
def test_every_page_for_every_role_wherever_home_is(page: Page) -> None:
    for role, home in product((None, *ROLES), HOMES):
        who = profile(role, None, None, home)
        for section, reply in answers(page, who):
            assert faults(reply) == [], (page.name, section, role, home)
            known = home is not None and role != "manager"
            if known and page.kind == "protocol":
                assert "老家区号加1" not in reply.text, (page.name, section, home)


def test_variants_are_reached() -> None:
    """The people above meet every variant that is written, or it is written for nobody."""
    met: set[tuple[str, str]] = set()
    for page in TOPICS + PROTOCOLS:
        for role, band, carer in product((None, *ROLES), (None, *AGES), CARERS):
            for section in sections(page):
                shown = page.section(section, profile(role, band, carer, None).tags(NOW))
                met.add((page.name, shown.name))
    written = {(page.name, key) for page in TOPICS + PROTOCOLS for key in page.sections}
    assert written - met == set()
