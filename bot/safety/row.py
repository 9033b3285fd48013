"""Messages in a row: whether they disclose something together, told from what is known of each.

Reading them as one text costs three times what one message costs. A plane on their n-grams and vectors, which are there
already, costs a hundredth of it: it says which rows are worth reading as one, and has a say in what they are taken for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

JOINT = "，"
"""Between messages that are read as one text."""


def row_features(whole: float, each: Sequence[float], vectors: Any) -> npt.NDArray[np.floating[Any]]:
    """What the plane looks at, oldest message first. `whole`: log-odds of danger by the n-grams of all as one text;
    `each`: of every message by itself; `vectors`: 384 numbers for every message."""
    return np.concatenate([[whole, max(each), sum(each) / len(each)], vectors.mean(0), vectors[-1]])
