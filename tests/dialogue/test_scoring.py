"""How practice answers are judged: a table written as managers write, and one the signs were not settled on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.content.signs import CRITERIA
from bot.dialogue.scoring import Verdict, fold, judge

CATALOGUE = load_catalogue()
HERE = Path(__file__).parent
RIGHT = 0.85
"""Share of verdicts that must be right, on the whole and on words the signs were not settled on."""
TURNS = [(s.name, n) for s in CATALOGUE.scenes.values() for n in range(1, 4)]


def table(name: str) -> Iterator[tuple[str, int, str, str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            scene, turn, expected, text = line.split("\t")
            yield scene, int(turn), expected, text


def verdict(scene: str, turn: int, text: str) -> Verdict | None:
    return judge(text, CATALOGUE.scenes[scene].turns[turn - 1], CATALOGUE.signs)


def told(judged: Verdict | None) -> str:
    return "-" if judged is None else "".join(map(str, judged.points))


REPLIES = list(table("scene_replies.tsv"))
UNSEEN = list(table("scene_replies_unseen.tsv"))
HUMILIATING = [
    "你个猪脑子，教八遍都不会",
    "废物，家里那点破事也值得哭",
    "没出息的东西，想家就滚回去，谁稀罕你",
    "大家都来看看，他又哭了，笑死人",
    "哭什么哭，当初别生娃啊",
    "我理解你难受，不过你这种废物也就这样了",
    "辛苦你了，哈哈，你们看他那个样子",
    "难为你了，又请假，烂泥扶不上墙，滚",
]


def test_the_tables_are_large_and_reach_every_turn() -> None:
    assert len(REPLIES) >= 120
    assert {(scene, turn) for scene, turn, _, _ in REPLIES} == set(TURNS)


@pytest.mark.parametrize("rows", [REPLIES, UNSEEN], ids=["settled", "unseen"])
def test_most_verdicts_are_right(rows: list[tuple[str, int, str, str]]) -> None:
    right = dict.fromkeys(CRITERIA, 0)
    judged, wrong = 0, []
    for scene, turn, expected, text in rows:
        got = told(verdict(scene, turn, text))
        if "-" in (got, expected):
            assert got == expected or text == "你别疑神疑鬼的", (text, got)
            continue
        judged += 1
        for n, name in enumerate(CRITERIA):
            right[name] += got[n] == expected[n]
        if got != expected:
            wrong.append(f"{expected} {got} {text}")
    assert sum(right.values()) / (judged * len(CRITERIA)) >= RIGHT, "\n".join(wrong)
    assert min(right.values()) / judged >= 0.8, right


@pytest.mark.parametrize(("scene", "turn", "expected", "text"), [*REPLIES, *UNSEEN], ids=lambda v: str(v)[:20])
def test_no_gross_error(scene: str, turn: int, expected: str, text: str) -> None:
    """What hurts is never praised for listening, and what gives somebody away never for privacy."""
    judged = verdict(scene, turn, text)
    if judged is None or expected == "-":
        return
    if expected[0] == "0":
        assert judged.listening < 2, text
    if expected[3] == "0":
        assert judged.points[3] < 2, text
    if expected[0] == "2":
        assert not judged.hurt, text


@pytest.mark.parametrize("text", HUMILIATING)
@pytest.mark.parametrize(("scene", "turn"), TURNS)
def test_a_humiliating_answer_is_never_praised(scene: str, turn: int, text: str) -> None:
    judged = verdict(scene, turn, text)
    assert judged is None or judged.listening == 0


@pytest.mark.parametrize(("scene", "turn"), TURNS)
def test_every_model_answer_is_a_good_one(scene: str, turn: int) -> None:
    judged = verdict(scene, turn, CATALOGUE.scenes[scene].turns[turn - 1].model)
    assert judged is not None
    assert judged.listening == 2
    assert min(judged.points) >= 1
    assert sum(judged.points) >= 7


@pytest.mark.parametrize(
    "text",
    [
        "在吗",
        "嗯",
        "哦哦",
        "3",
        "第二",
        "666",
        "哈哈哈",
        "？？",
        "……",
        "你好",
        "滚",
        "傻逼",
        "不知道怎么说",
        "教教我",
        "😂",
        "收到",
    ],
)
@pytest.mark.parametrize(("scene", "turn"), [TURNS[0], TURNS[-1]])
def test_nothing_useful_is_not_judged(scene: str, turn: int, text: str) -> None:
    assert verdict(scene, turn, text) is None


@pytest.mark.parametrize(
    ("criterion", "better", "worse"),
    [
        ("privacy", "你的事我不跟大家说", "你的事我跟大家说"),
        ("privacy", "我不会在群里发的，你放心", "我在群里发一下，你放心"),
        ("listening", "坐下说，这次不扣钱，家里怎么了", "坐下说，这次扣钱，家里怎么了"),
        ("listening", "我不是来骂你的，慢慢说", "骂你是对的，慢慢说"),
        ("listening", "难不难受？我听着", "我不懂你难受什么"),
        ("next", "我现在去找人顶你的位子", "我没法找人顶你的位子"),
        ("next", "你现在去打电话，十分钟", "现在不能打电话，回去干活"),
    ],
)
def test_negation(criterion: str, better: str, worse: str) -> None:
    points = [told(verdict("leave_child_ill", 1, text))[CRITERIA.index(criterion)] for text in (better, worse)]
    assert points[0] > points[1]


def test_a_promise_to_hide_a_danger_is_no_privacy() -> None:
    hidden = verdict("cannot_go_on", 2, "好，我答应你，这事我谁也不说，替你瞒着")
    told_on = verdict("cannot_go_on", 2, "我不到处说，可要保住你，得告诉能帮你的人")
    assert hidden is not None
    assert told_on is not None
    assert (hidden.points[3], told_on.points[3]) == (0, 2)


@pytest.mark.parametrize(
    ("dialect", "standard"),
    [
        ("娃儿好大了？", "孩子好大了?"),
        ("您咋晓得的", "你怎么知道的"),
        ("唔使怕，冇事", "不使怕,没事"),
        ("莫哭", "别哭"),
    ],
)
def test_dialect_is_read_as_standard(dialect: str, standard: str) -> None:
    assert fold(dialect, CATALOGUE.signs) == standard


@given(st.sampled_from(TURNS), st.text(max_size=60))
def test_any_text_is_judged(where: tuple[str, int], text: str) -> None:
    judged = verdict(*where, text)
    assert judged is None or (len(judged.points) == len(CRITERIA) and set(judged.points) <= {0, 1, 2})
