"""The outbox's proof in a small size, on both databases."""

from __future__ import annotations

import pytest

from tests.proof.outbox import prove
from tests.store.conftest import url

__all__ = ["url"]


@pytest.mark.timeout(300)
async def test_two_thousand_notifications_survive_a_killed_sender(url: str) -> None:
    proof = await prove(2000, url, kills=2)
    assert proof.right, str(proof)
