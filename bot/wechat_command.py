"""The account itself: `python -m bot menu push|show`, `qr poster|sources`, `account check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot.data_command import BY

if TYPE_CHECKING:
    from bot.channel import Channel
    from bot.wechat.api.qr import Code

menu = typer.Typer(no_args_is_help=True, help="The three tabs at the bottom of the chat, by role.")
qr = typer.Typer(no_args_is_help=True, help="QR codes that tell where somebody came from.")
account = typer.Typer(no_args_is_help=True, help="What WeChat says of the account.")
_OUT = typer.Argument(..., help="A file ending in .png or .pdf.")
_FONT = typer.Option(None, help="Another font, for characters ours lacks.")


@menu.command("push")
def push() -> None:
    """Put the menus in place, by role where the account may; a phone shows them after some minutes."""
    from bot.channel import run_with_channel
    from bot.wechat.role_menus import push as push_menus

    async def work(channel: Channel) -> None:
        await push_menus(
            channel.client, f"{channel.settings.public_url}/lessons", channel.openids_of, typer.echo, channel.words
        )
        channel.store.audit.add(BY, "menu_push")

    run_with_channel(work)


@menu.command("show")
def show() -> None:
    """The menus as WeChat holds them."""
    from bot.channel import run_with_channel
    from bot.wechat.api.menus import show as show_menus

    async def work(channel: Channel) -> dict[str, Any]:
        return await show_menus(channel.client)

    typer.echo(json.dumps(run_with_channel(work), ensure_ascii=False, indent=1))


@qr.command("poster")
def poster(
    scene: str = typer.Argument(..., help="Which factory or wall: letters, digits, _ - . (factory_dg_017)."),
    out: Path = _OUT,
    title: str = typer.Option("", help="The head of the poster; empty: our name."),
    where: str = typer.Option("", help="A last line of your own."),
    days: int = typer.Option(0, help="For so many days (at most 30); 0: for good."),
    font: Path | None = _FONT,
) -> None:
    """A poster for a wall; who comes by it is counted under the scene."""
    from bot.channel import run_with_channel
    from bot.wechat.api.qr import create
    from bot.wechat.poster import FONT, draw_poster, save

    async def work(channel: Channel) -> Code:
        words = channel.words["poster"]
        draw_poster("https://weixin.qq.com/q/" + "x" * 24, words, title, where, font or FONT)  # what is wrong, first
        code = await create(channel.client, scene, days * 86400 or None)
        channel.store.audit.add(BY, "qr_poster", scene, f"{days} d" if days else "")
        save(draw_poster(code.url, words, title, where, font or FONT), out)
        return code

    code = run_with_channel(work)
    typer.echo(f"{out}: {code.url}")


@qr.command("sources")
def sources() -> None:
    """How many followed, or came back, by which code; groups under five are left out."""
    from bot.channel import run_with_channel

    async def work(channel: Channel) -> list[tuple[str, str, int]]:
        return channel.store.sources.counts()

    found = run_with_channel(work)
    for scene, how, count in found:
        typer.echo(f"{scene:32} {how:8} {count}")
    typer.echo(f"{len(found)} groups of five or more")


@account.command("check")
def check() -> None:
    """What the account may do, what is left of today's calls, and whether WeChat reaches us."""
    from bot.channel import run_with_channel
    from bot.errors import WeChatError
    from bot.wechat.account import FEATURES
    from bot.wechat.api.console import check_callback, probe, quota

    async def work(channel: Channel) -> None:
        if channel.client.account.passive:
            typer.echo("passive: no AppSecret, or QIANGUA_WECHAT_ACCOUNT=passive; nothing is called")
            return
        for name, can in (await probe(channel.client)).items():
            left = ""
            if can:
                found = await quota(channel.client, FEATURES[name])
                left = f", {found.left} of {found.limit} calls left today"
            typer.echo(f"{name:18} {'yes' if can else 'no'}{left}")
        try:
            for row in await check_callback(channel.client):
                typer.echo(f"reached by: {row}")
        except WeChatError as err:
            typer.echo(f"callback check: {err}")

    run_with_channel(work)
