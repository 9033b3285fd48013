"""One sentence is judged as `data check` judges all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.near import NearIndex
from bot.training.bench_hashes import hashed_grams
from bot.training.live_checks import Likeness, LiveChecks, intent_findings, of_one_frame

SENTENCES = {"homework": ["孩子老是不肯写作业怎么办", "作业写到十一点"], "greet": ["你好", "在吗"]}
CHECKS = LiveChecks(SENTENCES, ["隔壁村的水库边上老有娃去耍"], [hashed_grams("帮我订一张去北京的机票")])


@given(st.lists(st.text("甲乙丙丁abc，。 ", max_size=14), max_size=8), st.text("甲乙丙丁abc，。 ", max_size=14))
def test_the_same_verdict_as_the_index(texts: list[str], asked: str) -> None:
    index: NearIndex[str] = NearIndex()
    for text in dict.fromkeys(texts):
        index.add(text, text)
    plain = Likeness((text, text) for text in dict.fromkeys(texts))
    found = {name: round(similarity, 9) for name, similarity in index.near(asked)}
    assert {name: round(similarity, 9) for name, _, similarity in plain.near(asked)} == found


@pytest.mark.parametrize(
    ("intent", "text", "kinds"),
    [
        ("homework", "我娃回家就玩，书包都不打开", []),
        ("homework", "孩子老是不肯写作业，怎么办呀", ["repeats"]),
        ("greet", "孩子老是不肯写作业怎么办", ["near_other"]),
        ("homework", "你好", ["near_other"]),
        ("homework", "隔壁村的水库边上老有娃去耍了", ["near_holdout"]),
        ("homework", "帮我订一张去北京的机票", ["near_holdout"]),
        ("homework", "我叫王小芳，电话13812345678，娃不写作业", ["personal"]),
        ("homework", "/greet", ["form"]),
        ("homework", "", ["form"]),
    ],
)
def test_findings(intent: str, text: str, kinds: list[str]) -> None:
    assert [f.kind for f in CHECKS.findings(intent, text)] == kinds


def test_no_sentence_of_the_holdout_is_told() -> None:
    (finding,) = CHECKS.findings("homework", "隔壁村的水库边上老有娃去耍了")
    assert finding.other is None


def test_rewording_a_sentence_does_not_repeat_itself() -> None:
    old = ("homework", "孩子老是不肯写作业怎么办")
    assert CHECKS.findings("homework", "孩子老是不肯写作业咋办", [old]) == []


def test_a_change_is_known_at_once() -> None:
    checks = LiveChecks(SENTENCES, [])
    checks.change(None, ("homework", "我娃回家就玩，书包都不打开"))
    assert [f.kind for f in checks.findings("greet", "我娃回家就玩书包都不打开")] == ["near_other"]
    checks.change(("homework", "我娃回家就玩，书包都不打开"), None)
    assert checks.findings("greet", "我娃回家就玩书包都不打开") == []


def test_intents_out_of_balance() -> None:
    names = [chr(0x4E00 + n) for n in range(900)]
    usual = {f"i{n}": [f"{a}{n}句" for a in names[:50]] for n in range(5)}
    sets = {
        **usual,
        "thin": names[:5],
        "much": names,
        "out_of_scope": names,
        "frame": [f"我的娃{a}不听话的" for a in names[:50]],
    }
    assert intent_findings(sets) == {"thin": ["thin"], "much": ["much"], "frame": ["frame"]}
    assert of_one_frame(sets["frame"]) == ("我的娃", 50)
    assert of_one_frame(usual["i1"]) is None
