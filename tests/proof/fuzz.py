"""The callback under fire: `python -m tests.proof.fuzz [COUNT] [SECONDS]`, into docs/reliability.md.

Requests made by hypothesis and by breaking tests/fixtures/wechat_vectors.json go to a bot's process on loopback. Asked
of it: never a 5xx, nothing accepted that WeChat has not signed, every true text answered with a valid reply, and no
more than MOST_MB of memory on top of what it has after warming up.
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil
from hypothesis import HealthCheck, Phase, given, seed, settings

from bot.web.platform import Platform
from tests.conftest import free_ports
from tests.proof.fuzz_requests import GIVEN, Plan, Shot, authentic, carry_out, plans

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reliability.md"
MOST_MB = 50.0
BATCH = 500
"""Requests between two looks at the clock."""
LOOKS = 10
"""Looks at the memory on the way."""


@dataclass
class Fire:
    """What was sent and what came back."""

    sent: Counter[str] = field(default_factory=Counter)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    """What must not be: of which kind, and where it can be seen again."""
    took: list[float] = field(default_factory=list)
    memory: list[tuple[int, float, float]] = field(default_factory=list)
    """After so many requests: the bot's memory in MB, and what of it are pages of files (the system's cache)."""
    seconds: float = 0.0

    @property
    def count(self) -> int:
        """Requests in all."""
        return sum(self.sent.values())

    @property
    def grown_mb(self) -> float:
        """Memory added after the warm-up, in MB."""
        return self.memory[-1][1] - self.memory[0][1] if self.memory else 0.0

    @property
    def right(self) -> bool:
        """Whether everything asked holds."""
        return not self.faults and self.grown_mb <= MOST_MB


@contextmanager
def bot(folder: Path, **more: str) -> Iterator[tuple[str, psutil.Process]]:
    """A bot's process in safe mode with its stand-in for the engine; address and process."""
    port = free_ports(5)
    environment = {
        **os.environ,
        "QIANGUA_ENV": "production", "QIANGUA_SECRET_KEY": "fuzz" * 8, "QIANGUA_PORT": str(port),
        "QIANGUA_DATABASE_URL": f"sqlite:///{folder}/fuzz.db", "QIANGUA_REDIS_URL": "",
        "QIANGUA_WECHAT_TOKEN": GIVEN["token"], "QIANGUA_WECHAT_APP_ID": GIVEN["appid"],
        "QIANGUA_WECHAT_AES_KEY": GIVEN["encoding_aes_key"],
        "QIANGUA_WECHAT_AES_KEY_PREVIOUS": GIVEN["encoding_aes_key_previous"], "QIANGUA_WECHAT_APP_SECRET": "",
        # WeChat's repeats come within 15 s; what is kept for them longer would be taken for a leak here
        "QIANGUA_WECHAT_DEDUPE_SECONDS": "60", **more,
    }  # fmt: skip
    stand_in = [sys.executable, str(ROOT / "tests" / "engine" / "fake_engine.py"), str(port + 4), "答", "ok", "0"]
    engine = subprocess.Popen(stand_in, cwd=ROOT)
    words = [sys.executable, "-m", "tests.proof.fuzz_bot", str(port + 4)]
    process = subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n", "it never got ready"
        yield f"http://127.0.0.1:{port}", psutil.Process(process.pid)
    finally:
        for child in (process, engine):
            child.kill()
            child.wait()
        if process.stdout is not None:
            process.stdout.close()


def fire(count: int, within: float, folder: Path, start: int = 1, **more: str) -> Fire:
    """Send `count` requests, or as many as `within` seconds allow."""
    found = Fire()
    wechat = Platform(GIVEN["token"], GIVEN["appid"], GIVEN["encoding_aes_key"])
    with bot(folder, **more) as (base, process), httpx.Client(base_url=base, trust_env=False, timeout=30) as http:
        began = time.monotonic()
        warm, every = min(max(50, count // 10), 1000), max(1, count // LOOKS)

        def look_at_memory() -> None:
            memory = process.memory_info()
            found.memory.append((found.count, memory.rss / 1e6, memory.shared / 1e6))

        def one(plan: Plan) -> None:
            if found.count == warm or (found.count > warm and found.count % every == 0):
                look_at_memory()
            found.sent[plan.kind] += 1
            _look(found, wechat, carry_out(plan), http)

        while found.count < count and time.monotonic() - began < within:
            examples = settings(
                max_examples=min(BATCH, count - found.count), database=None, deadline=None, phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            seed(start + found.count)(examples(given(plans)(one)))()
        found.seconds = time.monotonic() - began
        look_at_memory()
        assert process.is_running()
    return found


def _look(found: Fire, wechat: Platform, shot: Shot, http: httpx.Client) -> None:
    started = time.monotonic()
    try:
        answer = http.request(shot.method, f"{shot.path}?{shot.query}", content=shot.body)
    except httpx.HTTPError as err:
        found.faults.append(f"{shot.kind}: no answer, {type(err).__name__} {shot!r:.300}")
        return
    found.took.append(time.monotonic() - started)
    found.statuses[shot.kind, answer.status_code] += 1
    if answer.status_code >= 500:
        found.faults.append(f"{shot.kind}: {answer.status_code} {shot!r:.300}")
    at_door = shot.path == "/wechat" and shot.method in ("GET", "POST")
    true = at_door and authentic(shot)
    if at_door and answer.status_code == 200 and not true:
        found.faults.append(f"{shot.kind}: a forgery was accepted {shot!r:.300}")
    if shot.kind == "text" and answer.status_code != 200:
        found.faults.append(f"text: a true message got {answer.status_code} {shot!r:.300}")
    if at_door and shot.method == "POST" and answer.status_code == 200 and true:
        try:
            wechat.read_reply(answer.content)
        except (ValueError, KeyError) as err:
            found.faults.append(f"{shot.kind}: WeChat would refuse the reply, {type(err).__name__} {shot!r:.300}")


NAMES = {
    "text": "texts, signed", "fields": "any fields, signed", "inner": "broken XML, signed",
    "forged": "forged: key, AppID, time, signature", "query": "a parameter changed", "vector": "vectors, also broken",
    "bytes": "bytes of the body changed", "get": "GET, true and false", "odd": "other methods, paths, binary bodies",
}  # fmt: skip


def page(found: Fire) -> str:
    """The table for docs/reliability.md."""
    statuses = sorted({status for _, status in found.statuses})
    rows = []
    for kind, name in NAMES.items():
        cells = [str(found.sent[kind]), *(str(found.statuses[kind, status] or "–") for status in statuses)]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    slow = [1000 * seconds for seconds in sorted(found.took)]
    return f"""# Reliability

Written by `python -m tests.proof.fuzz` on {time.strftime("%Y-%m-%d")}: Python {platform.python_version()},
{psutil.cpu_count()} cores (shared), one bot in safe mode with the key before, SQLite, a stand-in for the engine, limits
as by default, one request at a time.

**{found.count:,} requests to the callback in {found.seconds:.0f} s.** Answers of 5xx, forgeries accepted, true texts
refused, replies WeChat would refuse: **{len(found.faults)}**. Memory of the bot {found.memory[0][1]:.0f} MB after
warming up, {found.memory[-1][1]:.0f} MB at the end: **{found.grown_mb:+.1f} MB** (allowed: {MOST_MB:.0f}). An answer
took {slow[len(slow) // 2]:.0f} ms at the median, {slow[int(len(slow) * 0.99)]:.0f} ms at the 99th percentile,
{slow[-1]:.0f} ms at most.

| sent | requests | {" | ".join(map(str, statuses))} |
|---|---|{"---|" * len(statuses)}
{chr(10).join(rows)}

| requests | {" | ".join(f"{requests:,}" for requests, _, _ in found.memory)} |
|---|{"---|" * len(found.memory)}
| memory, MB | {" | ".join(f"{whole:.0f}" for _, whole, _ in found.memory)} |
| of it pages of files (the table of words, libraries) | {" | ".join(f"{files:.0f}" for _, _, files in found.memory)} |

What a forgery is the fuzzer judges by itself (`tests/proof/fuzz_requests.py`: hashlib and `cryptography`, no line of
`bot/wechat`). 429 is the 31st wrong signature of a minute from one address. `make test` sends 300 of them.
"""


def main() -> None:
    """Fire, and write what came of it; exit code 1 when something is not right."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    within = float(sys.argv[2]) if len(sys.argv) > 2 else 3600.0
    with tempfile.TemporaryDirectory() as folder:
        found = fire(count, within, Path(folder), start=int(time.time()))
    PAGE.write_text(page(found), encoding="utf-8")
    sys.stdout.write(page(found) + "\n".join(found.faults[:20]) + "\n")
    raise SystemExit(0 if found.right else 1)


if __name__ == "__main__":
    main()
