"""Lessons in the chat: the one asked for, by words or by what they mean; the next one; the one of the week."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.catalogue import load_catalogue
from bot.dialogue.learn import SHOWN
from bot.dialogue.offer import tell_weekly
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.call_times import day_of
from bot.people.profile import Profile
from bot.people.progress import Progress

OURS = load_catalogue()
ONE = OURS.lessons["parent_call_that_works"]
THREE = {name: OURS.lessons[name] for name in (ONE.name, "manager_first_talk", "young_not_alone")}
# Stand-ins for a whole course: title, audience, need, topics, and the keywords of the first topic's page.
_COURSE = {
    "leaving": ("走的那天不哭不闹", "parent", "parting", "parent_leaving_home"),
    "coming": ("回家头三天", "parent", "parting", "parent_coming_home"),
    "unwanted": ("他说你不要我了", "parent", "heart", "parent_child_feels_abandoned"),
    "phones": ("手机放下五分钟", "parent", "learning", "parent_phone_gaming"),
    "homework": ("隔着手机陪作业", "parent", "learning", "parent_homework parent_grades parent_teacher_contact"),
    "team": ("跟奶奶一条心", "parent", "family", "parent_grandparents parent_caregiver_support"),
    "body": ("小背心盖住的地方", "parent", "safety", "parent_body_safety"),
    "water": ("水边路边", "parent", "safety", "parent_water_road_safety"),
    "feelings": ("他心里压着事", "parent", "heart", "parent_child_sad_anxious"),
    "praise": ("一句话夸到他心里", "parent", "talk", "parent_confidence_praise"),
    "papers": ("谁在管我的娃", "parent", "papers", "guardian_who guardian_entrust guardian_services"),
    "leave": ("假怎么批，班怎么排", "manager", "work", "manager_leave_request manager_shift_calls"),
    "minors": ("没满十八的工友", "manager", "work", "manager_young_workers"),
    "money": ("工资不够花", "young_worker", "money", "young_money"),
    "love": ("喜欢一个人", "young_worker", "safety", "young_love young_sexual_health"),
}
COURSE = replace(
    OURS,
    lessons=THREE
    | {
        name: replace(
            ONE,
            name=name,
            title=title,
            summary="",
            audience=(who,),
            need=need,
            topics=tuple(topics.split()),
            keywords=OURS.pages[topics.split()[0]].keywords,
            published=f"2027-01-{n:02}",
            sections=type(ONE.sections)(),
        )
        for n, (name, (title, who, need, topics)) in enumerate(_COURSE.items(), 1)
    },
)

# What the engine (release of November 2026) made of each: topic entity, and its guesses after lesson_find.
CALL, TALK_TO, YOUNG = ONE.name, "manager_first_talk", "young_not_alone"
ASKED = [
    ("有没有讲防溺水的课", "防溺水", "parent_water_road_safety lesson_video lesson_latest lesson_comic", "water"),
    ("有没有交通安全的课，娃骑电动车上学", "交通安全", "parent_water_road_safety lesson_video", "water"),
    ("教夸孩子的那一节在哪", None, "guardian_services parent_confidence_praise out_of_scope", "praise"),
    ("俺想学学咋跟老师沟通，有没有课程", None, "parent_teacher_contact lesson_list young_future", "homework"),
    ("讲怎么跟员工谈心的课，我是组长", "怎么跟员工谈心", "manager_talk_with_worker manager_privacy", TALK_TO),
    ("有没有讲想家的课", "想家", "lesson_video lesson_latest young_homesick lesson_list", YOUNG),
    ("有没有讲怎么打电话的课", "怎么打电话", "lesson_video guardian_hotlines parent_call_topics", CALL),
    ("视频老冷场有没有课教", None, "lesson_video parent_call_topics guardian_services", CALL),
    ("找一节讲娃老说我不要他的", None, "parent_child_feels_abandoned parent_grandparents", "unwanted"),
    ("有没有讲临走孩子哭怎么办的课", "临走孩子哭怎么办", "parent_leaving_home lesson_video", "leaving"),
    ("有没有讲老人带孩子意见不合的", None, "parent_grandparents parent_caregiver_support", "team"),
    ("有课教人怎么请假照顾家里不，我管人的", None, "manager_leave_request manager_legal_duties", "leave"),
    ("有没有讲借钱被骗的课", "借钱被骗", "young_money lesson_video lesson_latest", "money"),
    ("给我找讲谈恋爱保护自己的课", "谈恋爱保护自己", "parent_body_safety young_love parent_early_love", "body"),
    ("有没有讲隐私部位的课", "隐私部位", "parent_body_safety lesson_video privacy_question", "body"),
    ("孩子心里闷，有没有课", None, "parent_child_sad_anxious guardian_services parent_own_stress", "feelings"),
    ("有没有讲做饭的课", "做饭", "lesson_video lesson_latest lesson_comic lesson_list manager_leave_request", None),
    ("有没有教炒股的课", "炒股", "lesson_video out_of_scope lesson_latest parent_body_safety", None),
    ("有讲修车的课吗", "修车", "out_of_scope lesson_video lesson_list talk_to_human", None),
]  # fmt: skip


def ask(text: str, topic: str | None, guesses: str, role: str | None = None) -> Reply:
    ranking = ("lesson_find", *guesses.split())
    entities = {"topic": topic} if topic else {}
    return respond(Turn("lesson_find", Talk(profile=Profile(role=role)), entities, ranking, text), COURSE)


@pytest.mark.parametrize(("text", "topic", "guesses", "lesson"), ASKED)
def test_a_lesson_is_found_by_its_meaning(text: str, topic: str | None, guesses: str, lesson: str | None) -> None:
    shown = ask(text, topic, guesses)
    assert shown.page == lesson
    if lesson is None:
        assert shown.text == COURSE.texts.line("learn", "none_on_that")
        assert 0 < len(shown.options) <= SHOWN


def test_words_alone_find_it_while_the_engine_guesses_nothing() -> None:
    assert ask("想家的课", "想家", "").page == YOUNG
    assert ask("夸到他心里那课", None, "").page == "praise"


def test_others_that_were_perhaps_meant_stand_beside_it() -> None:
    asked = "给我找讲谈恋爱保护自己的课", "谈恋爱保护自己", "parent_body_safety young_love"
    assert COURSE.lessons["love"].title in [o.label for o in ask(*asked).options]
    shown = ask(*asked, "young_worker")
    assert shown.page == "love"
    assert COURSE.lessons["body"].title in [o.label for o in shown.options]


def test_of_two_the_own_roles_comes_first() -> None:
    lessons = {k: replace(COURSE.lessons["water"], name=k, audience=(who,)) for k, who in
               (("a", "parent"), ("b", "manager"))}  # fmt: skip
    both = replace(OURS, lessons=lessons)
    for role, first in (("parent", "a"), ("manager", "b")):
        assert both.lessons_about("防溺水", ["parent_water_road_safety"], role)[0].name == first


def test_the_lesson_named_by_an_option_is_shown_whatever_the_words() -> None:
    assert respond(Turn("lesson_find", entities={"lesson": "water"}, text="想家"), COURSE).page == "water"


@pytest.mark.parametrize(
    ("here", "opened", "expected"),
    [
        ("parent_water_road_safety", (), "water"),  # the topic on screen
        ("water", ("water",), "body"),  # the same need
        ("water", ("water", "body"), CALL),  # the oldest
        (None, (), CALL),
        (None, (CALL,), "leaving"),
    ],
)
def test_the_next_lesson_is_by_need_and_progress(here: str | None, opened: tuple[str, ...], expected: str) -> None:
    talk = Talk(page=here, profile=Profile(role="parent"), progress=Progress(frozenset(opened)))
    assert respond(Turn("lesson_next", talk), COURSE).page == expected


def test_the_comic_is_said_to_be_pictures() -> None:
    shown = respond(Turn("lesson_comic", Talk(page=ONE.name)), OURS)
    assert OURS.texts.line("learn", "pictures", n=len(ONE.panels)) in shown.text
    assert shown.links[0].path == f"/lessons/{ONE.name}"


def test_the_latest_is_a_card_with_one_thing_to_do() -> None:
    shown = respond(Turn("lesson_latest", Talk(profile=Profile(role="parent"))), OURS)
    lesson = OURS.lessons[str(shown.page)]
    assert lesson.title in shown.text
    assert lesson.sections.do[0] in shown.text
    assert len(shown.text) < 300


DAY = 86400
TUESDAY = 1_794_268_800.0
"""2026-11-10, within the week of the lesson on calls."""
WEEKLY = Talk(profile=Profile(role="parent", weekly=True))
HELLO = Reply("您好", intent="greet")
THEN = replace(OURS, lessons=THREE)


def test_the_lesson_of_the_week_is_told_with_a_greeting() -> None:
    shown = tell_weekly(WEEKLY, HELLO, THEN, TUESDAY)
    assert ONE.title in shown.text
    assert ONE.name in shown.options[0].payload


@pytest.mark.parametrize("weeks", [1, 2, 52, 520])
def test_and_in_weeks_without_a_new_one_an_older_one(weeks: int) -> None:
    now = TUESDAY + weeks * 7 * DAY
    of_week = THEN.lesson_of_week("parent", day_of(now))
    assert of_week is not None
    assert of_week.title in tell_weekly(WEEKLY, HELLO, THEN, now).text
    latest = respond(Turn("lesson_latest", WEEKLY, now=now), THEN)
    assert latest.page == of_week.name
    assert OURS.texts.line("learn", "of_week") in latest.text


@pytest.mark.parametrize(
    ("talk", "reply", "now"),
    [
        (Talk(profile=Profile(role="parent")), HELLO, TUESDAY),  # did not ask for it
        (replace(WEEKLY, quiet=True), HELLO, TUESDAY),
        (replace(WEEKLY, check=True), HELLO, TUESDAY),
        (replace(WEEKLY, progress=Progress(frozenset({ONE.name}))), HELLO, TUESDAY),  # read
        (WEEKLY, Reply("答", intent="parent_homework"), TUESDAY),  # has something on their mind
        (WEEKLY, replace(HELLO, urgent=True), TUESDAY),
        (WEEKLY, replace(HELLO, hold="他打我"), TUESDAY),
        (WEEKLY, HELLO, TUESDAY - 14 * DAY),  # not out yet
    ],
)
def test_and_not_otherwise(talk: Talk, reply: Reply, now: float) -> None:
    assert tell_weekly(talk, reply, THEN, now) == reply
