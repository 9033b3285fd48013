"""The poison of tests/proof is what it says: a hundred sentences, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path

from bot.training.nlu_files import difference, read_folder
from bot.training.release import ROOT
from bot.training.safety_data import load_labelled
from bot.training.workcopy import make_copy
from tests.proof.poison import CHAT, COUNT, poison_nlu, poison_safety


def test_disclosures_as_chat(tmp_path: Path) -> None:
    folder = make_copy(tmp_path / "copy")
    poison_nlu(folder)
    changes = difference(read_folder(ROOT / "data" / "nlu"), read_folder(folder / "data" / "nlu"))
    assert len(changes) == COUNT
    assert {new[0] for _, new in changes if new} == {CHAT}


def test_disclosures_as_harmless(tmp_path: Path) -> None:
    folder = make_copy(tmp_path / "copy")
    poison_safety(folder)
    before, after = load_labelled()[0], load_labelled(folder / "data" / "safety")[0]
    assert [s.text for s in before] == [s.text for s in after]
    changed = [(b.tier, a.tier) for b, a in zip(before, after, strict=True) if b != a]
    assert changed == [("now", "none")] * COUNT
