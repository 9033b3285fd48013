"""Data that would make a release deaf to a cry for help are seen, and honest corrections are few doubts or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.training.doubts import GONE, HARMLESS, HEARD, LATER, SURE, TWICE, doubts
from bot.training.safety_data import TIERS
from bot.training.safety_samples import Sample
from bot.training.safety_taught import PIECE, Taught, taught_arrays


def sample(text: str, tier: str, group: str = "hard") -> Sample:
    return Sample(text, tier, "" if tier == "none" else "report_neglect", group)


NOW, CONCERN, CALM = (
    sample("娃一个人锁在屋里两天了", "now"),
    sample("他爷爷身体不行，娃吃不上热饭", "concern"),
    sample("娃今天吃了两碗饭", "none"),
)
DATA = [NOW, CONCERN, CALM]


def taught(rows: Sequence[Sample], folder: Path) -> Taught:
    np.savez(folder / "x.npz", **taught_arrays(rows))
    found = Taught.read(folder / "x.npz")
    assert found is not None
    return found


def sure_of(word: str) -> object:
    return lambda texts: [SURE if word in text else SURE - 0.01 for text in texts]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (DATA, []),
        ([*DATA, sample("今天加班到九点", "none")], []),
        # labelled none, or so and so
        ([sample(NOW.text, "none"), CONCERN, CALM], [(HARMLESS, NOW.text)]),
        ([sample(f"{NOW.text}。。", "none"), CONCERN, CALM], [(HARMLESS, f"{NOW.text}。。")]),
        ([*DATA, sample(NOW.text, "none", "ordinary")], [(TWICE, NOW.text)]),
        ([sample(NOW.text, "concern"), CONCERN, CALM], [(LATER, NOW.text)]),
        # gone, and gone with a word changed that the live release is sure about
        ([CONCERN, CALM], [(GONE, "")]),
        ([sample("娃自己锁在屋里三天了", "none"), CONCERN, CALM], [(GONE, ""), (HEARD, "娃自己锁在屋里三天了")]),
        ([*DATA, sample("门锁在外头，他哭到半夜", "none")], [(HEARD, "门锁在外头，他哭到半夜")]),
        # towards hearing more, and pieces nobody wrote
        ([NOW, sample(CONCERN.text, "now"), CALM], []),
        ([NOW, CONCERN, sample(CALM.text, "now")], []),
        ([*DATA, sample("锁在屋里", "none", PIECE)], []),
    ],
)
def test_each_doubt(rows: list[Sample], found: list[tuple[str, str]], tmp_path: Path) -> None:
    assert doubts(rows, taught(DATA, tmp_path), sure_of("锁")) == found  # type: ignore[arg-type]


def test_what_was_taught_both_ways_before_is_no_news_until_it_is_only_harmless(tmp_path: Path) -> None:
    both = [*DATA, sample(NOW.text, "none", "ordinary")]
    live = taught(both, tmp_path)
    assert doubts(both, live, sure_of("锁")) == []  # type: ignore[arg-type]
    assert doubts(both[1:], live, sure_of("锁")) == [(HARMLESS, NOW.text)]  # type: ignore[arg-type]


def test_weights_of_an_older_version_do_not_say(tmp_path: Path) -> None:
    np.savez(tmp_path / "old.npz", kinds=np.array(["a"]))
    assert Taught.read(tmp_path / "old.npz") is None


TEXTS = st.lists(st.text("锁屋娃饭哭夜工厂", min_size=3, max_size=9), unique=True, max_size=12)


@given(TEXTS, st.lists(st.sampled_from(TIERS), min_size=12, max_size=12), st.integers(0, 11))
def test_whatever_is_taught_away_is_counted(texts: list[str], tiers: list[str], fallen: int) -> None:
    rows = [sample(text, tier) for text, tier in zip(texts, tiers, strict=False)]
    arrays = {name.partition("/")[2]: frozenset(a.tolist()) for name, a in taught_arrays(rows).items()}
    live = Taught(**arrays)
    worse = [sample(row.text, "none") if n < fallen else row for n, row in enumerate(rows)]
    lost = sum(row.tier != "none" for row in rows[:fallen])
    assert len(doubts(worse, live, lambda asked: [0.0] * len(asked))) == lost
