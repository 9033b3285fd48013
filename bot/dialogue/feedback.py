"""What a verdict is told in: one line a criterion, and at the end the strongest, the weakest and a sentence to try."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.models import Texts
from bot.content.scenes import Scene, SceneTurn
from bot.content.signs import CRITERIA
from bot.dialogue.scoring import MOST, Verdict


def lines(verdict: Verdict, turn: SceneTurn, number: int, texts: Texts) -> str:
    """A line a criterion: its name, stars, and praise or what to add. `number` varies the praise."""
    return "\n".join(
        f"{texts.line('scene', name)} {'★' * points}{'☆' * (MOST - points)} "
        + _sentence(name, points, verdict, turn, number, texts)
        for name, points in zip(CRITERIA, verdict.points, strict=True)
    )


def _sentence(name: str, points: int, verdict: Verdict, turn: SceneTurn, number: int, texts: Texts) -> str:
    if points == MOST:
        return texts.line("scene", f"well_{name}_{number % 3 + 1}")
    kind = "almost" if points else "missing"
    if not points and name == "listening" and verdict.hurt:
        kind = "hurt"
    if not points and name == "privacy":
        kind = "spread"
    return texts.line("scene", kind, hint=turn.hint[name])


def summary(scene: Scene, scores: Sequence[Sequence[int]], texts: Texts) -> str:
    """The end of a scene: what went best, what to practise, one sentence for tomorrow."""
    judged = [points for points in scores if points]
    if not judged:
        return texts.line("scene", "only_read", sentence=scene.tomorrow[CRITERIA[0]])
    sums = {name: sum(points[n] for points in judged) for n, name in enumerate(CRITERIA)}
    best = max(sums, key=sums.__getitem__)
    weak = min(sums, key=sums.__getitem__)
    key = "end"
    if sums[best] == sums[weak]:
        key = "end_all_well" if sums[best] == MOST * len(judged) else "end_even"
    return texts.line(
        "scene", key, best=texts.line("scene", best), weak=texts.line("scene", weak), sentence=scene.tomorrow[weak]
    )
