"""Statistics: numbers of people behind a wall, on a page and as a file; a factory sees its own alone."""

from __future__ import annotations

from sanic.response import HTTPResponse, text

from bot.admin.charts import picture
from bot.admin.figures import Table, as_csv, factory, figures, show
from bot.admin.guard import Route
from bot.admin.roles import May
from bot.admin.visit import Visit
from bot.content.catalogue import Catalogue
from bot.people.wall import LEAST
from bot.reply.desk import Desk


class StatsPages:
    """The pages of the statistics."""

    def __init__(self, catalogue: Catalogue, desk: Desk) -> None:
        self._catalogue, self._clock = catalogue, desk.clock

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/stats", May.STATS, self.show),
            Route("GET", "/admin/stats.csv", May.STATS, self.export),
            Route("GET", "/admin/factory", May.FACTORY, self.factory),
            Route("GET", "/admin/factory.csv", May.FACTORY, self.export_factory),
        ]

    async def show(self, visit: Visit) -> HTTPResponse:
        """Tables and pictures."""
        tables = await visit.db(self._tables, visit)
        drawn = [(table, await visit.db(picture, table)) for table in tables]
        return visit.page("stats.html", tables=drawn, least=LEAST, show=show)

    async def export(self, visit: Visit) -> HTTPResponse:
        """The same as a file for a spreadsheet."""
        tables = await visit.db(self._tables, visit)
        await visit.note("stats_export")
        return _file(tables, "stats.csv")

    async def factory(self, visit: Visit) -> HTTPResponse:
        """The figures of the source of one's account."""
        await visit.note("factory_view", visit.account.source or "")
        tables = await visit.db(self._own, visit)
        return visit.page("factory.html", tables=tables, least=LEAST, show=show, source=visit.account.source)

    async def export_factory(self, visit: Visit) -> HTTPResponse:
        """The same as a file."""
        await visit.note("stats_export", visit.account.source or "")
        return _file(await visit.db(self._own, visit), "factory.csv")

    def _tables(self, visit: Visit) -> list[Table]:
        return figures(visit.store, self._catalogue, self._clock(), disclosures=visit.may(May.DUTY))

    def _own(self, visit: Visit) -> list[Table]:
        source = visit.account.source
        return factory(visit.store, self._catalogue, self._clock(), source) if source else []


def _file(tables: list[Table], name: str) -> HTTPResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return text("\ufeff" + as_csv(tables), headers=headers, content_type="text/csv; charset=utf-8")
