"""What the nearest training sentences disclose: votes weighted by likeness. They bend where a plane is too stiff."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bot.text.nearest import Nearest, seen_from

COUNT, SHARPNESS = 30, 25.0
"""How many sentences vote, and how much more a nearer one says: e to this times the difference of cosines."""
LITTLE = 0.02
"""Added to each share before its logarithm: thirty votes prove nothing beyond this."""
Floats = npt.NDArray[np.floating[Any]]


class Near:
    """Training vectors with what they disclose."""

    def __init__(self, arrays: dict[str, Any], kinds: int) -> None:
        """`near/vectors`: rows of length one seen from `near/mean`; `near/kind`: −1 where nothing is disclosed."""
        self._mean = arrays["near/mean"]
        self._nearest = Nearest(arrays["near/vectors"].astype(np.float32))
        self._kind, self._now = arrays["near/kind"].astype(int), arrays["near/now"].astype(bool)
        self._kinds = kinds

    @staticmethod
    def arrays(vectors: Floats, kind: npt.NDArray[Any], now: npt.NDArray[Any]) -> dict[str, Any]:
        """To be stored, at half precision."""
        mean = vectors.mean(axis=0).astype(np.float32)
        return {
            "near/mean": mean,
            "near/vectors": seen_from(mean, vectors).astype(np.float16),
            "near/kind": kind.astype(np.int8),
            "near/now": now.astype(bool),
        }

    def votes(self, vectors: Floats) -> tuple[Floats, Floats, Floats]:
        """For each vector: the logit of danger, that of now among the disclosures, and log shares of the kinds."""
        nearest, alike = self._nearest(seen_from(self._mean, vectors), COUNT)
        weights = np.exp(SHARPNESS * (alike - 1))
        weights /= weights.sum(axis=1, keepdims=True)
        kind = self._kind[nearest]
        told = np.where(kind >= 0, weights, 0.0)
        danger = told.sum(axis=1)
        now = np.where(self._now[nearest], told, 0.0).sum(axis=1)
        kinds = np.stack([np.where(kind == k, told, 0.0).sum(axis=1) for k in range(self._kinds)], axis=1)
        return _logit(danger), _logit((now + LITTLE) / (danger + 2 * LITTLE)), np.log(kinds + LITTLE)


def _logit(share: Floats) -> Floats:
    return np.asarray(np.log((share + LITTLE) / (1 - share + LITTLE)))
