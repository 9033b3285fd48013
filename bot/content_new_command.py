"""Begin content that is not there yet: `python -m bot content new topic`, `new lesson`, `new entry`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from bot.data_command import open_store

if TYPE_CHECKING:
    from bot.drafting.drafting import Drafting
    from bot.store.drafts import Draft

new = typer.Typer(
    no_args_is_help=True, help="Begin a draft of something that is not there yet; goes on in the console."
)
WHY = {
    "taken": "there is a page, lesson, quiz, plan, scene or draft of this name",
    "name": "a name is of lower-case letters, words joined by _, 40 at most",
    "title_length": "a title or name has 2 to 14 characters and no quotes",
    "title_taken": "another page or entry has this title",
    "choice": "one of the options is not on its list",
    "place": "no division of this name, or several: give its full name or code",
    "number": "a number is of digits and hyphens",
    "busy": "a draft of this file is with its reader, or broken",
}
Word = Annotated[str, typer.Argument(help="The rest of its name, night_shift; a topic's whole name is its intent's.")]
Title = Annotated[str, typer.Option("--title", help="2 to 14 characters; no other page's.")]
By = Annotated[str, typer.Option("--by", help="The account whose draft it is: it may not be approved by the same.")]
Begin = Callable[["Drafting", str, datetime.date], "Draft"]


def _begin(by: str, begin: Begin) -> None:
    """Begin something in somebody's name, or say why not."""
    from bot.drafting.drafting import Drafting
    from bot.errors import DraftError
    from bot.people.call_times import BEIJING

    store = open_store()
    try:
        draft = begin(Drafting(store.drafts, store.audit.add), by[:32], datetime.datetime.now(BEIJING).date())
    except DraftError as err:
        typer.echo(f"error: {WHY.get(str(err), str(err))}", err=True)
        raise typer.Exit(1) from err
    typer.echo(f"#{draft.id} {draft.file}: a draft; go on at /admin/content/{draft.file.rpartition('.')[0]}")


@new.command("topic")
def new_topic(
    family: Annotated[str, typer.Argument(help="parent | guardian | manager | young")], word: Word, title: Title, by: By
) -> None:
    """A topic. Says so when nobody has taught its intent yet: then it is found in lists and by title and keywords."""
    from bot.content.catalogue import DATA
    from bot.content.names import taught
    from bot.drafting.begin import begin_topic

    _begin(by, lambda drafting, author, _: begin_topic(drafting, family, word, title, author))
    if f"{family}_{word.removeprefix(f'{family}_')}" not in taught(DATA):
        typer.echo("no intent of this name is taught: found in lists, by its title and keywords (docs/authoring.md)")


@new.command("lesson")
def new_lesson(
    who: Annotated[str, typer.Argument(help="parent | manager | young")],
    word: Word,
    title: Title,
    by: By,
    need: Annotated[str, typer.Option(help="What one comes for (docs/authoring.md).")],
    about: Annotated[str, typer.Option(help="The topic it belongs to.")],
    form: Annotated[str, typer.Option(help="comic | story")] = "comic",
) -> None:
    """A lesson and its quiz; both must be approved, then they are published together."""
    from bot.drafting.begin import NewLesson, begin_lesson

    lesson = NewLesson(who, word, title, need, about, form)
    _begin(by, lambda drafting, author, today: begin_lesson(drafting, lesson, author, today))


@new.command("entry")
def new_entry(
    table: Annotated[str, typer.Argument(help="channel | entry (of a place) | need | withheld")],
    name: Annotated[str, typer.Option(help="Its name; of a need its title; of a place its full name or code.")],
    by: By,
    id_: Annotated[str, typer.Option("--id", help="What it is called in files; not of a place.")] = "",
    number: Annotated[str, typer.Option(help="Of a channel or a withheld number.")] = "",
    channel: Annotated[str, typer.Option(help="Of a place: which channel differs there.")] = "",
) -> None:
    """An entry of the directory, behind the last of its file."""
    from bot.drafting.entry import begin_entry

    given = {"name": name, "id": id_, "number": number, "channel": channel}
    _begin(by, lambda drafting, author, today: begin_entry(drafting, table, given, author, today))
