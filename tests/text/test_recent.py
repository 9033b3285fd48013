"""What was worked out last is remembered."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from bot.text.recent import Recent


@given(st.lists(st.sampled_from("一二三四五六"), max_size=40), st.integers(1, 5))
def test_it_is_the_function_and_keeps_no_more_than_it_may(texts: list[str], most: int) -> None:
    recent = Recent(str.encode, most)
    assert [recent(text) for text in texts] == [text.encode() for text in texts]
    assert sum(recent.get(text) is not None for text in set(texts)) <= most


def test_the_same_text_in_a_row_is_worked_out_once() -> None:
    asked: list[str] = []
    recent = Recent(lambda text: asked.append(text) or len(text))
    assert [recent("娃不肯写作业"), recent("娃不肯写作业")] == [6, 6]
    assert asked == ["娃不肯写作业"]


def test_what_others_worked_out_is_taken() -> None:
    recent = Recent(len)
    recent.put("好", 7)
    assert (recent("好"), recent.get("不")) == (7, None)


def test_threads_may_ask_at_once() -> None:
    recent = Recent(len, 3)
    texts = ["一" * (n % 9) for n in range(900)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(recent, texts)) == [len(text) for text in texts]
