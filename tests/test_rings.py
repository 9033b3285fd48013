"""How often Python looks for rings of dead objects."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from bot.rings import YOUNG, leave_still, look_seldom


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_the_young_are_looked_at_seldom_and_the_old_as_before() -> None:
    before = gc.get_threshold()
    look_seldom()
    assert gc.get_threshold() == (YOUNG, *before[1:])


def test_what_is_left_still_is_not_looked_at_and_rings_of_later_go() -> None:
    loaded = [[number] for number in range(1000)]
    leave_still()
    assert gc.get_freeze_count() > len(loaded)
    ring: list[object] = []
    ring.append(ring)
    del ring
    assert gc.collect() >= 1
    assert len(loaded) == 1000
