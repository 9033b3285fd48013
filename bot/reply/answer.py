"""`answer(message)`: always something to show within the time a door has.

What a turn has in time is shown. A question that is late, or would be because the engine has too much to do, is kept in
the store before that is said, so that it outlives this process; its answer is offered by 看结果, or put before the next
one. Where the talk stands moves only when a reply is really shown (`bot.reply.show`).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict

from bot.dialogue.front import Ask, Fetch
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.errors import EngineError
from bot.limits.flood import Flood
from bot.logs import log, short
from bot.reply.behind import Behind, Notice, TooLate
from bot.reply.beside import Beside
from bot.reply.hearing import Hearing
from bot.reply.lesson import split_lessons, with_lesson
from bot.reply.locks import Locks
from bot.reply.messages import Incoming
from bot.reply.meter import TURN_SECONDS, TURNS
from bot.reply.owed import Owed
from bot.reply.pace import TURNS_AT_ONCE, Pace
from bot.reply.patience import may_wait
from bot.reply.render import to_text, with_more, without_taps
from bot.reply.show import Showing
from bot.reply.turn import TurnTaker, foremost
from bot.store.conversations import OFFICER
from bot.store.kept import Waiting
from bot.store.talks import Standing

logger = logging.getLogger(__name__)
MOST = 400
"""Messages under way beyond which what can wait does."""
FEW = 12
"""Messages under way that are no crowd yet, however slow the machine is."""
CROWDED = 0.12
"""Of the time a message has: with more than that before it, it is in a crowd. Half a second, so that whatever is
suspected still has the rest."""
SOON = 4.0
"""Seconds that somebody has who might write now."""
RESERVE = 0.4
"""Seconds kept back for keeping a late question and saying so, on a busy machine."""


class AnswerService:
    """The Answerer the doors use."""

    def __init__(
        self, turns: TurnTaker, showing: Showing, flood: Flood | None = None, at_once: int = TURNS_AT_ONCE
    ) -> None:
        """`flood`: what limits a person, if anything does; `at_once`: turns under way beyond which questions wait."""
        self._turns, self._showing, self._flood = turns, showing, flood
        self._locks, self._pace, self._behind = Locks(), Pace(at_once), Behind()
        self._crowd = Pace(MOST, gauge=None)
        self._beside = Beside(showing, self._begin, self._behind)
        self._taken: set[str] = set()
        """Whom an officer spoke with when they last wrote."""
        self._late: dict[str, dict[int, asyncio.Task[None]]] = defaultdict(dict)
        """By person: what is still worked on here, by the row that keeps its question."""
        self._hearing = Hearing(turns)
        self._owed = Owed(
            turns, showing, self._hearing, self._begin,
            lambda waiting: waiting.id in self._late.get(waiting.person, {}), lambda: self._crowded(SOON),
        )  # fmt: skip

    async def answer(self, incoming: Incoming, within: float) -> str | None:
        """The rendered answer within so many seconds; None for nothing to say (a flood that was told so, an officer who
        speaks). Never raises."""
        start = time.monotonic()
        work = asyncio.create_task(self._answer(incoming, start + within))
        work.add_done_callback(self._crowd.begin())
        done, _ = await asyncio.wait({work}, timeout=within)
        shown: str | None
        try:
            if not done:  # this machine itself is too slow: nothing is asked of the store any more
                self._behind.go_on(incoming.person, self._catch_up(incoming.person, work))
                raise TooLate
            shown = work.result()
        except TooLate:
            shown = self._in_haste(incoming)
        except Exception as err:
            TURNS.labels("error").inc()
            log(logger, "turn failed", logging.ERROR, person=short(incoming.person), exc_info=err)
            shown = to_text(self._turns.in_haste(incoming))
        TURN_SECONDS.observe(time.monotonic() - start)
        return shown

    def _in_haste(self, incoming: Incoming) -> str | None:
        """What is said for what will come too late; beside an officer nothing but a protocol."""
        TURNS.labels("hurried").inc()
        reply = self._turns.in_haste(incoming)
        return to_text(reply) if reply.urgent or incoming.person not in self._taken else None

    async def _catch_up(self, person: str, work: asyncio.Task[str | None]) -> None:
        """What was shown to nobody, because it came too late, is kept; beside an officer it comes as their words do."""
        try:
            text = await work
        except TooLate:  # it is kept already
            return
        if text is not None and not isinstance(text, Notice):
            intent = OFFICER if person in self._taken else None
            await self._showing.keep_late(person, Reply(without_taps(text), intent=intent))

    async def _answer(self, incoming: Incoming, deadline: float) -> str | None:
        """The text to show; None for nothing to say. Raises TooLate."""
        person = incoming.person
        here = await self._showing.meet(person, incoming.sealed)
        talk = here.talk
        crowded = here.officer is None and self._crowded(deadline - time.monotonic())
        if crowded and (ask := self._hearing.unheard(incoming, talk)):
            return await self._put_off(incoming, ask, deadline)
        found = await self._hearing.hear(incoming, talk)
        outcome = self._turns.quick(incoming, talk, found)
        if here.officer is not None:
            self._taken.add(person)
            return await self._beside.answer(incoming, outcome, talk, here.officer, deadline - RESERVE)
        self._taken.discard(person)
        waits = may_wait(incoming, talk, found, outcome, self._turns.clock())
        if waits and self._flood is not None and (verdict := await self._flood.judge(person)) != "fine":
            return await self._hold_back(incoming, deadline, tell=verdict == "say")
        if isinstance(outcome, Reply):
            kept = not outcome.urgent and outcome.hold is None
            return await self._showing.show(person, outcome, with_kept=kept, to=incoming, until=deadline, here=here)
        if isinstance(outcome, Fetch):
            return await self._fetch(incoming, deadline)
        if waits and not self._pace.in_time(deadline - RESERVE - time.monotonic()):
            log(logger, "shed", logging.WARNING, person=short(person))
            if crowded:
                return await self._keep_unheard(incoming, outcome, deadline)
            await self._showing.keep_question(incoming, outcome.text)
            return await self._notice(incoming, self._turns.busy(talk), deadline)
        return await self._ask(incoming, outcome, here, deadline)

    def _crowded(self, left: float) -> bool:
        """Whether there are more messages than can be listened to in so many seconds."""
        if self._crowd.under_way <= FEW:
            return False
        return not (self._hearing.in_time(left) and self._crowd.in_time(left * CROWDED))

    async def _put_off(self, incoming: Incoming, ask: Ask, deadline: float) -> str | None:
        """Keep a question that nobody has listened to, unless its person writes faster than anybody."""
        if self._flood is not None and (verdict := await self._flood.judge(incoming.person)) != "fine":
            return await self._hold_back(incoming, deadline, tell=verdict == "say")
        return await self._keep_unheard(incoming, ask, deadline)

    async def _keep_unheard(self, incoming: Incoming, ask: Ask, deadline: float) -> Notice:
        """Keep a question and say so at the least cost: the talk does not move, so there is no list. All else is done
        when it is heard (again)."""
        await self._showing.keep_question(incoming, ask.text, unheard=True)
        if time.monotonic() > deadline:
            raise TooLate
        return Notice(self._turns.crowded())

    async def _ask(self, incoming: Incoming, ask: Ask, here: Standing, deadline: float) -> str:
        """The engine's answer, or that it is late or away: then the question is kept."""
        person, talk = incoming.person, here.talk
        task = self._begin(person, ask, talk)
        done, _ = await asyncio.wait({task}, timeout=max(0.0, deadline - RESERVE - time.monotonic()))
        if not done:
            log(logger, "late", person=short(person))
            waiting = Waiting(await self._showing.keep_question(incoming, ask.text), person, ask.text)
            self._late[person][waiting.id] = self._behind.go_on(person, self._keep_late(waiting, task))
            return await self._notice(incoming, self._turns.late(talk, ask.concern), deadline)
        try:
            reply = task.result()
        except EngineError as err:
            log(logger, "kept for later", logging.WARNING, person=short(person), reason=type(err).__name__)
            await self._showing.keep_question(incoming, ask.text)
            return await self._notice(incoming, self._turns.away(talk, ask.concern), deadline)
        return await self._showing.show(person, reply, asked=ask.text, to=incoming, until=deadline, here=here)

    def _begin(self, person: str, ask: Ask, talk: Talk) -> asyncio.Task[Reply]:
        """Begin a turn at the engine; from now on it is one of those under way."""
        task = asyncio.create_task(self._turn(person, ask, talk))
        task.add_done_callback(self._pace.begin())
        return task

    async def _turn(self, person: str, ask: Ask, talk: Talk) -> Reply:
        """One turn at a time per person: the engine's tracker is a sequence. `talk` is where it stands; behind another
        turn it is asked for again. Raises EngineError."""
        second = self._locks.held(person)
        async with self._locks.of(person):
            if second:
                talk = await self._showing.talk(person)
            reply = await self._turns.ask(person, ask.text, talk, ask.concern)
            TURNS.labels("engine").inc()
            return reply

    async def _notice(self, incoming: Incoming, reply: Reply, deadline: float) -> Notice:
        """Show what says that an answer is not there yet. Raises TooLate, and then it moves nothing."""
        if time.monotonic() > deadline:
            raise TooLate
        return Notice(await self._showing.show(incoming.person, reply, with_kept=False, to=incoming))

    async def _hold_back(self, incoming: Incoming, deadline: float, *, tell: bool) -> str | None:
        """More than anybody reads: one sentence, then silence. The list on screen stays, the detector hears on."""
        if not tell:
            await self._showing.hear(incoming.person, incoming.text)
            return None
        line = self._turns.catalogue.texts.line("limits", "slow_down")
        return await self._notice(incoming, Reply(line, aside=True), deadline)

    async def _keep_late(self, waiting: Waiting, turn: asyncio.Task[Reply]) -> None:
        """Put the answer to its question. Whatever goes wrong, the question stays, and `answer_kept` asks it again."""
        try:
            await self._showing.keep_reply(waiting, await turn)
        finally:
            late = self._late[waiting.person]
            late.pop(waiting.id, None)
            if not late:
                del self._late[waiting.person]

    async def _fetch(self, incoming: Incoming, deadline: float) -> str:
        """看结果: what is kept, after waiting for what is still being worked on."""
        person = incoming.person
        running = set(self._late.get(person, {}).values())
        if running:
            await asyncio.wait(running, timeout=max(0.0, deadline - RESERVE - time.monotonic()))
        kept, owed, more = await self._showing.take_kept(person)
        lessons, replies = split_lessons(kept)
        talk = await self._showing.talk(person)
        if replies:
            reply, waiting = foremost(replies)
            for other in waiting:
                await self._showing.keep_late(person, other)
        elif self._late.get(person):
            reply = self._turns.late()
        elif owed:
            reply = self._turns.away(talk)
        else:
            reply = Reply(self._turns.catalogue.texts.line("talk", "nothing_kept"), aside=not lessons)
        if not kept:
            return await self._notice(incoming, reply, deadline)
        reply = with_more(with_lesson(talk, reply, lessons, self._turns.catalogue), more, self._turns.catalogue)
        return await self._showing.show(person, reply, with_kept=False, to=incoming, until=deadline)

    async def answer_kept(self) -> int:
        """Ask the engine some of what it owes; how many were answered."""
        return await self._owed.answer()

    async def finish(self, within: float) -> None:
        """Before the engine stops: answers that come late are still kept, for so many seconds."""
        await self._behind.finish(within)
        self._hearing.close()

    async def forget(self, person: str) -> None:
        """Delete everything that is stored of this person."""
        await self._showing.forget(person)
