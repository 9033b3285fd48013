"""What the detector learns from: the sentences of data/safety and data/nlu with what each of them tells."""

from __future__ import annotations

from dataclasses import dataclass

from bot.safety.classifier import windows
from bot.safety.row import JOINT
from bot.training.dataset import load_examples
from bot.training.safety_data import UNLABELLED, load_conversations, load_labelled


@dataclass(frozen=True)
class Sample:
    """One training sentence of the detector, or three messages as one."""

    text: str
    tier: str
    kind: str
    group: str
    """`hard`, `ordinary`, `together`, or `window`: a piece of a long harmless message, as it is judged."""
    held_back: bool = False
    turns: tuple[str, ...] = ()
    """Of a conversation: its messages."""


def samples() -> list[Sample]:
    """Everything the detector is trained on."""
    found = [
        Sample(s.text, s.tier, s.kinds[0] if s.kinds else "", "hard" if s.hard else "ordinary", s.held_back)
        for s in load_labelled()[0]
    ]
    for e in load_examples():
        if e.intent.startswith("report_"):
            found.append(Sample(e.text, "now", e.intent, "ordinary", e.held_back))
        elif e.intent not in UNLABELLED:
            found.append(Sample(e.text, "none", "", "ordinary", e.held_back))
    for talk in load_conversations()[0]:
        turns = tuple(talk.turns)
        found.append(Sample(JOINT.join(turns), talk.tier, talk.kind or "", "together", talk.held_back, turns))
        found += [Sample(turn, "none", "", "ordinary", talk.held_back) for turn in turns if len(turn) > 3]
    pieces = [(piece, s) for s in found if s.tier == "none" for piece in windows(s.text)[1:]]
    return [*found, *(Sample(piece, "none", "", "window", s.held_back) for piece, s in pieces)]
