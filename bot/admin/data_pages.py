"""The training sentences: browse by intent; add, reword, move, delete, each with the checks and the author."""

from __future__ import annotations

from sanic.response import HTTPResponse

from bot.admin.findings import INTENT_WORDS, explain_lines
from bot.admin.guard import Route
from bot.admin.library import Library
from bot.admin.roles import May
from bot.admin.titles import Titles
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import Catalogue
from bot.training.live_checks import intent_findings
from bot.training.nlu_files import Change, Sentences, tidy

MOST_AT_ONCE = 50


class DataPages:
    """The pages of the sentences."""

    def __init__(self, library: Library, catalogue: Catalogue) -> None:
        self._library, self._titles = library, Titles(catalogue)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/data", May.READ_DATA, self.intents),
            Route("GET", "/admin/data/<intent:str>", May.READ_DATA, self.intent),
            Route("POST", "/admin/data/<intent:str>/check", May.EDIT_DATA, self.check),
            Route("POST", "/admin/data/<intent:str>", May.EDIT_DATA, self.act),
        ]

    async def intents(self, visit: Visit) -> HTTPResponse:
        """All intents with their number of sentences and what is wrong with them; or a search for words."""
        sentences = await self._library.sentences()
        words = visit.asked("words")
        hits = [(i, t) for i, texts in sentences.items() for t in texts if words in t][:200] if words else []
        wrong = await visit.db(intent_findings, sentences)
        changed = await visit.db(self._library.revisions.open)
        rows = [
            (intent, self._titles.of(intent), self._titles.family(intent), len(texts),
             "、".join(INTENT_WORDS[w] for w in wrong.get(intent, ())))
            for intent, texts in sorted(sentences.items(), key=lambda pair: (self._titles.family(pair[0]), pair[0]))
        ]  # fmt: skip
        return visit.page(
            "data.html", rows=rows, total=sum(map(len, sentences.values())), changed=len(changed), words=words,
            hits=hits, titles=self._titles,
        )  # fmt: skip

    async def intent(
        self, visit: Visit, intent: str, wrong: tuple[str, ...] = (), typed: str = "", status: int = 200
    ) -> HTTPResponse:
        """The sentences of one intent, the newest first, and who changed what."""
        sentences = await self._library.sentences()
        texts = self._texts(sentences, intent)
        recent = await visit.db(self._library.revisions.recent, intent, 20)
        wrong_here = (await visit.db(intent_findings, sentences)).get(intent, ())
        about = [INTENT_WORDS[w] for w in wrong_here]
        return visit.page(
            "intent.html", status, intent=intent, title=self._titles.of(intent), texts=list(reversed(texts)),
            options=self._titles.options(sentences), recent=recent, about=about, wrong=wrong, typed=typed,
            titles=self._titles,
        )  # fmt: skip

    async def check(self, visit: Visit, intent: str) -> HTTPResponse:
        """What is wrong with the sentence being typed; a piece of the page, changes nothing."""
        self._texts(await self._library.sentences(), intent)
        found = [(line, await self._library.findings(intent, line)) for line in _lines(visit)]
        return visit.page("checked.html", faults=explain_lines(found, self._titles), any=bool(found))

    async def act(self, visit: Visit, intent: str) -> HTTPResponse:
        """Add, reword, move or delete."""
        texts = self._texts(await self._library.sentences(), intent)
        deed = visit.field("do")
        if deed == "move" and not visit.field("to") and visit.field("text"):
            deed = "edit"  # Enter presses the form's first button, also from the field of the other
        ticked = [t for t in visit.values("old") if t in texts]
        if deed == "add":
            return await self._write(visit, intent, [(None, (intent, line)) for line in _lines(visit)], "add", "added")
        if not ticked or len(ticked) > MOST_AT_ONCE:
            return await self.intent(visit, intent, (f"先勾上句子，一次最多 {MOST_AT_ONCE} 句。",), status=400)
        if deed == "edit":
            new = tidy(visit.field("text", 400))
            if len(ticked) != 1:
                return await self.intent(visit, intent, ("改写的时候，一次只勾一句。",), new, 400)
            return await self._write(visit, intent, [((intent, ticked[0]), (intent, new))], "edit", "edited")
        if deed == "move":
            to = self._titles.chosen(visit.field("to"), await self._library.sentences())
            if to is None or to == intent:
                return await self.intent(visit, intent, ("没有找到要挪去的话题。从列表里选一个。",), status=400)
            moves: list[Change] = [((intent, t), (to, t)) for t in ticked]
            return await self._write(visit, intent, moves, "move", "moved")
        if deed == "delete":
            return await self._write(visit, intent, [((intent, t), None) for t in ticked], "delete", "removed")
        raise Sorry("没看懂要做什么。")

    async def _write(self, visit: Visit, intent: str, changes: list[Change], deed: str, said: str) -> HTTPResponse:
        if not changes:
            return await self.intent(visit, intent, ("先写一句。",), status=400)
        sure = visit.field("sure") == "1"
        results = await self._library.change(visit.account.name, changes, "console", sure=sure)
        count = sum(not wrong for wrong in results)
        if count:
            to = changes[0][1][0] if changes[0][1] else intent
            await visit.note(f"sentence_{deed}", intent, f"{count}" + (f" → {to}" if to != intent else ""))
        told = [((new or old or ("", ""))[1], wrong) for (old, new), wrong in zip(changes, results, strict=True)]
        faults = tuple(explain_lines(told, self._titles))
        if faults:
            left = [new[1] for (_, new), wrong in zip(changes, results, strict=True) if wrong and new]
            return await self.intent(visit, intent, faults, "\n".join(left) if deed in ("add", "edit") else "", 409)
        return visit.back_to(f"/admin/data/{intent}", said, count)

    @staticmethod
    def _texts(sentences: Sentences, intent: str) -> list[str]:
        if intent not in sentences:
            raise Sorry("没有这个话题。", 404)
        return sentences[intent]


def _lines(visit: Visit) -> list[str]:
    """What was typed, a sentence a line."""
    return [line for raw in visit.field("lines", 8000).splitlines()[:MOST_AT_ONCE] if (line := tidy(raw))]
