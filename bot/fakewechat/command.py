"""`python -m bot fakewechat`: the platform as a process of its own, to rehearse with before there is an account.

Start the bot with QIANGUA_WECHAT_API_BASE and QIANGUA_WECHAT_APP_SECRET as printed. Then, by HTTP on the same port:
`POST /_push {"openid","text"}` or `{"openid","event","key"}` lets somebody write, `GET /_sent` shows what reached
whom, `POST /_script {"path","codes"}` makes the next calls fail, `POST /_clock {"seconds"}` lets time pass.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import typer

from bot.errors import SettingsError
from bot.settings import load_settings

if TYPE_CHECKING:
    from sanic import Sanic

REHEARSAL = "rehearsal-secret"


def fakewechat(
    port: int = typer.Option(5090, help="Where the platform listens, on loopback."),
    callback: str = typer.Option("", help="The bot's address; empty: as the settings say."),
    kind: str = typer.Option(
        "verified_svc", help="verified_svc | verified_sub | unverified_svc | unverified_sub | test"
    ),
    drop: float = typer.Option(0.0, help="Share of answers lost on the way."),
    duplicate: float = typer.Option(0.0, help="Share of pushes that arrive twice."),
    delay: float = typer.Option(0.0, help="Share of pushes that arrive up to a second late."),
) -> None:
    """A WeChat platform on this machine, to rehearse with (development only)."""
    from bot.fakewechat.controls import Clock, add_controls
    from bot.fakewechat.pusher import FakeWeChat, Faults
    from bot.fakewechat.routes import create_app
    from bot.fakewechat.state import RIGHTS, State
    from bot.web.platform import Platform

    settings = load_settings()
    if settings.app.env != "dev":
        raise SettingsError("fakewechat is for QIANGUA_ENV=dev: a fake platform must never stand beside real people")
    if kind not in RIGHTS:
        raise SettingsError(f"--kind {kind} is none of {', '.join(RIGHTS)}")
    wechat, clock = settings.wechat, Clock()
    secret = wechat.wechat_app_secret.get_secret_value() or REHEARSAL
    state = State(wechat.wechat_app_id, secret, kind=kind, clock=clock)
    token, key = wechat.wechat_token.get_secret_value(), wechat.wechat_aes_key.get_secret_value()
    address = callback or f"http://127.0.0.1:{settings.web.port}/wechat"
    pusher = FakeWeChat(
        Platform(token, wechat.wechat_app_id, key), address, faults=Faults(drop, duplicate, delay)
    )  # the bot checks real time, so pushes carry it
    app = create_app(state)
    add_controls(app, state, pusher, clock)
    typer.echo(f"ready: a {kind} on http://127.0.0.1:{port}, pushing to {address}")
    typer.echo(f"  QIANGUA_WECHAT_API_BASE=http://127.0.0.1:{port} QIANGUA_WECHAT_APP_SECRET={secret} make run")
    asyncio.run(_serve(app, port))


async def _serve(app: Sanic, port: int) -> None:
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
    if server is None:
        raise typer.Exit(1)
    await server.startup()
    await server.serve_forever()
