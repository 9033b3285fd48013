"""Find a disclosure in what somebody writes: patterns, in the bot process, before the engine.

It runs on every message in well under a millisecond and needs nothing but this file's data,
so that a child in danger is answered while the engine loads, switches or is dead. The engine's
own understanding (`report_*` intents) stands beside it: either is enough.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from bot.errors import ContentError
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

    def detect(self, text: str) -> Disclosure:
        """The disclosure in one message, or NOTHING."""
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
