"""The console's content from the command line: `python -m bot content changes`, `content export`, `content new …`."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from bot.data_command import BY, To, open_store

if TYPE_CHECKING:
    from bot.drafting.drafting import Drafting
    from bot.store.drafts import Draft
    from bot.store.store import Store

Over = Annotated[bool, typer.Option("--over", help="Also over files that were changed meanwhile.")]


def changes() -> None:
    """What was published in the console and is in no file of data/ yet: number, file, authors, who approved it."""
    from bot.drafting.export import waiting

    store: Store = open_store()
    found = [draft for drafts in waiting(store.drafts).values() for draft in drafts]
    for draft in found:
        typer.echo(f"#{draft.id} {draft.file}: {', '.join(draft.authors)}, approved by {draft.reviewer}")
    typer.echo(f"{len(found)} changes")


def export(to: To = None, over: Over = False) -> None:
    """Write what was published in the console into data/, as a diff of exactly that, and docs/content.md; commit it
    afterwards. Exit code 1 when a file was left because it had been changed meanwhile."""
    from bot.content.catalogue import load_catalogue
    from bot.content.table import PAGE, render
    from bot.drafting.export import export as write

    store = open_store()
    done = write(store.drafts, to=to, over=over)
    for file in done.written:
        typer.echo(file)
    for file in done.other:
        typer.echo(f"{file}: changed since it was edited in the console; compare, then --over", err=True)
    if to is None and done.written:
        PAGE.write_text(render(load_catalogue()), encoding="utf-8")
        store.audit.add(BY, "content_export", "data", str(len(done.written)))
    typer.echo(f"{len(done.written)} files written to {to.name if to else 'data'}")
    raise typer.Exit(1 if done.other else 0)


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
Title = Annotated[str, typer.Option("--title", help="2 to 14 characters; no other page's.")]
By = Annotated[str, typer.Option("--by", help="The account whose draft it is: it may not be approved by the same.")]


def _begin(work: Callable[[Drafting, datetime.date], Draft]) -> None:
    """Begin something, or say why not."""
    from bot.drafting.drafting import Drafting
    from bot.errors import DraftError
    from bot.people.call_times import BEIJING

    store = open_store()
    try:
        draft = work(Drafting(store.drafts, store.audit.add), datetime.datetime.now(BEIJING).date())
    except DraftError as err:
        typer.echo(f"error: {WHY.get(str(err), str(err))}", err=True)
        raise typer.Exit(1) from err
    typer.echo(f"#{draft.id} {draft.file}: a draft; go on at /admin/content/{draft.file.rpartition('.')[0]}")


@new.command("topic")
def new_topic(
    family: Annotated[str, typer.Argument(help="parent | guardian | manager | young")],
    word: Annotated[str, typer.Argument(help="The rest of its name, which is its intent's: night_shift.")],
    title: Title,
    by: By,
) -> None:
    """A topic. Says so when nobody has taught its intent yet: then it is found in lists and by title and keywords."""
    from bot.content.catalogue import DATA
    from bot.content.names import taught
    from bot.drafting.begin import begin_topic

    _begin(lambda drafting, _: begin_topic(drafting, family, word, title, by[:32]))
    if f"{family}_{word.removeprefix(f'{family}_')}" not in taught(DATA):
        typer.echo("no intent of this name is taught: found in lists, by its title and keywords (docs/authoring.md)")


@new.command("lesson")
def new_lesson(
    who: Annotated[str, typer.Argument(help="parent | manager | young")],
    word: Annotated[str, typer.Argument(help="The rest of its name.")],
    title: Title,
    by: By,
    need: Annotated[str, typer.Option(help="What one comes for (docs/authoring.md).")],
    about: Annotated[str, typer.Option(help="The topic it belongs to.")],
    form: Annotated[str, typer.Option(help="comic | story")] = "comic",
) -> None:
    """A lesson and its quiz; both must be approved, then they are published together."""
    from bot.drafting.begin import NewLesson, begin_lesson

    lesson = NewLesson(who, word, title, need, about, form)
    _begin(lambda drafting, today: begin_lesson(drafting, lesson, by[:32], today))


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
    _begin(lambda drafting, today: begin_entry(drafting, table, given, by[:32], today))


def add_to(app: typer.Typer) -> None:
    """Put these beside the other commands on content."""
    app.add_typer(new, name="new")
    app.command("changes")(changes)
    app.command("export")(export)
