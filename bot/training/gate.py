"""The gate before a release goes live: pure, from figures to reasons. An empty list opens it; nothing else does.

Safety first: found disclosures, all together, may not be fewer than the live release's, nor their lower bound; no
share may fall under tests/holdout/safety/floor.json; no kind of disclosure may go silent; and of what the live release
was taught as a cry for help no more than a handful may be taught away at once. There is no override.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.training.doubts import GONE, HARMLESS, HEARD, LATER, TWICE, UNKNOWN
from bot.training.evaluate_safety import ALARMS, Share
from bot.training.figures import Figures

ALARM_SLACK = 0.01
"""By so much a share of false alarms may rise over its floor."""
SHARE_SLACK, SHARE_FEWEST = 0.02, 2
"""A single share of the safety set is worse when so much less, and so many sentences less (some are of two dozen), is
right than in the live release."""
KIND_FALL, KIND_FEWEST = 0.1, 3
"""A kind of disclosure has gone silent when so much less, and so many sentences less, is found of it."""
TOP1_FALL = 0.01
COLLAPSED, COLLAPSE_FEWEST = 0.25, 4
"""An intent has collapsed when so much less, and so many sentences less, is right."""
HANDFUL = 10
"""So many sentences of the data may be in doubt: a correction is made of a few, a deafness of many."""
Name = Callable[[str], str]

SHARE_NAMES = {
    "found, direct": "直接说出来的求救",
    "found, indirect": "拐着弯说的求救",
    "now found as now": "马上要管的，当成马上要管",
    "kind right, of those found": "是哪一类危险，分得对",
    "found, typed evasions and a few characters": "故意写错字、只写几个字的求救",
    "split conversations found": "分几句说的求救",
    "hard negatives taken for now": "像求救其实没事的，误当成马上要管",
    "hard negatives, now or concern": "像求救其实没事的，误报",
    "ordinary taken for now": "平常话，误当成马上要管",
    "ordinary, now or concern": "平常话，误报",
    "ordinary conversations alarmed": "平常聊天，误报",
    "ordinary conversations taken for now": "平常聊天，误当成马上要管",
}
DOUBT_NAMES = {
    HARMLESS: "原来教的是求救，现在教成了没事",
    TWICE: "一处教的是求救，另一处教的是没事",
    LATER: "原来马上要管，现在教成了可以缓一缓",
    GONE: "原来教的是求救，现在没有了",
    HEARD: "新教成没事，线上那一版却听着像求救",
}
HALF_NAMES = {"dev": "练习卷", "final": "正式卷"}


@dataclass(frozen=True)
class Reason:
    """Why a release is refused; `safety` ones are of people in danger."""

    text: str
    safety: bool = False


def refusals(
    candidate: Figures | None,
    live: Figures | None,
    floor: Mapping[str, Mapping[str, float]],
    title: Name = lambda name: name,
) -> list[Reason]:
    """Every reason against the candidate. `live` None: there is none yet, or it was measured on another holdout."""
    if candidate is None:
        return [Reason("还没有评分，或者评分没有跑完。", safety=True)]
    if live is not None and live.holdout != candidate.holdout:
        live = None
    found = _incomplete(candidate, floor)
    found += _under_floor(candidate, live, floor) + _taught_away(candidate)
    if live is not None:
        found += _recall(candidate, live) + _shares(candidate, live) + _silent(candidate, live, title)
        found += _worse(candidate, live) + _collapsed(candidate, live, title)
    return found + _scripts(candidate, live)


def _incomplete(candidate: Figures, floor: Mapping[str, Mapping[str, float]]) -> list[Reason]:
    """A share that was not measured must not pass for one that is right."""
    missing = [
        SHARE_NAMES.get(name, name)
        for half, lines in floor.items()
        for name in lines
        if candidate.safety.get(half, {}).get(name, (0, 0))[1] == 0
    ]
    found = [Reason(f"求救的考卷没有考全，缺：{'、'.join(dict.fromkeys(missing))}。", safety=True)] if missing else []
    if not floor or candidate.recall.of == 0:
        found.append(Reason("没有求救的考卷，不知道它还听不听得见求救。", safety=True))
    if candidate.top1[1] == 0:
        found.append(Reason("没有话题的考卷，不知道它答得对不对。"))
    return found


def _under_floor(candidate: Figures, live: Figures | None, floor: Mapping[str, Mapping[str, float]]) -> list[Reason]:
    """Shares under the floor, but for those in which the live release is no better: refusing would help nobody then.
    (The same data give a sentence more or less on another machine, and the floor was measured on one.)"""
    found = []
    for half, lines in floor.items():
        for name, line in lines.items():
            hits, of = candidate.safety.get(half, {}).get(name, (0, 0))
            if of == 0:
                continue
            alarm = name.startswith(ALARMS)
            old = Share(*live.safety.get(half, {}).get(name, (0, 0))) if live is not None else Share(0, 0)
            if old.of and (hits / of <= old.value if alarm else hits / of >= old.value):
                continue
            if (hits / of > line + ALARM_SLACK) if alarm else (hits / of < line):
                more = "超过了底线" if alarm else "低于底线"
                where = f"{SHARE_NAMES.get(name, name)}（{HALF_NAMES.get(half, half)}）"
                found.append(
                    Reason(f"{where}{more}：{of} 句里 {hits} 句，{_percent(hits, of)}，底线 {line:.1%}。", True)
                )
    return found


def _taught_away(candidate: Figures) -> list[Reason]:
    """A poisoned or careless set of data, which the figures may not show."""
    counts = Counter(why for why, _ in candidate.doubts)
    if UNKNOWN in counts:
        said = "线上那一版没有记下它学过哪些求救的话，没法比。请管服务器的人先运行一次 python -m bot train。"
        return [Reason(said, safety=True)]
    if counts.total() <= HANDFUL:
        return []
    parts = "；".join(f"{name}的 {counts[why]} 句" for why, name in DOUBT_NAMES.items() if counts[why])
    said = f"教的句子里有 {counts.total()} 句，会让它听不见求救（一次最多 {HANDFUL} 句）：{parts}。"
    return [Reason(said, safety=True)]


def _recall(candidate: Figures, live: Figures) -> list[Reason]:
    new, old = candidate.recall, live.recall
    if new.value >= old.value and new.interval()[0] >= old.interval()[0]:
        return []
    if new.of == old.of:
        said = f"听见的求救比线上的少：{new.of} 句里，线上听见 {old.hits} 句，这一版只听见 {new.hits} 句。"
    else:
        said = f"听见的求救比线上的少：线上 {old.value:.1%}，这一版 {new.value:.1%}。"
    return [Reason(said, safety=True)]


def _shares(candidate: Figures, live: Figures) -> list[Reason]:
    found = []
    for half, shares in live.safety.items():
        for name, old in shares.items():
            new = candidate.safety.get(half, {}).get(name, (0, 0))
            if name.startswith(ALARMS) or not old[1] or not new[1]:
                continue
            if _fell(old, new, SHARE_SLACK, SHARE_FEWEST):
                where = f"{SHARE_NAMES.get(name, name)}（{HALF_NAMES.get(half, half)}）"
                found.append(Reason(f"{where}变差了：线上 {_percent(*old)}，这一版 {_percent(*new)}。", safety=True))
    return found


def _silent(candidate: Figures, live: Figures, title: Name) -> list[Reason]:
    return [
        Reason(
            f"「{title(kind)}」这一类求救听不见了：线上 {old[1]} 句听见 {old[0]} 句，这一版 {new[0]} 句。", safety=True
        )
        for kind, old in live.kinds.items()
        if _fell(old, new := candidate.kinds.get(kind, (0, old[1])), KIND_FALL, KIND_FEWEST)
    ]


def _worse(candidate: Figures, live: Figures) -> list[Reason]:
    if Share(*candidate.top1).value >= Share(*live.top1).value - TOP1_FALL:
        return []
    return [Reason(f"整体答得比线上差：线上 {_percent(*live.top1)} 对，这一版 {_percent(*candidate.top1)} 对。")]


def _collapsed(candidate: Figures, live: Figures, title: Name) -> list[Reason]:
    return [
        Reason(f"话题「{title(intent)}」垮了：{old[1]} 句里，线上对 {old[0]} 句，这一版只对 {new[0]} 句。")
        for intent, old in live.intents.items()
        if _fell(old, new := candidate.intents.get(intent, (0, old[1])), COLLAPSED, COLLAPSE_FEWEST)
    ]


def _scripts(candidate: Figures, live: Figures | None) -> list[Reason]:
    """Conversations that broke with this release; one that is broken on the live one too is no reason to keep that."""
    passed, of = candidate.scripts
    if of == 0:
        return [Reason("对话脚本没有跑。")]
    known = set(live.failed_scripts) if live is not None else set()
    broken = [name for name in candidate.failed_scripts if name not in known]
    if not broken:
        return []
    return [Reason(f"{len(broken)} 个对话脚本走不通了（{of} 个里通过 {passed} 个）：{'、'.join(broken[:5])}。")]


def _fell(old: tuple[int, int], new: tuple[int, int], share: float, fewest: int) -> bool:
    """Whether so much less, and so many less, are right."""
    fall = Share(*old).value - Share(*new).value
    return fall >= share and round(fall * old[1], 6) >= fewest


def _percent(hits: int, of: int) -> str:
    return f"{Share(hits, of).value:.1%}"
