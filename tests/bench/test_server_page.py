"""The page of the bench is written from what stands in the repository."""

from __future__ import annotations

import pytest

from tests.bench.server import rows
from tests.bench.server_page import page


@pytest.mark.parametrize(
    "part",
    ["| 1 | 牵挂 |", "| 20 | stock Rasa |", "| 200 | stock Rasa, 3 processes |", "| bot | safety |", "| engine |"],
)
def test_each_stage_is_on_it(part: str) -> None:
    assert part in page(rows())


def test_without_results_it_says_how_it_is_measured() -> None:
    assert "make bench PART=server" in page([])
