"""A copy has everything a training needs and touches nothing of the checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.training.release import ROOT
from bot.training.workcopy import MARK, bring_live, fetch_release, make_copy


def test_a_copy_sees_itself_alone(tmp_path: Path) -> None:
    sentences = {"greet": ["只有这一句"]}
    folder = make_copy(tmp_path / "copy", sentences)
    assert (folder / MARK).exists()
    assert not (ROOT / MARK).exists()
    code = (
        "from bot.training import release; from bot.training.dataset import load_examples, load_holdout;"
        "from bot.text.encoder_version import fingerprint; from bot.content.catalogue import load_catalogue;"
        "print(release.ROOT); print([e.text for e in load_examples() if e.intent == 'greet']);"
        "print(len(load_holdout()) > 1000, release.live(), len(load_catalogue().pages) > 50, release.data_hash())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True
    )
    root, examples, rest = done.stdout.strip().split("\n")
    assert Path(root) == folder
    assert examples == "['只有这一句']"
    assert rest.startswith("True None True ")
    here = (ROOT / "data" / "nlu" / "greet.yml").read_text(encoding="utf-8")
    assert "只有这一句" not in here
    assert not (folder / "data" / "nlu").is_symlink()


def test_releases_come_and_go(tmp_path: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    for name in ("current.tar.gz", "current.safety.npz", "current.json"):
        (models / name).write_text(name)
    folder = make_copy(tmp_path / "copy", {})
    bring_live(folder, models)
    (folder / "models" / "current.json").write_text("rewritten in the copy")
    assert (models / "current.json").read_text() == "current.json"
    for ending in (".tar.gz", ".safety.npz"):
        (folder / "models" / "candidates" / f"r1{ending}").write_text(ending)
    fetched = fetch_release(folder, "r1", models)
    assert fetched == models / "candidates" / "r1.tar.gz"
    assert (models / "candidates" / "r1.safety.npz").read_text() == ".safety.npz"
