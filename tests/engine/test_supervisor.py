"""Whether the action server is there: what the bot asks it, and what is read by then."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.engine.supervisor import actions_answer
from tests.conftest import serve


@pytest.mark.parametrize("status", [200, 503])
async def test_it_is_there_when_it_says_so(status: int, port: int, app_name: Callable[[], str]) -> None:
    app = Sanic(app_name(), configure_logging=False)

    @app.get("/health")
    async def health(request: Request) -> HTTPResponse:
        return json({}, status=status)

    async with serve(app, port):
        assert await actions_answer(port) is (status == 200)


async def test_nobody_there(port: int) -> None:
    assert not await actions_answer(port)


def test_content_is_read_before_the_first_question() -> None:
    look = "import actions; from bot.content.catalogue import load_catalogue as c; print(c.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout == "1\n"
