"""How much of what discloses is suspected at a glance (`Detector.suspects`), as in a crowd, and how much else is."""

from __future__ import annotations

from bot.safety.detector import TIERS, Detector
from bot.training.evaluate import read
from bot.training.evaluate_safety import FOLDER, Row, Share, share


def evaluate_glance(detector: Detector, half: str) -> dict[str, Share]:
    """Of one half: of the disclosures those that the detector finds when it reads them whole, for the others are found
    neither way."""
    told = read(FOLDER / f"{half}_disclosures.jsonl")
    calm = [row for name in ("hard", "ordinary") for row in read(FOLDER / f"{half}_{name}.jsonl")]
    talks = read(FOLDER / f"{half}_conversations.jsonl")
    found = [row for row in told if detector.detect(row["text"]).tier != "none"]
    return {
        "disclosures found, suspected": share([detector.suspects(row["text"]) for row in found]),
        "of these now": share([detector.suspects(row["text"]) for row in found if row["tier"] == "now"]),
        "harmless messages suspected": share([detector.suspects(row["text"]) for row in calm]),
        "split conversations suspected": share([_suspected(detector, r) for r in talks if r["tier"] in TIERS[1:]]),
        "harmless conversations suspected": share([_suspected(detector, r) for r in talks if r["tier"] == "none"]),
    }


def _suspected(detector: Detector, talk: Row) -> bool:
    """While the conversation comes in."""
    turns = talk["turns"]
    return any(detector.suspects(text, turns[max(0, at - 2) : at]) for at, text in enumerate(turns))
