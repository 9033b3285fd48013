"""The door: GET and POST /wechat.

Refused are only requests that are not WeChat's (403; 429 for whoever keeps trying), too large (413) or no
XML (400). Once the signature holds every answer is 200, because anything else shows the person an error of
the account: what cannot be answered gets `success`.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

from prometheus_client import Counter, Histogram
from sanic import Blueprint
from sanic.exceptions import InvalidUsage, PayloadTooLarge
from sanic.request import Request
from sanic.response import HTTPResponse, raw, text

from bot.errors import BadRequest, Forbidden, RequestError, TooLarge
from bot.forever import finish
from bot.logs import log, short
from bot.reply.messages import Answerer
from bot.settings import WeChatSettings
from bot.wechat.dedupe import Repeats
from bot.wechat.envelope import Envelopes
from bot.wechat.inbound import Inbound, parse
from bot.wechat.lag import Lag
from bot.wechat.passive import SUCCESS, text_reply
from bot.wechat.speech import Speech

logger = logging.getLogger(__name__)
REQUESTS = Counter("qiangua_wechat_requests_total", "Requests at /wechat by outcome", ["outcome"])
REPLY_SECONDS = Histogram(
    "qiangua_wechat_reply_seconds",
    "From request to passive reply",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 5),
)
Note = Callable[[Inbound, str], Awaitable[None]]
"""What is told of a push and its person afterwards."""
Forged = Callable[[Request], Awaitable[int]]
"""Counts a wrong signature; 0, or the seconds after which the sender may try again."""
_NOTED = 2.0
"""Seconds that notes of pushes which are answered may take when the bot stops."""
_GRACE = 0.3
"""Seconds over its time the answering room gets before we answer for it."""


class Callback:
    """Handles WeChat's pushes for one account."""

    def __init__(
        self,
        settings: WeChatSettings,
        answerer: Answerer,
        person_of: Callable[[str], str],
        repeats: Repeats,
        clock: Callable[[], float],
        envelopes: Envelopes,
        seal: Callable[[str], str],
        note: Note | None,
        forged: Forged | None,
        speech: Speech | None,
    ) -> None:
        self._lag = Lag()
        self._speech = speech
        self._settings, self._answerer, self._forged = settings, answerer, forged
        self._person_of, self._repeats, self._clock = person_of, repeats, clock
        self._envelopes, self._seal, self._note = envelopes, seal, note
        self._notes: set[asyncio.Future[None]] = set()
        self._late: set[asyncio.Future[str | None]] = set()

    async def verify(self, request: Request) -> HTTPResponse:
        """GET: WeChat checks that the address is ours."""
        query = _query(request)
        try:
            self._envelopes.check(query, self._clock())
        except RequestError as err:
            return await self._refuse(request, err)
        return text(query.get("echostr", ""))

    async def receive(self, request: Request) -> HTTPResponse:
        """POST: a message or an event."""
        started = time.monotonic()
        self._lag.start()
        try:
            body_in = await _body(request, self._settings.wechat_max_body)
            opened = self._envelopes.open(_query(request), body_in, self._clock())
            inbound = parse(opened.xml)
        except RequestError as err:
            return await self._refuse(request, err)
        person, body, outcome, repeat = "", SUCCESS, "silent", False
        try:
            person = self._person_of(inbound.openid)
            answer, repeat = await self._repeats.once(
                inbound.dedupe_key, lambda: self._answer(inbound, person, started)
            )
            if answer:
                xml = text_reply(answer, to=inbound.openid, account=inbound.account, now=self._clock())
                body, outcome = self._envelopes.close(xml, opened, self._clock()), "answered"
        except Exception as err:  # whatever went wrong, WeChat gets a valid body
            outcome = "failed"
            log(logger, "answering failed", logging.ERROR, person=short(person), exc_info=err)
        if self._note is not None and not repeat and outcome != "failed" and not inbound.forgets:
            noting = asyncio.ensure_future(self._note(inbound, person))
            self._notes.add(noting)
            noting.add_done_callback(self._notes.discard)
        seconds = time.monotonic() - started
        REPLY_SECONDS.observe(seconds)
        REQUESTS.labels("repeat" if repeat and outcome != "failed" else outcome).inc()
        log(
            logger, "push", person=short(person), kind=(inbound.event or inbound.msg_type)[:40], repeat=repeat,
            silent=body == SUCCESS, ms=round(seconds * 1000),
        )  # fmt: skip
        kind = "text/plain; charset=utf-8" if body == SUCCESS else "application/xml; charset=utf-8"
        return raw(body.encode(), content_type=kind)

    async def _answer(self, inbound: Inbound, person: str, started: float) -> str | None:
        if self._speech is not None and (recording := inbound.recording) is not None:
            inbound = replace(inbound, text=await self._speech.words(*recording))
        all_in_all = self._settings.wechat_reply_seconds
        # what it has waited before it was begun, and will wait to be written back; never so much that nothing is tried
        waits = min(self._lag.waits, all_in_all / 2)
        within = max(0.0, all_in_all - waits - (time.monotonic() - started))
        if inbound.forgets:
            return await self._in_time(self._answerer.forget(person), within)
        incoming = inbound.to_incoming(person)
        if incoming is None:
            return None
        push = hashlib.sha256(inbound.dedupe_key.encode()).hexdigest()[:32]
        incoming = replace(incoming, sealed=self._seal(inbound.openid), push=push)
        return await self._in_time(self._answerer.answer(incoming, within), within)

    async def _in_time(self, work: Awaitable[str | None], within: float) -> str | None:
        """What the work gives, or None when it is late; late work goes on to its end."""
        task = asyncio.ensure_future(work)
        done, _ = await asyncio.wait({task}, timeout=within + _GRACE)
        if done:
            return task.result()
        log(logger, "answer late", logging.WARNING, within=round(within, 1))
        self._late.add(task)  # the loop itself holds tasks only weakly
        task.add_done_callback(self._end_late)
        return None

    def _end_late(self, task: asyncio.Future[str | None]) -> None:
        self._late.discard(task)
        # An exception nobody fetches is printed by asyncio with its text, which may quote a person.
        if not task.cancelled() and (err := task.exception()) is not None:
            log(logger, "late answer failed", logging.ERROR, exc_info=err)

    async def finish(self) -> None:
        """Before the bot stops: what is still noted, and what came too late."""
        self._lag.stop()
        await finish(self._notes, _NOTED)
        await finish(self._late, self._settings.wechat_reply_seconds)
        await self._repeats.close()

    async def _refuse(self, request: Request, err: RequestError) -> HTTPResponse:
        REQUESTS.labels("refused").inc()
        if isinstance(err, Forbidden) and self._forged is not None and (seconds := await self._forged(request)):
            return raw(b"", status=429, headers={"Retry-After": str(seconds)})  # counted, not logged line by line
        log(logger, "refused", logging.WARNING, status=err.status, reason=str(err))
        return raw(b"", status=err.status)


async def _body(request: Request, most: int) -> bytes:
    """The body. Raises TooLarge at the header or chunk that promises more than `most` bytes, before reading it."""
    request.stream.request_max_size = most
    try:
        await request.receive_body()
    except PayloadTooLarge as err:
        raise TooLarge("body over the limit") from err
    except InvalidUsage as err:
        raise BadRequest("body with broken chunks") from err
    # Sanic keeps the limit with the connection, where the next request may be for another door.
    request.stream.request_max_size = request.app.config.REQUEST_MAX_SIZE
    return bytes(request.body)


def _query(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in request.get_args(keep_blank_values=True).items()}


def create_blueprint(
    settings: WeChatSettings,
    answerer: Answerer,
    person_of: Callable[[str], str],
    repeats: Repeats,
    *,
    clock: Callable[[], float] = time.time,
    envelopes: Envelopes | None = None,
    seal: Callable[[str], str] = lambda openid: "",
    note: Note | None = None,
    forged: Forged | None = None,
    speech: Speech | None = None,
) -> Blueprint:
    """The routes of the Official Account's callback. `seal` encrypts an openid for keeping; without it none is kept.

    `note` is told of every new push once it is answered; `forged` counts wrong signatures;
    `speech` turns voice messages into words.
    """
    envelopes = envelopes or Envelopes(settings)
    callback = Callback(settings, answerer, person_of, repeats, clock, envelopes, seal, note, forged, speech)
    routes = Blueprint("wechat")

    @routes.get("/wechat")
    async def verify(request: Request) -> HTTPResponse:
        return await callback.verify(request)

    @routes.post("/wechat", stream=True)  # the body is ours to read, so that its size is known first
    async def receive(request: Request) -> HTTPResponse:
        return await callback.receive(request)

    @routes.listener("before_server_stop")
    async def stop(*_: object) -> None:
        await callback.finish()

    return routes
