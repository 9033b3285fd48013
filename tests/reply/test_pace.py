"""Whether one more turn would come in time, from what turns took lately; the clock is the test's."""

from __future__ import annotations

from contextlib import ExitStack

from bot.reply.pace import Pace


def test_nothing_under_way_is_always_in_time() -> None:
    assert Pace().in_time(0.0)


def test_a_queue_is_as_long_as_its_turns() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    for _ in range(60):  # a turn of 0.2 s each
        with pace.turn():
            now[0] += 0.2
    with ExitStack() as queue:
        for _ in range(9):
            assert pace.in_time(2.1)
            queue.enter_context(pace.turn())
        assert pace.in_time(2.1), "the tenth is answered after 2 s"
        queue.enter_context(pace.turn())
        assert not pace.in_time(2.1)


def test_a_turn_that_waited_for_others_counts_its_share() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    for _ in range(40):
        with pace.turn():
            with pace.turn():
                now[0] += 0.4  # the second waits for the first: 0.2 s each
            now[0] -= 0.2
    with pace.turn():
        assert pace.in_time(0.5)


def test_a_turn_that_fails_is_not_under_way_any_more() -> None:
    pace = Pace()
    try:
        with pace.turn():
            raise ValueError
    except ValueError:
        pass
    assert pace.in_time(0.0)
