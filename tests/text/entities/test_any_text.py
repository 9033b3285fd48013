"""Whatever somebody writes: nothing raises, every value is of the contract, every place lies in the text."""

from __future__ import annotations

import time

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.text.entities import extract, facts
from bot.text.normalise import normalise
from tests.text.entities.table import NOW

ALLOWED = {
    "grade": {"k1", "k2", "k3", *(f"p{n}" for n in range(1, 7)), "m1", "m2", "m3", "h1", "h2", "h3"},
    "caregiver": {"grandparents_paternal", "grandparents_maternal"}
    | set("mother father relative school nobody other".split()),
    "child_sex": {"male", "female"},
    "role": {"parent", "manager", "young_worker"},
}
PIECES = (
    "我 俺 是 今年 现在 才 快 刚 满 虚岁 娃 孩子 女儿 儿子 崽 他 她 他奶 爷爷 奶奶 外婆 我妈 带 跟 丢给 放在 家 "
    "过 一 两 三 五 十 八 12 3 7- . 岁 半 "
    "个月 年 年级 的 初 高 小 大 班 中班 上 读 男 女 了 在 老家 贵州 毕节 大方 朝阳 县 区 市 "
    "课 讲 有没有 视频 没人 住校 , 。 ？ 零 多 不到 从 到 "
    "佢 喺 屋企 细路 個女 嫲嫲 凑 睇 紧 小囡 嘎婆 老两口 外孙 托管班 邻居 换成 就是 ( ) 于都 云阳 白药 豆腐 不要 "
    "最后一个 第 A 不对 说错了 "
    "老大 线长 手下 当 作为 妈 一个人 差 明年 过完年 07 出生 ② 選 b 吧"
).split()


def check(text: str) -> None:
    found = extract(text, NOW)
    length = len(normalise(text))
    assert len({e.name for e in found}) == len(found)
    for entity in found:
        assert 0 <= entity.start <= entity.end <= length
        if entity.name == "child_age_months":
            assert isinstance(entity.value, int)
            assert 0 <= entity.value < 18 * 12
        elif entity.name == "choice":
            assert isinstance(entity.value, int)
        else:
            assert entity.value in ALLOWED.get(entity.name, {entity.value})
            assert isinstance(entity.value, str)
            assert entity.value
    assert set(facts(text, NOW)) <= {e.name for e in found}


@given(st.text(max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_text(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=1500, deadline=None)
@example("零年零岁")
@example("十十岁半个月")
@example("7-岁")
def test_any_heap_of_telling_words(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join), st.integers(10, 200))
@settings(max_examples=200, deadline=None)
def test_no_repetition_takes_long(text: str, times: int) -> None:
    started = time.process_time()
    check(text * times)
    assert time.process_time() - started < 1


def test_several_facts_in_one_message() -> None:
    assert facts("俺闺女五年级，今年11，他外婆带，老家安徽阜阳", NOW) == {
        "grade": "p5",
        "child_age_months": 132,
        "child_sex": "female",
        "caregiver": "grandparents_maternal",
        "place": "安徽省阜阳市",
    }
    assert facts("我是车间主任，手下二十几个人", NOW) == {"role": "manager"}
    assert facts("你好", NOW) == {}
    assert facts("谢谢老师", NOW) == {}


def test_a_sentence_takes_less_than_two_milliseconds() -> None:
    text = "我妈(孩子外婆)在于都带两个娃,不对,是我婆婆带,大的六岁半,上小学一年级,我在东莞打工"
    check(text)
    times = []
    for _ in range(20):
        started = time.process_time()
        extract(text, NOW)
        times.append(time.process_time() - started)
    assert min(times) < 0.002
