"""Train, compare, put live, go back: the pages. The gate and the files are `bot.training.registry`'s."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from sanic.response import HTTPResponse

from bot.admin import compare
from bot.admin.guard import Route
from bot.admin.library import Library
from bot.admin.roles import May
from bot.admin.titles import Titles
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import Catalogue
from bot.errors import TrainingError
from bot.training.gate import DOUBT_NAMES
from bot.training.launch import launch
from bot.training.registry import Candidate, Registry
from bot.training.runs import CANCELLED, DONE, FAILED, RUNNING, Run, Runs

STATE_NAMES = {RUNNING: "正在跑", DONE: "跑完了", FAILED: "没跑成", CANCELLED: "停下了"}
SHOWN_CHANGES = 60
SHOWN_DOUBTS = 500
"""Each has to be looked at."""
FALLBACK = "nlu_fallback"
_FILES = (
    (r"the files of (\S+) are not those that were judged", "{} 的文件和考试的时候不一样了。请再训练一次。"),
    (r"(\S+) is not there", "{} 这个文件不在了。请再训练一次。"),
)


@dataclass(frozen=True)
class Workshop:
    """Where releases are made and kept. `state`: what a change of release under way says."""

    registry: Registry = field(default_factory=Registry)
    runs: Runs = field(default_factory=Runs)
    launch: Callable[[Runs, Run], Awaitable[None]] = launch
    state: Callable[[], str] = lambda: ""


class ModelPages:
    """The pages of training and promotion."""

    def __init__(self, workshop: Workshop, catalogue: Catalogue, library: Library) -> None:
        self._shop, self._titles, self._library = workshop, Titles(catalogue), library

    def routes(self) -> list[Route]:
        """The addresses."""
        run, release = "/admin/model/run/<run_id:str>", "/admin/model/release/<name:str>"
        return [
            Route("GET", "/admin/model", May.READ_MODEL, self.overview),
            Route("POST", "/admin/model/train", May.TRAIN, self.train),
            Route("GET", run, May.READ_MODEL, self.run),
            Route("GET", f"{run}/progress", May.READ_MODEL, self.progress),
            Route("POST", f"{run}/cancel", May.TRAIN, self.cancel),
            Route("GET", release, May.READ_MODEL, self.release),
            Route("POST", f"{release}/promote", May.PROMOTE, self.promote),
            Route("POST", "/admin/model/roll-back", May.PROMOTE, self.roll_back),
        ]

    async def overview(self, visit: Visit, wrong: str = "", status: int = 200) -> HTTPResponse:
        """What is live, what is there, what was done."""
        shop = self._shop
        live = await visit.db(shop.registry.live)
        runs = await visit.db(shop.runs.all)
        begun = next((run.started for run in runs if live and run.release == live.name), 0.0)
        waiting = [r for r in await visit.db(self._library.revisions.open) if r.at > begun]
        candidates = await visit.db(shop.registry.candidates)
        return visit.page(
            "model.html", status, live=live, candidates=candidates, trained={c.name: c.manifest for c in candidates},
            went_live=await visit.db(shop.registry.went_live),
            history=(await visit.db(shop.registry.history))[:20], runs=runs[:5],
            previous=await visit.db(shop.registry.previous), state=shop.state(), changes=len(waiting),
            states=STATE_NAMES, wrong=wrong,
        )  # fmt: skip

    async def train(self, visit: Visit) -> HTTPResponse:
        """Begin a training; where one is under way, go and look at that."""
        under_way = await visit.db(self._shop.runs.under_way)
        if under_way is not None:
            return visit.back_to(f"/admin/model/run/{under_way.id}")
        run = await visit.db(self._shop.runs.begin, visit.account.name)
        await visit.note("train", run.id)
        await self._shop.launch(self._shop.runs, run)
        return visit.back_to(f"/admin/model/run/{run.id}", "training")

    async def _run(self, visit: Visit, run_id: str) -> Run:
        found = await visit.db(self._shop.runs.get, run_id)
        if found is None:
            raise Sorry("没有这次训练。", 404)
        return found

    async def run(self, visit: Visit, run_id: str) -> HTTPResponse:
        """One training: how far, its log, a button to stop it."""
        return await self._progress(visit, run_id, "run.html")

    async def progress(self, visit: Visit, run_id: str) -> HTTPResponse:
        """The part of the page that changes."""
        return await self._progress(visit, run_id, "progress.html")

    async def _progress(self, visit: Visit, run_id: str, template: str) -> HTTPResponse:
        run = await self._run(visit, run_id)
        log = await visit.db(self._shop.runs.log, run_id)
        return visit.page(template, run=run, log=log[-4000:], states=STATE_NAMES)

    async def cancel(self, visit: Visit, run_id: str) -> HTTPResponse:
        """Stop a training."""
        run = await self._run(visit, run_id)
        if not await visit.db(self._shop.runs.cancel, run):
            raise Sorry("这次训练已经停了，或者还没来得及开始。", 409)
        await visit.note("cancel", run_id)
        return visit.back_to(f"/admin/model/run/{run_id}", "cancelled")

    async def _candidate(self, visit: Visit, name: str) -> Candidate:
        try:
            return await visit.db(self._shop.registry.get, name)
        except TrainingError as err:
            raise Sorry("没有这个版本。", 404) from err

    async def release(self, visit: Visit, name: str, wrong: str = "", status: int = 200) -> HTTPResponse:
        """A candidate beside the live release, and what the gate says."""
        candidate = await self._candidate(visit, name)
        new, old = candidate.figures, await visit.db(self._shop.registry.live_figures)
        live = await visit.db(self._shop.registry.live)
        if new is None:
            return visit.page("release.html", status, candidate=candidate, live=live, measured=None, wrong=wrong)
        titles = {intent: self._titles.of(intent) for intent in [*new.intents, FALLBACK]}
        titles[FALLBACK] = "没听懂，问“您是想问”"
        changed = compare.changed_replies(new, candidate.before)
        texts: dict[str, str] = {}
        if visit.may(May.READ_INBOX):
            rows = await visit.db(visit.store.reviews.of_ids, [int(n) for n, _, _ in changed[:SHOWN_CHANGES]])
            texts = {str(m.id): m.text for m in rows}
        if old is not None and old.holdout != new.holdout:
            old = None
        measured = {
            "overall": compare.overall(new, old), "safety": compare.safety(new, old),
            "intents": compare.intents(new, old, titles), "confusions": compare.confusions(new, titles),
            "wrong": [(titles.get(m, m), titles.get(t, t), text) for m, t, text in new.wrong[:200]],
            "doubts": [(DOUBT_NAMES.get(why, why), text) for why, text in new.doubts if text][:SHOWN_DOUBTS],
            "missed": new.missed, "compared": len(new.replies), "changed": len(changed),
            "replies": [(texts[n], titles.get(a, self._titles.of(a)), titles.get(b, self._titles.of(b)))
                        for n, a, b in changed if n in texts],
        }  # fmt: skip
        return visit.page("release.html", status, candidate=candidate, live=live, measured=measured, wrong=wrong)

    async def promote(self, visit: Visit, name: str) -> HTTPResponse:
        """Put a release live; the gate may refuse, and then nobody can."""
        await self._candidate(visit, name)
        why = visit.field("why", 200)
        if not why:
            return await self.release(visit, name, "写一句为什么上线，以后好查。", 400)
        try:
            await visit.db(self._shop.registry.promote, name, visit.account.name, why)
        except TrainingError as err:
            await visit.note("refused", name, str(err)[:500])
            return await self.release(visit, name, f"不许上线：{refusal(str(err))}", 409)
        await visit.note("promote", name, why)
        return visit.back_to("/admin/model", "promoted")

    async def roll_back(self, visit: Visit) -> HTTPResponse:
        """Go back to the release before."""
        why = visit.field("why", 200)
        if not why:
            return await self.overview(visit, "写一句为什么退回，以后好查。", 400)
        try:
            manifest = await visit.db(self._shop.registry.roll_back, visit.account.name, why)
        except TrainingError:
            return await self.overview(visit, "前面没有可以退回的版本。", 409)
        await visit.note("roll_back", manifest.name, why)
        return visit.back_to("/admin/model", "rolled_back")


def refusal(said: str) -> str:
    """Why a release may not go live: the gate's reasons are words already, faults of its files become some."""
    for pattern, words in _FILES:
        if (found := re.fullmatch(pattern, said)) is not None:
            return words.format(*found.groups())
    return said
