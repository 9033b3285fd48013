"""The statistics as tables, behind the wall: for the console's page, its file and the command line. Blocking."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.admin.titles import Titles
from bot.content.catalogue import Catalogue
from bot.people.wall import LEAST, cell, coarse, part, wall
from bot.store.stats import WEEK, Gain
from bot.store.store import Store
from bot.store.usage import date, day_of, first_day, week_of

HIDDEN = "—"
ROLES = {"parent": "家长", "manager": "班组长", "young_worker": "年轻工人", "": "没说"}
NO_CODE = "没扫码来的"
HOW = {"understood": "听懂了", "asked": "反问了", "missed": "没听懂"}
DAYS, WEEKS, TOPIC_WEEKS, TOPICS = 28, 12, 4, 30
"""How far back: days and weeks drawn, weeks of topics; and how many topics at most."""
Value = int | float | str | None
"""A number of people, a share, a name; None is hidden."""


@dataclass(frozen=True)
class Table:
    """A heading, the columns' names, the rows. `drawn`: a key of `bot.admin.charts` for a table along time."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    drawn: str = ""

    @property
    def most(self) -> int:
        """The largest number of people in the second column: the length of a whole bar."""
        return max((row[1] for row in self.rows if len(row) > 1 and isinstance(row[1], int)), default=0)


def figures(store: Store, catalogue: Catalogue, now: float, *, disclosures: bool) -> list[Table]:
    """Everything an employee of the organisation may know; with `disclosures` how many were told of."""
    titles, stats, week = Titles(catalogue), store.stats, week_of(now)
    reach, roles = stats.reach(now), stats.roles()
    roles[""] = max(0, reach["known"] - sum(n for role, n in roles.items() if role))
    found = [
        _reach(reach),
        *_active(store, now),
        _new(store.usage.new(), week),
        _people("是谁", {ROLES.get(role, role): n for role, n in roles.items()}),
        _people("从哪个码来", _with_rest(stats.sources(), reach["known"])),
        _lessons(stats.lessons(), stats.finished(quiz_of(catalogue)), catalogue),
        _quizzes(stats.quizzes(), catalogue),
        _topics(store.usage.topics(week - TOPIC_WEEKS + 1), week, catalogue, titles),
        _understood(store.usage.understood(week - WEEKS + 1)),
        _seconds(store.usage.seconds(week - WEEKS + 1)),
    ]
    if disclosures:
        kinds = stats.disclosures(now - 4 * WEEK)
        found.append(_people("四周内的求救", {titles.of(kind): n for kind, n in kinds.items()}))
    return found


def factory(store: Store, catalogue: Catalogue, now: float, source: str) -> list[Table]:
    """What a factory may know of those who came by its code: rounded numbers, no topics, no disclosures, no roles.

    Whoever runs the factory knows the people; so nothing changes there that fewer than five people did.
    """
    stats, week = store.stats, week_of(now)
    reach = coarse(stats.reach(now, source)["known"])
    if reach is None:
        return []
    active, opened = store.usage.by_week(week - WEEKS + 1, source), stats.lessons(source)
    done = stats.finished(quiz_of(catalogue), source)
    weeks = tuple((str(first_day(w)), _round(active.get(w, 0))) for w in range(week - WEEKS + 1, week))
    lessons = sorted(opened.items(), key=lambda pair: (-pair[1], pair[0]))
    read = tuple((_lesson(k, catalogue), _round(n), _round(done.get(k, 0))) for k, n in lessons if coarse(n))
    quizzes = tuple(
        (
            _quiz(name, catalogue),
            _round(people),
            _tenths(first),
            _round(again),
            _tenths(gain) if coarse(again) else None,
        )
        for name, (people, first, again, gain) in sorted(stats.quizzes(source).items())
        if coarse(people)
    )
    return [
        Table("多少人在用", ("", "人数"), (("扫你们的码来的", _round(reach)),)),
        Table("每周多少人来过", ("周一是", "人数"), weeks),
        Table("课", ("", "打开过", "做完小测"), read),
        Table("小测", ("", "人数", "第一次对几成", "又做的人", "第二次多对几成"), quizzes),
    ]


def as_csv(tables: Iterable[Table]) -> str:
    """Tables for a spreadsheet; no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    for table in tables:
        writer.writerow([cell(table.heading), *map(cell, table.columns[1:])])
        writer.writerows([cell(show(value)) for value in row] for row in table.rows)
    return out.getvalue()


def show(value: Value) -> str:
    """A value as it is read: people as a number, a share in percent, what is hidden as a dash."""
    if value is None:
        return HIDDEN
    return f"{value:.0%}" if isinstance(value, float) else str(value)


def quiz_of(catalogue: Catalogue) -> dict[str, str]:
    """From a lesson to its quiz."""
    return {name: lesson.quiz for name, lesson in catalogue.lessons.items()}


def _people(heading: str, groups: Mapping[str, int]) -> Table:
    rows = sorted(wall(groups).items(), key=lambda pair: (-(pair[1] or 0), pair[0]))
    return Table(heading, ("", "人数"), tuple(rows))


def _with_rest(groups: dict[str, int], whole: int) -> dict[str, int]:
    """With those who belong to none: else they could be had by subtraction."""
    return {**groups, NO_CODE: max(0, whole - sum(groups.values()))}


def _reach(reach: dict[str, int]) -> Table:
    known, month = reach["known"], part(reach["month"], reach["known"])
    rows = (
        ("一共", known if known >= LEAST or not known else None),
        ("四周内来过的", month),
        ("这周来过的", part(reach["week"], reach["month"]) if month is not None else None),
        ("这周新来的", part(reach["new"], known)),
    )
    return Table("多少人在用", ("", "人数"), rows)


def _active(store: Store, now: float) -> tuple[Table, Table]:
    """By day and by week; a day is shown where the rest of its week's people are no small group."""
    week, today = week_of(now), day_of(now)
    weeks, days = store.usage.by_week(week - WEEKS + 1), store.usage.by_day(today - DAYS + 1)
    by_week = tuple((str(first_day(w)), _enough(weeks.get(w, 0))) for w in range(week - WEEKS + 1, week + 1))
    by_day = tuple(
        (str(date(d)), part(days.get(d, 0), weeks.get((d + 3) // 7, 0))) for d in range(today - DAYS + 1, today + 1)
    )
    return (
        Table("每天多少人来过", ("日子", "人数"), by_day, "days"),
        Table("每周多少人来过", ("周一是", "人数"), by_week, "weeks"),
    )


def _new(new: dict[int, int], week: int) -> Table:
    """By week, and before: together they are everybody, so the wall stands between all of them."""
    recent = {str(first_day(w)): new.get(w, 0) for w in range(week - WEEKS + 1, week + 1)}
    shown = wall({"更早": sum(new.values()) - sum(recent.values()), **recent})
    return Table("每周新来的人", ("周一是", "人数"), tuple(shown.items()))


def _lessons(opened: dict[str, int], finished: dict[str, int], catalogue: Catalogue) -> Table:
    shown = wall(opened)
    rows = [
        (_lesson(name, catalogue), shown[name], part(finished.get(name, 0), n) if shown[name] is not None else None)
        for name, n in sorted(opened.items(), key=lambda pair: (-(shown[pair[0]] or 0), pair[0]))
    ]
    return Table("课", ("", "打开过", "做完小测"), tuple(rows))


def _quizzes(quizzes: dict[str, Gain], catalogue: Catalogue) -> Table:
    shown = wall({name: people for name, (people, *_) in quizzes.items()})
    rows: list[tuple[Value, ...]] = []
    for name, (people, first, again, gain) in sorted(quizzes.items()):
        seen = shown[name] is not None
        twice = part(again, people) if seen else None
        rows.append((_quiz(name, catalogue), shown[name], first if seen else None, twice, gain if twice else None))
    return Table("小测", ("", "人数", "第一次对几成", "又做的人", "第二次多对几成"), tuple(rows))


def _topics(topics: dict[str, dict[int, int]], week: int, catalogue: Catalogue, titles: Titles) -> Table:
    """Topics alone: protocols are counted as disclosures, for those who may know."""
    weeks = range(week - TOPIC_WEEKS + 1, week + 1)
    mine = {page: by for page, by in topics.items() if catalogue.topic(page) is not None and max(by.values()) >= LEAST}
    seen = {page: [_enough(by.get(w, 0)) for w in weeks] for page, by in mine.items()}
    first = sorted(seen.items(), key=lambda pair: (-sum(n or 0 for n in pair[1]), pair[0]))[:TOPICS]
    rows = tuple((titles.of(page), *counts) for page, counts in first)
    return Table("问得多的话题，每周多少人", ("", *(f"{first_day(w):%m-%d}那周" for w in weeks)), rows)


def _understood(weeks: dict[int, dict[str, tuple[int, int]]]) -> Table:
    """Shares of messages; a week is shown where no share is a small group's."""
    rows: list[tuple[Value, ...]] = []
    for week, by in sorted(weeks.items()):
        whole = sum(messages for messages, _ in by.values())
        enough = all(who >= LEAST for _, who in by.values())
        rows.append((str(first_day(week)), *(by.get(how, (0, 0))[0] / whole if enough else None for how in HOW)))
    return Table("听懂了多少", ("周一是", *HOW.values()), tuple(rows), "understood")


def _seconds(weeks: dict[int, tuple[int, float, float]]) -> Table:
    rows = tuple(
        (str(first_day(week)), *((f"{half:.2f} 秒", f"{most:.2f} 秒") if who >= LEAST else (None, None)))
        for week, (who, half, most) in sorted(weeks.items())
    )
    return Table("多久答上", ("周一是", "一半在", "九成五在"), rows)


def _lesson(name: str, catalogue: Catalogue) -> str:
    return catalogue.lessons[name].title if name in catalogue.lessons else name


def _quiz(name: str, catalogue: Catalogue) -> str:
    return catalogue.quizzes[name].title if name in catalogue.quizzes else name


def _enough(count: int) -> int | None:
    return None if 0 < count < LEAST else count


def _round(count: int) -> str | None:
    rounded = coarse(count)
    return None if rounded is None else f"{rounded} 以上"


def _tenths(share: float) -> float:
    return round(share, 1)
