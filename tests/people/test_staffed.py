"""When humans are there."""

from __future__ import annotations

import contextlib
import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.staffed import Staffed, read_clock, show_clock
from bot.settings import DeskSettings

CHINA = datetime.timezone(datetime.timedelta(hours=8))
WEEK = Staffed((0, 1, 2, 3, 4), 9 * 60, 17 * 60 + 30)
NIGHT = Staffed((4,), 22 * 60, 6 * 60)


@pytest.mark.parametrize(
    ("staffed", "moment", "there"),
    [
        (WEEK, "2026-11-26 09:00", True), (WEEK, "2026-11-26 08:59", False), (WEEK, "2026-11-26 17:30", False),
        (WEEK, "2026-11-28 12:00", False), (NIGHT, "2026-11-27 23:00", True), (NIGHT, "2026-11-28 05:59", True),
        (NIGHT, "2026-11-28 06:00", False), (NIGHT, "2026-11-27 05:00", False),
    ],
)  # fmt: skip
def test_now(staffed: Staffed, moment: str, there: bool) -> None:
    at = datetime.datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA).timestamp()
    assert staffed.now(at) is there


@pytest.mark.parametrize(
    ("staffed", "words"),
    [
        (WEEK, "周一到周五 9:00到17:30"), (NIGHT, "周五 22:00到第二天6:00"),
        (Staffed((0, 2), 0, 60), "周一、周三 0:00到1:00"), (Staffed((5, 6), 0, 60), "周六、周日 0:00到1:00"),
        (Staffed(tuple(range(7)), 0, 60), "每天 0:00到1:00"),
    ],
)  # fmt: skip
def test_words(staffed: Staffed, words: str) -> None:
    assert staffed.words() == words
    assert Staffed.from_dict(staffed.as_dict()) == staffed


@given(st.integers(0, 1439))
def test_clocks_there_and_back(minutes: int) -> None:
    assert read_clock(show_clock(minutes)) == minutes


@given(st.text(max_size=8))
def test_any_text_is_a_clock_or_an_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert 0 <= read_clock(text) < 1440


@pytest.mark.parametrize(
    ("written", "staffed"),
    [("12345 9:00-17:30", WEEK), (" 5 22:00-06:00 ", NIGHT), ("", None), ("  ", None)],
)
def test_written_in_a_setting(written: str, staffed: Staffed | None) -> None:
    assert Staffed.read(written) == staffed


@pytest.mark.parametrize("wrong", ["9:00-17:30", "8 9:00-17:30", "1 25:00-26:00", "1 9-17", "weekdays"])
def test_a_setting_that_cannot_be_read(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ValueError, match=r"days|time"):
        Staffed.read(wrong)
    monkeypatch.setenv("QIANGUA_STAFFED_HOURS", wrong)
    with pytest.raises(ValueError, match="staffed_hours"):
        DeskSettings()


@given(st.text(max_size=20))
def test_any_text_is_hours_or_an_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        found = Staffed.read(text)
        assert found is None or found.days
