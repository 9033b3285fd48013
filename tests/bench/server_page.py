"""What `tests.bench.server` has measured, as docs/bench-server.md."""

from __future__ import annotations

import platform
import statistics
from typing import Any

import psutil

from bot.settings import ROOT
from tests.bench import stock
from tests.bench.crowd import Figures

PAGE = ROOT / "docs" / "bench-server.md"
Row = dict[str, Any]


def summary(figures: Figures, count: int, seconds: float) -> Row:
    """A crowd's figures as one row. `at_once_rate`: answers a second of which nothing was put off."""
    times = figures.milliseconds
    cuts = statistics.quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    free = figures.sent.get("free", 0)
    return {
        "people": count, "messages": len(times), "rate": len(times) / seconds,
        "at_once_rate": (len(times) - figures.late - figures.failed) / seconds, "late": figures.late,
        "failed": figures.failed, "free_share": free / max(1, len(times)), "sent": figures.sent,
        "p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "slowest": max(times),
    }  # fmt: skip


def newest(rows: list[Row]) -> dict[tuple[str, str], Row]:
    """The last row of each stage, by system and stage; all of the machine that measured last."""
    last = rows[-1].get("machine") if rows else None
    return {(row["system"], row["stage"]): row for row in rows if row.get("machine") == last}


def _crowd_line(row: Row) -> str:
    name = {"ours": "牵挂", "stock": "stock Rasa"}.get(row["system"], "stock Rasa, 3 processes")
    turns = row["turns"]
    asked = turns.get("engine", 0) + turns.get("away", 0) if turns else 0
    share = f"{asked / sum(turns.values()):.0%}" if turns else "100%"
    # the people's own process is no part of either server
    spent = sum(s for process, s in row["cpu_seconds"].items() if process != "people")
    return (
        f"| {row['people']} | {name} | {row['rate']:.1f} | {row['at_once_rate']:.1f} | {row['late']} | {row['failed']} "
        f"| {row['p50']:.0f} | {row['p95']:.0f} | {row['p99']:.0f} | {row['slowest']:.0f} | {share} "
        f"| {spent * 1000 / row['messages']:.0f} | {row['load_before']:.1f} |"
    )


def _where(found: dict[tuple[str, str], Row]) -> list[str]:
    row, parse = found.get(("ours", "people 1")), found.get(("ours", "understanding"))
    if row is None or parse is None:
        return []
    count = sum(row["turns"].values())
    each = {name: s * 1000 / count for name, s in row["cpu_seconds"].items()}
    asked = row["turns"].get("engine", 0) / count
    rooms = {name: s * 1000 / count for name, s in row["rooms_seconds"].items()}
    lines = [
        "## Where each millisecond goes",
        "CPU of one message (one person, mean of the mixture); bot rooms from `/metrics`.", "",
        "| process | room | ms |", "|---|---|---|",
        *(f"| bot | {name} | {ms:.2f} |" for name, ms in sorted(rooms.items(), key=lambda i: -i[1])),
        f"| bot | door, HTTP to the engine, threads, event loop | {each['bot'] - sum(rooms.values()):.2f} |",
        f"| engine | understanding with the bot's vector and judgement, policies, tracker store, HTTP ({asked:.0%} "
        f"of the messages reach it) | {each['engine']:.2f} |",
        f"| actions | | {each['actions']:.2f} |",
        f"| all | | {each['bot'] + each['engine'] + each['actions']:.1f} |", "",
        "A parse by itself (`/model/parse`: the engine makes vector and judgement anew) "
        f"{parse['parse_cpu_ms']:.1f} ms.",
        "Memory (RSS): " + ", ".join(f"{n} {mb:.0f} MB" for n, mb in row["memory_mb"].items() if n != "people") + ".",
        "",
    ]  # fmt: skip
    return lines


def _overload(row: Row | None) -> list[str]:
    if row is None:
        return []
    return [
        "## Twice what can be answered at once", "",
        "Messages come by chance at twice the rate of the stage with 20 people, each of somebody who waits for nobody;",
        "afterwards everybody taps 看结果 until nothing is kept.", "",
        "| messages a second | messages | answered at once | kept for later | p50 | p99 | slowest | over 5 s "
        "| all fetched after | lost | shown twice |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
        f"| {row['rate']:.1f} | {row['messages']} | {row['messages'] - row['late'] - row['failed']} | {row['late']} "
        f"| {row['p50']:.0f} ms | {row['p99']:.0f} ms | {row['slowest']:.0f} ms | {row['over_5s']} "
        f"| {row['drained_seconds']:.0f} s | {row['lost']} | {row['doubled']} |", "",
    ]  # fmt: skip


def page(rows: list[Row]) -> str:
    """The page; stages without a result are left out."""
    found = newest(rows)
    crowds = [row for _, row in sorted(found.items(), key=lambda i: (i[1].get("people", 0), i[0])) if "p95" in row]
    lines = [
        "# Under load",
        "",
        f"Written by `make bench PART=server`: Python {platform.python_version()}, {psutil.cpu_count()} cores, shared",
        "with the people who write. Everybody writes again as soon as they are answered. 84 % of the messages are",
        "sentences nobody has trained on",
        "(tests/holdout/nlu_dev.jsonl), the rest numbers, taps, 菜单, faces, pictures, follows. PostgreSQL and",
        "Redis, all content loaded, plain mode, over loopback. Stock Rasa: one process, and as many as we are (bot,",
        "engine, actions; each person stays with one), its REST channel, Jieba,",
        f"LexicalSyntactic, CountVectors (words, char_wb 1–4), DIET ({stock.EPOCHS['DIETClassifier']} epochs), TED",
        f"({stock.EPOCHS['TEDPolicy']} epochs), SQL tracker store on PostgreSQL, our intents with all our",
        "sentences and one short reply each. It keeps no talk, looks for no danger, answers no number.",
        "At once: answered in time, without 「还在查」, 「这会儿找我的人多」 or 「我这会儿喘口气」.",
        "Failed: nothing valid within 5 s.",
        "Load: the machine's, one minute's mean before the stage; other work ran where it is over 1.",
        "",
        "| people | | messages/s | at once/s | late | failed | p50, ms | p95 | p99 | slowest | reached the engine "
        "| CPU, ms a message | load |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
        *map(_crowd_line, crowds),
        "",
        *_where(found),
        *_overload(found.get(("ours", "overload"))),
    ]
    return "\n".join(lines).rstrip() + "\n"
