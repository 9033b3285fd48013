"""What WeChat shows: limits, links, nothing lost."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.dialogue.reply import Option, Reply
from bot.reply.render import GO_ON, MAX_BYTES, SEPARATOR, fits, render, tap, with_more

options = st.lists(
    st.builds(Option, st.text(alphabet="孩子不见了看别的、", min_size=1, max_size=12), st.just("/x")), max_size=5
)


def test_options_are_numbered_lines_and_taps() -> None:
    now, text, rest = render(Reply("您是：", (Option("我是家长", "/a"), Option('线长 &"', "/b"))))
    assert rest is None
    assert now.options[0].label == "我是家长"
    links = re.findall(
        r'^(\d)\. <a href="weixin://bizmsgmenu\?msgmenucontent=([^&"]*)&msgmenuid=(\d)">(.*)</a>$', text, re.M
    )
    assert [(n, unquote(content), number) for n, content, number, _ in links] == [
        ("1", "我是家长", "1"),
        ("2", '线长 &"', "2"),
    ]


def test_short_of_room_links_go_before_words() -> None:
    reply = Reply("字" * 560, tuple(Option("看看老人怎么帮忙", "/x") for _ in range(4)))
    _, text, rest = render(reply)
    assert rest is None or fits(text)
    assert fits(text)


@pytest.mark.parametrize("length", [599, 601, 3000])
def test_long_answers_go_on_and_lose_nothing(length: int) -> None:
    sentence = "今晚先打个电话，听他说两分钟。"
    whole = (sentence * (length // len(sentence) + 1))[:length]
    shown, rest = [], Reply(whole, (Option("看别的", "/show_menu"),))
    while rest is not None:
        now, text, rest = render(rest)
        assert fits(text)
        shown.append(now.text)
        if rest is not None:
            assert now.options == (GO_ON,)
            assert now.text.endswith("。")
    assert "".join(shown) == whole


@given(st.text(max_size=2500), options)
def test_everything_shown_fits_and_ends(text: str, choices: list[Option]) -> None:
    rest: Reply | None = Reply(text, tuple(choices))
    for _ in range(40):
        assert rest is not None
        _, shown, rest = render(rest)
        assert fits(shown)
        assert len(shown.encode(errors="surrogatepass")) <= MAX_BYTES
        assert shown.count("<a ") <= shown.count("</a>") + text.count("<a ")
        if rest is None:
            return
    pytest.fail("it never ends")


def test_a_tap_sends_the_label() -> None:
    assert unquote(re.findall("msgmenucontent=([^&]*)", tap("孩子几岁？", 1))[0]) == "孩子几岁？"


def test_of_two_answers_too_long_for_one_message_the_second_comes_whole() -> None:
    one, two = "甲。" * 120, "乙。" * 220
    now, _, rest = render(Reply(f"{one}{SEPARATOR}{two}", (Option("怎么做", "/x"),)))
    assert rest is not None
    assert (now.text, rest.text) == (one, two)
    assert (now.options, rest.options) == ((GO_ON,), (Option("怎么做", "/x"),))


def test_more_answers_are_offered_above_the_help() -> None:
    catalogue = load_catalogue()
    help_ = Option(catalogue.texts.line("talk", "need_help"), "/report_neglect")
    reply = Reply("好", (Option("甲", "/a"), help_))
    assert with_more(reply, 0, catalogue) == reply
    assert with_more(reply, 2, catalogue).options == (Option("甲", "/a"), GO_ON, help_)
    assert with_more(replace(reply, urgent=True), 2, catalogue).options == reply.options
