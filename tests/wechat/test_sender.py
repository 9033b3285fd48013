"""The outbox's worker against the platform: what is sent, what waits, what is given up, and to whom nothing goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.reply import Reply
from bot.store.sealed import Sealer
from bot.wechat.api import messages, notices
from bot.wechat.day import beijing
from bot.wechat.sender import MOST_TRIES, back_off, next_waking, show_outbox
from tests.wechat.outgoing import P, post
from tests.wechat.platform import NOON, OPENID

SEND = messages.SEND


async def test_a_letter_arrives_once(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.put()
        assert await p.sender.send_batch() == 1
        assert await p.sender.send_batch() == 0
        assert [body["text"]["content"] for _, body in p.r.state.sent] == ["您好"]
        assert p.rows("sent") == [("custom", NOON, None)]


async def test_five_go_through_a_window_and_the_sixth_waits(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        for n in range(6):
            p.put(str(n))
        await p.sender.send_batch()
        assert len(p.r.state.sent) == 5
        assert p.rows("kept") == [("custom", NOON, "no window")]


@pytest.mark.parametrize(
    ("codes", "state", "reason", "wait"),
    [
        ([45015], "kept", "45015", None),
        ([45047], "kept", "45047", None),
        ([48001], "kept", "48001", None),
        ([40003], "dropped", "40003", None),
        ([43004], "dropped", "43004", None),
        ([43019], "dropped", "43019", None),
        ([48002], "dropped", "48002", None),
        ([45065], "sent", None, None),
        ([45009], "ready", "45009", 12 * 3600),
        ([45011], "ready", "45011", 30),
        ([-1, -1], "ready", "-1", 5),
        ([40164], "ready", "40164", 600),
        ([48004], "ready", "48004", 600),
        ([50002], "ready", "50002", 600),
        ([40014] * 3, "ready", "40014", 600),
        ([45008], "dead", "45008", None),
        ([47003], "dead", "47003", None),
        ([40007], "dead", "40007", None),
        ([99999], "dead", "99999", None),
        ([40200], "dead", "40200", None),
        ([45002], "sent", None, None),
    ],
)
async def test_what_a_code_does_to_a_letter(
    tmp_path: Path, codes: list[int], state: str, reason: str | None, wait: float | None
) -> None:
    async with post(tmp_path) as p:
        p.put()
        p.r.state.script[SEND].extend(codes)
        await p.sender.send_batch()
        assert p.rows(state) == [("custom", NOON + (wait or 0), reason)]
        assert p.slept[-1] == (30 if codes == [45011] else pytest.approx(0.05, abs=0.06))


async def test_types_the_account_lacks_go_as_plain_text(tmp_path: Path) -> None:
    async with post(tmp_path, "test") as p:
        p.put(body=messages.menu("怎么样？", [("1", "好"), ("2", "不好")]))
        await p.sender.send_batch()
        assert [body["text"]["content"] for _, body in p.r.state.sent] == ["怎么样？\n1. 好\n2. 不好"]


async def test_a_long_text_goes_in_parts(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.put(body=messages.text("一句话。" * 200))
        await p.sender.send_batch()
        assert "".join(body["text"]["content"] for _, body in p.r.state.sent) == "一句话。" * 200
        assert len(p.r.state.sent) == 3


async def test_who_has_left_gets_nothing_more(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.become(follows=False)
        p.put("a")
        p.put("later", at=NOON + 60)
        await p.sender.send_batch()
        assert [reason for *_, reason in p.rows("dropped")] == ["43004", "43004"]
        p.r.now[0] += 61
        assert await p.sender.send_batch() == 0


async def test_nothing_goes_to_a_phone_others_may_read(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.put()
        p.talk(Reply("x", quiet=True))
        await p.sender.send_batch()
        assert p.r.state.sent == []
        assert p.rows("dropped") == [("custom", NOON, "quiet")]


async def test_while_danger_is_spoken_of_it_waits(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.put()
        p.talk(Reply("x", urgent=True))
        await p.sender.send_batch()
        assert (p.r.state.sent, p.rows("ready")) == ([], [("custom", NOON + 3600, "danger")])


async def test_who_deleted_their_data_gets_nothing(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.put()
        p.store.people.forget(P)
        assert await p.sender.send_batch() == 0
        p.put("queued after all")
        await p.sender.send_batch()
        assert (p.r.state.sent, p.rows("dropped")) == ([], [("custom", NOON, "person deleted")])


async def test_a_lesson_goes_to_those_who_asked_and_waits_where_it_cannot(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        body = {**messages.text("新课"), "lesson": "parent_call_that_works"}
        p.put("a", body, kind="weekly")
        await p.sender.send_batch()
        assert p.rows("dropped") == [("custom", NOON, "unsubscribed")]
        p.talk(Reply("x", weekly=True))
        p.put("b", body, kind="weekly")
        await p.sender.send_batch()
        assert p.r.state.sent == [(OPENID, {"touser": OPENID, **messages.text("新课")})]
        p.store.windows.close(P)
        p.put("c", body, kind="weekly")
        await p.sender.send_batch()
        kept, *_ = p.store.kept.take(P)
        assert [(r.text, r.intent) for r in kept] == [("parent_call_that_works", "weekly_lesson")]


async def test_a_notice_uses_up_its_consent(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.store.windows.grant(P, "tpl-1", 1)
        for key in "ab":
            p.put(key, notices.body("tpl-1", {"thing1": "说说电话"}), channel="notice")
            await p.sender.send_batch()
        assert len(p.r.state.sent) == 1
        assert p.rows("sent") == [("notice", NOON, None)]
        assert p.rows("dropped") == [("notice", NOON, "43101")]


async def test_a_template_message_is_known_by_its_key(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.put(body=notices.body("tpl-1", {"thing1": "说说电话"}), channel="template")
        p.r.held.drop.add(notices.TEMPLATE)  # WeChat has it, and the answer is lost
        await p.sender.send_batch()
        assert p.rows("ready") == [("template", NOON + 5, "unreachable")]
        p.r.held.drop.clear()
        p.r.now[0] += 5
        await p.sender.send_batch()
        assert (len(p.r.state.sent), len(p.rows("sent"))) == (1, 1)


async def test_tries_back_off_and_end(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with post(tmp_path) as p:
        p.r.held.html.add(notices.TEMPLATE)
        p.put(body=notices.body("tpl-1", {"thing1": "说说电话"}), channel="template")
        waits = []
        for _ in range(MOST_TRIES):
            await p.sender.send_batch()
            if p.rows("ready"):
                waits.append(p.rows("ready")[0][1] - p.r.now[0])
                p.r.now[0] += waits[-1]
        assert waits == [5, 20, 80, 320, 1280, 3600, 3600]
        assert [(channel, reason) for channel, _, reason in p.rows("dead")] == [("template", "unreachable")]
        assert "dead letter" in [record.getMessage() for record in caplog.records]
        assert OPENID not in str([vars(record) for record in caplog.records if record.name.startswith("bot.")])
        assert p.store.outbox.retry(p.r.now[0]) == 1
        p.r.held.html.clear()
        await p.sender.send_batch()
        assert len(p.r.state.sent) == 1


async def test_a_stopped_channel_leaves_the_others_going(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.r.state.limits[SEND] = 0
        p.put("a")
        p.put("b", notices.body("tpl-1", {"thing1": "说说"}), channel="template", at=NOON + 1)
        await p.sender.send_batch()
        p.put("c")
        p.r.now[0] += 2
        await p.sender.send_batch()
        assert (len(p.r.state.sent), len(p.rows("ready"))) == (1, 2)
        calls = p.r.state.used(SEND)
        p.r.now[0] += 3600
        assert await p.sender.send_batch() == 0
        assert p.r.state.used(SEND) == calls


async def test_an_account_without_the_right_sends_nothing(tmp_path: Path) -> None:
    async with post(tmp_path, "unverified_sub") as p:
        p.put()
        await p.sender.send_batch()
        assert p.rows("kept") == [("custom", NOON, "48001")]
        p.put("b")
        assert await p.sender.send_batch() == 0, "the account is known by now"


async def test_too_late_is_not_sent(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.put(until=NOON - 1)
        await p.sender.send_batch()
        assert (p.r.state.sent, p.rows("kept")) == ([], [("custom", NOON, "too late")])


async def test_the_rate_is_kept(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.put()
        p.sender._rate = 0.1
        await p.sender.send_batch()
        assert 9 < p.slept[-1] <= 10


async def test_a_letter_of_another_key_is_dead_not_a_crash(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.sender._open_seal = Sealer("cd" * 32).open
        p.put()
        await p.sender.send_batch()
        assert p.rows("dead") == [("custom", NOON, "sealed with another key")]
        await show_outbox(p.store)


@given(st.integers(0, 10**6))
def test_nobody_is_woken(minutes: int) -> None:
    now = NOON + minutes * 60
    at = next_waking(now)
    clock = beijing(at)
    assert 0 <= at - now <= 10.5 * 3600
    assert (7, 30) <= (clock.hour, clock.minute) < (21, 30)
    if at > now:
        assert (clock.hour, clock.minute) == (8, 0)


def test_waits_grow_to_an_hour() -> None:
    assert [back_off(n) for n in range(1, 8)] == [5, 20, 80, 320, 1280, 3600, 3600]


async def test_an_officers_letter_goes_by_night_in_danger_and_on_a_quiet_talk(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.talk(Reply("x", page="report_neglect", urgent=True, quiet=True))
        p.r.now[0] = NOON + 11 * 3600
        p.put(kind="officer")
        await p.sender.send_batch()
        assert len(p.r.state.sent) == 1


async def test_an_officers_letter_without_a_window_waits_for_the_next_message(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.store.windows.close(P)
        p.put(kind="officer")
        await p.sender.send_batch()
        assert p.rows("kept") == [("custom", NOON, "no window")]
        assert [(r.text, r.intent) for r in p.store.kept.take(P)[0]] == [("您好", "officer")]


async def test_nothing_else_goes_to_whom_a_human_speaks_with(tmp_path: Path) -> None:
    async with post(tmp_path) as p:
        p.store.handovers.begin(P, "li", NOON)
        p.put()
        await p.sender.send_batch()
        assert p.r.state.sent == []
        assert p.rows("ready") == [("custom", NOON + 3600, "human")]
