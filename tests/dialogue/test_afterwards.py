"""What is said in own words of somebody being safe is heard; the protocol goes on and is not begun anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.catalogue import load_catalogue
from bot.dialogue.address import as_you
from bot.dialogue.afterwards import not_again, out_of_danger
from bot.dialogue.front import Ask, before_engine, settle, worried
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.safe_now import are_you_safe
from bot.dialogue.small_words import faces
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.profile import Profile

CATALOGUE = load_catalogue()
NOW = 1_790_000_000.0
LINES = CATALOGUE.texts.tables["talk"]


def in_protocol(kind: str, role: str | None = None) -> Talk:
    """Somebody who has just been shown a protocol."""
    talk = Talk(profile=Profile(role=role))
    return talk.after(respond(Turn(kind, talk, now=NOW), CATALOGUE), NOW)


def said(talk: Talk, text: str) -> Reply:
    """What words bring that no detector holds for danger."""
    reply = before_engine(talk, text, None, {}, CATALOGUE, NOW)
    assert isinstance(reply, Reply)
    return reply


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("没做什么 我在宿舍 舍友在", True),
        ("就是太累了，舍友在旁边", True),
        ("已经下来了，在医务室，两个人陪着", True),
        ("娃儿现在在我身边", True),
        ("没有要做啥子，就是太累了，舍友在旁边", True),
        ("我没有跟那个人讲 娃儿现在在我身边", True),
        ("接回来了", True),
        ("现在喊得醒了喝了点水", True),
        ("警察来了", True),
        ("送医院了", True),
        ("有人陪着他", True),
        ("找到了 在同学家睡着了", True),
        ("娃儿找着了，谢谢你", True),
        ("终于找到他了", True),
        ("警察找到了孩子", True),
        ("手机找到了", False),
        ("找到警察了", False),
        ("找到老师了，老师也不晓得", False),
        ("找到了爷爷", False),
        ("找到了他的书包", False),
        ("找到了，流血了", False),
        ("还没找到", False),
        ("找到了没", False),
        ("没有人陪着他", False),
        ("他在我身边打我", False),
        ("要不要送医院", False),
        ("去医院要带啥吗", False),
        ("还没接回来", False),
        ("警察没来", False),
        ("舍友在打我", False),
        ("我妈在旁边哭，我怕", False),
        ("他又回来了", False),
        ("一个人在我家", False),
        ("娃三年级了作业不写", False),
        ("昨天接回来了，可是他爸今天又喝了酒在门口骂，我不晓得该不该让他进屋", False),
    ],
)
def test_out_of_danger(text: str, out: bool) -> None:
    assert out_of_danger(text) is out


@pytest.mark.parametrize("kind", [p.name for p in CATALOGUE.pages.values() if p.kind == "protocol"])
def test_every_protocol_goes_on_in_the_same_breath(kind: str) -> None:
    reply = said(in_protocol(kind), "接回来了，现在在我身边")
    page = CATALOGUE.pages[kind]
    assert (reply.page, reply.section) == (kind, page.afterwards["everybody"])
    assert not reply.urgent, "the question of safety has been answered"


def test_the_police_being_there_finds_no_child() -> None:
    talk = in_protocol("report_missing_child")
    assert said(talk, "警察来了").hold == "警察来了"
    assert said(talk, "找到了，接回来了").section == "found"
    assert said(talk, "找到了 在同学家睡着了").section == "found"


def test_a_manager_reads_on_about_the_worker() -> None:
    reply = said(in_protocol("report_own_suicide", "manager"), "已经下来了，两个人陪着")
    assert reply.section == "other_safe"


def test_words_that_waited_do_not_begin_the_protocol_anew() -> None:
    words = "我就是心里难受得很，没想做啥"
    talk = in_protocol("report_own_suicide")
    talk = talk.after(said(talk, words), NOW)
    assert before_engine(talk, "1", None, {}, CATALOGUE, NOW) == Ask(words)
    anew = respond(Turn("report_own_suicide", talk, now=NOW), CATALOGUE)
    onward = not_again(anew, words, talk, CATALOGUE, NOW)
    assert (onward.section, onward.urgent) == ("safe_for_now", False), "and whoever is safe is not asked once more"
    other = respond(Turn("report_physical_abuse", talk, now=NOW), CATALOGUE)
    assert not_again(other, words, talk, CATALOGUE, NOW) is other, "another danger is new"
    assert not_again(anew, "我不想活了", talk, CATALOGUE, NOW) is anew, "said again, it is answered again"


def test_the_question_is_asked_in_fewer_words_the_second_time() -> None:
    talk = in_protocol("report_neglect")
    first = said(talk, "那明天呢")
    second = said(talk.after(first, NOW), "年假怎么算")
    assert (first.text, second.text) == (LINES["are_you_safe"], LINES["are_you_safe_again"])
    assert second.hold == "年假怎么算"


def test_a_young_worker_is_not_asked_about_a_child() -> None:
    told = Reply("好。", respond(Turn("greet", now=NOW), CATALOGUE).options)
    young, other = (worried(told, "report_neglect", CATALOGUE, role) for role in ("young_worker", "parent"))
    assert "孩子" not in young.text
    assert "孩子" in other.text
    assert young.options == other.options


def test_a_young_worker_is_spoken_to_as_you() -> None:
    asked = are_you_safe("妈", CATALOGUE)
    young = settle(in_protocol("report_neglect", "young_worker"), asked, CATALOGUE, NOW)
    assert "您" not in young.text
    assert settle(in_protocol("report_neglect", "parent"), asked, CATALOGUE, NOW) == asked
    assert as_you("您跟他说：“您先坐。”您再走。") == "你跟他说：“您先坐。”你再走。"
    assert replace(young, text=asked.text) == asked


def test_a_face_asks_too_and_loses_no_words_that_wait() -> None:
    talk = in_protocol("report_neglect")
    talk = talk.after(said(talk, "那明天谁带他"), NOW)
    talk = talk.after(faces(talk, "[流泪]", CATALOGUE), NOW)
    assert before_engine(talk, "1", None, {}, CATALOGUE, NOW) == Ask("那明天谁带他")
    alone = in_protocol("report_neglect")
    alone = alone.after(faces(alone, "[流泪]", CATALOGUE), NOW)
    shown = before_engine(alone, "1", None, {}, CATALOGUE, NOW)
    assert isinstance(shown, Reply)
    assert shown.text.startswith(LINES["good_safe"]), "nothing waits, so the menu comes"
