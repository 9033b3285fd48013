"""Show a reply: settle it, join what was kept, render, and move everything it moves.

The only place that writes where a talk stands.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from bot.content.catalogue import Catalogue, Shelf
from bot.dialogue.front import settle
from bot.dialogue.offer import offer, question, tell_weekly
from bot.dialogue.reply import Reply
from bot.dialogue.talk import Talk
from bot.people.names import hide
from bot.people.staffed import Staffed
from bot.reply.behind import Notice, TooLate
from bot.reply.human import wanted, with_hours
from bot.reply.lesson import split_lessons, with_lesson
from bot.reply.locks import Locks
from bot.reply.messages import Incoming
from bot.reply.meter import metered
from bot.reply.moves import moves_more, picked, unsure
from bot.reply.render import render, with_more
from bot.reply.rows import Rows
from bot.reply.transcript import HUMAN, LATE, WANTS_HUMAN, line, masked, not_kept
from bot.reply.turn import foremost
from bot.store.conversations import OFFICER, Line
from bot.store.desk import ASKS
from bot.store.due import DueItem
from bot.store.kept import Waiting
from bot.store.store import Store
from bot.store.talks import Overtaken, Standing


class Showing(Rows):
    """Moves talks by showing replies."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue | Shelf,
        clock: Callable[[], float],
        address: Callable[[str, str], str] = lambda person, path: path,
        staffed: Callable[[], Staffed | None] = lambda: None,
    ) -> None:
        """`address`: from a person and a path of ours to the link they get; `staffed`: when officers are there."""
        super().__init__(store, clock)
        self._shelf, self._address, self._staffed = Shelf.of(catalogue), address, staffed
        self._locks = Locks()

    @asynccontextmanager
    async def turn(self, person: str) -> AsyncIterator[Talk]:
        """Hold the person's talk while it is moved: chat and page must not overtake each other."""
        async with self._locks.of(person):
            yield await self.talk(person)

    async def show(
        self, person: str, reply: Reply, *, with_kept: bool = True, asked: str | None = None,
        to: Incoming | None = None, until: float | None = None, here: Standing | None = None,
    ) -> str:  # fmt: skip
        """The text a person sees; the talk stands where it leads, and what does not fit is kept.

        `asked`: the words the engine read; kept for review, masked, when it was unsure of them. `to`: the message this
        answers, remembered a while, masked, for the detector; after a protocol a new count begins. Raises TooLate after
        `until` (`time.monotonic`), when nobody sees it any more: then nothing moves, and the reply is kept. `here`: how
        the person stood when the message came, which saves reading it again where the answer moves nothing but the talk
        and nobody has moved that since.
        """
        if reply.forget:
            await self.forget(person)
            return Notice(render(reply)[1])  # of whom nothing is stored, nothing is kept
        async with self._locks.of(person):
            if here is not None and here.moved is not None and not here.kept:
                with suppress(Overtaken):
                    return await self._show(person, reply, here, with_kept, asked, to, until, alone=True)
            return await self._show(person, reply, await self.standing(person), with_kept, asked, to, until)

    async def _show(
        self, person: str, reply: Reply, here: Standing, with_kept: bool, asked: str | None,
        to: Incoming | None, until: float | None, *, alone: bool = False,
    ) -> str:  # fmt: skip
        """`alone`: raises Overtaken, and has written nothing, when more than the talk would be moved, or that has moved
        since `here` was read."""
        said = to.text if to is not None and to.kind == "text" else ""
        talk = here.talk
        if until is not None and time.monotonic() > until:
            await self.keep_late(person, reply)
            raise TooLate
        now, catalogue = self._clock(), self._shelf.present
        reply = settle(talk, reply, catalogue, now)
        if with_kept:
            # so far nothing but a plan puts anything there
            due = await self._db(self._store.due.of, person, now) if talk.plan is not None else []
            reply = offer(talk, reply, due, catalogue, now)
            reply = tell_weekly(talk, reply, catalogue, now)
            kept, _, more = await self.take_kept(person) if here.kept else ([], 0, 0)
            lessons, answers = split_lessons(kept)
            reply, waiting = foremost([*answers, reply])
            for other in waiting:
                await self.keep_late(person, other)
            reply = with_more(with_lesson(talk, reply, lessons, catalogue), more, catalogue)
        asks = wanted(reply, catalogue)
        if asks:
            reply = with_hours(reply, await self._db(self._staffed), catalogue, now)
        with metered("reply"):
            first, text, rest = render(reply, lambda path: self._address(person, path))
        if alone and (rest is not None or moves_more(talk, first, asked)):
            raise Overtaken
        if rest is not None:
            await self._db(self._store.kept.keep_late_reply, person, rest)
        after = await self._moved(person, talk, first, asked, said)
        moved = here.moved if alone else None
        if to is None:
            await self._db(self._store.talks.save, person, talk, after, moved)
        else:
            kept_line = line(to, first, text, after, catalogue, now)
            kept_line = replace(kept_line, intent=ASKS) if asks else kept_line
            await self._save(person, talk, after, kept_line, (WANTS_HUMAN,) if asks else (), moved)
        return text

    async def overheard(self, to: Incoming, talk: Talk, officer: str) -> str | None:
        """Keep what is written to an officer; the officer's words that could not be sent before, or nothing."""
        said = masked(to, talk.profile.names)
        kept_line = Line(self._clock(), to.kind, said, None, HUMAN, by=officer)
        try:
            await self._db(self._store.conversations.add, to.person, kept_line, talk.profile.role)
        except Exception as err:  # whatever the driver raises: the officer's words go out all the same
            not_kept(to.person, err)
        words = await self._db(self._store.kept.take_of, to.person, OFFICER)
        return "\n\n".join(reply.text for reply in words) or None

    async def _save(
        self, person: str, talk: Talk, after: Talk, kept_line: Line, marks: tuple[str, ...], moved: float | None = None
    ) -> None:
        """Write where the talk stands now, with the line of the conversation. A line that cannot be written costs
        nothing else: the talk is then written without it. `moved` as in `Talks.save`."""
        try:
            await self._db(self._store.turned, person, talk, after, kept_line, marks, moved)
        except Overtaken:
            raise
        except Exception as err:  # whatever the driver raises
            await self._db(self._store.talks.save, person, talk, after, moved)
            not_kept(person, err)

    async def _moved(self, person: str, talk: Talk, shown: Reply, asked: str | None = None, said: str = "") -> Talk:
        """Where the talk stands once the reply is shown, for the caller to save; what else it moves is written here:
        a disclosure, a message for review, an ended quiz, what is due."""
        after = replace(talk.after(shown, self._clock()), review=None)
        if shown.duty is not None:
            await self._duties.write(person, shown.duty, after.profile)
        run = shown.scene
        practised = shown.scene_over or (run is not None and (run.sure or run.asked is not None))
        if shown.urgent or practised:  # words said to a worker who is not there must not be joined to later ones
            after = replace(after, heard=())
        elif said.strip() and not said.strip().isdigit():  # a number is a choice from the list
            after = after.hears(hide(said, after.profile.names), self._clock())
        read = unsure(shown, asked)
        if asked and read:
            names = after.profile.names
            review = await self._db(
                self._store.reviews.add, person, hide(asked, names), read["intent"], read["confidence"], read["ranking"]
            )
            after = replace(after, review=review)
        elif (choice := picked(talk, shown)) is not None:
            await self._db(self._store.reviews.pick, choice, str(shown.intent))
        if shown.attempt is not None:
            await self._db(self._store.talks.record_attempt, person, *shown.attempt)
        if shown.finished is not None:
            await self._db(self._store.talks.record_opened, person, shown.finished)
        await self._move_due(person, shown, after)
        return after

    async def _move_due(self, person: str, shown: Reply, after: Talk) -> None:
        """Write what is due later. After violence at home nothing is left that a sender could bring up."""
        if shown.quiet:
            await self._db(self._store.due.close, person)
            await self._db(self._store.outbox.hush, person, "quiet")
        elif shown.due is not None and not after.quiet:
            await self._db(self._store.due.put, person, shown.due)
        elif shown.due_over is not None:
            await self._db(self._store.due.close, person, shown.due_over)

    async def ready(self, limit: int = 20) -> list[DueItem]:
        """What is due for anybody, oldest first: for a sender that writes first. `push` says what to send."""
        return await self._db(self._store.due.ready, self._clock(), limit)

    async def push(self, item: DueItem, keep: Callable[[str], Awaitable[None]] | None = None) -> str | None:
        """The text that brings up what is due, which counts as shown; None where it must not, or no longer stands.

        `keep` gets it before the talk moves: a crash between the two asks again, and loses nothing.
        """
        async with self.turn(item.person) as talk:
            asked = question(talk, item.due, self._shelf.present, self._clock())
            if asked is not None:
                text = render(asked, lambda path: self._address(item.person, path))[1]
                if keep is not None:
                    await keep(text)
                after = await self._moved(item.person, talk, asked)
                await self._db(self._store.talks.save, item.person, talk, after)
                return text
            if not talk.check:  # what waits for the end of a danger may still come up
                await self._db(self._store.due.close, item.person, item.due.kind)
            return None

    async def move_quiz(self, person: str, talk: Talk, shown: Reply) -> None:
        """Write what a page's answer moves: the quiz alone. The list and the protocol in the chat stay as they are."""
        if shown.attempt is not None:
            await self._db(self._store.talks.record_attempt, person, *shown.attempt)
        quiz = None if shown.quiz_over else shown.quiz
        after = replace(talk, quiz=quiz, progress=talk.learnt(shown, self._clock()))
        await self._db(self._store.talks.save, person, talk, after)

    async def heard(self, waiting: Waiting) -> None:
        """A question that was kept unheard has been listened to: it is remembered a while, masked, and comes into the
        conversation with its own time."""
        assert waiting.unheard is not None
        async with self.turn(waiting.person) as talk:
            to = Incoming(waiting.person, "text", waiting.question)
            said = masked(to, talk.profile.names)
            after = talk.hears(hide(waiting.question, talk.profile.names), waiting.unheard)
            await self._save(waiting.person, talk, after, Line(waiting.unheard, to.kind, said, None, LATE), ())
        await self._db(self._store.kept.heard, waiting.id)

    async def hear(self, person: str, said: str) -> None:
        """Words that get no answer are remembered a while, masked: the detector reads the next ones with them."""
        async with self.turn(person) as talk:
            after = talk.hears(hide(said, talk.profile.names), self._clock())
            await self._db(self._store.talks.save, person, talk, after)
