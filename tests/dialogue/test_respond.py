"""Every intent gets an answer, and no tap leads nowhere."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.content.models import ROLES
from bot.dialogue.front import Ask, Fetch, picked
from bot.dialogue.menus import welcome
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, read_payload
from bot.people.profile import Profile

CATALOGUE = load_catalogue()
DOMAIN = Path(__file__).parents[2] / "domain.yml"
INTENTS = re.findall(r"^  - (\w+)$", DOMAIN.read_text(encoding="utf-8").split("entities:")[0], re.M)


def as_role(role: str | None) -> Talk:
    return Talk(profile=Profile(role=role))


@pytest.mark.parametrize("intent", [*INTENTS, "nlu_fallback", "an_intent_of_tomorrow"])
@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_intent_gets_words(intent: str, role: str | None) -> None:
    reply = respond(Turn(intent, as_role(role), ranking=INTENTS[:5]), CATALOGUE)
    assert reply.text
    assert reply.intent == intent
    assert "{" not in reply.text


def test_from_the_welcome_every_tap_leads_to_an_answer() -> None:
    seen: set[tuple[str, str | None]] = set()
    todo: list[tuple[Option, Talk]] = [(o, Talk()) for o in welcome(CATALOGUE).options]
    while todo:
        option, talk = todo.pop()
        if (option.payload, talk.profile.role) in seen:
            continue
        seen.add((option.payload, talk.profile.role))
        reply = picked(talk, option, CATALOGUE, 0.0)
        assert not isinstance(reply, Ask | Fetch), option
        assert reply.text, option
        after = talk.after(reply, 0.0)
        todo += [(o, after) for o in reply.options]
    assert len(seen) > 300
    opened = {payload.removeprefix("/").partition("{")[0] for payload, _ in seen}
    assert {name for name, page in CATALOGUE.pages.items() if page.kind == "topic"} <= opened, "every topic is in reach"


def test_a_role_is_acknowledged_and_kept() -> None:
    reply = respond(Turn("set_role", entities={"role": "manager"}), CATALOGUE)
    assert Talk().after(reply, 0.0).profile.role == "manager"
    assert any("谈心" in option.label for option in reply.options)


def test_danger_is_on_every_menu() -> None:
    for role in (None, *ROLES):
        labels = [o.payload for o in respond(Turn("show_menu", as_role(role)), CATALOGUE).options]
        assert "/danger_now" in labels


@pytest.mark.parametrize("kind", [i for i in INTENTS if i.startswith("report_")])
def test_every_disclosure_has_a_protocol(kind: str) -> None:
    reply = respond(Turn(kind), CATALOGUE)
    assert reply.urgent
    assert reply.page in (kind, "danger_now")


def test_a_disclosure_without_a_page_gets_the_general_protocol() -> None:
    assert respond(Turn("report_of_a_new_kind"), CATALOGUE).page == "danger_now"


def test_more_and_repeat_are_about_the_page_on_screen() -> None:
    def at(section: str) -> Talk:
        return Talk(page="parent_phone_gaming", section=section)

    start = respond(Turn("parent_phone_gaming"), CATALOGUE)
    more = respond(Turn("more_detail", at("start")), CATALOGUE)
    still = respond(Turn("more_detail", at("more")), CATALOGUE)
    vain = respond(Turn("more_detail", at("start"), text="他还是不听咋办"), CATALOGUE)
    assert (more.section, still.section, vain.section) == ("more", "still", "still")
    assert respond(Turn("repeat", at("start")), CATALOGUE).text == start.text
    assert respond(Turn("more_detail"), CATALOGUE).page is None


def test_an_answer_fits_the_childs_age() -> None:
    page = CATALOGUE.pages["parent_call_topics"]
    small = respond(Turn("parent_call_topics", Talk(profile=Profile(child_age_months=20))), CATALOGUE)
    tall = respond(Turn("parent_call_topics", Talk(profile=Profile(child_age_months=170))), CATALOGUE)
    assert (small.text, tall.text) == (page.sections["start@0-3"].text, page.sections["start@12-18"].text)


def test_doubt_offers_three_and_a_way_out() -> None:
    ranking = ["greet", "parent_phone_gaming", "guardian_hotlines", "parent_bullying", "parent_discipline"]
    reply = respond(Turn("nlu_fallback", ranking=ranking), CATALOGUE)
    assert [o.payload for o in reply.options[:3]] == ["/parent_phone_gaming", "/guardian_hotlines", "/parent_bullying"]
    assert reply.options[3].label == "都不是"


def test_a_topic_without_a_page_is_named() -> None:
    without = replace(CATALOGUE, pages={k: v for k, v in CATALOGUE.pages.items() if k != "parent_bullying"})
    assert CATALOGUE.titles["parent_bullying"] in respond(Turn("parent_bullying"), without).text


def test_every_topic_has_a_page() -> None:
    families = ("parent_", "guardian_", "manager_", "young_", "report_")
    assert [i for i in INTENTS if i.startswith(families) and i not in CATALOGUE.pages] == []


@given(st.text(max_size=30))
def test_any_payload_is_answered(payload: str) -> None:
    assert respond(read_payload("/" + payload, Talk()), CATALOGUE).text


def test_reply_and_talk_survive_json() -> None:
    for intent in ("parent_phone_gaming", "lesson_latest", "quiz_start", "set_role"):
        reply = respond(Turn(intent, entities={"role": "parent"}), CATALOGUE)
        assert Reply.from_dict({**reply.as_dict(), "of_tomorrow": 1}) == reply
        talk = Talk().after(reply, 5.0).hears("好", 5.0)
        assert Talk.from_dict(talk.as_dict(), talk.profile, talk.progress) == talk
        whole = asdict(talk)
        assert talk.as_dict() == {name: whole[name] for name in whole if name not in ("profile", "progress")}
        seen = Talk.from_dict(talk.metadata())
        assert (seen.profile, seen.quiz, seen.page) == (talk.profile, talk.quiz, talk.page)


def test_a_reply_without_a_list_leaves_the_list_on_screen() -> None:
    talk = Talk().after(welcome(CATALOGUE), 0.0)
    assert talk.after(Reply("不客气"), 0.0).options == talk.options
