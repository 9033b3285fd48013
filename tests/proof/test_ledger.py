"""The ledger that counts what was lost and what was shown twice would notice both."""

from __future__ import annotations

import pytest

from tests.proof.ledger import FETCH, PROTOCOL, SAFE, STARTS, TALK, Ledger, Question

PAGES = sorted(STARTS)[:3]
KNOWN = [Question(f"问{page}", page) for page in PAGES]
ANSWERS = {question.text: STARTS[question.page][0] for question in KNOWN}
NOTHING = TALK["nothing_kept"]
ALARM = f"我是{PROTOCOL}，不是真人。{SAFE}"


async def told(first: list[str | None], fetched: list[str]) -> Ledger:
    """A ledger after one person has asked three questions and fetched; None: what is shown answers the question."""
    ledger, shown, kept = Ledger(KNOWN), iter(first), iter([*fetched, NOTHING])

    async def say(_: str, text: str) -> str:
        if text == SAFE:
            return "好"
        return next(kept) if text == FETCH else next(shown) or ANSWERS[text]

    for _ in first:
        await ledger.ask(say, "p")
    assert await ledger.fetch_all(say, ["p"]) == 0
    return ledger


@pytest.mark.parametrize(
    ("first", "fetched", "lost", "doubled"),
    [
        ([None, None, None], [], 0, 0),
        ([None, "还在查", None], [], 1, 0),
        ([None, ALARM, None], [], 0, 0),
        ([None, "还在查", None], [ALARM], 0, 0),
        ([None, "还在查", "还在查"], [ALARM], 1, 0),
        ([None, None, None], [ANSWERS[KNOWN[0].text]], 0, 1),
    ],
)
async def test_what_is_lost_and_what_comes_twice(
    first: list[str | None], fetched: list[str], lost: int, doubled: int
) -> None:
    ledger = await told(first, fetched)
    assert (len(ledger.lost()), len(ledger.doubled())) == (lost, doubled)
