"""The same behaviour on SQLite and on PostgreSQL."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

from bot.dialogue.due import Due
from bot.dialogue.duty import Duty
from bot.dialogue.plan_run import PlanRun
from bot.dialogue.reply import Answered, Option, QuizRun, Reply
from bot.dialogue.talk import Talk
from bot.people.profile import Profile
from bot.store.conversations import Line
from bot.store.database import alone, connect, migrate
from bot.store.outbox import Letter
from bot.store.sealed import Sealer
from bot.store.store import Store
from bot.store.tables import ANONYMISED, metadata

P, Q = "p" * 64, "q" * 64


def test_migrating_twice_changes_nothing_and_matches_the_tables(url: str) -> None:
    migrate(url)
    migrate(url)
    engine = connect(url)
    inspector = sa.inspect(engine)
    assert set(inspector.get_table_names()) == {*metadata.tables, "alembic_version"}
    for table in metadata.sorted_tables:
        assert {c["name"] for c in inspector.get_columns(table.name)} == {c.name for c in table.columns}
        indexed = {tuple(i["column_names"]) for i in inspector.get_indexes(table.name)}
        assert {tuple(c.name for c in i.columns) for i in table.indexes} <= indexed, table.name
    engine.dispose()


def test_a_talk_is_kept_with_profile_and_progress(store: Store) -> None:
    assert store.talks.load(P) == Talk()
    reply = Reply(
        "题", (Option("甲", "/quiz_answer"),), page="x", section="start", profile={"role": "manager"}, quiz=QuizRun("q")
    )
    talk = Talk().after(reply, 7.0)
    store.talks.save(P, Talk(), talk)
    assert store.talks.load(P) == talk
    later = talk.after(Reply("停", quiz_over=True), 8.0)
    store.talks.save(P, talk, later)
    store.talks.record_attempt(P, "q", (1, 2, 1), 2)
    store.talks.record_attempt(P, "q", (1, 1, 1), 1)
    store.talks.record_opened(P, "lesson")
    store.talks.record_opened(P, "lesson")
    loaded = store.talks.load(P)
    assert loaded.profile == Profile(role="manager")
    assert (loaded.quiz, loaded.progress.best, set(loaded.progress.opened)) == (None, {"q": (2, 3)}, {"lesson"})
    assert store.talks.load(Q) == Talk()


def test_questions_to_learn_are_kept_until_they_are_learnt(store: Store) -> None:
    day = 86400.0
    wrong, right = Answered("q", "k", False), Answered("q", "k", True)
    talk = Talk()
    for n, (given, now) in enumerate([(wrong, 0.0), (Answered("q", "l", False), 0.0), (wrong, day), (right, 2 * day)]):
        after = talk.after(Reply("x", answered=given), now)
        store.talks.save(P, talk, after)
        talk = store.talks.load(P)
        assert set(talk.progress.missed) == set(after.progress.missed), n
    assert {(m.question, m.step) for m in talk.progress.missed} == {("k", 1), ("l", 0)}
    for later in (5 * day, 12 * day):
        after = talk.after(Reply("x", answered=right), later)
        store.talks.save(P, talk, after)
        talk = store.talks.load(P)
    assert [m.question for m in talk.progress.missed] == ["l"], "k is learnt"
    assert store.talks.load(Q).progress.missed == ()


def test_children_are_kept_in_the_profile(store: Store) -> None:
    told = {"children": [{"name": "壮壮", "child_age_months": 60}, {"name": "老大", "grade": "m1"}]}
    talk = Talk().after(Reply("x", profile=told), 7.0)
    store.talks.save(P, Talk(), talk)
    assert store.talks.load(P).profile.names == ("老大", "壮壮")


def test_a_question_is_kept_answered_and_delivered_once(store: Store) -> None:
    kept = store.kept.keep_question(P, "孩子不听话")
    store.kept.keep_question(Q, "别人的")
    assert [w.question for w in store.kept.waiting()] == ["孩子不听话", "别人的"]
    assert store.kept.take(P) == ([], 1, 0)
    store.kept.keep_reply(kept, Reply("答"))
    replies, owed, _ = store.kept.take(P)
    assert ([r.text for r in replies], owed) == (["答"], 0)
    assert store.kept.take(P) == ([], 0, 0)
    assert [w.person for w in store.kept.waiting()] == [Q]


def test_a_question_kept_in_a_crowd_says_when_it_came_until_it_is_heard(store: Store) -> None:
    before = time.time()
    kept = store.kept.keep_question(P, "作业太多了", unheard=True)
    store.kept.keep_question(Q, "别人的")
    first, second = store.kept.waiting()
    assert first.unheard is not None
    assert before <= first.unheard <= time.time()
    assert second.unheard is None
    store.kept.heard(kept)
    assert [w.unheard for w in store.kept.waiting()] == [None, None]


def test_a_push_that_comes_again_is_kept_once(store: Store) -> None:
    first = store.kept.keep_question(P, "作业太多了", push="p1")
    assert store.kept.keep_question(P, "作业太多了", push="p1") == first
    assert store.kept.keep_question(P, "作业太多了", push="p2") != first
    assert store.kept.keep_question(P, "哪里都行") != store.kept.keep_question(P, "哪里都行"), "a preview names none"
    store.kept.keep_reply(first, Reply("答"))
    assert store.kept.keep_question(P, "作业太多了", push="p1") == first, "answered, and not yet fetched"
    assert len(store.kept.waiting()) == 3


def test_statements_alone_have_connections_of_their_own_which_go_with_the_others(url: str) -> None:
    migrate(url)
    engine = connect(url)
    by_itself = alone(engine)
    if engine.dialect.name == "sqlite":
        assert by_itself is engine
    else:
        with by_itself.connect() as connection:
            assert connection.connection.dbapi_connection.autocommit
        with engine.connect() as connection:
            assert not connection.connection.dbapi_connection.autocommit
        assert by_itself.pool.checkedin() == 1
        engine.dispose()
        assert by_itself.pool.checkedin() == 0
    engine.dispose()


def test_late_replies_come_in_order(store: Store) -> None:
    for text in ("一", "二"):
        store.kept.keep_late_reply(P, Reply(text))
    assert store.kept.waiting() == []
    assert [r.text for r in store.kept.take(P)[0]] == ["一", "二"]


def test_messages_for_review_are_masked(store: Store, url: str) -> None:
    number = store.reviews.add(P, "我叫王小芳，打13812345678找我", "nlu_fallback", 0.2, ["greet"])
    store.reviews.pick(number, "parent_homework")
    engine = connect(url)
    with engine.connect() as connection:
        row = connection.execute(sa.text("SELECT text, picked FROM messages")).one()
    engine.dispose()
    assert tuple(row) == ("我叫[名字]，打[号码]找我", "parent_homework")


def test_a_plan_is_kept_in_the_talk(store: Store) -> None:
    run = PlanRun("praise", "check", "18:30", None, ("good", "missed"), 5.0, 1, 6.0, True)
    talk = Talk().after(Reply("x", plan=run, quiet=True), 7.0)
    store.talks.save(P, Talk(), talk)
    assert store.talks.load(P) == talk
    assert store.talks.load(P).quiet


def test_of_each_kind_one_thing_is_due_and_only_from_its_time_on(store: Store) -> None:
    first, second, other = Due("plan_check", 10.0, {"n": 0}), Due("plan_check", 20.0, {"n": 1}), Due("lesson", 15.0)
    for item in (first, other, second):
        store.due.put(P, item)
    store.due.put(Q, first)
    assert store.due.of(P, 14.0) == [], "the first has been replaced"
    assert store.due.of(P, 20.0) == [other, second]
    assert [(i.person, i.due) for i in store.due.ready(20.0)] == [(Q, first), (P, other), (P, second)]
    assert [i.person for i in store.due.ready(20.0, limit=1)] == [Q]
    store.due.close(P, "plan_check")
    assert store.due.of(P, 99.0) == [other]
    store.due.close(P)
    assert store.due.of(P, 99.0) == []
    assert store.due.of(Q, 99.0) == [first]


def fill(store: Store, engine: sa.engine.Engine) -> None:
    """Something of both people in every table, Rasa's included."""
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE events (sender_id VARCHAR(255), timestamp FLOAT, data TEXT)"))
        for person in (P, Q):
            row = {"p": person, "t": time.time()}
            connection.execute(sa.text("INSERT INTO events VALUES (:p, :t, 'x')"), row)
    for person in (P, Q):
        store.people.remember(person, "sealed")
        store.talks.save(person, Talk(), Talk().after(Reply("x", profile={"role": "parent"}), 1.0))
        talk = store.talks.load(person)
        store.talks.save(person, talk, talk.after(Reply("x", answered=Answered("q", "k", False)), 1.0))
        store.talks.record_attempt(person, "q", (1,), 1)
        store.talks.record_opened(person, "l")
        store.visits.first_phone(person)
        store.kept.keep_question(person, "?")
        store.kept.keep_late_reply(person, Reply("x"))
        store.reviews.add(person, "?", "nlu_fallback", 0.1, [])
        store.due.put(person, Due("plan_check", time.time(), {"plan": "praise", "n": 0}))
        store.duties.add(person, Duty("report_neglect", "button"), time.time(), "parent", "贵州省毕节市")
        store.outbox.put([Letter(person, f"key-{person[0]}", "due", "custom", {"text": "x"}, 0, 9e9)])
        store.windows.open([person], "message", time.time())
        store.windows.grant(person, "tpl-1", 1)
        store.sources.add(person, "factory_dg_017", "follow", time.time())
        store.conversations.add(person, Line(time.time(), "text", "?", "x", "understood"), None)
        store.handovers.begin(person, "officer", time.time())


def people_in(engine: sa.engine.Engine) -> dict[str, set[str | None]]:
    """Whose rows each table of the schema holds."""
    found = {}
    with engine.connect() as connection:
        for table in sa.inspect(engine).get_table_names():
            columns = {c["name"] for c in sa.inspect(engine).get_columns(table)} & {"person", "sender_id"}
            for column in columns:
                found[table] = set(connection.execute(sa.text(f"SELECT {column} FROM {table}")).scalars())
    return found


def test_forgetting_empties_every_table_of_one_person(store: Store, url: str) -> None:
    engine = connect(url)
    fill(store, engine)
    before = people_in(engine)
    of_people = {name for name, table in metadata.tables.items() if "person" in table.c}
    assert set(before) == {*of_people, "events"}
    assert set(metadata.tables) - of_people == {
        "visits", "mailings", "accounts", "sessions", "audit", "revisions", "desk", "drafts",
    }  # fmt: skip
    assert set(map(frozenset, before.values())) == {frozenset({P, Q})}, "the test fills every table"
    store.people.forget(P)
    after = people_in(engine)
    # the two tables whose rows stay, without the person: docs/privacy.md says why
    assert {table.name for table in ANONYMISED} == {"duties", "sources"}
    assert after.pop("duties") == after.pop("sources") == {Q, None}
    assert set(map(frozenset, after.values())) == {frozenset({Q})}
    with engine.connect() as connection:
        left = connection.execute(sa.text("SELECT * FROM duties WHERE person IS NULL")).mappings().one()
    assert P not in map(str, left.values())
    assert (left["kind"], left["state"]) == ("report_neglect", "new")
    engine.dispose()


def test_old_events_and_messages_expire(store: Store, url: str) -> None:
    engine = connect(url)
    fill(store, engine)
    assert store.people.expire(events_before=0, messages_before=0) == 0
    assert store.people.expire(events_before=time.time() + 1, messages_before=time.time() + 1) == 12
    left = people_in(engine)
    assert left["events"] == left["messages"] == left["due"] == left["windows"] == set()
    assert left["outbox"] == {P, Q}, "what is still to be sent stays"
    engine.dispose()


def test_an_openid_is_sealed() -> None:
    sealer = Sealer("ab" * 32)
    sealed = sealer.seal("oABC")
    assert "oABC" not in sealed
    assert sealer.seal("oABC") != sealed
    assert sealer.open(sealed) == "oABC"
    with pytest.raises(ValueError, match="another key"):
        Sealer("cd" * 32).open(sealed)


def test_a_person_is_remembered_once(store: Store) -> None:
    assert store.people.sealed(P) is None
    store.people.remember(P, "a")
    store.people.remember(P, "b")
    assert store.people.sealed(P) == "a"


def test_more_than_two_answers_are_delivered_one_after_another(store: Store) -> None:
    for text in ("一", "二", "三"):
        store.kept.keep_late_reply(P, Reply(text))
    store.kept.keep_lesson(P, "later")
    store.kept.keep_question(P, "还有一句")
    taken, owed, more = store.kept.take(P)
    assert ([r.text for r in taken], owed, more) == (["一", "二", "later"], 1, 1)
    taken, owed, more = store.kept.take(P)
    assert ([r.text for r in taken], owed, more) == (["三"], 1, 0)
