"""The inbox: what was not understood, grouped; labelled, put aside, flagged or deleted, several at once."""

from __future__ import annotations

from sanic.response import HTTPResponse

from bot.admin.findings import explain_lines
from bot.admin.guard import Route
from bot.admin.library import Library
from bot.admin.roles import May
from bot.admin.sorting import MOST, Sorting
from bot.admin.titles import Titles
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import Catalogue
from bot.store.reviews import DISCARDED, FLAGGED, LABELLED, NEW_TOPIC, OPEN, STATES, Message
from bot.training.nlu_files import Change, tidy

PAGE = 20
OFFERED = 3
"""So many suggestions a person was shown by 「您是想问」."""
STATE_NAMES = {OPEN: "待归类", FLAGGED: "标记的", NEW_TOPIC: "新话题", LABELLED: "归好的", DISCARDED: "放下的"}
DEEDS = {"discard": DISCARDED, "flag": FLAGGED, "new_topic": NEW_TOPIC, "reopen": OPEN}
SAID = {"discard": "discarded", "flag": "flagged", "new_topic": "new_topic", "reopen": "reopened"}


class InboxPages:
    """The pages of the inbox."""

    def __init__(self, library: Library, sorting: Sorting, catalogue: Catalogue) -> None:
        self._library, self._sorting = library, sorting
        self._catalogue, self._titles = catalogue, Titles(catalogue)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/inbox", May.READ_INBOX, self.show),
            Route("POST", "/admin/inbox", May.LABEL, self.act),
        ]

    async def show(self, visit: Visit, wrong: tuple[str, ...] = (), status: int = 200, done: str = "") -> HTTPResponse:
        """A page of groups."""
        state = visit.asked("state", OPEN)
        if state not in STATES:
            raise Sorry("没有这一栏。", 404)
        messages = await visit.db(visit.store.reviews.of_state, state, MOST)
        found = await visit.db(self._sorting, messages)
        number = visit.asked("page", "1")
        last = max(1, -(-len(found) // PAGE))
        at = min(max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 6 else 1, last)
        counts = await visit.db(visit.store.reviews.counts)
        intents = await self._library.sentences()
        return visit.page(
            "inbox.html", status, groups=found[(at - 1) * PAGE : at * PAGE], state=state, states=STATE_NAMES,
            counts=counts, at=at, last=last, titles=self._titles, options=self._titles.options(intents),
            said_by_bot=self.said_by_bot, wrong=wrong, done=done, total=len(found), most=MOST,
        )  # fmt: skip

    def said_by_bot(self, message: Message) -> str:
        """What the person got to see."""
        titles = [t for t in (self._catalogue.title(name) for name in message.ranking) if t][:OFFERED]
        if message.intent == "nlu_fallback" and titles:
            return f"您是想问：{' / '.join(titles)}"
        return self._catalogue.texts.line("talk", "out_of_scope")

    async def act(self, visit: Visit) -> HTTPResponse:
        """Do something with the ticked messages."""
        ids, deed, state = visit.numbers("id"), visit.field("do"), visit.field("state") or OPEN
        if state not in STATES or len(ids) > MOST:
            raise Sorry("没看懂要做什么。")
        here = f"/admin/inbox?state={state}"
        messages = await visit.db(visit.store.reviews.of_ids, ids)
        if not messages:
            return await self.show(visit, ("先勾上要处理的话。",), 400)
        ids = [m.id for m in messages]
        if deed == "delete":
            count = await visit.db(visit.store.reviews.delete, ids)
            await visit.note("delete_message", _numbers(ids))
            return visit.back_to(here, "deleted", count)
        if deed in DEEDS:
            note = visit.field("note", 200) or None
            count = await visit.db(visit.store.reviews.handle, ids, DEEDS[deed], visit.account.name, None, note)
            await visit.note(deed, _numbers(ids))
            left = await self._untaught(visit, messages) if deed == "reopen" else 0
            return visit.back_to(here, "reopened_left" if left else SAID[deed], count)
        return await self._label(visit, messages, here)

    async def _untaught(self, visit: Visit, messages: list[Message]) -> int:
        """Take out again what labelling these messages had taught; how many sentences stay: reworded ones, exported
        ones, and those that were there before."""
        labelled = [(m.label, tidy(m.text)) for m in messages if m.state == LABELLED and m.label]
        taught = {r.new for r in await visit.db(visit.store.revisions.open) if r.source == "inbox" and r.old is None}
        undone: list[Change] = [(sentence, None) for sentence in labelled if sentence in taught]
        results = await self._library.change(visit.account.name, undone, "inbox")
        return len(labelled) - sum(not wrong for wrong in results)

    async def _label(self, visit: Visit, messages: list[Message], here: str) -> HTTPResponse:
        typed = visit.field("do").removeprefix("label:") if visit.field("do") != "label" else visit.field("intent")
        intent = self._titles.chosen(typed, await self._library.sentences())
        if intent is None:
            return await self.show(visit, ("没有找到这个话题。从列表里选一个。",), 400)
        own = tidy(visit.field("text", 400))
        if own and len(messages) > 1:
            return await self.show(visit, ("改写的时候，一次只勾一句。",), 400)
        sure = visit.field("sure") == "1" and visit.may(May.EDIT_DATA)
        changes: list[Change] = [(None, (intent, own or tidy(m.text))) for m in messages]
        results = await self._library.change(visit.account.name, changes, "inbox", sure=sure)
        kinds = [{f.kind for f in wrong} for wrong in results]
        # a sentence that is there already is no mistake of the labeller's: the message is done all the same
        done = [m.id for m, wrong in zip(messages, kinds, strict=True) if wrong <= {"repeats"}]
        danger = [m.id for m, wrong in zip(messages, kinds, strict=True) if "danger" in wrong]
        added = sum(not wrong for wrong in kinds)
        for ids, state, deed in ((done, LABELLED, "label"), (danger, FLAGGED, "flag")):
            if ids:
                await visit.db(visit.store.reviews.handle, ids, state, visit.account.name, intent)
                await visit.note(deed, _numbers(ids), f"{intent} +{added}" if ids is done else f"{intent}?")
        held = len(messages) - len(done)
        if not held and (added == len(done) or not added):  # all taught, or all known: one sentence says it
            return visit.back_to(here, "labelled" if added else "known", len(done))
        faults = explain_lines([(m.text, wrong) for m, wrong in zip(messages, results, strict=True)], self._titles)
        left = f"留下了 {held} 条。" if held else ""
        said = f"归好了 {len(done)} 条，加了 {added} 句。{left}没有加的，下面写着是哪一句、为什么。" if done else ""
        return await self.show(visit, tuple(faults), 409 if held else 200, said)


def _numbers(ids: list[int]) -> str:
    """Rows as the audit log names them."""
    return ",".join(map(str, sorted(ids)))
