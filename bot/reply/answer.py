"""`answer(message)`: always something to show within the time a door has.

The turn runs as a task of its own. What it has in time is shown. A question that is late, or would be because
the engine has too much to do, is kept in the store before that is said, so that it outlives this process; its
answer is offered by 看结果, or put before the next one. Where the talk stands moves only when a reply is really
shown (`bot.reply.show`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from typing import Any

from bot.dialogue.front import Ask, Fetch
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.errors import EngineError, EngineNotReady
from bot.logs import log, short
from bot.reply.lesson import split_lessons, with_lesson
from bot.reply.locks import Locks
from bot.reply.messages import Incoming
from bot.reply.meter import TURN_SECONDS, TURNS
from bot.reply.pace import Pace
from bot.reply.render import to_text, without_taps
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker, join
from bot.store.kept import Waiting

logger = logging.getLogger(__name__)
KEPT_TRIES = 3
RESERVE = 0.4
"""Seconds kept back for keeping a late question and saying so, on a busy machine."""


class _Notice(str):
    """A text that says an answer is not there yet: nobody misses it when it comes too late."""


class AnswerService:
    """The Answerer the doors use."""

    def __init__(self, turns: TurnTaker, showing: Showing) -> None:
        self._turns, self._showing = turns, showing
        self._locks, self._pace = Locks(), Pace()
        self._late: dict[str, dict[int, asyncio.Task[None]]] = defaultdict(dict)
        """By person: what is still worked on here, by the row that keeps its question."""
        self._tries: dict[int, int] = {}
        self._behind: set[asyncio.Task[Any]] = set()
        """Work whose person has been told to wait already; the loop itself holds tasks only weakly."""

    async def answer(self, incoming: Incoming, within: float) -> str | None:
        """The rendered answer within so many seconds, always; never raises."""
        start = time.monotonic()
        work = asyncio.create_task(self._answer(incoming, start + within))
        done, _ = await asyncio.wait({work}, timeout=within)
        if not done:  # this machine itself is too slow: nothing is asked of the store any more
            self._behind.add(work)
            work.add_done_callback(lambda _: self._catch_up(incoming.person, work))
        shown = self._result(incoming.person, work) if done else None
        TURN_SECONDS.observe(time.monotonic() - start)
        return shown or to_text(self._turns.at_once(incoming))

    def _result(self, person: str, work: asyncio.Task[str | None]) -> str | None:
        try:
            return work.result()
        except Exception as err:
            TURNS.labels("error").inc()
            log(logger, "turn failed", logging.ERROR, person=short(person), exc_info=err)
            return to_text(Reply(self._turns.catalogue.texts.line("talk", "engine_away")))

    def _catch_up(self, person: str, work: asyncio.Task[str | None]) -> None:
        """What was shown to nobody, because it came too late, is kept."""
        self._behind.discard(work)
        if work.cancelled() or work.exception() is not None:
            return
        text = work.result()
        if text is not None and not isinstance(text, _Notice):
            keeping = asyncio.create_task(self._showing.keep_late(person, Reply(without_taps(text))))
            self._behind.add(keeping)
            keeping.add_done_callback(self._behind.discard)

    async def _answer(self, incoming: Incoming, deadline: float) -> str | None:
        """The text to show; None when it is too late to show anything, and it is kept."""
        person, until = incoming.person, deadline - RESERVE
        await self._showing.remember(person, incoming.sealed)
        talk = await self._showing.talk(person)
        found = await asyncio.to_thread(self._turns.detect, incoming, talk)
        outcome = self._turns.quick(incoming, talk, found)
        said = incoming.text if incoming.kind == "text" else ""
        if isinstance(outcome, Reply):
            kept = not outcome.urgent and outcome.hold is None
            return await self._showing.show(person, outcome, with_kept=kept, said=said, until=until)
        if isinstance(outcome, Fetch):
            return await self._fetch(person, deadline)
        left = until - time.monotonic()
        if not self._pace.in_time(left):
            await self._showing.keep_question(person, outcome.text)
            return await self._show_late(person, said, deadline)
        task = asyncio.create_task(self._turn(person, outcome, talk))
        done, _ = await asyncio.wait({task}, timeout=max(0.0, left))
        if not done:
            waiting = Waiting(await self._showing.keep_question(person, outcome.text), person, outcome.text)
            self._late[person][waiting.id] = asyncio.create_task(self._keep_late(waiting, task))
            return await self._show_late(person, said, deadline)
        try:
            reply = task.result()
        except EngineError as err:
            log(logger, "kept for later", logging.WARNING, person=short(person), reason=type(err).__name__)
            await self._showing.keep_question(person, outcome.text)
            return await self._notice(person, self._turns.away(talk), deadline, said)
        return await self._showing.show(person, reply, asked=outcome.text, said=said, until=deadline)

    async def _turn(self, person: str, ask: Ask, talk: Talk) -> Reply:
        """One turn at a time per person: the engine's tracker is a sequence. `talk` is where it stands; behind another
        turn it is asked for again. Raises EngineError."""
        second = self._locks.held(person)
        async with self._locks.of(person):
            if second:
                talk = await self._showing.talk(person)
            with self._pace.turn():
                reply = await self._turns.ask(person, ask.text, talk, ask.concern)
            TURNS.labels("engine").inc()
            return reply

    async def _show_late(self, person: str, said: str, deadline: float) -> str | None:
        log(logger, "late", person=short(person))
        return await self._notice(person, self._turns.late(), deadline, said)

    async def _notice(self, person: str, reply: Reply, deadline: float, said: str = "") -> str | None:
        """Show what says that an answer is not there yet; too late, it moves nothing."""
        if time.monotonic() > deadline:
            return None
        return _Notice(await self._showing.show(person, reply, with_kept=False, said=said))

    async def _keep_late(self, waiting: Waiting, turn: asyncio.Task[Reply]) -> None:
        """Put the answer to its question. Whatever goes wrong, the question stays, and `answer_kept` asks it again."""
        try:
            await self._showing.keep_reply(waiting, await turn)
        except EngineError as err:
            log(logger, "late turn failed", logging.WARNING, person=short(waiting.person), reason=type(err).__name__)
        except Exception as err:
            log(logger, "late turn failed", logging.ERROR, person=short(waiting.person), exc_info=err)
        finally:
            late = self._late[waiting.person]
            late.pop(waiting.id, None)
            if not late:
                del self._late[waiting.person]

    async def _fetch(self, person: str, deadline: float) -> str | None:
        """看结果: what is kept, after waiting for what is still being worked on."""
        running = set(self._late.get(person, {}).values())
        if running:
            await asyncio.wait(running, timeout=max(0.0, deadline - RESERVE - time.monotonic()))
        kept, owed = await self._showing.take_kept(person)
        lessons, replies = split_lessons(kept)
        if replies:
            first, *more = replies
            for reply in more:
                first = join(first, reply)
        elif self._late.get(person):
            return await self._notice(person, self._turns.late(), deadline)
        elif owed:
            return await self._notice(person, self._turns.away(await self._showing.talk(person)), deadline)
        else:
            first = Reply(self._turns.catalogue.texts.line("talk", "nothing_kept"), aside=not lessons)
        first = with_lesson(await self._showing.talk(person), first, lessons, self._turns.catalogue)
        return await self._showing.show(person, first, with_kept=False, until=deadline)

    async def answer_kept(self) -> int:
        """Ask the engine what it owes, oldest first; how many were answered. Stops when it is away again."""
        answered = 0
        for waiting in await self._showing.waiting():
            if waiting.id in self._late.get(waiting.person, {}):
                continue
            incoming = Incoming(waiting.person, "text", waiting.question)
            talk = await self._showing.talk(waiting.person)
            found = await asyncio.to_thread(self._turns.detect, incoming, talk)
            concern = found.kind if found.tier != "none" else None
            try:
                reply = await self._turn(waiting.person, Ask(waiting.question, concern), talk)
            except EngineNotReady:
                break
            except EngineError:
                self._tries[waiting.id] = self._tries.get(waiting.id, 0) + 1
                if self._tries[waiting.id] < KEPT_TRIES:
                    break
                reply = Reply(self._turns.catalogue.texts.line("talk", "out_of_scope"))
            self._tries.pop(waiting.id, None)
            await self._showing.keep_reply(waiting, reply)
            answered += 1
        return answered

    async def forget(self, person: str) -> None:
        """Delete everything that is stored of this person."""
        await self._showing.forget(person)
