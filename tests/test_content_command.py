"""`python -m bot content changes`, `content export`, `content withdraw` and `content new` from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import content_command, content_new_command
from bot.__main__ import app
from bot.content.overlay import read
from bot.store.database import connect, migrate
from bot.store.drafts import LIVE
from bot.store.store import Store

FILE = "topics/parent_homework.md"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path}/c.db"
    migrate(url)
    engine = connect(url)
    found = Store(engine)
    for module in (content_command, content_new_command):
        monkeypatch.setattr(module, "open_store", lambda: found)
    yield found
    engine.dispose()


def test_what_was_published_is_listed_and_written(store: Store, tmp_path: Path) -> None:
    text = read(FILE)
    draft = store.drafts.begin(FILE, text, text.replace("作业", "功课"), "ann")
    assert draft is not None
    assert CliRunner().invoke(app, ["content", "changes"]).stdout == "0 changes\n"
    assert store.drafts.move(draft, LIVE, published=1.0, reviewer="bea")
    shown = CliRunner().invoke(app, ["content", "changes"]).stdout
    assert shown == f"#{draft.id} {FILE}: ann, approved by bea\n1 changes\n"
    done = CliRunner().invoke(app, ["content", "export", "--to", str(tmp_path / "out")])
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [FILE, "1 files written to out"]
    assert (tmp_path / "out" / FILE).read_text(encoding="utf-8") == draft.text
    assert store.drafts.in_force()  # elsewhere is not into data/


def test_something_new_is_begun(store: Store) -> None:
    def new(*words: str, by: str = "ann") -> str:
        return CliRunner().invoke(app, ["content", "new", *words, "--by", by]).output

    topic = ("topic", "parent", "night_shift", "--title", "夜班怎么带娃")
    said = new(*topic)
    assert "topics/parent_night_shift.md: a draft; go on at /admin/content/topics/parent_night_shift" in said
    assert "no intent of this name is taught" in said
    assert "there is a page, lesson" in new(*topic, by="bea")
    assert "lower-case letters" in new("topic", "parent", "../x", "--title", "别的标题")
    about = ("--need", "talk", "--about", "parent_homework")
    assert "lessons/parent_small.md" in new("lesson", "parent", "small", "--title", "小处夸娃", *about)
    assert "directory/needs.toml" in new("entry", "need", "--id", "night_school", "--name", "夜校在哪里报名")
    assert "no division" in new("entry", "entry", "--name", "鼓楼区", "--channel", "psych_12356")
    assert CliRunner().invoke(app, ["content", "new", *topic]).exit_code == 2, "whose it is must be said"
    begun = {(d.file, d.authors) for d in store.drafts.under_way()}
    files = ("topics/parent_night_shift.md", "lessons/parent_small.md", "quizzes/parent_small.toml")
    assert begun == {(file, ("ann",)) for file in (*files, "directory/needs.toml")}
    assert [d.action for d in store.audit.entries()] == ["content_begin"] * 4


def test_every_refusal_has_words_here_and_in_the_console() -> None:
    from bot.admin.content_room import REASONS
    from bot.drafting.begin import CHOICE, NAME, TITLE_LENGTH, TITLE_TAKEN
    from bot.drafting.drafting import BUSY, TAKEN
    from bot.drafting.entry import NUMBER, PLACE

    new = {CHOICE, NAME, TITLE_LENGTH, TITLE_TAKEN, BUSY, TAKEN, NUMBER, PLACE}
    assert content_new_command.WHY.keys() == new
    assert new <= REASONS.keys()


def test_a_file_that_went_on_is_left(store: Store, tmp_path: Path) -> None:
    draft = store.drafts.begin(FILE, "another text", "and another", "ann")
    assert draft is not None
    assert store.drafts.move(draft, LIVE, published=1.0)
    done = CliRunner().invoke(app, ["content", "export", "--to", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "changed since it was edited" in done.output
    assert CliRunner().invoke(app, ["content", "export", "--to", str(tmp_path / "out"), "--over"]).exit_code == 0


def publish(store: Store, file: str, text: str) -> None:
    """As if two people had gone the whole way."""
    draft = store.drafts.begin(file, read(file), text, "ann")
    assert draft is not None
    assert store.drafts.move(draft, LIVE, published=1.0, reviewer="bea")


def test_what_was_published_is_withdrawn(store: Store) -> None:
    def withdraw(file: str, by: str, *more: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["content", "withdraw", file, "--by", by, "--why", "写错了", *more])
        assert done.exit_code == code, done.output
        return done.output

    for name, role in (("boss", "admin"), ("ann", "editor"), ("vera", "viewer")):
        store.accounts.add(name, "x", role, 1.0)
    protocol = "protocols/report_neglect.md"
    for file in (FILE, protocol):
        publish(store, file, read(file).replace('title = "', 'title = "新', 1))
    for nobody in ("vera", "nobody"):
        assert "no account that may publish" in withdraw(FILE, nobody, code=1)
    assert "second person" in withdraw(FILE, "ann", "--now", code=1)
    assert "second person" in withdraw(protocol, "boss", "--now", code=1)
    assert store.drafts.under_way() == []
    assert "to be approved by somebody else at /admin/content/protocols/report_neglect" in withdraw(protocol, "boss")
    assert "under way" in withdraw(protocol, "ann", code=1)
    assert withdraw(FILE, "boss", "--now") == f"{FILE}: withdrawn\n"
    assert [d.file for d in store.drafts.in_force()] == [protocol]
    assert "nothing to withdraw" in withdraw(FILE, "boss", code=1)
    assert "nothing to withdraw" in withdraw("../../etc/passwd", "boss", code=1)
    told = [(d.who, d.action, d.object) for d in reversed(store.audit.entries())]
    assert told == [
        ("boss", "content_withdraw", protocol), ("boss", "content_withdraw", FILE), ("boss", "content_alone", FILE),
        ("boss", "content_withdrawn", FILE),
    ]  # fmt: skip
