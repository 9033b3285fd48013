"""Requests by the address they come from: public pages, and wrong signatures at /wechat.

A factory's phones share one address, so that pages have a wide limit; a signature is never wrong by accident, so that
the other is narrow. What is signed by WeChat is never counted. No address is kept or logged.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Callable

from prometheus_client import Counter
from sanic.request import Request

from bot.limits.counts import WINDOW, Counts

REFUSED = Counter("qiangua_address_refused_total", "Requests refused with 429, by what was counted", ["counted"])
PAGES, FORGED = "pages", "forged"


class Addresses:
    """Counts by address."""

    def __init__(
        self, counts: Counts, *, pages: int, forged: int, proxies: int, clock: Callable[[], float] = time.time
    ) -> None:
        """`pages`, `forged`: how many a minute; 0: any number. `proxies`: of ours, one behind the other."""
        self._counts, self._most, self._proxies, self._clock = counts, {PAGES: pages, FORGED: forged}, proxies, clock

    async def over(self, request: Request, what: str) -> int:
        """Count one more; 0 while it may pass, else the seconds after which to try again."""
        most = self._most[what]
        if not most or await self._counts.add(f"{what}:{self.address(request)}") <= most:
            return 0
        REFUSED.labels(what).inc()
        return math.ceil(WINDOW - self._clock() % WINDOW)

    def address(self, request: Request) -> str:
        """Where a request comes from; of IPv6 the first 64 bits, which one customer has whole.

        X-Forwarded-For is believed only of a proxy on this machine or in a private network, and only as many entries
        from its end as there are proxies: what stands before them the sender wrote.
        """
        found = _ip(request.ip)
        if self._proxies and (found is None or found.is_private):
            entries = ",".join(request.headers.getall("x-forwarded-for", [])).split(",")
            found = _ip(entries[-min(self._proxies, len(entries))]) or found
        if isinstance(found, ipaddress.IPv6Address):
            return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
        return str(found)


def _ip(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip())
    except ValueError:
        return None
