"""Figures along time on both databases."""

from __future__ import annotations

import datetime

from bot.store.conversations import Line
from bot.store.store import Store
from bot.store.usage import date, day_of, first_day, week_of

MONDAY = datetime.datetime(2026, 11, 23, tzinfo=datetime.timezone(datetime.timedelta(hours=8))).timestamp()
DAY = 86400.0
WEEK = week_of(MONDAY)


def wrote(store: Store, person: str, at: float, how: str = "understood", **more: object) -> None:
    who = person * 64
    store.people.remember(who, "sealed")
    store.conversations.add(who, Line(at, "text", "话", "答", how, **more), None)  # type: ignore[arg-type]


def test_days_and_weeks_are_chinas() -> None:
    assert first_day(WEEK) == date(day_of(MONDAY)) == datetime.date(2026, 11, 23)
    assert (week_of(MONDAY - 1), week_of(MONDAY + 7 * DAY - 1)) == (WEEK - 1, WEEK)
    assert day_of(MONDAY - 1) == day_of(MONDAY) - 1


def test_people_are_counted_once_a_day_and_week(store: Store) -> None:
    for at in (MONDAY, MONDAY + 60, MONDAY + DAY, MONDAY - 1):
        wrote(store, "a", at)
    wrote(store, "b", MONDAY + DAY)
    store.conversations.add("b" * 64, Line(MONDAY + 3 * DAY, "officer", None, "在", "window", by="li"), None)
    today = day_of(MONDAY)
    assert store.usage.by_day(0) == {today - 1: 1, today: 1, today + 1: 2}
    assert store.usage.by_week(0) == {WEEK - 1: 1, WEEK: 2}
    assert store.usage.by_week(WEEK) == {WEEK: 2}


def test_topics_understanding_and_times(store: Store) -> None:
    wrote(store, "a", MONDAY, page="parent_homework", ms=100)
    wrote(store, "a", MONDAY + 1, page="parent_homework", ms=300)
    wrote(store, "b", MONDAY + 2, how="asked", ms=1900)
    wrote(store, "b", MONDAY + 3, how="flow")
    assert store.usage.topics(WEEK) == {"parent_homework": {WEEK: 1}}
    assert store.usage.understood(WEEK) == {WEEK: {"understood": (2, 1), "asked": (1, 1)}}
    assert store.usage.seconds(WEEK) == {WEEK: (2, 0.5, 2.0)}
    assert store.usage.seconds(WEEK + 1) == {}


def test_only_those_who_first_came_by_a_source(store: Store) -> None:
    for n, person in enumerate("abc"):
        wrote(store, person, MONDAY)
        store.talks.record_opened(person * 64, "lesson")
        store.talks.record_attempt(person * 64, "quiz", (1,), n % 2)
    store.sources.add("a" * 64, "one", "follow", 1.0)
    store.sources.add("b" * 64, "two", "follow", 1.0)
    store.sources.add("a" * 64, "two", "scan", 2.0)
    assert store.stats.sources() == {"one": 1, "two": 1}
    assert store.usage.by_week(0, "two") == {WEEK: 1}
    assert store.stats.lessons("one") == store.stats.finished({"lesson": "quiz"}, "one") == {"lesson": 1}
    assert store.stats.finished({"lesson": "quiz"}) == {"lesson": 3}
    assert store.stats.finished({"lesson": "other"}) == {}
    assert store.stats.quizzes("two") == {"quiz": (1, 1.0, 0, 0.0)}
    assert store.stats.reach(MONDAY, "one")["known"] == 1
    assert store.stats.reach(MONDAY, "nobody")["known"] == 0
    store.people.forget("a" * 64)
    assert store.stats.sources() == {"two": 1}


def test_the_gain_is_from_the_first_to_the_second_try(store: Store) -> None:
    for right in (1, 2, 4):
        store.talks.record_attempt("a" * 64, "q", (1, 1, 1, 1), right)
    assert store.stats.quizzes() == {"q": (1, 0.25, 1, 0.25)}


def test_new_people_by_week(store: Store) -> None:
    import time

    store.people.remember("a" * 64, "sealed")
    assert store.usage.new() == {week_of(time.time()): 1}
