"""A candidate beside the live release, as rows for a page. Pure; of the holdout there are counts only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from bot.training.evaluate_safety import ALARMS
from bot.training.figures import Figures
from bot.training.gate import HALF_NAMES, SHARE_NAMES

Pair = tuple[int, int]


@dataclass(frozen=True)
class Row:
    """One figure of both; `better` is 1, 0 or -1."""

    name: str
    new: str
    old: str
    better: int


def _row(name: str, new: Pair | None, old: Pair | None, *, fewer_is_better: bool = False) -> Row:
    better = 0
    if new and old and new[1] and old[1]:
        difference = new[0] / new[1] - old[0] / old[1]
        better = (difference > 0) - (difference < 0)
    return Row(name, _shown(new), _shown(old), -better if fewer_is_better else better)


def _shown(pair: Pair | None) -> str:
    return f"{pair[0] / pair[1]:.1%}（{pair[0]}/{pair[1]}）" if pair and pair[1] else "—"


def overall(new: Figures, old: Figures | None) -> list[Row]:
    """How good it is on the whole."""
    recall = (new.recall.hits, new.recall.of), (old.recall.hits, old.recall.of) if old else None
    return [
        _row("求救，听见了", *recall),
        _row("话题，第一个就猜对", new.top1, old.top1 if old else None),
        _row("话题，马上答对", new.answered, old.answered if old else None),
        _row("不归我们管的，没乱答", new.caught, old.caught if old else None),
        _row("对话脚本，走通了", new.scripts, old.scripts if old else None),
    ]


def safety(new: Figures, old: Figures | None) -> list[Row]:
    """Everything of the safety set, by half."""
    return [
        _row(
            f"{SHARE_NAMES.get(name, name)}（{HALF_NAMES.get(half, half)}）", pair,
            old.safety.get(half, {}).get(name) if old else None, fewer_is_better=name.startswith(ALARMS),
        )
        for half, shares in new.safety.items() for name, pair in shares.items()
    ]  # fmt: skip


def intents(new: Figures, old: Figures | None, titles: Mapping[str, str]) -> list[Row]:
    """Intents that changed, the worst first."""
    if old is None:
        return []
    rows = []
    for intent, pair in new.intents.items():
        before = old.intents.get(intent)
        if before and before != pair:
            change = pair[0] / pair[1] - before[0] / before[1] if pair[1] and before[1] else 0.0
            rows.append((change, _row(titles.get(intent, intent), pair, before)))
    return [row for _, row in sorted(rows, key=lambda one: one[0])]


def confusions(new: Figures, titles: Mapping[str, str], most: int = 12) -> list[tuple[str, str, int]]:
    """Which intents of the development set were taken for which, the most frequent first."""
    counts = Counter((meant, taken) for meant, taken, _ in new.wrong)
    return [(titles.get(m, m), titles.get(t, t), n) for (m, t), n in counts.most_common(most)]


def changed_replies(new: Figures, before: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Message, what is answered now and what would be: only where they differ."""
    return [(number, before[number], after) for number, after in new.replies.items()
            if number in before and before[number] != after]  # fmt: skip
