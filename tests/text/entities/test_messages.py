"""Whole messages and all that is in them: a rule for one entity must not find another where there is none.

`messages.txt` was written before the rules were mended, the fresh tables after. What is still read wrong stands in
docs/nlu.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.text.entities import extract
from tests.text.entities.table import NOW, rows

_SIDES = {"P": "grandparents_paternal", "M": "grandparents_maternal"}
_TABLES = sorted(Path(__file__).parent.glob("messages*.txt"))


def _cases() -> list[tuple[str, str]]:
    lines = [line for table in _TABLES for line in table.read_text("utf-8").splitlines() if not line.startswith("#")]
    return list(rows("\n".join(lines)))


@pytest.mark.parametrize(("text", "entities"), _cases())
def test_exactly_what_a_careful_reader_finds(text: str, entities: str) -> None:
    wanted = dict(fact.split(":", 1) for fact in entities.split())
    found = {e.name: str(e.value) for e in extract(text, NOW)}
    assert found == {name: _SIDES.get(value, value) for name, value in wanted.items()}
