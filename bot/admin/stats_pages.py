"""Statistics: numbers of people behind a wall, on a page and as CSV."""

from __future__ import annotations

import csv
import io
import time

from sanic.response import HTTPResponse, text

from bot.admin.guard import Route
from bot.admin.roles import May
from bot.admin.titles import Titles
from bot.admin.visit import Visit
from bot.content.catalogue import Catalogue
from bot.people.wall import LEAST, cell, wall
from bot.store.stats import WEEK

REACH = {"known": "一共", "new": "这周新来的", "week": "这周来过的", "month": "四周内来过的"}
ROLES = {"parent": "家长", "manager": "班组长", "young_worker": "年轻工人", "": "没说"}
Table = tuple[str, tuple[str, ...], list[tuple[str, ...]]]
"""A heading, the columns, the rows."""


class StatsPages:
    """The pages of the statistics."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue, self._titles = catalogue, Titles(catalogue)

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/stats", May.STATS, self.show),
            Route("GET", "/admin/stats.csv", May.STATS, self.export),
        ]

    async def show(self, visit: Visit) -> HTTPResponse:
        """The tables."""
        return visit.page("stats.html", tables=await visit.db(self._tables, visit), least=LEAST)

    async def export(self, visit: Visit) -> HTTPResponse:
        """The same as a file for a spreadsheet."""
        out = io.StringIO()
        writer = csv.writer(out)
        for heading, columns, rows in await visit.db(self._tables, visit):
            writer.writerow([cell(heading), *map(cell, columns[1:])])
            writer.writerows([cell(value) for value in row] for row in rows)
        await visit.note("stats_export")
        headers = {"Content-Disposition": 'attachment; filename="stats.csv"'}
        return text("\ufeff" + out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")

    def _tables(self, visit: Visit) -> list[Table]:
        """Blocking."""
        stats, now = visit.store.stats, time.time()
        found = [
            self._people("多少人在用", {REACH[k]: n for k, n in stats.reach(now).items()}),
            self._people("是谁", {ROLES.get(role, role): n for role, n in stats.roles().items()}),
            self._people("打开过的课", {self._lesson(name): n for name, n in stats.lessons().items()}),
            self._quizzes(stats.quizzes()),
        ]
        if visit.may(May.DUTY):
            kinds = stats.disclosures(now - 4 * WEEK)
            found.append(self._people("四周内的求救", {self._titles.of(kind): n for kind, n in kinds.items()}))
        return found

    @staticmethod
    def _people(heading: str, groups: dict[str, int]) -> Table:
        rows: list[tuple[str, ...]] = [(name, _number(count)) for name, count in wall(groups).items()]
        return heading, ("", "人数"), rows

    def _lesson(self, name: str) -> str:
        lesson = self._catalogue.lessons.get(name)
        return lesson.title if lesson else name

    def _quizzes(self, quizzes: dict[str, tuple[int, float, int, float]]) -> Table:
        shown = wall({name: people for name, (people, *_) in quizzes.items()})
        rows: list[tuple[str, ...]] = []
        for name, (_, first, again, gain) in quizzes.items():
            quiz = self._catalogue.quizzes.get(name)
            seen = shown[name] is not None
            rows.append((
                quiz.title if quiz else name, _number(shown[name]), f"{first:.0%}" if seen else "—",
                _number(again) if again >= LEAST else "—", f"{gain:+.0%}" if again >= LEAST else "—",
            ))  # fmt: skip
        return "小测", ("", "人数", "第一次对几成", "又做的人", "又做时多对几成"), rows


def _number(count: int | None) -> str:
    return "—" if count is None else str(count)
