"""Measure the live release of this checkout with everything the holdout and the scripts can say: figures for the gate.

Runs in a copy (`bot.training.workcopy`), with the whole product on ports and a database of its own; no room imports it.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path

from bot.content.catalogue import load_catalogue
from bot.engine.client import EngineClient
from bot.errors import EngineError, TrainingError
from bot.safety.detector import Disclosure
from bot.scripts import run_scripts
from bot.settings import Settings
from bot.store.database import migrate
from bot.training import release
from bot.training.doubts import look
from bot.training.evaluate import HOLDOUT, evaluate
from bot.training.evaluate_safety import HALVES, evaluate_safety
from bot.training.evaluation import NOISY, live_detector
from bot.training.figures import Figures, figures
from bot.training.workcopy import MARK
from bot.wiring import Product

SETS = ("nlu_dev", "nlu_final")
DIALOGUES = release.ROOT / "tests" / "dialogues"


def holdout_version() -> str:
    """Changes with every sentence of the holdout."""
    return hashlib.sha256((HOLDOUT / "SHA256SUMS").read_bytes()).hexdigest()[:16]


async def judge(
    settings: Settings, messages: Mapping[str, str], show: Callable[[str], None], live: Path | None = None
) -> Figures:
    """Look at the data, start the product, ask everything, stop it.

    `messages`: masked texts by id, to see which replies change; `live`: detector's weights of the release to compare
    the data with, None for the first one.
    """
    if not (release.ROOT / MARK).exists():
        raise TrainingError("judging runs in a copy only: python -m bot model train")
    _take_as_it_is()
    show("judging: the data")
    doubted = await asyncio.to_thread(look, live) if live else []
    migrate(settings.store.resolved_url())
    product = Product(settings, show)
    server = await product.app().create_server(
        settings.web.host, settings.web.port, return_asyncio_server=True, access_log=False
    )
    assert server is not None
    await server.startup()
    client = EngineClient(f"http://127.0.0.1:{settings.engine_port}", settings.engine_token, 20.0)
    try:
        await product.start()
        await product.wait_ready()
        show("judging: topics")
        reports = await evaluate(client.parse, SETS)

        async def safety(text: str) -> Disclosure:
            found = (await client.parse(text))["safety"]
            return Disclosure(found["tier"], found["intent"], found["confidence"])

        show("judging: disclosures")
        detector = live_detector()
        halves = [await evaluate_safety(safety, detector.detect, half) for half in HALVES]
        show("judging: dialogue scripts")
        scripts = await run_scripts(DIALOGUES, f"http://{settings.web.host}:{settings.web.port}", load_catalogue())
        show("judging: replies")
        replies = await replies_to(client, messages)
    finally:
        await client.close()
        await product.stop()
        server.close()
    return replace(figures(holdout_version(), reports, halves, scripts, replies, NOISY), doubts=tuple(doubted))


async def replies_to(client: EngineClient, messages: Mapping[str, str]) -> dict[str, str]:
    """The intent an engine answers each message with; those it fails on are left out."""
    found = {}
    for name, text in messages.items():
        try:
            found[name] = str((await client.parse(text))["intent"]["name"])
        except EngineError:
            continue
    return found


def _take_as_it_is() -> None:
    """The release in a copy is what is judged; nothing may be trained for the copy's data instead."""
    manifest = release.live()
    if manifest is None:
        raise TrainingError("there is no release to judge")
    manifest = replace(manifest, base=release.data_hash())
    part = release.MANIFEST.with_suffix(".part")
    part.write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    os.replace(part, release.MANIFEST)
