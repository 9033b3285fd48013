"""`answer(message)`: always something to show within the time a door has.

The turn runs as a task of its own. What it has in time is shown; what it has later is kept and
offered by 看结果, or put before the next answer. Where the talk stands moves only when a reply is
really shown (`bot.reply.show`). One bot has so many turns under way and no more: what comes on top is
kept at once, and asked when there is time (`answer_kept`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict

from bot.dialogue.front import Ask, Fetch
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.errors import EngineError, EngineNotReady
from bot.limits.flood import Flood
from bot.logs import log, short
from bot.reply.lesson import split_lessons, with_lesson
from bot.reply.locks import Locks
from bot.reply.messages import Incoming
from bot.reply.meter import TURN_SECONDS, TURNS, UNDER_WAY
from bot.reply.patience import may_wait
from bot.reply.render import to_text
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker, join

logger = logging.getLogger(__name__)
KEPT_TRIES = 3
TURNS_AT_ONCE = 32
BATCH = 20
"""Kept questions asked in one go."""
_GIVEN_UP = 0.2
"""Seconds after its time at which a door shows nothing any more."""


class AnswerService:
    """The Answerer the doors use."""

    def __init__(
        self, turns: TurnTaker, showing: Showing, flood: Flood | None = None, at_once: int = TURNS_AT_ONCE
    ) -> None:
        """`flood`: what limits a person, if anything does; `at_once`: turns under way beyond which questions wait."""
        self._turns, self._showing, self._flood, self._at_once = turns, showing, flood, at_once
        self._under_way = 0
        self._locks = Locks()
        self._running: dict[str, set[asyncio.Task[Reply]]] = defaultdict(set)
        self._tries: dict[int, int] = {}

    async def answer(self, incoming: Incoming, within: float) -> str | None:
        """The rendered answer within so many seconds; None for a flood that was told so. Never raises."""
        start = time.monotonic()
        shown: str | None
        try:
            shown = await self._answer(incoming, start + within)
        except Exception as err:
            TURNS.labels("error").inc()
            log(logger, "turn failed", logging.ERROR, person=short(incoming.person), exc_info=err)
            shown = to_text(Reply(self._turns.catalogue.texts.line("talk", "engine_away")))
        TURN_SECONDS.observe(time.monotonic() - start)
        return shown

    async def _answer(self, incoming: Incoming, deadline: float) -> str | None:
        person = incoming.person
        await self._showing.remember(person, incoming.sealed)
        talk = await self._showing.talk(person)
        found = await asyncio.to_thread(self._turns.detect, incoming, talk)
        outcome = self._turns.quick(incoming, talk, found)
        if await self._showing.taken_over(person):
            return await self._beside_an_officer(incoming, outcome, talk, deadline)
        waits = may_wait(incoming, talk, found, outcome, self._turns.clock())
        if waits and self._flood is not None and (verdict := await self._flood.judge(person)) != "fine":
            return await self._hold_back(incoming, tell=verdict == "say")
        if isinstance(outcome, Reply):
            if time.monotonic() > deadline + _GIVEN_UP:
                await self._showing.keep_unseen(person, outcome)
                return None
            kept = not outcome.urgent and outcome.hold is None
            return await self._showing.show(person, outcome, with_kept=kept, to=incoming)
        if isinstance(outcome, Fetch):
            return await self._fetch(incoming, deadline)
        if waits and self._under_way >= self._at_once:
            log(logger, "shed", logging.WARNING, person=short(person), under_way=self._under_way)
            await self._showing.keep_question(person, outcome.text)
            return await self._showing.show(person, self._turns.busy(talk), with_kept=False, to=incoming)
        task = asyncio.create_task(self._turn(person, outcome))
        self._count(1)
        task.add_done_callback(lambda t: self._count(-1))
        self._running[person].add(task)
        try:
            done, _ = await asyncio.wait({task}, timeout=max(0.0, deadline - time.monotonic()))
        finally:
            if task.done():
                self._discard(person, task)
        if done:
            return await self._showing.show(person, task.result(), asked=outcome.text, to=incoming)
        log(logger, "late", person=short(person))
        task.add_done_callback(lambda t: self._keep_late(person, t))
        late = self._turns.late(talk, outcome.concern)
        return await self._showing.show(person, late, with_kept=False, to=incoming)

    async def _hold_back(self, incoming: Incoming, *, tell: bool) -> str | None:
        """More than anybody reads: one sentence, then silence. The list on screen stays, the detector hears on."""
        if not tell:
            await self._showing.hear(incoming.person, incoming.text)
            return None
        line = self._turns.catalogue.texts.line("limits", "slow_down")
        return await self._showing.show(incoming.person, Reply(line, aside=True), with_kept=False, to=incoming)

    async def _turn(self, person: str, ask: Ask) -> Reply:
        """One turn at a time per person: the engine's tracker is a sequence."""
        async with self._locks.of(person):
            talk = await self._showing.talk(person)
            try:
                reply = await self._turns.ask(person, ask.text, talk, ask.concern)
                TURNS.labels("engine").inc()
                return reply
            except EngineError as err:
                log(logger, "kept for later", logging.WARNING, person=short(person), reason=type(err).__name__)
                await self._showing.keep_question(person, ask.text)
                return self._turns.away(talk, ask.concern)

    def _count(self, by: int) -> None:
        self._under_way += by
        UNDER_WAY.set(self._under_way)

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
        self._showing.keep_late(person, reply)

    async def _fetch(self, incoming: Incoming, deadline: float) -> str:
        """看结果: what is kept, after waiting for what is still being worked on."""
        person = incoming.person
        running = set(self._running.get(person, ()))
        if running:
            await asyncio.wait(running, timeout=max(0.0, deadline - time.monotonic()))
            await asyncio.sleep(0)  # lets the keeping callbacks run
        kept, owed = await self._showing.take_kept(person)
        lessons, replies = split_lessons(kept)
        if replies:
            first, *more = replies
            for reply in more:
                first = join(first, reply)
        elif self._running.get(person):
            first = self._turns.late()
        elif owed:
            first = self._turns.away(await self._showing.talk(person))
        else:
            first = Reply(self._turns.catalogue.texts.line("talk", "nothing_kept"), aside=not lessons)
        first = with_lesson(await self._showing.talk(person), first, lessons, self._turns.catalogue)
        return await self._showing.show(person, first, with_kept=False, to=incoming)

    async def _beside_an_officer(
        self, incoming: Incoming, outcome: Reply | Ask | Fetch, talk: Talk, deadline: float
    ) -> str | None:
        """A human speaks with the person: only a protocol, and 删除我的数据, are still answered by us.

        The engine is asked too, for it may hear a disclosure that the detector does not; what it says else is dropped.
        A number is an answer to the officer, not a choice from our last list. 「您现在安全吗」 is theirs to ask: words
        that would wait for it are listened to at once.
        """
        if isinstance(outcome, Reply) and outcome.hold:
            outcome = Ask(outcome.hold)
        person, reply = incoming.person, outcome if isinstance(outcome, Reply) else None
        if isinstance(outcome, Ask):
            task = asyncio.create_task(self._listen(person, outcome))
            done, _ = await asyncio.wait({task}, timeout=max(0.0, deadline - time.monotonic()))
            if done:
                reply = task.result()
            else:
                task.add_done_callback(lambda late: self._keep_disclosure(person, late))
        number = incoming.text.strip().isdigit() and not incoming.tapped
        if reply is not None and not number and reply.hold is None and (speaks(reply) or reply.forget):
            return await self._showing.show(person, reply, with_kept=False, to=incoming)
        return await self._showing.overheard(incoming, talk)

    async def _listen(self, person: str, ask: Ask) -> Reply | None:
        """What the engine hears; None when it is away."""
        async with self._locks.of(person):
            try:
                return await self._turns.ask(person, ask.text, await self._showing.talk(person))
            except EngineError as err:
                log(logger, "not listened", logging.WARNING, person=short(person), reason=type(err).__name__)
                return None

    def _keep_disclosure(self, person: str, task: asyncio.Task[Reply | None]) -> None:
        """A protocol that came too late to be shown beside an officer is kept, and its disclosure written down."""
        if task.cancelled():
            return
        if (err := task.exception()) is not None:
            log(logger, "late listening failed", logging.ERROR, person=short(person), exc_info=err)
        elif (reply := task.result()) is not None and speaks(reply):
            self._showing.keep_late(person, reply)

    async def answer_kept(self) -> int:
        """Ask the engine what it owes, oldest first, BATCH at most; how many were answered. Stops when it is away."""
        answered = 0
        for waiting in await self._showing.waiting(BATCH):
            talk = await self._showing.talk(waiting.person)
            try:
                reply = await self._turns.ask(waiting.person, waiting.question, talk)
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


def speaks(reply: Reply) -> bool:
    """Whether a reply is shown even while a human speaks with the person: a protocol is."""
    return reply.urgent or reply.duty is not None
