"""Profile, masking, progress and tickets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.masking import mask
from bot.people.profile import SECONDS_A_MONTH, Profile
from bot.people.progress import Progress
from bot.people.ticket import LINK, PHONE, SECONDS, make_ticket, read_ticket

P, KEY = "ab" * 32, "k" * 64


@pytest.mark.parametrize(
    ("profile", "band"),
    [
        (Profile(child_age_months=10), "0-3"),
        (Profile(child_age_months=36), "3-6"),
        (Profile(child_age_months=71), "3-6"),
        (Profile(child_age_months=72), "6-12"),
        (Profile(child_age_months=200), "12-18"),
        (Profile(child_age_months=216), None),
        (Profile(grade="k2"), "3-6"),
        (Profile(grade="p3"), "6-12"),
        (Profile(grade="m1"), "12-18"),
        (Profile(grade="h3"), "12-18"),
        (Profile(grade="nonsense"), None),
        (Profile(), None),
    ],
)
def test_the_age_band(profile: Profile, band: str | None) -> None:
    assert profile.age_band(0.0) == band


def test_a_child_grows() -> None:
    profile = Profile().told_more({"child_age_months": 70}, now=1000.0)
    assert profile.age_band(1000.0) == "3-6"
    assert profile.age_band(1000.0 + 3 * SECONDS_A_MONTH) == "6-12"


def test_a_new_grade_outdates_the_age() -> None:
    profile = Profile(child_age_months=40).told_more({"grade": "p2"}, now=5.0)
    assert (profile.child_age_months, profile.grade) == (None, "p2")
    assert Profile(grade="p2").told_more({"child_age_months": 40}, now=5.0).grade is None


def test_tags_and_json() -> None:
    profile = Profile(role="parent", grade="p1", caregiver="grandparents_maternal")
    assert profile.tags(0.0) == {"parent", "6-12", "grandparents"}
    assert Profile.from_dict({**profile.as_dict(), "of_tomorrow": 1}) == profile
    assert profile.told_more({"role": None, "shoe_size": 3}, 9.0) == profile


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我叫王小芳，电话13812345678", "我叫[名字]，电话[号码]"),
        ("娃叫李子涵今年八岁", "娃叫[名字]今年八岁"),
        ("身份证 522401199001011234", "身份证 [身份证]"),
        ("卡号6222 0210 0111 1234 567", "卡号[卡号]"),
        ("加我微信abc_12345", "加我微信[微信号]"),
        ("邮箱a.b@qq.com", "邮箱[邮箱]"),
        ("幺三八一二三四五六七八", "幺三八一二三四五六七八".replace("幺三八一二三四五六七八", "[号码]")),
        ("打110还是12345", "打110还是12345"),
        ("他三岁半，2019年生的", "他三岁半，2019年生的"),
        ("我叫他别玩手机", "我叫他别玩手机"),
    ],
)
def test_masking(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(st.text())
def test_masking_never_fails_and_is_stable(text: str) -> None:
    assert mask(mask(text)) == mask(text)


def test_progress() -> None:
    progress = Progress(frozenset({"l"}), {"a": (3, 5), "b": (2, 5)}).answered("a", "k", False, 9)
    assert [(m.question, m.day) for m in progress.missed] == [("k", 10)]
    assert progress.passed("a")
    assert not progress.passed("b")
    assert not progress.passed("c")
    assert progress.certificate(["a"])
    assert not progress.certificate([])
    assert Progress.from_dict(progress.as_dict()) == progress


def test_a_ticket_is_read_back_until_it_expires() -> None:
    ticket = make_ticket(P, KEY, 1000.0)
    assert len(ticket) <= 70
    assert read_ticket(ticket, KEY, 1000.0 + SECONDS[LINK]) == P
    assert read_ticket(ticket, KEY, 1001.0 + SECONDS[LINK]) is None
    assert read_ticket(ticket, "other" * 12, 1000.0) is None
    assert read_ticket(ticket, KEY, 1000.0, PHONE) is None, "what stands in an address is no cookie"
    assert read_ticket(make_ticket(P, KEY, 1000.0, PHONE), KEY, 1000.0) is None
    assert read_ticket(make_ticket(P, KEY, 1000.0, PHONE), KEY, 1000.0 + SECONDS[PHONE], PHONE) == P


@given(st.text(max_size=80))
def test_a_forged_ticket_is_nobodys(ticket: str) -> None:
    assert read_ticket(ticket, KEY, 0.0) is None
