"""Whether one more turn would come in time, from what turns took lately; the clock is the test's."""

from __future__ import annotations

from bot.reply.meter import UNDER_WAY
from bot.reply.pace import Pace


def test_nothing_under_way_is_always_in_time() -> None:
    assert Pace().in_time(0.0)


def test_a_queue_is_as_long_as_its_turns() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    for _ in range(60):  # a turn of 0.2 s each
        end = pace.begin()
        now[0] += 0.2
        end(None)
    for _ in range(9):
        assert pace.in_time(2.1)
        pace.begin()
    assert pace.in_time(2.1), "the tenth is answered after 2 s"
    pace.begin()
    assert not pace.in_time(2.1)


def test_more_than_so_many_are_never_in_time() -> None:
    pace = Pace(2, lambda: 0.0)
    ends = [pace.begin()]
    assert pace.in_time(60.0)
    ends.append(pace.begin())
    assert not pace.in_time(60.0)
    assert UNDER_WAY._value.get() == 2
    for end in ends:
        end(None)
    assert pace.in_time(60.0)
    assert UNDER_WAY._value.get() == 0


def test_a_turn_that_waited_for_others_counts_its_share() -> None:
    now = [0.0]
    pace = Pace(clock=lambda: now[0])
    for _ in range(40):
        first, second = pace.begin(), pace.begin()
        now[0] += 0.2
        first(None)
        now[0] += 0.2  # it has waited for the first: 0.2 s each
        second(None)
    pace.begin()
    assert pace.in_time(0.5)
