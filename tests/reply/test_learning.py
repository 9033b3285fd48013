"""Learning through the answering room: what was wrong is stored, comes up another day, and goes with the rest; names
of children stand in nothing that is kept unless they were agreed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.content.catalogue import load_catalogue
from bot.store.database import connect, migrate
from bot.store.store import Store
from tests.dialogue.planner import DAY, line
from tests.reply.test_due import UNDERSTOOD, Line, P

QUIZ = load_catalogue().quizzes["home_dangers"]
OFFER = line("quiz", "recall")


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Line]:
    url = f"sqlite:///{tmp_path}/t.db"
    migrate(url)
    database = connect(url)
    yield Line(Store(database))
    database.dispose()


async def learns(talk: Line) -> str:
    """A quiz with its first two answers wrong."""
    await talk.say(QUIZ.title)
    wrong = [str(q.right % 3 + 1) for q in QUIZ.questions[:2]]
    return await talk.say(*wrong, *(str(q.right) for q in QUIZ.questions[2:]))


async def test_what_was_wrong_comes_up_once_another_day_and_is_learnt_in_a_run_of_its_own(talk: Line) -> None:
    assert line("quiz", "comes_back", n=2) in await learns(talk)
    assert OFFER not in await talk.say("娃作业咋办")
    talk.clock.now += DAY
    assert OFFER in await talk.say("在吗")
    assert OFFER not in await talk.say("娃作业咋办")
    assert line("quiz", "begin_recall", n=2) in await talk.say("练错题")
    run = talk.store.talks.load(P).quiz
    assert run is not None
    rights = {q.key: q.right for q in QUIZ.questions}
    shown = await talk.say(*(str(rights[key]) for _, key in run.asked))
    assert line("quiz", "all_again", right=2, total=2) in shown
    assert {(m.step) for m in talk.store.talks.load(P).progress.missed} == {1}
    assert talk.store.talks.load(P).progress.best == {QUIZ.name: (3, 5)}, "a run over what came back is no attempt"


async def test_a_stopped_quiz_has_no_score_but_its_mistake_comes_back(talk: Line) -> None:
    await talk.say(QUIZ.title, str(QUIZ.questions[0].right % 3 + 1), "不做了")
    progress = talk.store.talks.load(P).progress
    assert progress.best == {}
    assert [m.question for m in progress.missed] == [QUIZ.questions[0].key]


async def test_after_danger_nothing_is_offered(talk: Line) -> None:
    await learns(talk)
    talk.clock.now += DAY
    await talk.say("我男人又打我，拿刀要砍我")
    assert OFFER not in await talk.say("娃作业咋办")
    assert OFFER not in await talk.say("安全了，接着说")
    talk.clock.now += 9 * DAY
    assert OFFER not in await talk.say("在吗"), "the phone may be read"


async def test_it_is_deleted_with_the_rest(talk: Line) -> None:
    await learns(talk)
    await talk.say("删除我的数据")
    assert talk.store.talks.load(P).progress.missed == ()


async def test_a_childs_name_is_in_nothing_that_is_kept_before_it_is_agreed_to(
    talk: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(UNDERSTOOD, "我家豆豆五岁了", "tell_child")
    asked = await talk.say("我家豆豆五岁了")
    assert line("child", "may_i", name="豆豆") in asked
    await talk.say("不用")
    await talk.say("豆豆的事说不清")
    database = connect(f"sqlite:///{tmp_path}/t.db")
    with database.connect() as connection:
        for table in sa.inspect(database).get_table_names():
            rows = connection.execute(sa.text(f"SELECT * FROM {table}")).all()
            assert "豆豆" not in str(rows), table
            assert "\\u8c46\\u8c46" not in str(rows), table
    database.dispose()
