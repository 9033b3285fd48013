"""From a draft to publication: who wrote in a text does not approve it, and nothing is published that fails a check.

Blocking; call from a thread. There is no way around the checks here, and no other way to publish.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from bot.content.catalogue import DATA
from bot.content.overlay import files, is_file, read
from bot.drafting.faults import Fault, faults_with
from bot.errors import DraftError
from bot.store.drafts import DRAFT, DROPPED, LIVE, OPEN, REVIEW, WAITING, Draft, Drafts

ALWAYS_READ = ("protocols", "directory")
"""Folders where a second person reads every change."""
LONGEST = 60_000
BY_ITSELF = "自动"
GONE, FAULTY, OWN, MOVED, SAME, BUSY, TAKEN = "gone", "faulty", "own", "moved", "same", "busy", "taken"
FILED = "filed"
"""Why something is refused: it was changed meanwhile; a check fails; the author may not; what is in force is another
than what the text was compared with; nothing was changed; somebody has a text of this file under way; a new file's
name is another's; what is in force stands in the files, so that there is nothing to withdraw."""
Note = Callable[[str, str, str, str], None]
"""Who, deed, object, detail: for the audit log."""


def pair(file: str) -> str | None:
    """Of a lesson its quiz, and the other way round."""
    kind, _, rest = file.partition("/")
    other = {"lessons": "quizzes/{}.toml", "quizzes": "lessons/{}.md"}.get(kind)
    return other.format(Path(rest).stem) if other else None


def needs_second(file: str) -> bool:
    """Whether nobody may publish a change of this file alone."""
    return file.partition("/")[0] in ALWAYS_READ


class Drafting:
    """Keeps the texts and their way."""

    def __init__(self, drafts: Drafts, note: Note = lambda *deed: None, data: Path = DATA) -> None:
        self.drafts, self.note, self.data = drafts, note, data
        self._one_by_one = threading.Lock()

    def overlay(self) -> dict[str, str]:
        """Texts that are published and stand in no file yet, by file."""
        return {draft.file: draft.text for draft in self.drafts.in_force()}

    def texts(self) -> dict[str, str]:
        """Every file there is or will be, with what it says now, or what its first draft says."""
        new = {d.file: d.text for d in self.drafts.under_way() if not d.base}
        return {**new, **{file: read(file, self.data) for file in files(self.data)}, **self.overlay()}

    def there(self, file: str) -> bool:
        """Whether the file is in force at all; a new one is not before it is published."""
        return bool(file in self.overlay() or read(file, self.data))

    def text(self, file: str) -> str:
        """What is in force; empty for a new file that is still a draft, and for one that was withdrawn. Raises
        DraftError for a file that is none."""
        now = (self.overlay().get(file) or read(file, self.data)) if is_file(file) else ""
        if not now and not (is_file(file) and (self.drafts.under_way(file) or self.drafts.versions(file, 1))):
            raise DraftError(GONE)
        return now

    def twin(self, file: str) -> Draft | None:
        """The draft with which one goes into force, because neither is anything without the other: of a new lesson its
        new quiz, and the other way round; and when both are withdrawn, so that neither is there any more."""
        other = pair(file)
        draft = next(iter(self.drafts.under_way(other)), None) if other else None
        if draft is None or other is None or not (self.there(file) or self.there(other)):
            return draft
        mine = next(iter(self.drafts.under_way(file)), None)
        return draft if mine is not None and not mine.text and not draft.text else None

    def faults(self, file: str, text: str) -> list[Fault]:
        """What would be wrong if the file said this, and its twin what it says."""
        twin = self.twin(file)
        beside = {twin.file: twin.text} if twin is not None else {}
        return self.faults_of({**beside, file: text}, file)

    def faults_of(self, changed: Mapping[str, str], file: str) -> list[Fault]:
        """The same of several files; one without a text is not there."""
        replaced = {**self.overlay(), **changed}
        return faults_with({name: text for name, text in replaced.items() if text}, file, self.data)

    def withdraws(self, draft: Draft) -> bool:
        """Whether what it says is what the files say, so that nothing written here is left in force after it."""
        return not draft.text or (draft.file in self.overlay() and draft.text == read(draft.file, self.data))

    def begin(self, file: str, text: str, author: str) -> Draft:
        """The first draft of a file that is not there (`bot.drafting.begin` knows what it may be called)."""
        draft = None if not is_file(file) or self.there(file) else self.drafts.begin(file, "", text, author)
        if draft is None:
            raise DraftError(TAKEN)
        self.note(author, "content_begin", file, f"#{draft.id}.{draft.edits}")
        return draft

    def save(self, file: str, text: str, author: str, edits: int) -> Draft:
        """Keep a text: a new draft (`edits` 0), or the next edit of the one that was read."""
        now = self.text(file)
        if len(text) > LONGEST or (text == now and edits == 0):
            raise DraftError(SAME)
        draft = next(iter(self.drafts.under_way(file)), None)
        if draft is None:
            if edits:
                raise DraftError(GONE)
            draft = self.drafts.begin(file, now, text, author)
            if draft is None:
                raise DraftError(BUSY)
            return draft
        if draft.edits != edits:
            raise DraftError(GONE if edits else BUSY)
        if draft.text != text and not self.drafts.write(draft, text, author):
            raise DraftError(GONE)
        return self._again(draft)

    def compare_anew(self, draft: Draft, author: str) -> None:
        """The author has seen what is in force now, and keeps the text."""
        if not self.drafts.write(draft, draft.text, author, self.text(draft.file)):
            raise DraftError(GONE)

    def hand_in(self, draft: Draft, who: str) -> None:
        """To be read by somebody else."""
        self._fit(draft)
        self._move(draft, (DRAFT,), REVIEW, who, "content_hand_in")

    def back(self, draft: Draft, who: str, why: str) -> None:
        """Back to its authors, from review or while it waits; of a withdrawal there is nothing to go on with."""
        self._return(draft, (REVIEW, WAITING), who, why)

    def drop(self, draft: Draft, who: str) -> None:
        """Never to be published; its twin neither."""
        twin = self.twin(draft.file)
        self._move(draft, OPEN, DROPPED, who, "content_drop")
        if twin is not None:
            self._move(twin, OPEN, DROPPED, who, "content_drop")

    def approve(self, draft: Draft, who: str, due: float | None, *, alone: bool = False) -> bool:
        """Publish now, or at a moment (seconds since 1970); whether it is in force. `alone`: by an administrator who
        wrote it, where no second reader is asked for."""
        if who in draft.authors and not (alone and not needs_second(draft.file)):
            raise DraftError(OWN)
        self._fit(draft)
        before = (REVIEW, DRAFT) if who in draft.authors else (REVIEW,)
        moment = time.time() if due is None else due
        deed = "content_alone" if who in draft.authors else "content_approve"
        twin = None if draft.text else self.twin(draft.file)  # that both go was read and decided as one
        for each in (draft, twin) if twin is not None else (draft,):
            self._move(each, before, WAITING, who, deed, reviewer=who, due=moment)
        return due is None and self.publish(self._again(draft))

    def publish(self, draft: Draft) -> bool:
        """Into force, if it still may: else back to its authors with the reason. False while its twin is not approved,
        or not due: then both wait."""
        with self._one_by_one:
            twin = self.twin(draft.file)
            if twin is not None and (twin.state != WAITING or (twin.due or 0) > time.time()):
                return False
            try:
                self._fit(draft)
            except DraftError as err:
                self._return(draft, (WAITING,), BY_ITSELF, str(err))
                raise
            for each in (draft, twin) if twin is not None else (draft,):
                self._into_force(each)
            return True

    def publish_due(self, now: float) -> int:
        """Everything whose moment has come; how many went into force."""
        count = 0
        for draft in self.drafts.due(now):
            try:
                count += self.publish(draft)
            except DraftError:
                continue
        return count

    def _fit(self, draft: Draft) -> None:
        """Whether a text may go on. Raises DraftError."""
        now = self.text(draft.file)
        if draft.base != now or (not draft.text and read(draft.file, self.data)):
            raise DraftError(MOVED)
        if draft.text == now:
            raise DraftError(SAME)
        if self.faults(draft.file, draft.text):
            raise DraftError(FAULTY)

    def _into_force(self, draft: Draft) -> None:
        who = draft.reviewer or BY_ITSELF
        if not self.withdraws(draft):
            self._move(draft, (WAITING,), LIVE, who, "content_publish", published=time.time())
        elif draft.state == WAITING and self.drafts.withdraw(draft):
            self.note(who, "content_withdrawn", draft.file, f"#{draft.id}.{draft.edits}")
        else:
            raise DraftError(GONE)

    def _return(self, draft: Draft, before: tuple[str, ...], who: str, why: str) -> None:
        """To be written on, with the reason; a withdrawal leads nowhere, its twin neither."""
        twin = None if draft.text else self.twin(draft.file)
        state = DROPPED if self.withdraws(draft) else DRAFT
        for each in (draft, twin) if twin is not None else (draft,):
            self._move(each, before, state, who, "content_back", note=why, reviewer=None, due=None)

    def _move(self, draft: Draft, before: tuple[str, ...], state: str, who: str, deed: str, **values: object) -> None:
        if draft.state not in before or not self.drafts.move(draft, state, **values):
            raise DraftError(GONE)
        self.note(who, deed, draft.file, f"#{draft.id}.{draft.edits}")

    def _again(self, draft: Draft) -> Draft:
        found = self.drafts.get(draft.id)
        assert found is not None
        return found
