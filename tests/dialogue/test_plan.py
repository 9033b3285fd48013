"""A plan from the choice of a goal to praise at the end; what comes between; and nothing ends in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.models import AGES
from bot.dialogue.front import Ask, Fetch, picked
from bot.dialogue.plan_run import RESULTS, PlanRun
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.call_times import SHIFTS, day_of
from bot.people.profile import Profile
from bot.reply.render import fits, to_text
from tests.dialogue.planner import CATALOGUE, DAY, HOUR, MONDAY_NOON, Parent, line, settled

PLANS = CATALOGUE.plans
FIRST = PLANS["calls_that_work"]


def step_of(reply: Reply, name: str, day: int, band: str = "6-12") -> bool:
    plan = PLANS[name]
    shown = plan.days[day]
    return shown.step_for(band) in reply.text and all(opener in reply.text for opener in shown.openers[band])


def test_the_whole_loop() -> None:
    parent = Parent()
    assert parent.says("计划").text == line("plan", "list")
    assert line("plan", "ask_shift") in parent.says(FIRST.title).text
    assert line("account", "ask_age") in parent.says("夜班").text
    asked = parent.says("三年级")
    assert line("plan", "times") in asked.text
    assert [o.label for o in asked.options] == ["下午5:00", "晚上6:00", "晚上7:00", line("plan", "new_shift")]
    assert step_of(parent.says("2"), "calls_that_work", 0)
    for day, tap in enumerate(("打得好", "1", "一般", "打得好")):
        parent.later(DAY)
        assert parent.says("我的计划").text == line("plan", "check_yesterday")
        last = parent.says(tap)
        assert (day == 3) or step_of(last, "calls_that_work", day + 1)
    assert line("plan", "done_well") in last.text
    assert "打得好3回，一般1回" in last.text
    assert parent.talk.plan is None
    assert parent.due == {}
    assert parent.talk.profile.shift == "night"


def test_the_shift_is_asked_once() -> None:
    parent = Parent()
    parent.says("计划")
    parent.says("2")
    assert line("plan", "ask_shift") in parent.says("我的计划").text
    parent.says("我上白班的")
    parent.says("五岁")
    parent.says("1")
    parent.says("停")
    parent.says("计划")
    other = parent.sees(respond(Turn("plan_choose", parent.talk, {"plan": "praise"}, now=parent.now), CATALOGUE))
    assert step_of(other, "praise", 0, "3-6"), "shift, age and clock are known"


def test_an_age_that_is_known_is_not_asked() -> None:
    parent = Parent(Profile(role="parent", grade="m2", told=MONDAY_NOON))
    parent.says("计划")
    parent.says("1")
    assert "times" not in parent.says("白班").text
    assert parent.run.stage == "time"


@pytest.mark.parametrize(("age", "band"), [("8个月", "0-3"), ("5", "3-6"), ("二年级", "6-12"), ("十五岁", "12-18")])
def test_openers_fit_the_age(age: str, band: str) -> None:
    parent = Parent(Profile(role="parent", shift="day"))
    parent.says("计划")
    parent.says("1")
    parent.says(age)
    assert step_of(parent.says("1"), "calls_that_work", 0, band)


def test_a_grown_up_child_is_talked_to_like_the_oldest() -> None:
    parent = settled(child_age_months=230)
    assert step_of(parent.says("我的计划"), "calls_that_work", 0, "12-18")


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("晚上八点半", "20:30"),
        ("7:30", "19:30"),
        ("8", "20:00"),
        ("19点", "19:00"),
        ("晚上6:30", "18:30"),
        ("2", "20:30"),
    ],
)
def test_a_clock_is_picked_or_typed(typed: str, clock: str) -> None:
    parent = Parent(Profile(role="parent", shift="day", child_age_months=100, told=MONDAY_NOON))
    parent.says("计划")
    parent.says("1")
    assert parent.says(typed).plan is not None
    assert parent.run.weekday == clock
    assert parent.asked == []


def test_a_clock_in_school_hours_is_taken_with_a_word() -> None:
    parent = settled()
    parent.says("换个钟点")
    assert parent.says("上午十点").text.startswith(line("plan", "odd_time"))
    assert parent.run.weekday == "10:00"


def test_a_weekend_clock_does_not_ring_at_school() -> None:
    saturday = MONDAY_NOON + 5 * DAY - 4 * HOUR
    parent = Parent(Profile(role="parent", shift="day", child_age_months=100, told=saturday), now=saturday)
    parent.says("计划")
    parent.says("1")
    assert "今天中午12:30" in parent.says("3").text
    parent.later(DAY).says("我的计划")
    assert "今天中午12:30" in parent.says("打得好").text
    parent.later(DAY).says("我的计划")
    assert "今天晚上6:30" in parent.says("打得好").text


def test_a_child_at_boarding_school_is_asked_about_there() -> None:
    parent = Parent(Profile(role="parent", shift="day", child_age_months=160, caregiver="school"))
    parent.says("计划")
    assert line("plan", "boarding") in parent.says("1").text


def test_another_shift_brings_other_clocks() -> None:
    parent = settled()
    parent.says("换个钟点")
    assert line("plan", "ask_shift") in parent.says("我换班了").text
    asked = parent.says("现在倒班")
    assert line("plan", "times_rotating") in asked.text
    assert "17:30" in str(asked.options)
    assert parent.talk.profile.shift == "rotating"


def test_a_call_not_made_uses_up_no_step() -> None:
    parent = settled()
    parent.later(DAY).says("我的计划")
    again = parent.says("没打成")
    assert line("plan", "missed") in again.text
    assert step_of(again, "calls_that_work", 0)


def test_a_bad_call_brings_another_tip() -> None:
    parent = settled()
    parent.later(DAY).says("我的计划")
    reply = parent.says("打得不好")
    assert FIRST.tip in reply.text
    assert step_of(reply, "calls_that_work", 1)


@pytest.mark.parametrize("bad", [("bad", "bad"), ("missed", "bad"), ("bad", "missed"), ("missed", "missed")])
def test_two_bad_calls_bring_another_plan(bad: tuple[str, str]) -> None:
    parent = settled()
    for result in bad:
        parent.later(DAY).says("我的计划")
        reply = parent.says(line("result", result))
    instead = PLANS[FIRST.instead]
    assert reply.text == line("plan", "another", title=instead.title, goal=instead.goal)
    assert parent.due == {}
    assert step_of(parent.says(line("plan", "switch")), FIRST.instead, 0), "the clock agreed on still holds"
    assert parent.run.results == ()


def test_a_good_call_between_two_bad_ones_changes_nothing() -> None:
    parent = settled()
    for result in ("bad", "good", "bad"):
        parent.later(DAY).says("我的计划")
        reply = parent.says(line("result", result))
    assert step_of(reply, "calls_that_work", 3)


def test_the_old_plan_can_be_kept_and_is_not_put_in_question_at_once() -> None:
    parent = settled()
    for result in ("missed", "missed"):
        parent.later(DAY).says("我的计划")
        parent.says(line("result", result))
    assert step_of(parent.says(line("plan", "keep")), "calls_that_work", 0)
    parent.later(DAY).says("我的计划")
    assert step_of(parent.says("没打成"), "calls_that_work", 0)


def test_a_plan_of_bad_calls_ends_kindly_too() -> None:
    parent = settled("praise")
    for result in ("fair", "fair", "bad"):
        parent.later(DAY).says("我的计划")
        reply = parent.says(line("result", result))
    assert PLANS["praise"].tip in reply.text
    assert line("plan", "done") in reply.text


@pytest.mark.parametrize("hours", [1, 8])
def test_told_on_the_same_day_the_next_call_is_tomorrow(hours: int) -> None:
    parent = settled()
    called = parent.later(hours * HOUR).run.call_at
    assert parent.says("打完了，说说咋样").text == line("plan", "check_today")
    assert "明天晚上6:30" in parent.says("1").text
    assert day_of(parent.run.call_at) > day_of(called)


def test_shown_again_on_the_same_day_the_call_stays() -> None:
    parent = settled()
    due, called = dict(parent.due), parent.run.call_at
    parent.later(10 * HOUR).says("我的计划")
    assert (parent.run.call_at, parent.due) == (called, due)


@pytest.mark.parametrize(
    ("words", "result"),
    [("挺好的", "good"), ("他笑了", "good"), ("还行吧", "fair"), ("没打通", "missed"), ("加班了没空", "missed"),
     ("吵了一架", "bad"), ("不太好", "bad"), ("打得好！", "good")],
)  # fmt: skip
def test_how_it_went_in_own_words(words: str, result: str) -> None:
    parent = settled()
    parent.later(DAY).says("我的计划")
    parent.says(words)
    assert parent.run.results == (result,)


@pytest.mark.parametrize(
    "words", ["你好", "好的", "他不接电话怎么办", "怎么样才算好", "孩子最近老是不爱说话我担心得很"]
)
def test_what_is_no_answer_goes_to_the_engine(words: str) -> None:
    parent = settled()
    parent.later(DAY).says("我的计划")
    parent.says(words)
    assert parent.asked == [words]
    assert parent.run.results == ()


def test_a_possible_danger_is_never_taken_for_an_answer() -> None:
    parent = settled()
    parent.later(DAY).says("我的计划")
    for words in ("他哭了", "打得不好他老哭"):
        parent.says(words, concern="report_child_self_harm")
    assert parent.asked == ["他哭了", "打得不好他老哭"]


def test_a_tap_for_a_call_already_told_of_changes_nothing() -> None:
    parent = settled()
    parent.later(DAY)
    old = next(o for o in parent.says("我的计划").options if o.label == "打得好")
    parent.says("一般")
    run = parent.run
    again = picked(parent.talk, old, CATALOGUE, parent.now)
    assert isinstance(again, Reply)
    assert again.text.startswith(line("plan", "elsewhere"))
    assert again.plan is not None
    assert again.plan.results == run.results


def test_a_disclosure_beside_an_option_is_a_disclosure() -> None:
    parent = settled()
    parent.later(DAY).says("我的计划")
    assert parent.says("打得不好他说想死", danger="report_child_self_harm").urgent
    assert parent.run.results == ()


@pytest.mark.parametrize("stage", ["shift", "age", "time", "check"])
def test_a_question_between_is_answered_with_a_way_back(stage: str) -> None:
    parent = Parent(作业怎么办="parent_homework")
    parent.says("计划")
    parent.says("1")
    for answer in {"shift": [], "age": ["白班"], "time": ["白班", "8岁"], "check": ["白班", "8岁", "1"]}[stage]:
        parent.says(answer)
    if stage == "check":
        parent.later(DAY).says("我的计划")
    assert parent.run.stage == stage
    reply = parent.says("作业怎么办")
    assert reply.page == "parent_homework"
    assert reply.options[-1].label == line("plan", "tell" if stage == "check" else "go_on")
    parent.says("继续")
    assert parent.run.stage == stage
    assert parent.run.on_screen


def test_a_plan_at_rest_says_nothing_under_other_answers() -> None:
    parent = settled()
    parent.understood = {"作业怎么办": "parent_homework"}
    assert not {"/my_plan", "/plan_check"} & {o.payload for o in parent.says("作业怎么办").options}


def test_a_plan_nobody_answers_falls_silent_after_days() -> None:
    parent = Parent(作业怎么办="parent_homework")
    parent.says("计划")
    parent.says("1")
    parent.later(4 * DAY)
    assert line("plan", "go_on") not in [o.label for o in parent.says("作业怎么办").options]
    assert line("plan", "ask_shift") in parent.says("我的计划").text


def test_a_disclosure_interrupts_and_the_plan_goes_on_after() -> None:
    parent = Parent()
    parent.says("计划")
    parent.says("1")
    protocol = parent.says("我儿子不见了", danger="report_missing_child")
    assert protocol.urgent
    assert not any(o.payload == "/my_plan" for o in protocol.options)
    assert parent.says("计划").text == line("talk", "are_you_safe")
    assert line("plan", "ask_shift") in parent.says(line("talk", "am_safe")).text


def test_leaving_a_protocol_by_its_exit_brings_the_question_back() -> None:
    parent = Parent()
    parent.says("计划")
    parent.says("1")
    parent.says("我儿子不见了", danger="report_missing_child")
    leave = next(
        o for s in CATALOGUE.pages["report_missing_child"].sections.values() for o in s.links if o.target == "menu"
    )
    reply = parent.says(leave.label)
    assert reply.text.startswith(line("talk", "good_safe"))
    assert line("plan", "ask_shift") in reply.text


@pytest.mark.parametrize("word", ["退出", "停", "不做了"])
def test_a_plan_can_be_left_and_taken_up_again(word: str) -> None:
    parent = settled()
    parent.later(DAY).says("我的计划")
    parent.says("打得好")
    assert parent.says(word).text == line("plan", "stopped", title=FIRST.title)
    assert parent.due == {}
    parent.later(5 * DAY)
    assert step_of(parent.says("继续"), "calls_that_work", 1)
    assert parent.due != {}


def test_the_engine_may_understand_that_somebody_stops() -> None:
    parent = settled()
    parent.understood = {"先不弄了": "stop", "好嘞": "affirm", "啥": "repeat"}
    assert step_of(parent.says("啥"), "calls_that_work", 0)
    assert parent.says("好嘞").text == line("plan", "cheer")
    assert parent.says("先不弄了").text == line("plan", "stopped", title=FIRST.title)


def test_quiz_and_plan_wait_for_each_other() -> None:
    parent = settled()
    quiz = next(iter(CATALOGUE.quizzes.values()))
    parent.later(DAY).says("我的计划")
    parent.sees(respond(Turn("quiz_start", parent.talk, {"quiz": quiz.name}, now=parent.now), CATALOGUE))
    back = parent.says("我的计划")
    assert {o.payload for o in back.options} >= {"/quiz_go_on"}
    parent.says("1")
    assert parent.run.results == ("good",)
    assert quiz.questions[0].text in parent.says(line("quiz", "back")).text
    parent.says("退出")
    assert parent.talk.quiz is None
    assert parent.run.results == ("good",)


def test_after_violence_at_home_the_phone_is_asked_about_first() -> None:
    parent = settled()
    parent.later(DAY)
    parent.says("老公打我", danger="report_domestic_violence")
    parent.says("孩子怎么办")
    menu = parent.says(line("talk", "am_safe"))
    assert not {"/my_plan", "/plan_check"} & {o.payload for o in menu.options}
    asked = parent.says("我的计划")
    assert asked.text == line("plan", "phone")
    assert parent.says(line("plan", "phone_read")).text == line("plan", "phone_kept")
    assert parent.talk.quiet
    parent.says("我的计划")
    assert parent.says(line("plan", "phone_mine")).text == line("plan", "check_yesterday")
    assert not parent.talk.quiet


def test_violence_at_home_is_quiet_whatever_page_answers_it() -> None:
    pages = {k: v for k, v in CATALOGUE.pages.items() if k != "report_domestic_violence"}
    assert respond(Turn("report_domestic_violence"), replace(CATALOGUE, pages=pages)).quiet
    assert Talk().after(respond(Turn("report_physical_abuse"), CATALOGUE), 0.0).quiet
    assert not Talk().after(respond(Turn("report_missing_child"), CATALOGUE), 0.0).quiet


def test_a_late_answer_does_not_set_the_plan_back() -> None:
    parent = settled()
    late = respond(Turn("my_plan", parent.talk, now=parent.now), CATALOGUE)
    parent.later(DAY).says("我的计划")
    parent.says("打得好")
    parent.later(60.0).sees(late)
    assert parent.run.results == ("good",)


def test_a_plan_whose_file_is_gone_is_a_plan_no_more() -> None:
    talk = Talk(plan=PlanRun("of_yesterday", "check", call_at=1.0))
    assert respond(Turn("my_plan", talk), CATALOGUE).text == line("plan", "list")
    assert respond(Turn("plan_result", talk, {"result": "good"}), CATALOGUE).text == line("plan", "list")


def test_parents_find_it_on_the_menu_and_on_pages() -> None:
    menu = respond(Turn("show_menu", Talk(profile=Profile(role="parent"))), CATALOGUE)
    assert "/plan_list" in [o.payload for o in menu.options]
    assert menu.options[-1].payload == "/danger_now"
    page = respond(Turn("parent_phone_gaming", Talk()), CATALOGUE)
    talk = Talk().after(page, 0.0)
    listed = picked(talk, next(o for o in page.options if o.payload == "/plan_list"), CATALOGUE, 0.0)
    assert isinstance(listed, Reply)
    assert listed.options[0].label == PLANS["phone_games"].title


def test_every_plan_is_on_the_list() -> None:
    parent, seen = Parent(), set[str]()
    parent.says("计划")
    for _ in range(4):
        seen |= {o.label for o in parent.talk.options}
        parent.says(line("plan", "more"))
    assert {plan.title for plan in PLANS.values()} <= seen


@pytest.mark.parametrize("words", ["计划", "我的计划", "小计划", "定个小计划", "给我定个计划吧", "我想看看我的计划"])
def test_words_that_ask_for_a_plan(words: str) -> None:
    assert Parent().says(words).text == line("plan", "list")


@pytest.mark.parametrize("words", ["计划生育怎么办", "我计划回家", "没有计划"])
def test_words_that_do_not(words: str) -> None:
    parent = Parent()
    parent.says(words)
    assert parent.asked == [words]


def test_what_is_stored_of_a_plan_is_shown() -> None:
    parent = settled()
    shown = respond(Turn("show_profile", parent.talk, now=parent.now), CATALOGUE).text
    assert FIRST.title in shown
    assert "您上白班" in shown


@pytest.mark.parametrize("name", sorted(PLANS))
@pytest.mark.parametrize("band", AGES)
def test_every_step_fits_one_message_with_its_links(name: str, band: str) -> None:
    months = {"0-3": 20, "3-6": 50, "6-12": 100, "12-18": 170}[band]
    for shift in SHIFTS:
        for missed in range(2):
            parent = settled(name, child_age_months=months, shift=shift)
            for _ in PLANS[name].days[1:]:
                parent.later(DAY).says("我的计划")
                reply = parent.says("打得不好" if missed and parent.run.day == 0 else "打得好")
                assert fits(to_text(reply)), to_text(reply)


def test_plan_and_reply_survive_json() -> None:
    parent = settled()
    for text in ("我的计划", "停", "继续"):
        reply = parent.says(text)
        assert Reply.from_dict(reply.as_dict()) == reply
        assert Talk.from_dict(parent.talk.as_dict(), parent.talk.profile) == parent.talk
        assert Talk.from_dict(parent.talk.metadata()).plan == parent.talk.plan
    assert PlanRun.from_dict({"plan": "x", "of_tomorrow": 1}) == PlanRun("x")


WORDS = ["计划", "我的计划", "继续", "停", "先停一停", "菜单", "白班", "倒班", "晚上八点", "三岁", "打得好", "没打成",
         "打得不好", "一般", "还行", "看结果", "退出", "我换班了", "换个钟点", "打完了，说说咋样", "说说上回的电话",
         "只有我自己看", "有人会翻看", "换这个试试", "接着原来的", "安全了，接着说", "还不安全", "删除我的数据",
         "定个小计划", *[plan.title for plan in PLANS.values()]]  # fmt: skip
INTENTS = ["greet", "thanks", "affirm", "deny", "stop", "repeat", "more_detail", "parent_homework", "quiz_start",
           "tell_child", "show_profile", "set_role", "nlu_fallback", "lesson_list", "report_neglect"]  # fmt: skip
_step = st.one_of(
    st.tuples(st.just("text"), st.sampled_from(WORDS)),
    st.tuples(st.just("text"), st.sampled_from(WORDS)),
    st.tuples(st.just("text"), st.text(max_size=10).filter(str.strip)),
    st.tuples(st.just("number"), st.integers(0, 12)),
    st.tuples(st.just("tap"), st.integers(0, 11)),
    st.tuples(st.just("tap"), st.integers(0, 3)),
    st.tuples(st.just("words"), st.sampled_from(INTENTS)),
    st.tuples(st.just("late"), st.sampled_from([HOUR, 10 * HOUR, DAY, 3 * DAY, 20 * DAY])),
    st.tuples(
        st.just("danger"), st.sampled_from(["report_domestic_violence", "report_missing_child", "report_own_suicide"])
    ),
)
_ours = frozenset({"/my_plan", "/plan_check"})


@settings(max_examples=400, deadline=None)
@given(
    st.lists(_step, max_size=20),
    st.sampled_from([None, *PLANS]),
    st.lists(st.sampled_from(RESULTS), max_size=5),
)
def test_no_sequence_ends_in_silence_or_a_dead_end(
    steps: list[tuple[str, object]], begun: str | None, went: list[str]
) -> None:
    parent = Parent() if begun is None else settled(begun)
    for result in went if begun else ():
        if parent.talk.plan is not None and parent.run.stage == "step":
            parent.later(DAY).says("我的计划")
            parent.says(line("result", result))
    if not parent.talk.options:
        parent.says("菜单")
    for kind, value in steps:
        before = parent.talk
        if kind == "late":
            parent.later(float(str(value)))
            continue
        if kind == "words":
            parent.understood["话"] = str(value)
            reply = parent.says("话")
        elif kind == "tap":
            options = before.options or (Option("菜单", "/show_menu"),)
            reply = parent.says(options[int(str(value)) % len(options)].label)
        elif kind == "danger":
            reply = parent.says("救命的话说不清", danger=str(value))
            assert reply.urgent
            assert not _ours & {o.payload for o in reply.options}
        else:
            reply = parent.says(str(value))
        assert reply.text.strip()
        assert "{" not in reply.text
        if reply.forget:
            assert parent.talk == Talk()
            parent.says("菜单")
            continue
        assert parent.talk.options, "there is always something to choose"
        if before.quiet and parent.talk.quiet:
            assert reply.plan is None or reply.plan.stopped, "no step, no question, after violence at home"
            assert not _ours & {o.payload for o in reply.options}, "nothing is brought up on a phone that may be read"
            assert parent.due == {}
        run = parent.talk.plan
        if run is not None and run.plan in PLANS:
            assert run.day <= len(PLANS[run.plan].days)
            if run.stage == "step" and run.on_screen:
                assert [item.payload["n"] for item in parent.due.values()] == [len(run.results)]
        if before.plan is not None and not (reply.plan_over or reply.forget):
            assert run is not None, "a plan is never lost"
        for option in reply.options:
            assert not isinstance(picked(parent.talk, option, CATALOGUE, parent.now), Ask | Fetch) or (
                option.payload in ("/safe", "/kept")
            )
