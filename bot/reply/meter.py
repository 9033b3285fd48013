"""Measurements: CPU milliseconds per room, turns by outcome. Read on /metrics and by the benchmark."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram

from bot.logs import log

logger = logging.getLogger(__name__)

_BUCKETS = (0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5)
CPU = Histogram("qiangua_room_cpu_seconds", "CPU time of this process's thread per call", ["room"], buckets=_BUCKETS)
TURNS = Counter("qiangua_turns_total", "Answered messages by how they were answered", ["how"])
DUTIES = Gauge("qiangua_duties", "Rows of the duty log by kind and state", ["kind", "state"])
DUTIES_FAILED = Counter("qiangua_duty_write_failures_total", "Tries to write to the duty log that failed")
UNDER_WAY = Gauge("qiangua_engine_turns", "Turns that are at the engine or wait for it now")
OWED = Gauge("qiangua_kept_questions", "Questions in the database that the engine still owes an answer")
TURN_SECONDS = Histogram(
    "qiangua_turn_seconds",
    "Wall time until an answer is ready",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 20),
)


@contextmanager
def metered(room: str) -> Iterator[None]:
    """Count the CPU time of a synchronous block for a room."""
    start = time.thread_time()
    try:
        yield
    finally:
        CPU.labels(room).observe(time.thread_time() - start)


async def show_counts(gauge: Gauge, read: Callable[[], Mapping[tuple[str, str], int]], what: str) -> None:
    """Set a gauge to what the database holds, by its labels; the old figures stay when it does not answer."""
    try:
        counts = await asyncio.to_thread(read)
    except Exception as err:  # /metrics must answer while the database is away
        log(logger, f"{what} not counted", logging.ERROR, exc_info=err)
        return
    gauge.clear()
    for labels, count in counts.items():
        gauge.labels(*labels).set(count)


async def show_owed(read: Callable[[], int]) -> None:
    """Set the gauge of kept questions to what the database holds; as `show_counts` where it does not answer."""
    try:
        OWED.set(await asyncio.to_thread(read))
    except Exception as err:
        log(logger, "kept questions not counted", logging.ERROR, exc_info=err)
