"""The command line: `python -m bot run`, `train`, `content check`, `lessons build`, `duty list`, `accounts add`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import typer

from bot.accounts_command import accounts
from bot.backup_command import backup, restore
from bot.content_command import add_to as add_content
from bot.data_command import add_to
from bot.desk_command import desk
from bot.duty_command import duty
from bot.errors import QianguaError, TrainingError
from bot.fakewechat.command import fakewechat
from bot.lessons_command import lessons
from bot.logs import set_up_logs
from bot.model_command import model, note_put_live
from bot.outbox_command import outbox
from bot.rings import look_seldom
from bot.settings import Settings, load_settings
from bot.stats_command import stats
from bot.talks_command import talks
from bot.wechat_command import account, menu, qr
from bot.weekly_command import weekly

SWITCH = 0.0005
"""Seconds after which a thread that computes gives way to another that waits: the event loop wants little and often."""
app = typer.Typer(add_completion=False, no_args_is_help=True, help="牵挂 (Qiangua)", pretty_exceptions_enable=False)
content = typer.Typer(no_args_is_help=True, help="What stands under data/.")
app.add_typer(content, name="content")
add_content(content)
data = typer.Typer(no_args_is_help=True, help="The training sentences under data/nlu and data/safety.")
app.add_typer(data, name="data")
add_to(data)
app.add_typer(duty, name="duty")
app.add_typer(talks, name="talks")
app.add_typer(stats, name="stats")
app.add_typer(desk, name="desk")
app.add_typer(lessons, name="lessons")
app.add_typer(outbox, name="outbox")
app.add_typer(weekly, name="weekly")
app.add_typer(menu, name="menu")
app.add_typer(qr, name="qr")
app.add_typer(account, name="account")
app.command()(fakewechat)
app.command()(backup)
app.command()(restore)
app.add_typer(accounts, name="accounts")
app.add_typer(model, name="model")


def _say(line: str) -> None:
    typer.echo(f"· {line}")


def _settings() -> Settings:
    settings = load_settings()
    set_up_logs(settings.app.log_level)
    return settings


@app.command()
def run() -> None:
    """Start the whole product in the foreground: bot, engine and actions. Ctrl-C stops all three."""
    # Before numpy is loaded, and for both children too: on one message's small matrices OpenBLAS's second thread does
    # nothing but wait, busily; it took half of the bot's processor time.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    sys.setswitchinterval(SWITCH)
    look_seldom()
    settings = _settings()
    started = time.monotonic()
    from bot.listening import Loop

    with asyncio.Runner(loop_factory=Loop) as runner:
        runner.run(_run(settings, started))


async def _run(settings: Settings, started: float) -> None:
    from bot.content.checks import check_content
    from bot.store.database import migrate

    faults = check_content()
    for fault in faults:
        typer.echo(f"content: {fault}", err=True)
    if faults:
        raise typer.Exit(1)
    await asyncio.to_thread(migrate, settings.store.resolved_url())
    from bot.listening import BACKLOG
    from bot.stopping import answer_the_last
    from bot.wiring import Product

    product = Product(settings, _say)
    server = await product.app().create_server(
        settings.web.host, settings.web.port, return_asyncio_server=True, access_log=False, backlog=BACKLOG
    )
    if server is None:
        raise typer.Exit(1)
    await server.startup()
    await server.before_start()
    await server.after_start()
    _say(
        f"port {settings.web.port} open after {time.monotonic() - started:.1f} s; disclosures are answered from now on"
    )
    stopping = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    await product.start()
    ready = asyncio.create_task(product.wait_ready())
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({ready, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if ready.done():
        typer.echo(_ready_line(settings, time.monotonic() - started))
        sys.stdout.flush()
    await stopping.wait()
    ready.cancel()
    _say("stopping")
    await answer_the_last(server, settings.wechat.wechat_reply_seconds + 1)
    await server.before_stop()
    await product.stop()
    await server.after_stop()


def _ready_line(settings: Settings, seconds: float) -> str:
    base = f"http://{settings.web.host}:{settings.web.port}"
    chat = f"  chat {base}/chat" if settings.app.env == "dev" else ""
    return f"ready after {seconds:.1f} s{chat}  wechat {base}/wechat  health {base}/readyz"


@app.command()
def train() -> None:
    """Train a candidate on the present data and promote it."""
    settings = _settings()
    from bot.training import release
    from bot.training.train import train as train_candidate

    candidate, seconds = asyncio.run(train_candidate(_say))
    manifest = release.promote(candidate, seconds)
    note_put_live(settings, manifest.name)
    typer.echo(f"release {manifest.name} promoted after {seconds:.0f} s")


@app.command()
def evaluate() -> None:
    """Accuracy of the live release on tests/holdout, into docs/evaluation.md."""
    from bot.live_engine import live_engine
    from bot.training import evaluation

    async def measured() -> tuple[str, list[str]]:
        async with live_engine(_settings(), _say) as (name, parse):
            return await evaluation.run(parse, name, _say)

    try:
        page, below = asyncio.run(measured())
    except TrainingError as err:
        typer.echo(str(err), err=True)
        raise typer.Exit(1) from err
    evaluation.write(page)
    typer.echo(page)
    for worse in below:
        typer.echo(f"below the floor: {worse}", err=True)
    raise typer.Exit(1 if below else 0)


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from bot.store.database import migrate as migrate_database

    migrate_database(_settings().store.resolved_url())
    typer.echo("database is up to date")


@content.command("check")
def content_check() -> None:
    """Check everything under data/ that is ours, and that it can be read; exit code 1 when something is wrong."""
    from bot.content.catalogue import DATA
    from bot.content.checks import check_content, content_warnings
    from bot.content.reading.check import reading_faults

    faults = check_content() or reading_faults(DATA)
    for fault in faults:
        typer.echo(fault)
    for warning in content_warnings() if not faults else ():
        typer.echo(f"warning: {warning}")
    typer.echo(f"{len(faults)} faults" if faults else "content is right")
    raise typer.Exit(1 if faults else 0)


@content.command("table")
def content_table() -> None:
    """Write docs/content.md: every topic beside what it has, every protocol beside its sections."""
    from bot.content.catalogue import load_catalogue
    from bot.content.table import PAGE, render

    PAGE.write_text(render(load_catalogue()), encoding="utf-8")
    typer.echo(f"written: {PAGE.name}")


@data.command("check")
def data_check() -> None:
    """Refuse repetitions, thin intents, wrong labels and whatever comes near holdout or bench; exit code 1 for any."""
    from bot.training.bench_hashes import load_bench
    from bot.training.dataset import check_examples, load_examples, load_holdout
    from bot.training.safety_data import check_conversations, check_labelled, load_conversations, load_labelled

    examples, holdout = load_examples(), load_holdout()
    labelled, faults = load_labelled()
    talks, more = load_conversations()
    faults += more + check_conversations(talks, holdout)
    faults += check_examples(examples, holdout, load_bench()) + check_labelled(labelled, holdout)
    for fault in faults:
        typer.echo(fault)
    right = f"{len(examples)} sentences of data/nlu and {len(labelled)} of data/safety are right"
    typer.echo(f"{len(faults)} faults" if faults else right)
    raise typer.Exit(1 if faults else 0)


@data.command("hash-bench")
def data_hash_bench() -> None:
    """Write the hashed 3-grams of the bench's sentences to tests/holdout, so that a clone without it checks too."""
    from bot.training.bench_hashes import HASHES, hash_bench

    count = hash_bench(Path(_settings().bench.bench_dir))
    typer.echo(f"{count} sentences hashed into {HASHES.name}")


def main() -> None:
    """Entry point: our own errors end with a sentence, not with a stack trace."""
    try:
        app()
    except QianguaError as err:
        typer.echo(f"error: {err}", err=True)
        raise SystemExit(1) from err


if __name__ == "__main__":
    main()
