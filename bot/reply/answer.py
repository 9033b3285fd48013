"""`answer(message)`: always something to show within the time a door has.

The turn runs as a task of its own. What it has in time is shown; what it has later is kept and
offered by 看结果, or put before the next answer. Where the talk stands (the list on screen)
moves only when a reply is really shown.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from bot.dialogue.reply import Option, Reply
from bot.dialogue.words import as_words
from bot.errors import EngineError, EngineNotReady
from bot.logs import log, short
from bot.reply.messages import Incoming
from bot.reply.meter import TURN_SECONDS, TURNS, metered
from bot.reply.render import KEPT, SHOW_RESULT, render, to_text
from bot.reply.turn import TurnTaker, join
from bot.store.talks import Talks

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
KEPT_TRIES = 3


class AnswerService:
    """The Answerer the doors use."""

    def __init__(self, turns: TurnTaker, talks: Talks) -> None:
        self._turns = turns
        self._talks = talks
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._running: dict[str, set[asyncio.Task[Reply]]] = defaultdict(set)
        self._tries: dict[int, int] = {}

    async def answer(self, incoming: Incoming, within: float) -> str | None:
        """The rendered answer within so many seconds, always; never raises."""
        start = time.monotonic()
        try:
            shown = await self._answer(incoming, start + within)
        except Exception as err:
            TURNS.labels("error").inc()
            log(logger, "turn failed", logging.ERROR, person=short(incoming.person), exc_info=err)
            shown = to_text(Reply(self._turns.catalogue.texts.line("talk", "engine_away")))
        TURN_SECONDS.observe(time.monotonic() - start)
        return shown

    async def _answer(self, incoming: Incoming, deadline: float) -> str:
        person = incoming.person
        screen = await self._db(self._talks.screen, person)
        quick = self._turns.quick(incoming, screen)
        if isinstance(quick, Reply):
            return await self._show(person, quick, with_kept=not quick.urgent)
        if isinstance(quick, Option) and quick.payload == KEPT:
            return await self._fetch(person, deadline)
        task = asyncio.create_task(self._turn(incoming, quick))
        running = self._running[person]
        running.add(task)
        try:
            done, _ = await asyncio.wait({task}, timeout=max(0.0, deadline - time.monotonic()))
        finally:
            if task.done():
                self._discard(person, task)
        if done:
            return await self._show(person, task.result())
        TURNS.labels("late").inc()
        log(logger, "late", person=short(person))
        task.add_done_callback(lambda t: self._keep_late(person, t))
        return await self._show(person, self._late(), with_kept=False)

    def _late(self) -> Reply:
        return Reply(self._turns.catalogue.texts.line("talk", "late"), (SHOW_RESULT,))

    def _discard(self, person: str, task: asyncio.Task[Reply]) -> None:
        self._running[person].discard(task)
        if not self._running[person]:
            del self._running[person]

    def _keep_late(self, person: str, task: asyncio.Task[Reply]) -> None:
        self._discard(person, task)
        if task.cancelled():
            return
        error = task.exception()
        if error is not None:
            log(logger, "late turn failed", logging.ERROR, person=short(person), exc_info=error)
            reply = Reply(self._turns.catalogue.texts.line("talk", "engine_away"))
        else:
            reply = task.result()
        self._talks.keep_late_reply(person, reply)

    async def _turn(self, incoming: Incoming, picked: Option | None) -> Reply:
        """One turn at a time per person: the engine's tracker is a sequence."""
        person = incoming.person
        lock = self._locks[person]
        async with lock:
            screen = await self._db(self._talks.screen, person)
            if picked is not None:
                return await self._turns.payload(person, picked, screen)
            try:
                reply = await self._turns.ask(person, as_words(incoming.text), screen)
                TURNS.labels("engine").inc()
                return reply
            except EngineError as err:
                log(logger, "kept for later", logging.WARNING, person=short(person), reason=type(err).__name__)
                await self._db(self._talks.keep_question, person, incoming.text)
                return self._turns.away(screen)
            finally:
                if not lock._waiters:  # nobody waits: do not keep a lock for everybody who ever wrote
                    self._locks.pop(person, None)

    async def _fetch(self, person: str, deadline: float) -> str:
        """看结果: what is kept, after waiting for what is still being worked on."""
        running = set(self._running.get(person, ()))
        if running:
            await asyncio.wait(running, timeout=max(0.0, deadline - time.monotonic()))
            await asyncio.sleep(0)  # lets the keeping callbacks run
        replies = await self._db(self._talks.take_replies, person)
        if replies:
            first, *more = replies
            for reply in more:
                first = join(first, reply)
            return await self._show(person, first, with_kept=False)
        if self._running.get(person):
            return await self._show(person, self._late(), with_kept=False)
        if await self._db(self._talks.owed, person):
            screen = await self._db(self._talks.screen, person)
            return await self._show(person, self._turns.away(screen), with_kept=False)
        return await self._show(
            person, Reply(self._turns.catalogue.texts.line("talk", "nothing_kept")), with_kept=False
        )

    async def _show(self, person: str, reply: Reply, *, with_kept: bool = True) -> str:
        """Render; move the screen to what is really shown; keep what does not fit."""
        if reply.forget:
            await self.forget(person)
        elif with_kept:
            for earlier in reversed(await self._db(self._talks.take_replies, person)):
                reply = join(earlier, reply)
        with metered("reply"):
            now, text, rest = render(reply)
        if rest is not None:
            await self._db(self._talks.keep_late_reply, person, rest)
        if not reply.forget:
            screen = await self._db(self._talks.screen, person)
            await self._db(self._talks.save_screen, person, screen.after(now))
        return text

    async def answer_kept(self) -> int:
        """Ask the engine what it owes, oldest first; how many were answered. Stops when it is away again."""
        answered = 0
        for waiting in await self._db(self._talks.waiting):
            screen = await self._db(self._talks.screen, waiting.person)
            try:
                reply = await self._turns.ask(waiting.person, as_words(waiting.question), screen)
            except EngineNotReady:
                break
            except EngineError:
                self._tries[waiting.id] = self._tries.get(waiting.id, 0) + 1
                if self._tries[waiting.id] < KEPT_TRIES:
                    break
                reply = Reply(self._turns.catalogue.texts.line("talk", "out_of_scope"))
            self._tries.pop(waiting.id, None)
            await self._db(self._talks.keep_reply, waiting.id, reply)
            answered += 1
        return answered

    async def forget(self, person: str) -> None:
        """Delete everything that is stored of this person."""
        await self._db(self._talks.forget, person)

    async def _db(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A blocking call to the store, off the event loop."""

        def timed() -> T:
            with metered("store"):
                return call(*args, **kwargs)

        return await asyncio.to_thread(timed)
