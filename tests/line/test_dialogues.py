"""Conversation scripts through /wechat: tests/dialogues/*.txt, a file a conversation.

# what this conversation shows
人 娃上三年级，奶奶带          somebody writes (or types a number)
点 做个小测                    somebody taps the option or menu link of that label
事 subscribe qrscene_x         an event, with its key
图 image                       a message of another kind
牵 记下了                      the answer contains this
页 parent_homework more        the answer contains that section of that page (variants count)
句 talk are_you_safe           the answer contains that line of data/texts.toml
无 接着做小测                  the answer does not contain this
"""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.catalogue import load_catalogue
from bot.scripts import expected, seen
from tests.line.conftest import Running

CATALOGUE = load_catalogue()
SCRIPTS = sorted((Path(__file__).parents[1] / "dialogues").glob("*.txt"))


def test_there_are_a_hundred_and_twenty() -> None:
    assert len(SCRIPTS) >= 120


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
async def test_conversation(script: Path, plain: Running) -> None:
    wechat, me = plain.wechat(), ("o" + script.stem.replace("_", "") + "x" * 28)[:28]
    shown = ""
    for number, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
        kind, _, rest = line.strip().partition(" ")
        if not kind or kind.startswith("#"):
            continue
        if kind == "人":
            shown = seen(await wechat.say(me, rest) or "")
        elif kind == "点":
            assert rest in shown, f"{script.name}:{number} no such option: {rest}\n{shown}"
            shown = seen((await wechat.push(wechat.platform.text(me, rest, tapped=True))).shown or "")
        elif kind == "事":
            name, _, key = rest.partition(" ")
            shown = seen((await wechat.push(wechat.platform.event(me, name, key))).shown or "")
        elif kind == "图":
            shown = seen((await wechat.push(wechat.platform.message(me, rest, MediaId="m"))).shown or "")
        elif kind == "无":
            assert rest not in shown, f"{script.name}:{number} should not say {rest}\n{shown}"
        elif kind in "牵页句":
            texts = expected(kind, rest, CATALOGUE)
            assert any(t in shown for t in texts), f"{script.name}:{number} expected {rest}\n{shown}"
        else:
            raise AssertionError(f"{script.name}:{number} not understood: {line}")
