"""Sentence vectors and their cache."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.text import encode
from bot.text.encode import DIMENSION, MANY, Encoder
from bot.text.recent import Recent


def test_vectors_have_length_one_and_meaning() -> None:
    rows = Encoder().encode(["孩子不见了", "娃走丢了", "红烧肉怎么做", ""])
    assert rows.shape == (4, DIMENSION)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows[:3], axis=1), 1, atol=1e-4)
    assert not rows[3].any()
    assert rows[0] @ rows[1] > rows[0] @ rows[2]


def test_nul_and_ten_thousand_characters_are_survived() -> None:
    rows = Encoder().encode(["你\x00好", "你好", "啊哦" * 5000])
    assert np.isfinite(rows).all()
    assert np.array_equal(rows[0], rows[1])


def test_no_text_gives_no_rows() -> None:
    assert Encoder().encode([]).shape == (0, DIMENSION)


def test_many_texts_give_exactly_what_each_gives_alone() -> None:
    texts = [f"{n}个孩子在老家{'很远' * (n % 7)}" for n in range(MANY + 3)]
    encoder = Encoder()
    together = encoder.encode(texts)
    assert np.array_equal(together, np.concatenate([encoder.encode([text]) for text in texts]))


def test_the_cache_is_kept_and_gives_the_same(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "vectors.npz"
    first = Encoder(path).encode(["孩子不听话", "孩子不听话", ""])
    again = Encoder(path)
    assert len(again._cache) == 1
    assert np.array_equal(again.encode(["孩子不听话"])[0], first[0])
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_cached_texts_are_not_encoded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "vectors.npz"
    first = Encoder(path).encode(["孩子不听话"])
    monkeypatch.setattr(encode, "_recent", lambda text: pytest.fail("encoded again"))
    assert np.array_equal(Encoder(path).encode(["孩子不听话", " "])[:1], first)


def test_the_cache_of_another_encoder_counts_as_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "vectors.npz"
    Encoder(path).encode(["孩子不听话"])
    monkeypatch.setattr(encode, "fingerprint", lambda: "another")
    assert Encoder(path)._cache == {}


def test_a_cache_in_the_old_form_counts_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "vectors.npz"
    np.savez(path, keys=np.array(["a"]), vectors=np.zeros((1, DIMENSION), np.float32))
    assert Encoder(path)._cache == {}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are really encoded from here on."""
    asked: list[str] = []
    vector = encode._model().vector
    monkeypatch.setattr(encode, "_recent", Recent(encode._vector, 3))
    monkeypatch.setattr(encode._model(), "vector", lambda text: asked.append(text) or vector(text))
    return asked


def test_a_text_asked_for_twice_in_a_row_is_encoded_once(counted: list[str]) -> None:
    first, again = encode.Encoder().encode(["娃不肯写作业"]), encode.Encoder().encode(["娃不肯写作业"])
    assert np.array_equal(first, again)
    assert counted == ["娃不肯写作业"]


def test_what_was_asked_long_ago_is_encoded_again(counted: list[str]) -> None:
    for text in ("一", "二", "三", "四", "一"):
        encode.Encoder().encode([text])
    assert counted == ["一", "二", "三", "四", "一"]


def test_another_process_takes_the_vector_over(counted: list[str]) -> None:
    vector = encode.Encoder().encode(["娃不肯写作业"])
    metadata = {"role": "parent", **encode.handed_on("娃不肯写作业")}
    encode._recent = Recent(encode._vector, 3)  # the other process
    encode.take_over("娃不肯写作业", metadata)
    assert metadata == {"role": "parent"}, "neither stored nor sent on"
    assert np.array_equal(encode.Encoder().encode(["娃不肯写作业"]), vector)
    assert counted == ["娃不肯写作业"]


def test_nothing_is_encoded_to_be_handed_on(counted: list[str]) -> None:
    assert encode.handed_on("没见过的话") == {}
    assert counted == []


@pytest.mark.parametrize(
    "metadata",
    [{}, {"vector": "AAAA"}, {"vector": "!", "encoder": "us"}, {"vector": "AAAA", "encoder": "us"}, {"vector": 3}],
)
def test_a_wrong_vector_is_left_aside(
    metadata: dict[str, object], counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encode, "_encoder_name", lambda: "us")
    encode.take_over("娃不肯写作业", metadata)
    assert metadata == {}
    encode.Encoder().encode(["娃不肯写作业"])
    assert counted == ["娃不肯写作业"]
