"""Put the rooms together for one running product; `__main__` calls this, no room does.

Order matters: the port opens first, so that a disclosure is answered while everything else is
still loading (or training).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from sanic import Sanic

from bot.admin.console import Console, Senses
from bot.admin.content_room import Editing
from bot.admin.model_pages import Workshop
from bot.channel import Channel
from bot.content.catalogue import Shelf, load_catalogue
from bot.drafting.drafting import Drafting
from bot.drafting.follow import Follow
from bot.engine.client import EngineClient
from bot.engine.process import ManagedProcess
from bot.engine.supervisor import actions_process, engine_process
from bot.engine.switch import EngineSwitch
from bot.errors import TrainingError
from bot.health import Health
from bot.limits.addresses import FORGED, Addresses
from bot.limits.counts import create_counts
from bot.limits.flood import Flood
from bot.limits.pages import limit_pages
from bot.logs import log
from bot.people.staffed import Staffed
from bot.releases import BY_ITSELF, ReleaseWatch, load_classifier
from bot.reply.answer import AnswerService
from bot.reply.desk import Desk
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker
from bot.safety.detector import load_detector
from bot.settings import Settings
from bot.store.database import connect
from bot.store.store import Store
from bot.text.encode import Encoder
from bot.training import release
from bot.training.registry import Registry
from bot.training.train import train
from bot.upkeep import answer_kept, expire, tend_desk
from bot.web.chat import create_chat_blueprint
from bot.web.learn import create_learn_blueprint
from bot.web.platform import Platform
from bot.web.preview import Preview
from bot.web.tickets import Tickets
from bot.wechat.callback import create_blueprint
from bot.wechat.dedupe import create_repeats
from bot.wechat.notes import Notes
from bot.wechat.sender import CUSTOM, next_waking
from bot.wechat.speech import create_speech

logger = logging.getLogger(__name__)
LATE_SECONDS = 5.0
"""What was answered with 「还在查」 may take so long while we stop; then it is asked again after the next start."""
KEEP_ALIVE = 150
"""Seconds an idle connection is held: longer than nginx (60) and Caddy (120) do, or a push may be sent into one that we
are just closing, and is lost."""


def person_hasher(secret: str) -> Callable[[str], str]:
    """Openid to the 64 hex characters that stand for the person everywhere behind the door."""
    key = secret.encode()
    return lambda openid: hmac.new(key, openid.encode(), hashlib.sha256).hexdigest()


class Product:
    """The three processes of one installation."""

    def __init__(self, settings: Settings, show: Callable[[str], None]) -> None:
        self.settings = settings
        self._show = show
        self.engine = EngineSwitch(self._start_engine, settings.engine_ports, self._follow_engine)
        self._registry = Registry()
        self._store = Store(connect(settings.store.resolved_url()))
        self._shelf = Shelf(load_catalogue())
        self._content = Follow(Drafting(self._store.drafts, self._store.audit.add), self._shelf)
        self._content.begin()
        self._detector = load_detector()
        turns = TurnTaker(self._shelf, self._detector, self.engine)
        self._tickets = Tickets(settings.app.derived_key("ticket"), settings.public_url)
        self._showing = Showing(
            self._store, self._shelf, turns.clock, self._tickets.address, lambda: self._desk.staffed()
        )
        limits = settings.limits
        counts = create_counts(settings.wechat.redis_url)
        flood = Flood(counts, limits.limit_person)
        self.answers = AnswerService(turns, self._showing, flood, settings.engine.engine_turns)
        self._counts = counts
        self._addresses = Addresses(
            counts, pages=limits.limit_address, forged=limits.limit_forged, proxies=limits.proxies
        )  # fmt: skip
        self.channel = Channel(settings, self._store, self._shelf)
        self._speech = create_speech(settings.speech, self.channel.client)
        self._desk = Desk(
            self._store, self._shelf.present, lambda: self.channel.client.account.can(CUSTOM),
            staffed=Staffed.read(settings.desk.staffed_hours),
        )  # fmt: skip
        self._watch = ReleaseWatch(
            self._registry, self.engine, self._detector, load_classifier, note=self._store.audit.add
        )  # fmt: skip
        self.actions = actions_process(settings)
        self._health = Health(self._store, lambda: self.engine.ready, lambda: self.actions.ready)
        self._training = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._engine_ready = asyncio.Event()

    def app(self) -> Sanic:
        """The public app with every door."""
        app = Sanic(f"qiangua_{self.settings.web.port}", configure_logging=False)
        app.config.REQUEST_TIMEOUT = app.config.RESPONSE_TIMEOUT = 30
        app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE
        app.config.FALLBACK_ERROR_FORMAT = "json"
        wechat = self.settings.wechat
        person_of = person_hasher(self.settings.app.derived_key("person"))
        repeats = create_repeats(wechat)
        seal = self.channel.sealer.seal
        notes = Notes(self._store, lambda: self.channel.client.account.can(CUSTOM))
        limit_pages(app, self._addresses, self._shelf.present.texts.line("limits", "page"))
        app.blueprint(
            create_blueprint(
                wechat, self.answers, person_of, repeats, seal=seal, note=notes.take,
                forged=lambda request: self._addresses.over(request, FORGED), speech=self._speech,
            )
        )  # fmt: skip
        app.blueprint(create_learn_blueprint(self._shelf, self._showing, self._tickets, self.channel.sign_page))
        if self.settings.app.env == "dev":
            key = wechat.wechat_aes_key.get_secret_value()
            platform = Platform(wechat.wechat_token.get_secret_value(), wechat.wechat_app_id, key)
            app.blueprint(create_chat_blueprint(platform, f"http://127.0.0.1:{self.settings.web.port}/wechat"))
        senses = Senses(Encoder().encode, lambda text: self._detector.detect(text).tier != "none")
        workshop = Workshop(self._registry, state=lambda: self._watch.state)
        editing = Editing(
            self._shelf,
            lambda: self._content.left_out,
            lambda data, name: Preview(data, name).page(by_itself=True),
            lambda data, name, number: Preview(data, name).picture(number),
            wechat.wechat_mass_per_month,
            next_waking,
        )
        console = Console(
            self._store,
            self.settings.public_url,
            self._shelf.present,
            senses,
            workshop=workshop,
            desk=self._desk,
            editing=editing,
        )
        app.blueprint(console.blueprint())
        self._health.serve(app)
        return app

    async def parts(self) -> dict[str, str]:
        """`ok` or what is missing, for each part."""
        return await self._health.parts()

    async def start(self) -> None:
        """Start the children; train first where there is no release for the present data (dev)."""
        self.actions.start()
        self._spawn(self._load_classifier())
        self._spawn(self._bring_up_engine())
        self._spawn(answer_kept(self.answers, self._engine_ready))
        self._spawn(expire(self._store, self.settings.store))
        self._spawn(tend_desk(self._desk))
        self._spawn(self._content.run())
        for loop in self.channel.loops(self._showing):
            self._spawn(loop)

    async def _load_classifier(self) -> None:
        """Join the live release's weights to the patterns; until then, and without them, the patterns are alone."""
        if not release.SAFETY.exists():
            return
        started = time.monotonic()
        try:
            self._detector.classifier = await asyncio.to_thread(load_classifier, release.SAFETY)
        except (OSError, ValueError, KeyError) as err:
            log(logger, "the detector's weights do not load; patterns alone", logging.ERROR, exc_info=err)
            return
        log(logger, "full detector", seconds=round(time.monotonic() - started, 1))

    async def _bring_up_engine(self) -> None:
        try:
            await self._make_release()
        except TrainingError as err:
            log(logger, "training failed", logging.ERROR, exc_info=err)
            self._show(f"training failed: {err}; the bot goes on with protocols and menu")
        live = release.live()
        if live is None:
            return
        self.engine.begin(live.name)
        self._spawn(self._watch.run())

    def _start_engine(
        self, port: int, name: str, follow: Callable[[bool], None]
    ) -> tuple[EngineClient, ManagedProcess]:
        """A release's engine, from its own file, for the live one's is replaced by the next promotion."""
        settings, model = self.settings, self._registry.path(name)
        client = EngineClient(f"http://127.0.0.1:{port}", settings.engine_token, settings.engine.engine_timeout)
        model = model if model.exists() else release.CURRENT
        return client, engine_process(settings, client, (model, release.safety_of(model)), follow, port)

    async def _make_release(self) -> None:
        manifest = release.live()
        if manifest is not None and release.data_hash() in manifest.present:
            return
        if manifest is not None and self.settings.app.env == "production":
            self._show("warning: data have changed since the live release was trained; train and promote one")
            return
        self._show("training a release for the present data (about two minutes; people are answered meanwhile)")
        self._training = True
        try:
            candidate, seconds = await train(self._show)
        finally:
            self._training = False
        release.promote(candidate, seconds)
        self._spawn(self._load_classifier())
        why = "一启动就训练的，没有考试"
        self._spawn(asyncio.to_thread(self._store.audit.add, BY_ITSELF, "promote", candidate.name, why))
        self._show(f"release {candidate.name} promoted after {seconds:.0f} s")

    def _follow_engine(self, ready: bool) -> None:
        if ready:
            self._engine_ready.set()
        else:
            self._engine_ready.clear()

    async def wait_ready(self) -> None:
        """Return when every part is ready, saying every few seconds what is still missing."""
        started = said = time.monotonic()
        while True:
            missing = [name for name, state in (await self.parts()).items() if state != "ok"]
            if not missing:
                return
            if time.monotonic() - said > 3 and not self._training:
                said = time.monotonic()
                self._show(f"waiting for {', '.join(missing)} … {said - started:.0f} s")
            await asyncio.sleep(0.1)

    async def stop(self) -> None:
        """End everything that was started."""
        for task in self._tasks:
            task.cancel()
        await self.answers.finish(LATE_SECONDS)
        for process in (self.engine, self.actions):
            with suppress(Exception):
                await process.stop()
        if self._speech is not None:
            await self._speech.close()
        await self.channel.close()
        await self._counts.close()

    def _spawn(self, work: object) -> None:
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]
        self._tasks.add(task)
