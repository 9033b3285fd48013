"""Releases: nothing goes live that the gate has not let through, and there is always a way back."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import TrainingError
from bot.training.figures import Figures
from bot.training.registry import KEEP, Registry
from bot.training.release import Manifest, safety_of

FIGURES = Figures("h", (9, 10), (8, 10), (1, 2), {"greet": (9, 10)}, {"dev": {"found, direct": (3, 3)}}, {}, (1, 1))


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    (tmp_path / "candidates").mkdir()
    return Registry(tmp_path)


def trained(registry: Registry, name: str, refused: tuple[str, ...] | None = ()) -> str:
    """A release with files of its own; `refused` None: not judged."""
    path = registry.path(name)
    path.write_bytes(f"model {name}".encode())
    safety_of(path).write_bytes(f"weights {name}".encode())
    registry.add(Manifest(name, f"data-{name}", "enc", "2026-11-26T00:00:00Z", 1.0, base="b"), "xiaoli", 3)
    if refused is not None:
        registry.judged(name, FIGURES, refused, {"1": "greet"})
    return name


def live_files(registry: Registry) -> tuple[str, str, str]:
    manifest = registry.live()
    assert manifest is not None
    return (
        (registry.models / "current.tar.gz").read_text(),
        (registry.models / "current.safety.npz").read_text(),
        manifest.name,
    )


def test_a_judged_release_goes_live_whole(registry: Registry) -> None:
    assert registry.live() is None
    registry.promote(trained(registry, "r1"), "xiaoli", "更懂作业")
    assert live_files(registry) == ("model r1", "weights r1", "r1")
    (deed,) = registry.history()
    assert (deed.action, deed.name, deed.before, deed.who, deed.why) == ("promote", "r1", "", "xiaoli", "更懂作业")
    assert registry.live_figures() == FIGURES
    assert registry.get("r1").before == {"1": "greet"}


@pytest.mark.parametrize("refused", [None, ("听见的求救比线上的少",), ("a", "b")])
def test_what_the_gate_refuses_does_not_go_live(refused: tuple[str, ...] | None, registry: Registry) -> None:
    registry.promote(trained(registry, "r1"), "x", "y")
    trained(registry, "r2", refused)
    with pytest.raises(TrainingError, match=refused[0] if refused else "没有评分"):
        registry.promote("r2", "admin", "I want it")
    assert live_files(registry)[2] == "r1"
    with pytest.raises(TrainingError):
        registry.roll_back("admin", "the back door", "r2")
    assert live_files(registry)[2] == "r1"


@pytest.mark.parametrize("which", ["model", "weights"])
def test_files_changed_after_judging_do_not_go_live(which: str, registry: Registry) -> None:
    registry.promote(trained(registry, "r1"), "x", "y")
    path = registry.path(trained(registry, "r2"))
    (path if which == "model" else safety_of(path)).write_bytes(b"another")
    with pytest.raises(TrainingError, match="not those that were judged"):
        registry.promote("r2", "x", "y")
    assert live_files(registry) == ("model r1", "weights r1", "r1")


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "r9", "R1", "a/b", "."])
def test_names_that_are_none(name: str, registry: Registry) -> None:
    with pytest.raises(TrainingError, match="no such release"):
        registry.promote(name, "x", "y")


def test_the_way_back_goes_back_and_not_in_circles(registry: Registry) -> None:
    for name in ("r1", "r2", "r3"):
        registry.promote(trained(registry, name), "x", "y")
    assert registry.previous() == "r2"
    registry.roll_back("x", "worse")
    assert live_files(registry)[2] == "r2"
    assert registry.previous() == "r1"
    registry.roll_back("x", "worse too")
    assert live_files(registry) == ("model r1", "weights r1", "r1")
    with pytest.raises(TrainingError, match="no release to go back to"):
        registry.roll_back("x", "?")
    registry.roll_back("x", "r3 was fine after all", "r3")
    assert live_files(registry)[2] == "r3"
    assert [d.action for d in registry.history()] == ["roll_back"] * 3 + ["promote"] * 3


def test_a_release_of_make_train_is_kept_for_the_way_back(registry: Registry) -> None:
    (registry.models / "current.tar.gz").write_text("old")
    (registry.models / "current.safety.npz").write_text("old weights")
    (registry.models / "current.json").write_text(
        '{"name": "r0", "data": "d", "encoder": "e", "trained": "t", "seconds": 1.0}'
    )
    registry.promote(trained(registry, "r1"), "x", "y")
    assert live_files(registry)[2] == "r1"
    registry.roll_back("x", "z")
    assert live_files(registry) == ("old", "old weights", "r0")


def test_old_candidates_go_and_the_last_live_ones_stay(registry: Registry) -> None:
    for n in range(3):
        registry.promote(trained(registry, f"a{n}"), "x", "y")
    for n in range(KEEP + 4):
        trained(registry, f"b{n}")
    registry.promote(f"b{KEEP + 3}", "x", "y")
    names = {c.name for c in registry.candidates()}
    assert {"a1", "a2", f"b{KEEP + 3}"} <= names
    assert len(names) <= KEEP + 4
    assert not registry.path("b0").exists()
    assert not safety_of(registry.path("b0")).exists()


def test_a_damaged_entry_is_passed_over(registry: Registry) -> None:
    trained(registry, "r1")
    (registry.models / "candidates" / "r2.json").write_text("{")
    assert [c.name for c in registry.candidates()] == ["r1"]
