"""Voice messages: recording from the fake platform, words from a speech service on loopback, then the ordinary way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json, raw

from bot.content.catalogue import load_catalogue
from bot.reply.answer import AnswerService
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.safety.detector import load_detector
from bot.settings import SpeechSettings
from bot.store.database import connect, migrate
from bot.store.store import Store
from bot.web.platform import Platform
from bot.wechat.callback import create_blueprint
from bot.wechat.dedupe import MemoryRepeats
from bot.wechat.inbound import parse
from bot.wechat.speech import VOICES, HttpSpeech, create_speech
from tests.conftest import free_ports, serve
from tests.fake_wechat import FakeWeChat
from tests.reply.test_answer import FakeEngine
from tests.wechat.conftest import CREDENTIALS, EchoAnswerer, hashed, settings_for
from tests.wechat.platform import OPENID, Rig, rig

SOUND = b"#!AMR\n\x3c\x91\x17"
CATALOGUE = load_catalogue()
HINT = CATALOGUE.texts.line("talk", "voice")


@dataclass
class Service:
    """A speech service that says what it is told to."""

    says: Any = "孩子不听话咋办"
    status: int = 200
    delay: float = 0.0
    heard: list[tuple[bytes, str, str]] = field(default_factory=list)

    async def answer(self, request: Request) -> HTTPResponse:
        headers = request.headers
        self.heard.append((request.body, headers.get("content-type", ""), headers.get("authorization", "")))
        await asyncio.sleep(self.delay)
        return raw(self.says, status=self.status) if isinstance(self.says, bytes) else json(self.says, self.status)


@dataclass
class Ears:
    """Platform, service and our ears between them."""

    r: Rig
    service: Service
    speech: HttpSpeech

    def record(self, media_id: str = "m1", sound: bytes = SOUND, name: str = "v.amr") -> str:
        self.r.state.media[media_id] = (name, sound)
        return media_id


@asynccontextmanager
async def ears(name: str, key: str = "k3y", seconds: float = 3.0, kind: str = "verified_svc") -> AsyncIterator[Ears]:
    service, app = Service({"text": "孩子不听话咋办"}), Sanic(name, configure_logging=False)
    app.add_route(service.answer, "/asr", methods=["POST"])
    async with rig(kind) as r, serve(app, free_ports(1)) as base:
        given = SpeechSettings(speech_url=f"{base}/asr", speech_key=key, speech_seconds=seconds)
        speech = create_speech(given, r.client)
        assert speech is not None
        yield Ears(r, service, speech)
        await speech.close()


def outcome(name: str) -> float:
    return float(VOICES.labels(name)._value.get())


async def test_the_recording_goes_there_as_it_is(app_name: Callable[[], str]) -> None:
    async with ears(app_name()) as e:
        before = outcome("words")
        assert await e.speech.words(e.record(), "amr") == "孩子不听话咋办"
        assert e.service.heard == [(SOUND, "audio/amr", "Bearer k3y")]
        assert outcome("words") == before + 1
    async with ears(app_name(), key="") as e:
        await e.speech.words(e.record(), "speex")
        assert e.service.heard == [(SOUND, "audio/speex", "")]


@pytest.mark.parametrize(
    ("says", "status"),
    [
        ({"text": "x"}, 500), ({"text": "x"}, 401), ({"text": "x"}, 302), ({"words": "x"}, 200), ({"text": None}, 200),
        ({"text": ["x"]}, 200), ("x", 200), ([], 200), (b"<html>", 200), (b"", 200), (b"\xff\xfe", 200),
    ],
)  # fmt: skip
async def test_a_service_that_errs_has_heard_nothing(
    says: Any, status: int, app_name: Callable[[], str], caplog: pytest.LogCaptureFixture
) -> None:
    async with ears(app_name()) as e:
        e.service.says, e.service.status, before = says, status, outcome("failed")
        assert await e.speech.words(e.record(), "amr") == ""
        assert outcome("failed") == before + 1
    assert "voice not recognised" in caplog.text


@pytest.mark.parametrize("sound", [b"", b"x" * 2_000_001])
async def test_no_recording_or_one_too_large_is_not_sent(sound: bytes, app_name: Callable[[], str]) -> None:
    async with ears(app_name()) as e:
        assert await e.speech.words(e.record(sound=sound), "amr") == ""
        assert await e.speech.words(e.record("film", name="x.mp4"), "amr") == ""
        assert await e.speech.words("no-such-media", "amr") == ""
        assert e.service.heard == []


async def test_an_account_without_the_right_gets_the_hint(app_name: Callable[[], str]) -> None:
    async with ears(app_name(), kind="unverified_sub") as e:
        assert await e.speech.words(e.record(), "amr") == ""
        assert e.service.heard == []


async def test_late_is_not_at_all(app_name: Callable[[], str]) -> None:
    async with ears(app_name(), seconds=0.2) as e:
        e.service.delay, before = 5.0, outcome("late")
        assert await e.speech.words(e.record(), "amr") == ""
        assert outcome("late") == before + 1


async def test_words_are_cut_and_trimmed(app_name: Callable[[], str]) -> None:
    async with ears(app_name()) as e:
        e.service.says = {"text": " 好 \n"}
        assert await e.speech.words(e.record(), "amr") == "好"
        e.service.says = {"text": "长" * 5000}
        assert len(await e.speech.words(e.record(), "amr")) == 2000


def test_without_an_address_there_is_no_service() -> None:
    assert create_speech(SpeechSettings(), None) is None  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        SpeechSettings(speech_seconds=4.5)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ("<MsgType>voice</MsgType><MediaId>m</MediaId><Format>amr</Format><Recognition></Recognition>", ("m", "amr")),
        ("<MsgType>voice</MsgType><MediaId>m</MediaId>", ("m", "")),
        ("<MsgType>voice</MsgType><MediaId>m</MediaId><Recognition>娃儿</Recognition>", None),
        ("<MsgType>voice</MsgType>", None),
        ("<MsgType>video</MsgType><MediaId>m</MediaId>", None),
        ("<MsgType>text</MsgType><Content>x</Content><MediaId>m</MediaId>", None),
    ],
)
def test_what_is_a_recording(fields: str, found: tuple[str, str] | None) -> None:
    assert parse(f"<xml><FromUserName>o</FromUserName>{fields}</xml>".encode()).recording == found


@asynccontextmanager
async def door(e: Ears, answerer: Any, name: str) -> AsyncIterator[tuple[FakeWeChat, Platform]]:
    app, clock = Sanic(name, configure_logging=False), lambda: float(CREDENTIALS["t0"])
    routes = create_blueprint(
        settings_for("safe"), answerer, hashed, MemoryRepeats(600), clock=clock, speech=e.speech
    )  # fmt: skip
    app.blueprint(routes)
    platform = Platform(
        CREDENTIALS["token"], CREDENTIALS["appid"], CREDENTIALS["encoding_aes_key"], clock=clock
    )  # fmt: skip
    async with serve(app, free_ports(1)) as base:
        yield FakeWeChat(platform, f"{base}/wechat"), platform


async def test_a_voice_is_answered_as_text_and_its_repeat_is_recognised_once(app_name: Callable[[], str]) -> None:
    async with ears(app_name()) as e, door(e, answerer := EchoAnswerer(), app_name()) as (wechat, platform):
        post = platform.message(OPENID, "voice", MediaId=e.record(), Format="amr", Recognition="")
        assert (await wechat.push(post)).shown == "text:孩子不听话咋办:1"
        assert (await wechat.push(post)).shown == "text:孩子不听话咋办:1"
        assert len(e.service.heard) == 1
        assert 0.5 < answerer.within[0] < 4.0, "what recognising took is off the answer's time"
        e.service.says = {"text": ""}
        again = platform.message(OPENID, "voice", MediaId="m1", Format="amr")
        assert (await wechat.push(again)).shown == "voice::2"


@pytest.fixture
def store(tmp_path: Path) -> Any:
    url = f"sqlite:///{tmp_path}/t.db"
    migrate(url)
    engine = connect(url)
    yield Store(engine)
    engine.dispose()


async def test_the_words_take_the_ordinary_way_the_detector_first(
    store: Store, app_name: Callable[[], str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    turns = TurnTaker(CATALOGUE, load_detector(), FakeEngine())
    service = AnswerService(turns, Showing(store, CATALOGUE, turns.clock))
    async with ears(app_name()) as e, door(e, service, app_name()) as (wechat, platform):

        async def speak(says: Any) -> str:
            e.service.says = says
            post = platform.message(OPENID, "voice", MediaId=e.record(), Format="amr")
            return str((await wechat.push(post)).shown)

        assert await speak({"text": "孩子不听话咋办"}) == "答：孩子不听话咋办"
        assert await speak({"text": ""}) == HINT
        assert await speak(b"broken") == HINT
        start = CATALOGUE.pages["report_physical_abuse"].sections["start"].text[:20]
        assert start in await speak({"text": "孩子被他爸打得浑身是伤"})
    assert [d.kind for d in store.duties.entries()] == ["report_physical_abuse"]
    logged = " ".join(f"{r.getMessage()} {getattr(r, 'fields', '')}" for r in caplog.records)
    for secret in ("听话", "浑身", OPENID, "k3y", "m1"):
        assert secret not in logged
