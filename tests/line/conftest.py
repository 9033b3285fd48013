"""The whole product as a newcomer starts it: `python -m bot run`, in its own database, in both wire modes."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.web.platform import Platform
from tests.conftest import free_ports
from tests.fake_wechat import FakeWeChat

ROOT = Path(__file__).parents[2]
KEY = "ERITFBUWFxgZGhscHR4fICEiIyQlJicoKSorLC0uLzA"
START_SECONDS = 1500
"""Includes training on a fresh clone."""


@dataclass
class Running:
    """A running product."""

    process: subprocess.Popen[str]
    port: int
    aes_key: str
    output: list[str]
    folder: Path

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wechat(self) -> FakeWeChat:
        platform = Platform("qiangua-dev", "wxqianguadev00000", self.aes_key)
        return FakeWeChat(platform, f"{self.base}/wechat")

    def ready(self) -> dict[str, str]:
        return dict(httpx.get(f"{self.base}/readyz", timeout=5, trust_env=False).json())


def start(folder: Path, **environment: str) -> Running:
    """Start the product on free ports and wait for its line `ready`."""
    port = free_ports(3)
    full = {
        **os.environ,
        "QIANGUA_PORT": str(port),
        "QIANGUA_DATABASE_URL": f"sqlite:///{folder}/line.db",
        "PYTHONUNBUFFERED": "1",
        # scripts are said faster than anybody types; tests/limits and tests/proof speak of the limits
        "QIANGUA_LIMIT_PERSON": "0",
        "QIANGUA_LIMIT_ADDRESS": "0",
        **environment,
    }
    errors = (folder / "bot.log").open("w", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"], cwd=ROOT, env=full, stdout=subprocess.PIPE, stderr=errors, text=True
    )
    errors.close()
    running = Running(process, port, environment.get("QIANGUA_WECHAT_AES_KEY", ""), [], folder)
    assert process.stdout is not None
    deadline = time.monotonic() + START_SECONDS
    for line in process.stdout:
        running.output.append(line)
        if line.startswith("ready"):
            return running
        assert time.monotonic() < deadline, running.output
    raise AssertionError(f"it never got ready: {running.output}")


def stop(running: Running) -> None:
    """Ctrl-C; everything must be gone within ten seconds."""
    running.process.send_signal(signal.SIGINT)
    running.process.wait(15)
    assert running.process.stdout is not None
    running.process.stdout.close()


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The product in plain mode."""
    running = start(tmp_path_factory.mktemp("plain"))
    yield running
    stop(running)


@pytest.fixture(scope="session")
def safe(tmp_path_factory: pytest.TempPathFactory, plain: Running) -> Iterator[Running]:
    """The product in safe mode (after the plain one, which has trained if need be)."""
    running = start(tmp_path_factory.mktemp("safe"), QIANGUA_WECHAT_AES_KEY=KEY)
    yield running
    stop(running)


async def until_ready(running: Running, seconds: float = 90) -> float:
    """Seconds until every part is ready again."""
    started = time.monotonic()
    while set(running.ready().values()) != {"ok"}:
        assert time.monotonic() - started < seconds
        await asyncio.sleep(0.2)
    return time.monotonic() - started
