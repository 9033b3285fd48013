"""Find a disclosure in what somebody writes: patterns, and behind them a classifier, before the engine.

The patterns run in well under a millisecond and need nothing but this file's data, so that a child
in danger is answered from the first second. The classifier of the live release joins them as soon as it is
loaded; bot and engine use the same, so both agree. The engine's `report_*` intents stand beside: either is enough.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from bot.errors import ContentError
from bot.safety.classifier import Classifier
from bot.safety.judged import KEY, Judgement
from bot.safety.row import JOINT
from bot.text.english import is_english
from bot.text.normalise import normalise

PATTERNS = Path(__file__).resolve().parent.parent.parent / "data" / "safety" / "patterns.toml"
Tier = Literal["now", "concern", "none"]
_NOISE = re.compile(r"[\s~…·\"'“”‘’《》()（）*_^]+")


@dataclass(frozen=True)
class Disclosure:
    """What a message lets a caring reader believe (docs/safeguarding.md)."""

    tier: Tier
    kind: str | None
    confidence: float

    @property
    def urgent(self) -> bool:
        """Somebody may be in danger in the next hours or days."""
        return self.tier == "now"

    def as_dict(self) -> dict[str, object]:
        """The `safety` object of the engine's parse."""
        return {"tier": self.tier, "urgent": self.urgent, "intent": self.kind, "confidence": self.confidence}


NOTHING = Disclosure("none", None, 0.0)
TIERS = ("none", "concern", "now")
SHORTEST = 4
"""Characters below which only the patterns speak: nothing can be judged of 好的 or 三岁."""
PIECES = 24
"""Characters of a row up to which it may be one sentence cut anywhere: the patterns then look across the cuts, too."""


@dataclass(frozen=True)
class _Rule:
    kind: str
    tier: Tier
    any: re.Pattern[str]
    unless: re.Pattern[str] | None


class Detector:
    """The patterns, compiled."""

    def __init__(self, path: Path = PATTERNS) -> None:
        """Read and compile. Raises ContentError naming the rule that does not compile."""
        self.classifier: Classifier | None = None
        """The heads of the live release; None until they are loaded, or when there are none."""
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self._words = data["words"]
        self._everywhere = self._compile(data["everywhere"]["unless"], "everywhere")
        self._really = self._compile(data["everywhere"]["really"], "really")
        self._rules = [
            _Rule(
                rule["kind"],
                rule["tier"],
                self._compile(rule["any"], rule["kind"]),
                self._compile(rule["unless"], rule["kind"]) if rule.get("unless") else None,
            )
            for rule in data["rule"]
        ]

    def _compile(self, expressions: list[str], name: str) -> re.Pattern[str]:
        joined = "|".join(f"(?:{e})" for e in expressions)
        for word, expression in self._words.items():
            joined = joined.replace("{" + word + "}", expression)
        try:
            return re.compile(joined)
        except re.error as err:
            raise ContentError(f"safety patterns [{name}]: {err}") from err

    def detect(self, text: str, before: Sequence[str] = ()) -> Disclosure:
        """The disclosure in a message, or in it together with the messages `before` it (oldest first)."""
        seen, classifier = self.match(text), self.classifier
        if classifier is None or len(normalise(text)) < SHORTEST:
            alone = seen
        else:
            alone = self._weigh(classifier, classifier.judge(text), seen, classifier.alone)
        if is_english(text):
            # few English sentences were learnt: what is not sure is left to the answer that names the numbers to dial
            return alone if alone.urgent else seen
        row = [*(earlier for earlier in before if not is_english(earlier)), text]
        if alone.urgent or len(row) == 1:
            return alone
        joined = self._together(row)
        return joined if TIERS.index(joined.tier) > TIERS.index(alone.tier) else alone

    def suspects(self, text: str, before: Sequence[str] = ()) -> bool:
        """Whether a pattern or the n-grams see anything in a message, or in it with those `before`.

        It costs a fortieth of `detect` and passes over three disclosures in a hundred: for when there are more messages
        than can be judged.
        """
        row = [*before, text]
        looked_at = {text, JOINT.join(row)}  # one and the same for the first message of a row
        if len(pieces := "".join(row)) <= PIECES:
            looked_at.add(pieces)
        if any(self.match(words).kind for words in looked_at):
            return True
        return self.classifier is None or self.classifier.suspects(text, row)

    def _together(self, row: Sequence[str]) -> Disclosure:
        """What messages in a row disclose as one text: a pattern across them is always looked at."""
        whole, classifier = JOINT.join(row), self.classifier
        seen = self.match(whole)
        if seen.kind is None and len(pieces := "".join(row)) <= PIECES:
            seen = self.match(pieces)  # 不想 / 再活 / 了
        if classifier is None or len(normalise(whole)) < SHORTEST:
            return seen
        judged = classifier.judge_row(row, always=seen.kind is not None)
        return self._weigh(classifier, judged, seen, classifier.together) if judged is not None else NOTHING

    @staticmethod
    def _weigh(classifier: Classifier, judged: Judgement, seen: Disclosure, bars: tuple[float, float]) -> Disclosure:
        """What a pattern has `seen`, else what was judged; `bars`: the danger of now and of a concern."""
        if judged.danger < classifier.heard_from:
            seen = NOTHING
        if seen.urgent:
            # words alone mislead: 老公拿刀切西瓜. What the classifier rather thinks harmless is asked about
            sure = judged.danger >= classifier.confirmed_from
            return seen if sure else Disclosure("concern", seen.kind, judged.danger)
        now_from, concern_from = bars
        if judged.danger >= now_from and judged.now >= classifier.urgent_from:
            return Disclosure("now", judged.kind, judged.danger)
        if judged.danger >= concern_from:
            return Disclosure("concern", judged.kind, judged.danger)
        return seen if seen.tier != "none" else Disclosure("none", None, judged.danger)

    def handed_on(self, text: str) -> dict[str, object]:
        """What the engine need not judge again (`bot.safety.judged`); empty without weights."""
        return self.classifier.judged.handed_on(text) if self.classifier is not None else {}

    def take_over(self, text: str, metadata: dict[str, Any]) -> None:
        """Use what `handed_on` gave, and take it out of there."""
        if self.classifier is not None:
            self.classifier.judged.take_over(text, metadata)
        metadata.pop(KEY, None)

    def match(self, text: str) -> Disclosure:
        """What the patterns alone see."""
        clean = _NOISE.sub("", normalise(text))
        if not clean:
            return NOTHING
        distant = self._everywhere.search(clean) and not self._really.search(clean)
        for rule in self._rules:
            if rule.any.search(clean) is None:
                continue
            if distant or (rule.unless is not None and rule.unless.search(clean)):
                continue
            return Disclosure(rule.tier, rule.kind, 0.95)
        return NOTHING


@lru_cache(maxsize=1)
def load_detector() -> Detector:
    """The detector of this process."""
    return Detector()
