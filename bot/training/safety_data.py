"""The detector's training sentences under data/safety: a line each, `tier<TAB>kind<TAB>text`.

`report_*.tsv` were written for it; `topics.tsv` are sentences of data/nlu whose intent may disclose or not, read
and labelled; `ordinary.tsv` are stories and small talk of everyday life that a detector stumbles on.

`kind` is a report_* name (two of them joined by a comma, the child's first) or `-` for tier none. A
disclosure and the harmless sentences written beside it stand in one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.text.near import NearIndex, bare
from bot.training.release import ROOT

SAFETY = ROOT / "data" / "safety"
TIERS = ("now", "concern", "none")
UNLABELLED = frozenset(
    "manager_worker_crisis manager_worker_child_emergency manager_child_labour_found manager_spot_distress "
    "manager_talk_with_worker parent_discipline parent_own_stress parent_bullying parent_child_hits_others "
    "young_harassment young_stress young_new_parent young_grew_up_left_behind guardian_child_alone "
    "guardian_after_report guardian_mandatory_report".split()
)
"""Intents of data/nlu that may disclose or not: their sentences have a tier in topics.tsv, or none at all."""
CALM = ("topics.tsv", "ordinary.tsv")
"""Not written to be hard."""
STRETCH, PART = 6, 6
TURNS = 3
SHORT_TURN = 4
TWIN = 0.8
"""Sentences of other tiers may be as alike as this: pairs differ only in what matters."""


@dataclass(frozen=True)
class Labelled:
    """One sentence with what a caring reader believes of it."""

    text: str
    tier: str
    kinds: tuple[str, ...]
    where: str
    hard: bool = True
    """Written to be hard, and not just an ordinary message."""
    held_back: bool = False
    """Kept from the encoder's adapter, which makes its own training sentences easy: on these, vectors are as
    on unseen ones, so thresholds are fitted on them. Neighbours are often twins and go together."""


def load_labelled(folder: Path = SAFETY) -> tuple[list[Labelled], list[str]]:
    """Every sentence, and the lines that are not of the form."""
    found, faults = [], []
    for path in sorted([*folder.glob("report_*.tsv"), *(p for p in map(folder.joinpath, CALM) if p.exists())]):
        hard = path.name not in CALM
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            tier, _, rest = line.partition("\t")
            kind, tab, text = rest.partition("\t")
            kinds = () if kind == "-" else tuple(kind.split(","))
            wrong = not tab or tier not in TIERS or "\t" in text or not bare(text) or (tier == "none") != (not kinds)
            if wrong or not all(k.startswith("report_") for k in kinds):
                faults.append(f"{where} not of the form tier, kind, text: {line[:40]}")
            else:
                found.append(Labelled(text, tier, kinds, where, hard, number // STRETCH % PART == 0))
    return found, faults


@dataclass(frozen=True)
class Conversation:
    """Three messages in a row, and what they disclose together; alone none of them does."""

    turns: tuple[str, ...]
    tier: str
    kind: str | None
    held_back: bool


def load_conversations(path: Path = SAFETY / "conversations.tsv") -> tuple[list[Conversation], list[str]]:
    """`tier<TAB>kind<TAB>message<TAB>message<TAB>message`, a line each; and the lines that are not of the form."""
    found, faults = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        tier, _, rest = line.partition("\t")
        kind, *turns = rest.split("\t")
        wrong = tier not in TIERS or len(turns) != TURNS or (tier == "none") != (kind == "-")
        if wrong or "," in kind or not (kind == "-" or kind.startswith("report_")):
            faults.append(f"{path.name}:{number} not of the form tier, kind, three messages: {line[:40]}")
        else:
            held_back = number // STRETCH % PART == 0
            found.append(Conversation(tuple(turns), tier, None if kind == "-" else kind, held_back))
    return found, faults


def check_conversations(talks: Sequence[Conversation], holdout: Iterable[str]) -> list[str]:
    """Conversations given twice, and messages near the holdout (but very short ones, which everybody writes)."""
    unseen: NearIndex[str] = NearIndex()
    for text in holdout:
        unseen.add(text, text)
    faults, seen = [], set()
    for talk in talks:
        if talk.turns in seen:
            faults.append(f"conversations.tsv: twice: {' / '.join(talk.turns)}")
        seen.add(talk.turns)
        faults += [
            f"conversations.tsv: near the holdout: {turn}"
            for turn in talk.turns
            if len(bare(turn)) > SHORT_TURN and unseen.near(turn)
        ]
    return faults


def check_labelled(sentences: Sequence[Labelled], holdout: Iterable[str]) -> list[str]:
    """Repetitions within a tier, sentences with two tiers, and whatever comes near the holdout."""
    faults = []
    unseen: NearIndex[str] = NearIndex()
    for text in holdout:
        unseen.add(text, text)
    seen: NearIndex[Labelled] = NearIndex()
    for sentence in sentences:
        for other, similarity in seen.near(sentence.text):
            if other.tier == sentence.tier or similarity >= TWIN:
                faults.append(f"{sentence.where} repeats {other.where}: {sentence.text} ({similarity:.2f})")
                break
        if len(bare(sentence.text)) > 3 and unseen.near(sentence.text):
            faults.append(f"{sentence.where} is near the holdout: {sentence.text}")
        seen.add(sentence, sentence.text)
    return faults
