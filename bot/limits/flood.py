"""One person who writes faster than anybody reads: one sentence, then silence until it calms.

Who calls this has asked the detector first: what may be a disclosure is never counted here (`bot.reply.patience`).
"""

from __future__ import annotations

import logging
from typing import Literal

from prometheus_client import Counter

from bot.limits.counts import Counts
from bot.logs import log, short

logger = logging.getLogger(__name__)
FLOODED = Counter("qiangua_flooded_total", "Messages over a person's limit, by what they got", ["got"])
Verdict = Literal["fine", "say", "silent"]


class Flood:
    """Counts free words by person."""

    def __init__(self, counts: Counts, most: int) -> None:
        """`most`: free messages a minute that are answered; 0: all of them."""
        self._counts, self._most = counts, most

    async def judge(self, person: str) -> Verdict:
        """What one more message of free words gets: its answer, one sentence (once a minute at most), or nothing."""
        if not self._most or await self._counts.add(f"person:{person}") <= self._most:
            return "fine"
        if await self._counts.first(f"person:{person}"):
            FLOODED.labels("sentence").inc()
            log(logger, "flood", logging.WARNING, person=short(person))
            return "say"
        FLOODED.labels("silence").inc()
        return "silent"
