"""The administrator's whole way, in a real browser, on a few intents."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proof.loop import walk

MOST_SECONDS = 300
"""Of a person until the chat understands, as `tests.proof.effort` counts them; 271 were counted on 2026-11-27."""


@pytest.mark.timeout(10_800)
def test_from_a_message_not_understood_to_a_new_answer_and_back(tmp_path: Path) -> None:
    effort = walk(tmp_path / "copy", tmp_path)
    assert effort.seconds < MOST_SECONDS, effort
    assert len(list(tmp_path.glob("loop-*.png"))) == 9
