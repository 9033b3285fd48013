"""A human takes over: the bot falls silent to one person, an officer writes, and hands back. Blocking; from a thread.

An officer's words go as a customer message while WeChat allows one, else with the answer to the person's next message.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.content.catalogue import Catalogue
from bot.dialogue.address import as_you
from bot.dialogue.reply import Reply
from bot.people.staffed import Staffed
from bot.reply.transcript import WANTS_HUMAN
from bot.store.conversations import OFFICER, Line
from bot.store.desk import Handover, Request
from bot.store.outbox import Letter
from bot.store.store import Store

CUSTOM = "custom"
WINDOW, NEXT = "window", "next"
"""How an officer's words go: at once, as a customer message; or with the person's next message."""
LONGEST = 500
"""Characters of an officer's message: it fits one customer message (2,048 bytes)."""
GOOD_FOR = 48 * 3600.0
"""Seconds in which WeChat lets us write after a person's message; what is older than that is no longer waited with."""
AUTOMATIC = "自动"
_NIGHT = Staffed(tuple(range(7)), 21 * 60 + 30, 7 * 60 + 30)
"""When nobody is woken by what a program decides to say."""
CANNED = (
    "您好，我在看您写的。先问一句：您和孩子现在安全吗？",
    "您讲的我看到了，这事不怪您。咱们一步一步来。",
    "这样的事有专门的人管。打12345，说清在哪个县、孩子多大，请他们派人去看。",
    "眼下有危险，别等我回，先打110。有人受伤打120。",
    "我要去查一下，过一会儿回您。您有新情况随时写给我。",
)


@dataclass(frozen=True)
class Rules:
    """How the officers work. `back` and `remind` in hours."""

    staffed: Staffed | None = None
    back: int = 2
    remind: int = 24
    canned: tuple[str, ...] = CANNED

    def as_dict(self) -> dict[str, Any]:
        """The rows of the table `desk`."""
        staffed = self.staffed.as_dict() if self.staffed else None
        return {"staffed": staffed, "back": self.back, "remind": self.remind, "canned": list(self.canned)}


@dataclass(frozen=True)
class Window:
    """Whether we may write first. `until`: seconds since 1970; `left`: messages."""

    open: bool
    left: int = 0
    until: float | None = None


class Desk:
    """The officers' desk."""

    def __init__(
        self,
        store: Store,
        catalogue: Catalogue,
        can_write: Callable[[], bool] = lambda: False,
        clock: Callable[[], float] = time.time,
        staffed: Staffed | None = None,
    ) -> None:
        """`can_write`: whether the account may send customer messages at all; `staffed`: the hours until somebody sets
        others in the console."""
        self.store, self._catalogue, self._can_write, self.clock = store, catalogue, can_write, clock
        self._staffed = staffed

    def rules(self) -> Rules:
        """As they are set."""
        found = self.store.desk.all()
        return Rules(
            Staffed.from_dict(found["staffed"]) if "staffed" in found else self._staffed,
            int(found.get("back", Rules.back)),
            int(found.get("remind", Rules.remind)),
            tuple(found.get("canned", CANNED)),
        )

    def set_rules(self, rules: Rules) -> None:
        """Set them anew."""
        self.store.desk.put(rules.as_dict())

    def staffed(self) -> Staffed | None:
        """When officers are there; None for never."""
        return self.rules().staffed

    def requests(self) -> list[Request]:
        """Who wants a person and has got none yet, the longest waiting first; nobody while no hours are set, for then
        nobody was told of persons."""
        since = self.clock() - GOOD_FOR
        return self.store.handovers.requests(WANTS_HUMAN, since) if self.staffed() is not None else []

    def window(self, person: str) -> Window:
        """What WeChat lets us write to this person now."""
        if not self._can_write():
            return Window(False)
        left, until = self.store.windows.left(person, self.clock())
        left -= self.store.outbox.waiting(person, CUSTOM)
        return Window(left > 0, max(0, left), until)

    def quiet(self, person: str) -> bool:
        """Whether somebody else may read the person's phone: violence at home was told of."""
        return self.store.talks.load(person).quiet

    def take(self, person: str, officer: str, *, sure: bool = False) -> bool:
        """Take a person over, and tell them; False when somebody has already, or when they have left us.

        `sure`: the phone is in the person's own hands, as far as the officer knows (see `say`).
        """
        if not self.store.handovers.begin(person, officer, self.clock()):
            return False
        self._write(person, self._line(person, "human_here"), officer, at_once=sure or not self.quiet(person))
        return True

    def say(self, person: str, officer: str, text: str, *, sure: bool = False) -> str | None:
        """Write to a person one has taken over: WINDOW or NEXT; None when it is not this officer who has.

        After violence at home nothing appears on the phone by itself, unless the officer is `sure` who holds it.
        """
        found = self.store.handovers.of(person)
        if found is None or found.officer != officer:
            return None
        self.store.handovers.spoke(person, self.clock())
        return self._write(person, text, officer, at_once=sure or not self.quiet(person))

    def hand_back(self, person: str, by: str) -> bool:
        """The bot answers again, and the person is told; False when nobody had taken them over."""
        found = self.store.handovers.of(person)
        return found is not None and self._end(found, by)

    def tend(self) -> int:
        """Hand back whom an officer has not written to for too long; how many. Written to the audit log."""
        before = self.clock() - self.rules().back * 3600
        idle = self.store.handovers.idle(before)
        ended = [found for found in idle if self._end(found, AUTOMATIC)]
        for found in ended:
            here = self.store.conversations.of_person(found.person, 1)
            self.store.audit.add(AUTOMATIC, "hand_back", str(here[0].id) if here else "", found.officer)
        return len(ended)

    def _end(self, found: Handover, by: str) -> bool:
        if not self.store.handovers.end(found):
            return False
        staffed = self.rules().staffed
        hours = self._catalogue.texts.line("talk", "human_hours", hours=staffed.words()) if staffed else ""
        asleep = by == AUTOMATIC and _NIGHT.now(self.clock())
        words = self._line(found.person, "human_gone") + hours
        self._write(found.person, words, by, at_once=not asleep and not self.quiet(found.person))
        return True

    def _line(self, person: str, key: str) -> str:
        line = self._catalogue.texts.line("talk", key)
        return as_you(line) if self.store.talks.load(person).profile.role == "young_worker" else line

    def _write(self, person: str, text: str, by: str, *, at_once: bool) -> str:
        now = self.clock()
        way = WINDOW if at_once and self.window(person).open else NEXT
        if way == WINDOW:
            body = {"msgtype": "text", "text": {"content": text}}
            key = f"{OFFICER}-{secrets.token_hex(16)}"
            self.store.outbox.put([Letter(person, key, OFFICER, CUSTOM, body, now, now + GOOD_FOR)])
        else:
            self.store.kept.keep_late_reply(person, Reply(text, intent=OFFICER))
        self.store.conversations.add(person, Line(now, OFFICER, None, text, way, by=by), None)
        return way
