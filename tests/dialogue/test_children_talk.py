"""Several children in a talk: names by agreement, who is meant, the question which one, and what is shown of them."""

from __future__ import annotations

import pytest

from bot.dialogue.respond import respond
from bot.dialogue.turn import Turn
from bot.people.profile import Profile
from tests.dialogue.planner import CATALOGUE, DAY, HOUR, Parent, line

CALLS = "parent_call_topics"
TELLS = "tell_child"
PAGE = CATALOGUE.pages[CALLS]
UNDERSTOOD = {
    "我有两个娃，老大上初一，住校，小的叫壮壮，五岁，外婆带": TELLS,
    "我家壮壮五岁了，奶奶带": TELLS,
    "跟他打电话聊什么好": CALLS,
    "跟壮壮打电话聊什么好": CALLS,
    "跟老大打电话聊什么好": CALLS,
    "五岁的娃打电话聊什么好": CALLS,
    "我家豆豆打电话不说话，聊什么好": CALLS,
    "我家豆豆两岁，打电话聊什么好": CALLS,
    "壮壮上一年级了": TELLS,
    "现在他外婆带": TELLS,
    "你们存了我什么": "show_profile",
    "他老跟我顶嘴": "parent_discipline",
    "娃放学没回家": "report_missing_child",
}
BOTH = next(iter(UNDERSTOOD))


def parent(**more: str) -> Parent:
    return Parent(**UNDERSTOOD, **more)


def with_two() -> Parent:
    mother = parent()
    mother.says(BOTH)
    mother.says("行")
    return mother


def start(band: str) -> str:
    return PAGE.sections[f"start@{band}"].text


def test_a_name_is_kept_only_after_they_agree() -> None:
    mother = parent()
    asked = mother.says("我家壮壮五岁了，奶奶带")
    assert line("child", "may_i", name="壮壮") in asked.text
    assert mother.talk.profile.names == ()
    assert mother.talk.profile.age_band(mother.now) == "3-6", "the age is noted whatever the answer"
    mother.says("行的")
    assert mother.talk.profile.names == ("壮壮",)
    assert mother.talk.profile.age_band(mother.now) == "3-6"


@pytest.mark.parametrize("answer", ["不用", "2", "不用记", "不要"])
def test_a_name_refused_is_not_kept(answer: str) -> None:
    mother = parent()
    mother.says("我家壮壮五岁了，奶奶带")
    mother.says(answer)
    assert mother.talk.profile.names == ()
    assert mother.talk.profile.child_age_months == 60
    assert "壮壮" not in str(mother.talk.as_dict())


def test_a_name_left_unanswered_is_not_kept() -> None:
    mother = parent()
    mother.says("我家壮壮五岁了，奶奶带")
    mother.says("跟他打电话聊什么好")
    assert mother.talk.profile.names == ()


@pytest.mark.parametrize("yes", ["行", "1", "可以", "好的", "嗯", "行，就这么叫"])
def test_two_children_are_told_at_once(yes: str) -> None:
    mother = parent()
    asked = mother.says(BOTH)
    assert asked.text == line("child", "may_i_all", names="“老大”“壮壮”")
    assert mother.talk.profile.children == ()
    mother.says(yes)
    children = {c.name: (c.months(mother.now), c.grade, c.caregiver) for c in mother.talk.profile.children}
    assert children == {"老大": (150, "m1", "school"), "壮壮": (60, None, "grandparents_maternal")}


def test_a_full_name_is_not_asked_for() -> None:
    mother = Parent(孩子叫王小芳八岁了="tell_child")
    assert "王小芳" not in mother.says("孩子叫王小芳八岁了").text


def test_the_answer_follows_the_child_named() -> None:
    mother = with_two()
    assert start("3-6") in mother.says("跟壮壮打电话聊什么好").text
    mother.talk = mother.later(7 * HOUR).talk
    assert start("12-18") in mother.says("跟老大打电话聊什么好").text


def test_the_answer_follows_the_age_named_which_is_not_told_anew() -> None:
    mother = with_two().later(DAY)
    before = mother.talk.profile.about("壮壮").child_age_months
    assert start("3-6") in mother.says("五岁的娃打电话聊什么好").text
    assert mother.talk.profile.name == "壮壮"
    assert mother.talk.profile.child_age_months == before


def test_who_was_named_last_stays_meant_for_a_while() -> None:
    mother = with_two()
    mother.says("跟壮壮打电话聊什么好")
    assert mother.later(600).says("他老跟我顶嘴").page == "parent_discipline"
    assert mother.talk.profile.name == "壮壮"


def test_unclear_and_it_matters_it_is_asked() -> None:
    mother = with_two().later(DAY)
    asked = mother.says("跟他打电话聊什么好")
    assert asked.text == line("child", "which")
    assert [o.label for o in asked.options] == ["壮壮", "老大", line("child", "all")]
    assert start("12-18") in mother.says("老大").text
    assert mother.talk.profile.name == "老大"


@pytest.mark.parametrize(("answer", "band"), [("2", "12-18"), ("是壮壮", "3-6"), ("五岁那个", "3-6"), ("A", "3-6")])
def test_which_one_is_answered_by_number_letter_name_or_age(answer: str, band: str) -> None:
    mother = with_two().later(DAY)
    mother.says("跟他打电话聊什么好")
    assert start(band) in mother.says(answer).text


def test_all_the_same_gets_what_fits_everybody() -> None:
    mother = with_two().later(DAY)
    mother.says("跟他打电话聊什么好")
    assert PAGE.sections["start"].text in mother.says(line("child", "all")).text


def test_where_it_does_not_matter_nothing_is_asked() -> None:
    mother = with_two().later(DAY)
    mother.understood["欠我工钱"] = "young_rights"
    assert mother.says("欠我工钱").page == "young_rights"


def test_in_danger_nothing_is_asked_and_nobody_is_taken_for_another() -> None:
    mother = with_two().later(DAY)
    reply = mother.says("娃放学没回家")
    assert reply.urgent
    assert reply.page == "report_missing_child"
    plain = respond(Turn("report_missing_child", Parent(Profile(role="parent")).talk), CATALOGUE)
    assert reply.variant == plain.variant


def test_a_child_not_known_is_answered_for_and_lays_nothing_over_the_others() -> None:
    mother = with_two().later(DAY)
    before = mother.talk.profile
    reply = mother.says("我家豆豆两岁，打电话聊什么好")
    assert start("0-3") in reply.text
    assert mother.talk.profile == before
    assert line("child", "may_i", name="豆豆") in reply.text


def test_said_in_passing_a_name_is_one_line_under_the_answer_once_a_day() -> None:
    mother = parent()
    reply = mother.says("我家豆豆打电话不说话，聊什么好")
    assert reply.text.startswith(PAGE.sections["start"].text)
    assert reply.options[-1].label == line("child", "yes", name="豆豆")
    again = mother.says("我家豆豆打电话不说话，聊什么好")
    assert line("child", "yes", name="豆豆") not in [o.label for o in again.options]
    assert mother.later(DAY).says("我家豆豆打电话不说话，聊什么好").options[-1].label == line(
        "child", "yes", name="豆豆"
    )
    mother.says("行")
    assert mother.talk.profile.names == ("豆豆",)


def test_an_acknowledged_answer_is_no_consent_to_the_name_under_it() -> None:
    mother = parent(好的="affirm")
    mother.says("我家豆豆打电话不说话，聊什么好")
    mother.says("好的")
    assert mother.talk.profile.names == ()


def test_facts_are_kept_of_the_child_named() -> None:
    mother = with_two()
    mother.says("壮壮上一年级了")
    assert mother.talk.profile.about("壮壮").grade == "p1"
    assert mother.talk.profile.about("老大").grade == "m1"


def test_whose_carer_it_is_is_asked() -> None:
    mother = with_two().later(DAY)
    assert mother.says("现在他外婆带").text == line("child", "which")
    mother.says("老大")
    assert mother.talk.profile.about("老大").caregiver == "grandparents_maternal"


def test_what_is_stored_is_shown_by_name_and_the_names_can_be_dropped() -> None:
    mother = with_two()
    shown = mother.says("你们存了我什么")
    assert "壮壮5岁，外公外婆带" in shown.text
    assert "老大上初一，住校" in shown.text
    mother.says(line("child", "drop"))
    assert mother.talk.profile.names == ()
    assert "老大" not in str(mother.talk.profile.as_dict())


def test_all_is_deleted_with_the_rest() -> None:
    mother = with_two()
    assert mother.says("删除我的数据").forget
    assert mother.talk.profile == Profile()


def test_a_managers_words_name_nobody() -> None:
    manager = Parent(Profile(role="manager"), **UNDERSTOOD)
    assert line("child", "may_i", name="壮壮") not in manager.says("我家壮壮五岁了，奶奶带").text
