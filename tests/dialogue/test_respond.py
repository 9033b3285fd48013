"""Every intent gets an answer, and no tap leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.content.models import ROLES
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import Turn, respond, welcome
from bot.dialogue.screen import Screen
from bot.reply.turn import read_payload

CATALOGUE = load_catalogue()
DOMAIN = Path(__file__).parents[2] / "domain.yml"
INTENTS = re.findall(r"^  - (\w+)$", DOMAIN.read_text(encoding="utf-8").split("entities:")[0], re.M)


@pytest.mark.parametrize("intent", [*INTENTS, "nlu_fallback", "an_intent_of_tomorrow"])
@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_intent_gets_words(intent: str, role: str | None) -> None:
    reply = respond(Turn(intent, role=role, ranking=INTENTS[:5]), CATALOGUE)
    assert reply.text
    assert "{" not in reply.text


def test_from_the_welcome_every_tap_leads_to_an_answer() -> None:
    seen: set[tuple[str, str | None]] = set()
    todo: list[tuple[Option, Screen]] = [(o, Screen()) for o in welcome(CATALOGUE).options]
    while todo:
        option, screen = todo.pop()
        if (option.payload, screen.role) in seen:
            continue
        seen.add((option.payload, screen.role))
        reply = respond(read_payload(option.payload, screen), CATALOGUE)
        assert reply.text, option
        after = screen.after(reply)
        todo += [(o, after) for o in reply.options]
    assert len(seen) > 100


def test_a_role_is_acknowledged_and_kept() -> None:
    reply = respond(Turn("set_role", role="manager"), CATALOGUE)
    assert reply.role == "manager"
    assert any("谈心" in option.label for option in reply.options)


def test_danger_is_on_every_menu() -> None:
    for role in (None, *ROLES):
        labels = [o.payload for o in respond(Turn("show_menu", role=role), CATALOGUE).options]
        assert "/danger_now" in labels


@pytest.mark.parametrize("kind", ["report_missing_child", "report_own_suicide"])
def test_a_protocol_has_its_own_page(kind: str) -> None:
    reply = respond(Turn(kind), CATALOGUE)
    assert (reply.page, reply.urgent) == (kind, True)


def test_a_disclosure_without_a_page_gets_the_general_protocol() -> None:
    assert respond(Turn("report_of_a_new_kind"), CATALOGUE).page == "danger_now"


def test_a_disclosure_without_a_page_begins_where_it_fits() -> None:
    kinds = [intent for intent in INTENTS if intent.startswith("report_") and intent not in CATALOGUE.pages]
    sections = {kind: respond(Turn(kind), CATALOGUE).section for kind in kinds}
    assert sections["report_child_self_harm"] == "child_life"
    assert sections["report_medical_emergency"] == "injured"
    assert {k for k, s in sections.items() if s == "start"} == {"report_abduction"}


def test_more_and_repeat_are_about_the_page_on_screen() -> None:
    page, start = "parent_phone_gaming", respond(Turn("parent_phone_gaming"), CATALOGUE)
    more = respond(Turn("more_detail", page=page, page_section="start"), CATALOGUE)
    still = respond(Turn("more_detail", page=page, page_section="more"), CATALOGUE)
    assert (more.section, still.section) == ("more", "still")
    assert respond(Turn("repeat", page=page, page_section="start"), CATALOGUE) == start
    assert respond(Turn("more_detail"), CATALOGUE).page is None


def test_doubt_offers_three_and_a_way_out() -> None:
    ranking = ["greet", "parent_phone_gaming", "guardian_hotlines", "parent_bullying", "parent_discipline"]
    reply = respond(Turn("nlu_fallback", ranking=ranking), CATALOGUE)
    assert [o.payload for o in reply.options[:3]] == ["/parent_phone_gaming", "/guardian_hotlines", "/parent_bullying"]
    assert reply.options[3].label == "都不是"


def test_a_topic_without_a_page_is_named() -> None:
    assert "孩子在学校被欺负" in respond(Turn("parent_bullying"), CATALOGUE).text


@given(st.text(max_size=30))
def test_any_payload_is_answered(payload: str) -> None:
    assert respond(read_payload("/" + payload, Screen()), CATALOGUE).text


def test_reply_and_screen_survive_json() -> None:
    reply = respond(Turn("parent_phone_gaming"), CATALOGUE)
    assert Reply.from_dict({**reply.as_dict(), "of_tomorrow": 1}) == reply
    screen = Screen().after(reply)
    assert Screen.from_dict(screen.as_dict()) == screen


def test_a_reply_without_a_list_leaves_the_list_on_screen() -> None:
    screen = Screen().after(welcome(CATALOGUE))
    assert screen.after(Reply("不客气")).options == screen.options
