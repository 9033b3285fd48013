"""Rasa's own check of domain, rules and sentences: no warning, no error."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
_BAD = re.compile(r"\b(?:WARNING|ERROR|CRITICAL|UserWarning|FutureWarning|Traceback)\b")


def validate(domain: Path) -> tuple[int, str]:
    """`rasa data validate`: its exit code and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "rasa", "data", "validate", "--fail-on-warnings",
         "--domain", str(domain), "--data", "data", "--config", "config.yml"],
        cwd=ROOT, env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"}, capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_rasa_finds_nothing_to_warn_of() -> None:
    code, said = validate(ROOT / "domain.yml")
    assert code == 0, said
    assert [line for line in said.splitlines() if _BAD.search(line)] == []
    assert "No story structure conflicts found" in said


def test_it_would_be_told(tmp_path: Path) -> None:
    domain = tmp_path / "domain.yml"
    whole = (ROOT / "domain.yml").read_text(encoding="utf-8")
    domain.write_text(whole.replace("  - parent_sleep\n", "", 1), encoding="utf-8")
    code, said = validate(domain)
    assert code != 0 or _BAD.search(said)
