"""Several children: whose facts are whose, and which words are names."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.people.children import CHILD, MOST_CHILDREN, Child, could_be
from bot.people.names import children_told, hide, named_in
from bot.people.profile import Profile

NOW = 1.7e9


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("老大上初一，小的叫壮壮，五岁", {"老大": {"grade": "m1"}, "壮壮": {"child_age_months": 60}}),
        (
            "我有两个娃，老大上初一，奶奶带，老二五岁跟外婆",
            {
                "老大": {"grade": "m1", "caregiver": "grandparents_paternal"},
                "老二": {"child_age_months": 60, "caregiver": "grandparents_maternal"},
            },
        ),
        ("五岁的叫壮壮，八岁的叫乐乐", {"壮壮": {"child_age_months": 60}, "乐乐": {"child_age_months": 96}}),
        ("我家壮壮不肯写作业", {"壮壮": {}}),
        ("乐乐上二年级，外婆带", {"乐乐": {"grade": "p2", "caregiver": "grandparents_maternal"}}),
        ("娃八岁，叫小军", {"小军": {"child_age_months": 96}}),
        ("我儿子小名豆豆，三岁半", {"豆豆": {"child_age_months": 42}}),
        ("老大叫乐乐，八岁", {"乐乐": {"child_age_months": 96}}),
        ("妹妹五岁，奶奶带", {"妹妹": {"child_age_months": 60, "caregiver": "grandparents_paternal"}}),
        ("大的八岁，小的三岁", {"老大": {"child_age_months": 96}, "老小": {"child_age_months": 36}}),
        # words that look like names and are none
        ("孩子叫王小芳，八岁", {}),
        ("娃天天玩手机", {}),
        ("我家天天吵架", {}),
        ("孩子慢慢三岁了", {}),
        ("我妹妹三岁的娃没人带", {}),
        ("我叫他别玩手机", {}),
        ("他叫我滚", {}),
        ("老师叫他罚站", {}),
        ("孩子是单亲", {}),
        ("弟弟打姐姐怎么办", {}),
        ("他一摔就叫肚子疼", {}),
        ("", {}),
    ],
)
def test_children_told(text: str, told: dict[str, dict[str, object]]) -> None:
    assert {t.name: t.facts for t in children_told(text)} == told


@settings(deadline=None)
@given(st.text(max_size=40))
def test_hiding_never_fails_and_is_stable(text: str) -> None:
    assert hide(hide(text, ("壮壮",)), ("壮壮",)) == hide(text, ("壮壮",))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_tells_short_names_and_facts_of_children_alone(text: str) -> None:
    for told in children_told(text):
        assert 2 <= len(told.name) <= 3
        assert set(told.facts) <= set(CHILD)


def test_known_names_are_found() -> None:
    names = ("壮壮", "妹妹", "老大")
    assert named_in("壮壮又不吃饭", names) == ("壮壮",)
    assert named_in("壯壯又不吃飯", names) == ("壮壮",)
    assert named_in("壮壮打妹妹", names) == ("壮壮", "妹妹")
    assert named_in("大的不听话", names) == ("老大",)
    assert named_in("我妹妹要离婚", names) == ()


def test_own_names_are_hidden_and_the_order_of_birth_is_not() -> None:
    assert hide("壮壮跟妹妹抢手机", ("壮壮", "妹妹")) == "[名字]跟妹妹抢手机"
    assert hide("我家豆豆五岁了", ()) == "我家[名字]五岁了"


def two() -> Profile:
    return Profile(role="parent").told_more(
        {
            "children": [
                {"name": "壮壮", "child_age_months": 60, "caregiver": "grandparents_maternal"},
                {"name": "老大", "grade": "m1", "caregiver": "school"},
            ]
        },
        NOW,
    )


def test_what_is_fitted_follows_the_child_that_is_meant() -> None:
    assert two().tags(NOW) == {"parent", "12-18", "school"}
    assert two().about("壮壮").tags(NOW) == {"parent", "3-6", "grandparents"}
    assert two().about_nobody().tags(NOW) == {"parent"}


def test_facts_go_to_the_child_they_are_told_of() -> None:
    profile = two().told_more({"child": "壮壮", "child_age_months": 72}, NOW)
    assert (profile.name, profile.child_age_months) == ("壮壮", 72)
    assert profile.about("老大").grade == "m1"


def test_a_child_without_a_name_gets_it_when_it_can_be_this_one() -> None:
    one = Profile(child_age_months=96, told=NOW)
    assert one.told_more({"children": [{"name": "壮壮", "child_age_months": 98}]}, NOW).names == ("壮壮",)
    both = one.told_more({"children": [{"name": "老二", "child_age_months": 30}]}, NOW)
    assert [(c.name, c.months(NOW)) for c in both.children] == [("老二", 30), ("", 96)]
    assert both.about("").child_age_months == 96


def test_names_are_dropped_with_the_other_children() -> None:
    left = two().told_more({"nameless": True}, NOW)
    assert (left.names, left.others, left.grade) == ((), (), "m1")


def test_a_wrong_sex_or_age_is_another_child() -> None:
    boy = Child(child_age_months=96, child_sex="male", told=NOW)
    assert could_be(boy, {}, NOW)
    assert could_be(boy, {"child_age_months": 100}, NOW)
    assert not could_be(boy, {"child_age_months": 60}, NOW)
    assert not could_be(boy, {"child_sex": "female"}, NOW)


_child = st.fixed_dictionaries(
    {"name": st.sampled_from(["壮壮", "乐乐", "老大", "老二", "妹妹", "小军", "大宝", "豆豆"])},
    optional={"child_age_months": st.integers(1, 210), "caregiver": st.sampled_from(["mother", "school"])},
)
_fact = st.one_of(
    st.fixed_dictionaries({"children": st.lists(_child, min_size=1, max_size=3)}),
    st.fixed_dictionaries({"child": st.sampled_from(["壮壮", "老大", "", "谁"])}),
    st.fixed_dictionaries({"child_age_months": st.integers(1, 210)}),
    st.fixed_dictionaries({"caregiver": st.sampled_from(["mother", "school"])}),
)


@settings(deadline=None)
@given(st.lists(_fact, max_size=12))
def test_no_child_is_lost_doubled_or_mixed_up(steps: list[dict[str, object]]) -> None:
    profile = Profile(role="parent", place="贵州省毕节市")
    for facts in steps:
        before = profile
        profile = profile.told_more(facts, NOW)
        assert set(before.names) <= set(profile.names)
        assert len(profile.children) <= MOST_CHILDREN
        assert len({c.name for c in profile.children}) == len(profile.children)
        if "children" not in facts:  # one child is told of: the others stay as they are
            assert {c for c in before.children if c.name != profile.child.name} <= set(profile.children)
        assert (profile.role, profile.place) == ("parent", "贵州省毕节市")
    assert Profile.from_dict(profile.as_dict()) == profile
