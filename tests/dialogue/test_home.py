"""The home-place router: places of all provinces, names of several places, and nothing shown that is not sure."""

from __future__ import annotations

import datetime
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.content.checks import LONGEST_LABEL, LONGEST_TEXT
from bot.content.directory.models import STALE_DAYS
from bot.dialogue.front import Ask, Fetch, before_engine
from bot.dialogue.home.card import card
from bot.dialogue.home.place import Home, home_alone
from bot.dialogue.home.question import which
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.profile import Profile
from bot.reply.render import fits, to_text
from bot.text.entities import facts
from bot.text.entities.gazetteer import gazetteer
from bot.text.places.area_codes import area_of
from bot.text.places.divisions import named
from tests.text.places.test_area_codes import KNOWN

CATALOGUE = load_catalogue()
DIRECTORY, LINES, BOOK = CATALOGUE.directory, CATALOGUE.texts, gazetteer()
CALL = DIRECTORY.needs["all"].title
NOW = datetime.datetime(2026, 11, 26, tzinfo=datetime.UTC).timestamp()
PROTOCOLS = [name for name, page in CATALOGUE.pages.items() if page.kind == "protocol"]


class Person:
    """Writes to the dialogue; what would go to the engine is understood as `intent`."""

    def __init__(self, role: str | None = "parent", **known: str) -> None:
        self.talk = Talk(profile=Profile(role=role, **known))
        self.asked: list[str] = []

    def gets(self, reply: Reply) -> Reply:
        self.talk = self.talk.after(reply, NOW)
        return reply

    def means(self, intent: str, text: str = "", **entities: object) -> Reply:
        """The engine understood it."""
        told = {**facts(text), **entities}
        return self.gets(respond(Turn(intent, self.talk, told, text=text, now=NOW), CATALOGUE))

    def says(self, text: str, danger: str | None = None, intent: str = "nlu_fallback") -> Reply:
        found = before_engine(self.talk, text, danger, facts(text), CATALOGUE, NOW)
        if isinstance(found, Ask):
            self.asked.append(text)
            return self.means(intent, text)
        assert not isinstance(found, Fetch)
        return self.gets(found)


def asked(role: str | None = "parent") -> Person:
    """Somebody who has just been asked for the county."""
    person = Person(role)
    person.means("guardian_hotlines")
    assert person.says(CALL).text == LINES.line("home", "ask")
    return person


@pytest.mark.parametrize(("place", "code"), KNOWN.items())
def test_a_place_in_every_province_is_asked_once_kept_and_dialled(place: str, code: str) -> None:
    person = asked()
    shown = person.says(place)
    assert f"{code}110" in shown.text
    assert f"{code}12345" in shown.text
    assert "老家区号" not in shown.text
    assert person.talk.profile.home == "sure"
    again = Person(place=person.talk.profile.place, home="sure").means("guardian_hotlines")
    assert f"{code}110" in again.text, "never asked again"
    assert person.asked == []


AMBIGUOUS = [
    ("鼓楼区", 4, "福建的", "0591"),
    ("鼓楼区", 4, "江苏徐州", "0516"),
    ("朝阳", 3, "辽宁", "0421"),
    ("朝阳区", 2, "吉林", "0431"),
    ("永定区", 2, "湖南张家界", "0744"),
    ("城关区", 2, "甘肃", "0931"),
    ("通州", 2, "南通", "0513"),
    ("市中区", 4, "乐山", "0833"),
    ("和平", 3, "广东河源", "0762"),
    ("山西城区", 2, "晋城", "0356"),
]


@pytest.mark.parametrize(("name", "count", "answer", "code"), AMBIGUOUS)
def test_a_name_of_several_places_is_asked_about_and_not_guessed(name: str, count: int, answer: str, code: str) -> None:
    person = asked()
    question = person.says(name)
    assert f"{count}个" in question.text
    assert not re.search(r"0\d{2,3}110", question.text)
    assert person.talk.profile.place is None
    assert f"{code}110" in person.says(answer).text
    by_tap = asked()
    options = by_tap.says(name).options[:count]
    assert len({o.label for o in options}) == count
    label = next(o.label for o in options if area_of(named(o.label)[0]).code == code)
    assert f"{code}110" in by_tap.says(label).text


def test_which_province_is_asked_where_the_provinces_differ() -> None:
    assert asked().says("永定区").text == LINES.line("home", "which_province", name="永定区", n=2)
    assert asked().says("鼓楼区").text == LINES.line("home", "which", name="鼓楼区", n=4)


def test_none_of_those_leads_back_to_the_question() -> None:
    person = asked()
    person.says("鼓楼区")
    assert person.says(LINES.line("home", "none_of_these")).text == LINES.line("home", "ask")
    assert "0857110" in person.says("织金").text


def test_another_place_than_those_asked_about_is_taken() -> None:
    person = asked()
    person.says("鼓楼区")
    assert "0857110" in person.says("贵州织金").text


def test_a_province_has_many_codes_so_the_city_is_asked() -> None:
    person = asked()
    question = person.says("贵州的")
    assert question.text == LINES.line("home", "ask_city", place="贵州省")
    assert "0851110" in person.says("遵义").text


def test_a_shared_code_names_the_cities() -> None:
    shown = asked().says("凤冈")
    assert "0851是贵阳、遵义、安顺共用的" in shown.text
    assert "贵州遵义凤冈县" in shown.text


@pytest.mark.parametrize("place", ["新疆乌苏", "公主岭", "阿拉尔市"])
def test_a_code_that_is_not_sure_is_not_shown(place: str) -> None:
    shown = asked().says(place)
    assert "老家区号加110" in shown.text
    assert "没查准" in shown.text
    assert not re.search(r"0\d{2,3}110", shown.text)


def test_a_city_with_a_county_apart_says_so() -> None:
    assert "格尔木市的区号可能不一样" in asked().says("青海海西州").text


@pytest.mark.parametrize("answer", ["不知道", "不想说", "算了", "我不方便告诉你"])
def test_who_does_not_tell_gets_what_holds_everywhere_and_is_not_asked_again(answer: str) -> None:
    person = asked()
    shown = person.says(answer)
    assert "老家区号加110" in shown.text
    again = person.means("home_call")
    assert "老家区号加110" in again.text
    assert person.says(LINES.line("home", "tell")).text == LINES.line("home", "ask")


@pytest.mark.parametrize("text", ["娃作业怎么办", "我在东莞", "你们几点上班啊", "和平一点说"])
def test_something_else_instead_of_the_county_is_an_ordinary_message(text: str) -> None:
    person = asked()
    assert person.says(text, intent="parent_homework").page == "parent_homework"
    assert person.asked == [text]


def test_a_disclosure_instead_of_the_county_is_answered_at_once() -> None:
    reply = asked().says("孩子在织金被人打得头破血流", danger="report_physical_abuse")
    assert reply.page == "report_physical_abuse"
    assert "毕节织金县拨0857110" in reply.text


@pytest.mark.parametrize("need", [n.id for n in DIRECTORY.needs.values() if n.urgent])
def test_in_danger_no_question_stands_in_the_way(need: str) -> None:
    person = Person()
    reply = person.means("home_call", need=need)
    assert reply.urgent
    assert "老家区号加110" in reply.text
    assert reply.text.endswith(LINES.line("home", "ask"))
    assert any(DIRECTORY.needs[need].leads[0][0] == o.label for o in reply.options)
    then = person.says("织金")
    assert "0857110" in then.text
    assert person.talk.check, "「您现在安全吗」 is still to come"


def test_a_place_named_in_passing_is_asked_about_first() -> None:
    person = Person()
    person.means("parent_homework", "我在东莞打工，娃的作业怎么办")
    assert person.talk.profile.place == "广东省东莞市"
    assert person.means("home_call").text == LINES.line("home", "confirm", place="广东东莞市")
    assert "0857110" in person.says("不是，老家织金").text
    assert person.talk.profile.place == "贵州省毕节市织金县"


def test_a_confirmed_place_is_kept() -> None:
    person = Person(place="广东省东莞市")
    person.means("home_call")
    assert "0769110" in person.says(LINES.line("home", "yes")).text
    assert person.talk.profile.home == "sure"


def test_home_is_not_lost_to_the_factory_s_town() -> None:
    person = Person(place="贵州省毕节市织金县", home="sure")
    person.means("parent_homework", "我在东莞加班，娃作业没人管")
    assert person.talk.profile.place == "贵州省毕节市织金县"
    person.means("parent_homework", "我们搬家了，老家在河南固始，作业怎么办")
    assert person.talk.profile.place == "河南省信阳市固始县"


def test_home_said_in_so_many_words_needs_no_question() -> None:
    person = Person()
    reply = person.means("guardian_hotlines", "老家在织金，出了事打什么电话")
    assert "0857110" in reply.text
    assert reply.page == "guardian_hotlines"
    assert reply.options[0].label == "孩子有危险"


def test_services_are_told_for_home() -> None:
    reply = Person(place="贵州省毕节市织金县", home="sure").means("guardian_services")
    assert "085712345" in reply.text
    assert "儿童主任" in reply.text


def test_a_manager_asks_for_somebody_else_and_nothing_is_kept() -> None:
    person = Person("manager", place="湖南省邵阳市", home="sure")
    reply = person.says("工友的孩子不见了", danger="report_missing_child")
    assert "0739" not in reply.text
    person.says(CALL)
    assert "0857110" in person.says("织金").text
    assert person.talk.profile.place == "湖南省邵阳市"


SECTIONS = [(page, name) for page in CATALOGUE.pages.values() for name in page.sections]


def test_pages_say_the_number_where_home_is_known() -> None:
    fitted = 0
    for page, name in SECTIONS:
        section, _, tags = name.partition("@")
        if "manager" in tags or "老家区号加110" not in page.sections[name].text:
            continue
        role = "young_worker" if "young_worker" in tags else "parent"
        person = Person(role, place="河南省信阳市固始县", home="sure")
        text = person.means(page.name, section=section).text
        assert "0376110" in text, (page.name, name)
        assert "0857110" not in text, (page.name, name)
        fitted += 1
    assert fitted > 20


def test_pages_offer_it_where_home_is_not_known() -> None:
    for name in PROTOCOLS:
        reply = respond(Turn(name), CATALOGUE)
        offered = any(o.label == CALL for o in reply.options)
        assert offered == ("老家区号" in CATALOGUE.pages[name].sections["start"].text), name
    assert sum("老家区号" in CATALOGUE.pages[name].sections["start"].text for name in PROTOCOLS) >= 8


def test_pages_of_a_known_home_still_fit_into_one_message() -> None:
    longest = max((c for c in BOOK.title if area_of(c).shared), key=lambda c: len(BOOK.path(c)))
    for page, name in SECTIONS:
        section, _, tags = name.partition("@")
        role = next((r for r in ("manager", "young_worker") if r in tags), "parent")
        reply = Person(role, place=BOOK.path(longest), home="sure").means(page.name, section=section)
        assert fits(to_text(reply, taps=False)), (page.name, name)


DIALLED = re.compile(r"(?<!\d)\d{3,}(?:-\d{6,})?(?!\d)")
NUMBERS = {c.number for c in DIRECTORY.channels.values() if c.number}
REMARKS = re.compile(r"未核实|待核实|没核实|凭记忆|http|unchecked|memory")


def allowed(division: str | None) -> set[str]:
    """Every number that may stand in an answer for that place."""
    area = area_of(division) if division else None
    codes = area.codes if area else ()
    return {*NUMBERS, *codes, *(code + number for code in codes for number in NUMBERS)}


def test_nothing_withheld_and_no_working_remark_is_ever_shown() -> None:
    """Every need for every division of China, and for nowhere."""
    days = {str(c.checked.year) for c in DIRECTORY.channels.values()}
    for division in [None, *BOOK.title]:
        home = Home(division) if division else None
        may = allowed(division) | days
        for need in DIRECTORY.needs.values():
            reply = card(need, home, CATALOGUE, NOW)
            shown = reply.text + reply.closing
            assert set(DIALLED.findall(shown)) <= may, (division, need.id, shown)
            assert not REMARKS.search(shown), (division, need.id)
            assert len(reply.text) <= LONGEST_TEXT, (division, need.id, len(reply.text))
            assert fits(to_text(reply, taps=False))
    withheld = [x.number for x in DIRECTORY.withheld]
    assert withheld
    assert not [n for n in withheld if n in NUMBERS]


def test_an_answer_to_danger_names_two_numbers_at_most() -> None:
    for need in (n for n in DIRECTORY.needs.values() if n.urgent):
        for home in (None, Home("520524")):
            plain = DIALLED.sub(lambda m: m[0].removeprefix("0857"), card(need, home, CATALOGUE, NOW).text)
            assert len(set(DIALLED.findall(plain))) <= 2, need.id


def test_the_first_line_of_danger_is_the_police_or_leaving() -> None:
    for need in ("danger", "missing", "violence", "domestic_violence", "all"):
        first = card(DIRECTORY.needs[need], Home("520524"), CATALOGUE, NOW).text.splitlines()[1]
        assert "0857110" in first, need


def test_what_is_partly_confirmed_is_never_shown_without_its_limits() -> None:
    for need in DIRECTORY.needs.values():
        text = card(need, None, CATALOGUE, NOW).text
        for line in need.lines:
            channel = DIRECTORY.channels.get(line.channel)
            if channel is not None and channel.confidence != "confirmed":
                assert channel.hours in text, (need.id, channel.id)


def test_an_old_entry_is_shown_with_the_remark() -> None:
    need = DIRECTORY.needs["all"]
    day = max(c.checked for c in DIRECTORY.channels.values())
    midday = datetime.datetime.combine(day, datetime.time(4), datetime.UTC).timestamp()
    fresh = card(need, Home("520524"), CATALOGUE, midday + STALE_DAYS * 86400).closing
    stale = card(need, Home("520524"), CATALOGUE, midday + (STALE_DAYS + 1) * 86400).closing
    assert fresh == LINES.line("home", "checked", date="2026年11月23日")
    assert stale == LINES.line("home", "stale", names="110、120、12345、村里的儿童主任、12356")
    yunnan = card(DIRECTORY.needs["domestic_violence"], Home("530111"), CATALOGUE, NOW)
    assert yunnan.closing == LINES.line("home", "stale", names="12338")
    assert "周一到周五" in yunnan.text


def test_local_hours_are_shown_where_they_hold() -> None:
    psych = DIRECTORY.needs["psych"]
    assert "开封的白天夜里都有人接" in card(psych, Home("410225"), CATALOGUE, NOW).text
    assert "开封" not in card(psych, Home("411525"), CATALOGUE, NOW).text
    assert "广东的白天夜里都有人接" in card(psych, Home("440981"), CATALOGUE, NOW).text


def test_every_ambiguous_name_has_labels_that_fit_and_differ() -> None:
    several = {codes for name in BOOK.names if len(codes := named(name)) > 1}
    assert len(several) > 50
    for codes in several:
        options = which(DIRECTORY.needs["all"], codes, Turn("home_call"), CATALOGUE).options
        labels = [o.label for o in options]
        assert len(set(labels)) == len(labels)
        assert max(map(len, labels)) <= LONGEST_LABEL


def test_every_need_and_old_label_is_understood_later() -> None:
    for need in DIRECTORY.needs.values():
        person = Person()
        reply = person.says(need.title)
        assert person.asked == [], need.title
        assert reply.intent == "home_call", need.title
        for label, _ in need.leads:
            later = Person()
            later.says(label)
            assert later.asked == [], label
    for key in ("other", "tell", "national"):
        person = Person()
        person.says(LINES.line("home", key))
        assert person.asked == [], key


_ANSWERS = [
    "织金",
    "鼓楼区",
    "朝阳",
    "贵州",
    "不知道",
    "福建的",
    "作业怎么办",
    "公主岭",
    "老家在固始",
    "我在东莞",
    "1",
    "9",
    "西安",
]
_step = st.one_of(
    st.tuples(st.just("tap"), st.integers(0, 6)),
    st.tuples(st.just("say"), st.sampled_from(_ANSWERS)),
    st.tuples(st.just("say"), st.sampled_from(sorted(BOOK.names))),
    st.tuples(st.just("need"), st.sampled_from(sorted(DIRECTORY.needs))),
    st.tuples(st.just("danger"), st.sampled_from(PROTOCOLS)),
    st.tuples(st.just("topic"), st.sampled_from(["guardian_hotlines", "guardian_services", "parent_homework"])),
)


@settings(max_examples=250, deadline=None)
@given(st.lists(_step, max_size=12), st.sampled_from(["parent", "manager", "young_worker", None]))
def test_no_sequence_guesses_a_code_or_ends_in_silence(steps: list[tuple[str, object]], role: str | None) -> None:
    person = Person(role)
    person.means("guardian_hotlines")
    for kind, value in steps:
        before = person.talk
        if kind == "tap":
            reply = person.says(before.options[int(str(value)) % len(before.options)].label)
        elif kind == "say":
            reply = person.says(str(value))
        elif kind == "danger":
            reply = person.says("救命的话说不清", danger=str(value))
            assert reply.urgent
        else:
            reply = person.means("home_call" if kind == "need" else str(value), need=value)
        assert reply.text.strip()
        assert person.talk.options
        assert "{" not in reply.text
        profile = person.talk.profile
        for code in re.findall(r"(?<!\d)(0\d{2,3})(?:110|12345)(?!\d)", reply.text):
            told = [c for text in _told(person, steps) for c in named(text)]
            known = [*told, *(named(profile.place) if profile.place else ())]
            assert code == "0857" or any(code in area_of(c).codes for c in known), (code, reply.text)
        if profile.home == "sure":
            assert len(named(profile.place or "")) == 1
            assert role != "manager"
        if reply.urgent:
            assert person.talk.check


def _told(person: Person, steps: list[tuple[str, object]]) -> list[str]:
    """Every place that may have been told so far: words, and the labels of options."""
    words = [str(value) for kind, value in steps if kind == "say"]
    return [*words, *(o.label for o in person.talk.options), *(BOOK.path(c) for w in words for c in named(w))]


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("老家毕节", True), ("我老家是毕节的", True), ("家在河南信阳农村", True), ("我是毕节人", True),
        ("我在东莞打工", False), ("老家毕节，娃八岁", False), ("福建的", False), ("老家", False), ("", False),
    ],
)  # fmt: skip
def test_home_said_by_itself(text: str, alone: bool) -> None:
    assert (home_alone(text, Profile()) is not None) is alone
    assert home_alone(text, Profile(role="manager")) is None, "a manager asks for a worker"


def test_where_somebody_works_is_not_called_home() -> None:
    person = Person("parent")
    reply = person.means("tell_child", "我在东莞做鞋，儿子八岁，跟奶奶在老家")
    assert "老家在" not in reply.text
    assert "老家在贵州省毕节市" in person.says("老家毕节").text
