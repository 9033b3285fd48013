"""The script runner reads what tests/line reads, and notices what does not hold."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sanic import Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content.catalogue import load_catalogue
from bot.scripts import expected, message, read_scripts, run_scripts
from tests.conftest import serve

DIALOGUES = Path(__file__).parent / "dialogues"


@pytest.fixture
async def echo(port: int, app_name: Callable[[], str]) -> AsyncIterator[str]:
    """A bot that says what it heard, with a link."""
    app = Sanic(app_name(), configure_logging=False)

    async def send(request: Request) -> HTTPResponse:
        body = request.json
        if body.get("text") == "fault":
            return response.json({"error": "x"}, status=502)
        said = body.get("text") or f"{body.get('event', body['type'])} {body.get('key', '')}"
        return response.json({"content": f"听到<a href='x'>{said}</a>{'，点的' if body.get('tapped') else ''}"})

    app.add_route(send, "/chat/send", methods=["POST"])
    async with serve(app, port) as base:
        yield base


@pytest.mark.parametrize(
    ("script", "through"),
    [
        ("# 说明\n\n人 你好\n牵 听到你好\n无 再见", True),
        ("人 你好\n牵 再见", False),
        ("人 你好\n无 你好", False),
        ("人 菜单\n点 菜单\n牵 点的", True),
        ("人 你好\n点 菜单", False),
        ("事 subscribe qrscene_1\n牵 subscribe qrscene_1", True),
        ("图 image\n牵 image", True),
        ("人 fault", False),
    ],
)
async def test_scripts(script: str, through: bool, echo: str, tmp_path: Path) -> None:
    (tmp_path / "01_x.txt").write_text(script, encoding="utf-8")
    assert await run_scripts(tmp_path, echo, load_catalogue()) == {"01_x": through}


def test_every_line_of_every_script_is_understood() -> None:
    catalogue = load_catalogue()
    for name, script in read_scripts(DIALOGUES).items():
        for line in script.splitlines():
            kind, _, rest = line.strip().partition(" ")
            if kind and not kind.startswith("#"):
                assert kind in "人点事图牵页句无", name
                assert message(kind, rest) or expected(kind, rest, catalogue), name
