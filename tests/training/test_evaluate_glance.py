"""What is suspected at a glance is counted over what reading finds."""

from __future__ import annotations

from bot.safety.detector import NOTHING, Detector, Disclosure
from bot.training.evaluate_glance import evaluate_glance
from bot.training.evaluate_safety import FOLDER, read


class Half(Detector):
    """Finds what is long, and suspects of that what is longer."""

    def detect(self, text: str, before: object = ()) -> Disclosure:
        return Disclosure("now", "report_neglect", 1.0) if len(text) > 12 else NOTHING

    def suspects(self, text: str, before: object = ()) -> bool:
        return len(text) > 18


def test_only_what_reading_finds_counts() -> None:
    shares = evaluate_glance(Half(), "dev")
    found = [row for row in read(FOLDER / "dev_disclosures.jsonl") if len(row["text"]) > 12]
    assert shares["disclosures found, suspected"].of == len(found)
    assert shares["disclosures found, suspected"].hits == sum(len(row["text"]) > 18 for row in found)
    assert 0 < shares["of these now"].of < len(found)
    assert shares["harmless messages suspected"].of > shares["harmless messages suspected"].hits > 0
