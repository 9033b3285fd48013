"""A served site, and somebody who visits it without a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import serve
from tests.web.site import Site


@pytest.fixture
async def site(tmp_path: Path, port: int, app_name: Callable[[], str]) -> AsyncIterator[Site]:
    site = Site(tmp_path, f"http://127.0.0.1:{port}", app_name())
    async with serve(site.app, port):
        yield site
    site.close()


@pytest.fixture
async def visitor(site: Site) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=site.base, trust_env=False, follow_redirects=True) as client:
        yield client
