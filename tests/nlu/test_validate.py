"""Rasa's own check of domain, rules and sentences: no warning, no error."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BAD = re.compile(r"\b(?:WARNING|ERROR|CRITICAL|UserWarning|FutureWarning|Traceback)\b")


def warnings(said: str) -> list[str]:
    """The lines that warn."""
    return [line for line in said.splitlines() if _BAD.search(line)]


def test_rasa_finds_nothing_to_warn_of() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings",
         "--domain", "domain.yml", "--data", "data", "--config", "config.yml"],
        cwd=ROOT, env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"}, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert warnings(said) == []
    assert "No story structure conflicts found" in said


def test_a_warning_would_be_seen() -> None:
    assert warnings("rasa/shared/utils/io.py:100: UserWarning: The intent 'parent_sleep' is not listed in the domain")
    assert warnings("2026-11-26 05:00:00 ERROR    rasa.validator  - The action 'action_talk' is not in the domain")
    assert not warnings("rasa/core/tracker_store.py:1044: MovedIn20Warning: Deprecated API features detected")
