"""Which place an n-gram has is what a release was trained on: it never changes."""

from __future__ import annotations

import zlib
from collections import Counter

import numpy as np
import pytest

from bot.safety.grams import PLACES, hashed
from bot.text.pinyin import syllables


@pytest.mark.parametrize("clean", ["", "娃", "他爸又拿皮带抽娃", "a b  c，ok 沟通ok", "😀😀不想活了", "长" * 380])
def test_a_place_is_the_checksum_of_the_n_gram(clean: str) -> None:
    text, sounds = f"^{clean}$", ["^", *syllables(clean), "$"]
    grams = [text[i : i + n] for n in range(1, 5) for i in range(len(text) - n + 1)]
    grams += [" ".join(sounds[i : i + n]) for n in (2, 3) for i in range(len(sounds) - n + 1)]
    counts = Counter(zlib.crc32(gram.encode()) % PLACES for gram in grams)
    places, weights = hashed(clean)
    assert places.tolist() == list(counts)
    expected = 1 + np.log(np.array(list(counts.values()), dtype=np.float32))
    np.testing.assert_array_equal(weights, (expected / np.linalg.norm(expected)).astype(np.float32))
