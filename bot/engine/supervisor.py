"""Start and watch the engine (Rasa) and the action server for this bot."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import aiohttp

from bot.engine.client import EngineClient
from bot.engine.process import ManagedProcess
from bot.engine.switch import START_SECONDS
from bot.settings import ROOT, Settings

LOGS = ROOT / "var" / "log"


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of both children: ours, what endpoints.yml and credentials.yml name, no telemetry."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_REQUEST_TIMEOUT": "60",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "OMP_NUM_THREADS": "1",
        "LOG_LEVEL": "WARNING",
        "LOG_LEVEL_LIBRARIES": "ERROR",
        "PYTHONPATH": str(ROOT),
        "QIANGUA_ACTIONS_URL": f"http://127.0.0.1:{settings.actions_port}/webhook",
        "QIANGUA_CHANNEL_TOKEN": settings.engine_token,
    }


def engine_process(
    settings: Settings,
    client: EngineClient,
    release: tuple[Path, Path],
    on_ready: Callable[[bool], None],
    port: int | None = None,
) -> ManagedProcess:
    """The engine on loopback with the given release (model, detector's weights), on its usual port or another;
    `client.ready` follows it."""
    model, weights = release

    def follow(ready: bool) -> None:
        client.ready = ready
        on_ready(ready)

    command = [
        sys.executable, "-m", "rasa", "run", "--enable-api",
        "--interface", "127.0.0.1", "--port", str(port or settings.engine_port),
        "--auth-token", settings.engine_token,
        "--model", str(model),
        "--endpoints", str(ROOT / "endpoints.yml"),
        "--credentials", str(ROOT / "credentials.yml"),
    ]  # fmt: skip
    return ManagedProcess(
        "engine", command, {**child_environment(settings), "QIANGUA_SAFETY_WEIGHTS": str(weights)},
        LOGS / "engine.log", client.alive,
        start_patience=START_SECONDS, on_ready=follow,
    )  # fmt: skip


async def actions_answer(port: int) -> bool:
    """Whether an action server answers on this port."""
    # aiohttp, because a client of httpx reads the machine's certificates each time it is made: 2 % of a core
    address, waits = f"http://127.0.0.1:{port}/health", aiohttp.ClientTimeout(sock_connect=2.0, sock_read=2.0)
    try:
        async with aiohttp.ClientSession(timeout=waits) as http, http.get(address) as answer:
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


def actions_process(settings: Settings) -> ManagedProcess:
    """The action server on loopback."""

    async def alive() -> bool:
        return await actions_answer(settings.actions_port)

    command = [
        sys.executable,
        "-m",
        "rasa_sdk",
        "--actions",
        "actions",
        "--port",
        str(settings.actions_port),
        "--quiet",
    ]
    environment = {**child_environment(settings), "SANIC_HOST": "127.0.0.1"}
    return ManagedProcess("actions", command, environment, LOGS / "actions.log", alive)
