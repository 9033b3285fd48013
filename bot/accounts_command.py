"""Accounts of the console: `python -m bot accounts add NAME --role ROLE`, `list`, `disable NAME`, `enable NAME`,
`password NAME`. A password is asked for without echo; `--generate` prints a new one, `--stdin` reads a line."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import typer

from bot.data_command import BY
from bot.logs import set_up_logs
from bot.settings import load_settings

if TYPE_CHECKING:  # loaded when asked for: `run` opens its port without waiting for them
    from bot.store.accounts import Account
    from bot.store.store import Store

accounts = typer.Typer(no_args_is_help=True, help="Who may use the console at /admin (docs/admin.zh-CN.md).")
GENERATE = typer.Option(False, "--generate", help="Make a password and print it once.")
STDIN = typer.Option(False, "--stdin", help="Read the password from a line of standard input.")


def _store() -> Store:
    from bot.store.database import connect, migrate
    from bot.store.store import Store

    settings = load_settings()
    set_up_logs(settings.app.log_level)
    migrate(settings.store.resolved_url())
    return Store(connect(settings.store.resolved_url()))


def _stop(reason: str, code: int = 1) -> typer.Exit:
    typer.echo(f"error: {reason}", err=True)
    return typer.Exit(code)


def _named(store: Store, name: str) -> Account:
    found = store.accounts.named(name)
    if found is None:
        raise _stop(f"there is no account {name}; see accounts list")
    return found


def _password(name: str, made: bool, stdin: bool) -> str:
    """A good password: made, read or asked for. Never an argument, which the process list would show."""
    from bot.admin.passwords import fault, generate

    if made:
        return generate()
    if stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt("password", hide_input=True, confirmation_prompt=True)
    wrong = fault(password, name)
    if wrong:
        raise _stop(wrong, 2)
    return str(password)


@accounts.command("add")
def add(
    name: str = typer.Argument(..., help="2 to 32 letters, digits, _ . -"),
    role: str = typer.Option("annotator", help="admin | editor | annotator | viewer | safeguarding | manager"),
    source: str = typer.Option("", help="Of a manager: the QR code whose figures they see."),
    generate: bool = GENERATE,
    stdin: bool = STDIN,
) -> None:
    """A new account."""
    from bot.admin.accounts_pages import NAME, SOURCE
    from bot.admin.passwords import Passwords
    from bot.admin.roles import MANAGER, PERMISSIONS

    if not NAME.fullmatch(name) or role not in PERMISSIONS:
        raise _stop(f"a name of 2 to 32 letters, digits, _ . - and a role of {', '.join(PERMISSIONS)}", 2)
    if (role == MANAGER) != bool(SOURCE.fullmatch(source)):
        raise _stop("a manager, and nobody else, has a source: the name of the factory's QR code", 2)
    store = _store()
    password = _password(name, generate, stdin)
    if not store.accounts.add(name, Passwords().hash(password), role, time.time(), source or None):
        raise _stop(f"{name} is taken")
    store.audit.add(BY, "account_add", name, f"{role} {source}".strip())
    typer.echo(f"{name} is {role}" + (f"; password {password}" if generate else ""))


@accounts.command("list")
def list_() -> None:
    """Everybody."""
    for one in _store().accounts.all():
        locked = f"locked until {_time(one.locked_until)}" if one.locked_until > time.time() else "active"
        state = f"disabled since {_time(one.disabled)}" if one.disabled else locked
        typer.echo(f"{one.name:<20} {one.role:<13} {state}")


@accounts.command("disable")
def disable(name: str) -> None:
    """Keep an account out; its sessions end."""
    _switch(name, time.time())


@accounts.command("enable")
def enable(name: str) -> None:
    """Let a disabled account in again."""
    _switch(name, None)


def _switch(name: str, disabled: float | None) -> None:
    store = _store()
    store.accounts.set_disabled(_named(store, name).id, disabled)
    store.audit.add(BY, "account_enable" if disabled is None else "account_disable", name)
    typer.echo(f"{name} is {'enabled' if disabled is None else 'disabled'}")


@accounts.command("password")
def password(name: str, generate: bool = GENERATE, stdin: bool = STDIN) -> None:
    """Another password; it unlocks the account and ends its sessions."""
    from bot.admin.passwords import Passwords

    store = _store()
    account = _named(store, name)
    new = _password(name, generate, stdin)
    store.accounts.set_password(account.id, Passwords().hash(new))
    store.audit.add(BY, "password", name)
    typer.echo(f"{name} has another password" + (f": {new}" if generate else ""))


def _time(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(moment))
