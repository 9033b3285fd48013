"""Rasa's usual Chinese pipeline, TED and REST channel: trained briefly and served by one process, to stand beside ours.

The parts are those of `tests.bench.nlu`; DIET and TED learn for few epochs on all our sentences. What a message costs
depends on what was learnt from (its words and n-grams are the width of the network), not on how long; how well it is
understood does, and is not measured here.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from bot.training.dataset import load_examples
from tests.bench.nlu import ROOT, STOCK
from tests.conftest import free_ports

EPOCHS = {"DIETClassifier": 1, "TEDPolicy": 5}
WORK = ROOT / "var" / "bench"
START_SECONDS = 180


def config() -> dict[str, Any]:
    """Pipeline and policies as Rasa proposes them, with our few epochs."""
    pipeline = [dict(part) for part in STOCK]
    for part in pipeline:
        part.update({"epochs": EPOCHS[str(part["name"])]} if part["name"] in EPOCHS else {})
    policies = [
        {"name": "MemoizationPolicy", "max_history": 1},
        {"name": "RulePolicy"},
        {"name": "TEDPolicy", "max_history": 5, "epochs": EPOCHS["TEDPolicy"], "random_seed": 7},
    ]
    return {
        "recipe": "default.v1", "assistant_id": "stock", "language": "zh", "pipeline": pipeline, "policies": policies
    }  # fmt: skip


def training_files() -> dict[str, Any]:
    """What Rasa trains on, by file: our intents and sentences, one reply and one story each."""
    examples = load_examples()
    intents = sorted({example.intent for example in examples})
    nlu = [
        {"intent": intent, "examples": "".join(f"- {_plain(e.text)}\n" for e in examples if e.intent == intent)}
        for intent in intents
    ]
    stories = [
        {"story": intent, "steps": [{"intent": intent}, {"action": f"utter_{intent}"}]} for intent in intents
    ]  # fmt: skip
    domain = {
        "version": "3.1",
        "intents": intents,
        "responses": {f"utter_{intent}": [{"text": f"这是关于{intent}的回答。"}] for intent in intents},
        "session_config": {"session_expiration_time": 60, "carry_over_slots_to_new_session": True},
    }
    return {
        "config.yml": config(),
        "domain.yml": domain,
        "data/nlu.yml": {"version": "3.1", "nlu": nlu},
        "data/stories.yml": {"version": "3.1", "stories": stories},
    }


def _plain(text: str) -> str:
    """Without what Rasa's training format would take for an entity."""
    return " ".join(text.translate(str.maketrans("[](){}", "      ")).split())


def _environment() -> dict[str, str]:
    return {
        **os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1",
        "OMP_NUM_THREADS": "1", "LOG_LEVEL": "ERROR", "LOG_LEVEL_LIBRARIES": "ERROR",
    }  # fmt: skip


def trained() -> Path:
    """The stock model; trained when none has been from the same files."""
    files = training_files()
    name = hashlib.sha256(json.dumps(files, ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:12]
    model, folder = WORK / f"stock-{name}.tar.gz", WORK / f"stock-{name}"
    if model.exists():
        return model
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    words = [sys.executable, "-m", "rasa", "train", "--augmentation", "0", "--fixed-model-name", model.name[:-7]]
    with (folder / "train.log").open("ab") as log:
        subprocess.run([*words, "--out", str(WORK)], cwd=folder, env=_environment(), stdout=log, stderr=log, check=True)
    return model


@asynccontextmanager
async def serving(database: str, count: int = 1) -> AsyncIterator[tuple[list[str], list[int]]]:
    """So many `rasa run`, each with its SQL tracker store in the given database: addresses of the REST channels, and
    pids."""
    model = trained()
    (WORK / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    (WORK / "endpoints.yml").write_text(f"tracker_store:\n  type: SQL\n  url: {database}\n", encoding="utf-8")
    words = [
        sys.executable, "-m", "rasa", "run", "--enable-api", "--interface", "127.0.0.1", "--model", str(model),
        "--credentials", str(WORK / "credentials.yml"), "--endpoints", str(WORK / "endpoints.yml"), "--port",
    ]  # fmt: skip
    bases, running = [], []
    try:
        for _ in range(count):  # one after the other: the first makes the tables
            port = free_ports(1)
            with (WORK / "stock.log").open("ab") as log:
                process = subprocess.Popen([*words, str(port)], cwd=WORK, env=_environment(), stdout=log, stderr=log)
            running.append(process)
            await _until_it_answers(f"http://127.0.0.1:{port}", process)
            bases.append(f"http://127.0.0.1:{port}/webhooks/rest/webhook")
        yield bases, [process.pid for process in running]
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)


async def _until_it_answers(base: str, process: subprocess.Popen[bytes]) -> None:
    async with httpx.AsyncClient(timeout=5, trust_env=False) as http, asyncio.timeout(START_SECONDS):
        while True:
            if process.poll() is not None:
                raise RuntimeError("stock Rasa ended; see var/bench/stock.log")
            try:
                body = {"sender": "warm", "message": "你好"}
                if (await http.post(f"{base}/webhooks/rest/webhook", json=body)).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            await asyncio.sleep(0.5)


if __name__ == "__main__":
    sys.stdout.write(f"{trained()}\n")
