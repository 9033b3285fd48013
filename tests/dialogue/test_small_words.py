"""Greetings by hour and role; insults, sarcasm, English, faces, numbers to dial, 继续, 返回."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.models import ROLES
from bot.dialogue import small_words
from bot.dialogue.greeting import greeting, part_of_day
from bot.people.call_times import BEIJING
from bot.people.profile import Profile
from bot.text.english import is_english
from tests.dialogue.planner import CATALOGUE, Parent, line


def at(hour: int) -> float:
    return datetime(2026, 3, 2, hour, 30, tzinfo=BEIJING).timestamp()


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "night"), (4, "night"), (5, "early"), (8, "early"), (9, "morning"), (11, "noon"), (12, "noon"),
     (13, "afternoon"), (17, "afternoon"), (18, "evening"), (21, "evening"), (22, "night"), (23, "night")],
)  # fmt: skip
def test_the_part_of_day_is_beijings(hour: int, part: str) -> None:
    assert part_of_day(at(hour)) == part


def test_every_role_is_greeted_in_its_own_way_at_every_hour() -> None:
    for hour in range(24):
        words = {role: greeting(role, at(hour), CATALOGUE) for role in (None, *ROLES)}
        assert len(set(words.values())) == 4
        assert all(line("talk", "greet") in text for text in words.values())
        assert "您" not in words["young_worker"]
    assert greeting("parent", at(8), CATALOGUE).startswith("早上好")
    assert greeting("parent", at(20), CATALOGUE) != greeting("parent", at(10), CATALOGUE)


@settings(deadline=None)
@given(st.floats(0, 4e9))
def test_there_is_a_greeting_for_any_moment(now: float) -> None:
    assert greeting("manager", now, CATALOGUE)


def test_a_greeting_comes_with_the_menu_of_the_role() -> None:
    manager = Parent(Profile(role="manager"), now=at(20), 你好="greet")
    reply = manager.says("你好")
    assert reply.text == "晚上好，" + line("talk", "greet") + line("greet", "manager_evening")
    assert "/danger_now" in [o.payload for o in reply.options]


@pytest.mark.parametrize(
    "text",
    ["呵呵", "呵呵呵", "切", "你可真行", "你可真聪明啊，呵呵", "你还真会说", "说了等于没说", "讲了跟没讲一样",
     "全是废话", "都是些大道理", "站着说话不腰疼", "就这？", "这还用你说", "谁不知道啊", "说得轻巧", "又是老一套",
     "说了也白说"],
)  # fmt: skip
def test_sarcasm_is_answered_with_an_apology_and_another_way(text: str) -> None:
    parent = Parent(作业怎么办="parent_homework")
    assert parent.says(text).text == line("talk", "feedback_bad")
    parent.says("作业怎么办")
    reply = parent.says(text)
    assert reply.text == line("talk", "feedback_bad")
    assert reply.options[0].label == line("talk", "another_way")
    assert parent.says("1").section == "still"


@pytest.mark.parametrize(
    "text", ["你真厉害", "谢谢你说得真好", "他说我全是废话，娃不理我", "孩子说谁不知道你在骗我", "哈哈哈", "他呵呵笑"]
)
def test_what_only_resembles_it_is_the_engines(text: str) -> None:
    assert small_words.small(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [("hello", "greet"), ("Hi!", "greet"), ("thank you", "thanks"), ("Thanks~", "thanks"), ("bye", "goodbye")],
)
def test_an_english_word_is_understood(text: str, key: str) -> None:
    parent = Parent()
    assert line("talk", key) in parent.says(text).text
    assert parent.asked == []


@pytest.mark.parametrize(
    "text", ["My son does not do his homework", "can you help me, my child is sad", "what should I do with the phone"]
)
def test_an_english_sentence_is_told_that_we_know_chinese_and_whom_to_call(text: str) -> None:
    reply = Parent().says(text)
    assert reply.text == line("talk", "english")
    assert "110" in reply.text
    assert "120" in reply.text
    assert reply.options


@pytest.mark.parametrize(
    "text",
    [
        "wo erzi bu xie zuoye zenme ban",
        "hai zi wan shou ji",
        "ni hao",
        "我的son不听话 help me please",
        "you you can le",
    ],
)
def test_pinyin_and_mixed_words_are_the_engines(text: str) -> None:
    assert not is_english(text)


@pytest.mark.parametrize("text", ["😭😭😭", "😢", "[流泪][流泪]", "/::'("])
def test_a_sad_face_is_asked_about_with_help_at_hand(text: str) -> None:
    reply = small_words.faces(Parent().talk, text, CATALOGUE)
    assert reply.text == line("talk", "sad_face")
    assert reply.options[-1].label == line("talk", "need_help")


@pytest.mark.parametrize("text", ["😂😂", "🌹🌹🌹", "......", "。。。", "！！！"])
def test_other_faces_and_marks_move_nothing(text: str) -> None:
    parent = Parent()
    parent.says("菜单")
    before = parent.talk
    assert parent.says(text).text == line("talk", "other")
    assert parent.talk == before


@pytest.mark.parametrize(
    ("text", "key"),
    [("👍", "feedback_good"), ("👍🏻👍🏻", "feedback_good"), ("👎", "feedback_bad"), ("🙏🙏", "thanks")],
)
def test_hands_say_what_they_say(text: str, key: str) -> None:
    assert Parent().says(text).text == line("talk", key)


def test_a_face_after_a_protocol_is_met_by_the_question() -> None:
    parent = Parent()
    parent.says("出事了", danger="report_missing_child")
    assert parent.says("😭").text == line("talk", "are_you_safe")


@pytest.mark.parametrize(
    ("number", "section"),
    [("110", "danger"), ("120", "danger"), ("12356", "feelings"), ("12348", "law"), ("12345", "nobody_cares")],
)
def test_a_number_to_dial_is_no_number_off_the_list(number: str, section: str) -> None:
    parent = Parent()
    parent.says("菜单")
    reply = parent.says(number)
    assert reply.text.startswith(line("talk", "cannot_call"))
    assert (reply.page, reply.section) == ("guardian_hotlines", section)


@pytest.mark.parametrize("text", ["0", "99", "第十个", "选h"])
def test_a_number_out_of_range_moves_nothing(text: str) -> None:
    parent = Parent(作业怎么办="parent_homework")
    parent.says("作业怎么办")
    before = parent.talk
    assert parent.says(text).text == line("talk", "picked_wrong", n=len(before.options))
    assert parent.talk == before


@pytest.mark.parametrize("text", ["菜单", "返回", "主菜单", "首页", "回到菜单", "menu", "返回菜单"])
def test_back_to_the_menu(text: str) -> None:
    parent = Parent(作业怎么办="parent_homework")
    parent.says("作业怎么办")
    assert parent.says(text).text == line("menu", "again")
    assert parent.asked == ["作业怎么办"]


def test_go_on_reads_on_in_the_page() -> None:
    parent = Parent(作业怎么办="parent_homework")
    assert parent.says("继续").text == line("talk", "nothing_kept")
    parent.says("作业怎么办")
    assert parent.says("继续").section == "more"
    assert parent.says("继续").section == "still"


def test_thanks_leaves_the_list_on_screen() -> None:
    parent = Parent(作业怎么办="parent_homework", 谢谢="thanks")
    listed = parent.says("作业怎么办").options
    assert parent.says("谢谢").text == line("talk", "thanks")
    assert parent.talk.options == listed


@settings(deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    small_words.small(text)
    is_english(text)
    assert small_words.faces(Parent().talk, text, CATALOGUE).text
