"""What the words mean beyond the patterns: heads on hashed n-grams and on the sentence vector, and its neighbours.

Three questions, each answered by all three and fused with weights fitted on sentences none had seen: is it a
disclosure, must something be done now, and of which kind. Weights are plain arrays written by
`bot.training.safety`; nothing but numpy and the encoder is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.safety.grams import Ints, hashed
from bot.safety.judged import Judged, Judgement, name_of
from bot.safety.near import Near
from bot.safety.row import JOINT, row_features
from bot.text.encoder_version import fingerprint
from bot.text.normalise import normalise

Floats = npt.NDArray[np.floating[Any]]
Encode = Callable[[list[str]], Floats]
"""Texts to rows of 384 numbers (`bot.text.encode`)."""
HEADS = ("danger", "now", "kind")
"""The questions."""
WINDOW = 90
STEP = 60
"""Characters of a window over a long message, and from one to the next: a disclosure in its second half counts."""
_hashed = lru_cache(maxsize=16)(hashed)
"""Kept a while: messages in a row are looked at first, and then judged."""


class Classifier:
    """The heads of one release."""

    def __init__(self, arrays: dict[str, Any], encode: Encode, name: str = "") -> None:
        """`name`: one that only these weights have."""
        self._arrays, self._encode = arrays, encode
        self.kinds: list[str] = [str(k) for k in arrays["kinds"]]
        self._near = Near(arrays, len(self.kinds))
        self.alone, self.together = _pair(arrays["alone"]), _pair(arrays["together"])
        """Danger from which one message, and several read together, are taken for now and for concern."""
        self.confirmed_from = float(arrays["confirmed_from"])
        """Danger below which what a pattern takes for now is asked about first."""
        self.heard_from = float(arrays["heard_from"])
        """Danger below which what a pattern sees is passed over."""
        self.urgent_from = float(arrays["urgent_from"])
        """Of a sure disclosure: the probability of now from which its protocol is shown, and not a question."""
        self.row_from = float(arrays["row_from"])
        """What the plane on messages in a row must say before they are read as one text."""
        # weights of before there was a glance suspect everything
        self._glance_from, self._glance_row_from = _pair(arrays.get("glance_from", (-np.inf, -np.inf)))
        self._row_plane = arrays["row/plane"], float(arrays["row/plane0"])
        self.judged = Judged(self._strongest, name, self.kinds)
        """What it judged last."""

    @classmethod
    def load(cls, path: Path, encode: Encode) -> Classifier:
        """Read the weights. Raises OSError or ValueError when they are missing, damaged or of another version."""
        with np.load(path) as stored:
            arrays = {name: stored[name] for name in stored.files}
            name = name_of(stored.zip, fingerprint())
        try:
            return cls(arrays, encode, name)
        except KeyError as err:
            raise ValueError(f"weights of another version: no {err}") from err

    def judge(self, text: str) -> Judgement:
        """The strongest judgement over the windows of a message; the last ones are kept."""
        return self.judged(text)

    def suspects(self, text: str, row: Sequence[str] = ()) -> bool:
        """Whether the n-grams alone, which cost a fortieth of a judgement, see anything in a message or in the `row`
        that it ends: of what discloses they pass over three in a hundred, of the rest most."""

        def danger(words: str) -> float:
            return float(self._by_grams("danger", *_hashed(normalise(words))))

        if any(danger(part) >= self._glance_from for part in windows(text)):
            return True
        return len(row) > 1 and danger(JOINT.join(row)) >= self._glance_row_from

    def judge_row(self, texts: Sequence[str], *, always: bool) -> Judgement | None:
        """Messages in a row as one text. None where what is known of each says that it is not worth it, unless it is to
        be `always`: most that people write in a row cannot disclose anything together."""
        score = self.row_score(texts)
        if score < self.row_from and not always:
            return None
        # as a whole, which is how the bars were fitted; each message has been judged by its windows
        (judged,) = self.judge_all([JOINT.join(texts)])
        return replace(judged, danger=float(with_row(judged.danger, score)))

    def row_score(self, texts: Sequence[str]) -> float:
        """Log-odds that they disclose something together."""
        whole, *each = (self._by_grams("danger", *_hashed(normalise(t))) for t in (JOINT.join(texts), *texts))
        plane, start = self._row_plane
        return float(row_features(whole, each, self._encode(list(texts))) @ plane) + start

    def _strongest(self, text: str) -> Judgement:
        return max(self.judge_all(windows(text)), key=lambda j: j.danger)

    def judge_all(self, texts: Sequence[str]) -> list[Judgement]:
        """A judgement for each text as a whole."""
        cleans = [normalise(t) for t in texts]
        vectors = self._encode(list(texts))
        found = []
        for clean, vector, *votes in zip(cleans, vectors, *self._near.votes(vectors), strict=True):
            places, weights = _hashed(clean)
            danger, now, kind = (
                self._logit(head, places, weights, vector, vote) for head, vote in zip(HEADS, votes, strict=True)
            )
            found.append(Judgement(_sigmoid(float(danger)), _sigmoid(float(now)), self.kinds[int(np.argmax(kind))]))
        return found

    def _by_grams(self, head: str, places: Ints, weights: Floats) -> Any:
        return weights @ self._arrays[f"{head}/grams"][places].astype(np.float32) + self._arrays[f"{head}/grams0"]

    def _logit(self, head: str, places: Ints, weights: Floats, vector: Floats, vote: Floats) -> Any:
        a = self._arrays
        by_grams = self._by_grams(head, places, weights)
        by_vector = vector @ a[f"{head}/vector"] + a[f"{head}/vector0"]
        return fuse(head, a[f"{head}/fusion"], by_grams, by_vector, vote)


def fuse(head: str, shares: Floats, by_grams: Any, by_vector: Any, votes: Any) -> Any:
    """Three views of one question as one; `shares`: a weight each and an intercept.

    The kinds' views are put on one scale, as log-probabilities, before they are added.
    """
    if head == "kind":
        by_grams, by_vector = _log_softmax(by_grams), _log_softmax(by_vector)
    return shares[0] * by_grams + shares[1] * by_vector + shares[2] * votes + shares[3]


def _log_softmax(scores: Any) -> Any:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _pair(values: Any) -> tuple[float, float]:
    first, second = (float(x) for x in values)
    return first, second


def windows(text: str) -> list[str]:
    """The message itself, and if it is long its overlapping windows."""
    if len(text) <= WINDOW + STEP // 2:
        return [text]
    return [text, *(text[at : at + WINDOW] for at in range(0, len(text) - STEP // 2, STEP))]


def with_row(danger: Any, score: Any) -> Any:
    """Danger of messages read as one text, and the log-odds by what is known of each, as one: half and half."""
    return 1 / (1 + np.exp(-(log_odds(danger) + score) / 2))


def log_odds(share: Any) -> Any:
    """Of a probability, or of many; 0 and 1 kept finite."""
    kept = np.clip(share, 1e-4, 1 - 1e-4)
    return np.log(kept / (1 - kept))


def _sigmoid(x: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(x, -30, 30))))
