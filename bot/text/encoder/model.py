"""Token ids to sentence vectors: the int8 graph under onnxruntime, one thread a call.

Each text runs alone. Batches would gain a tenth (measured) and cost sameness: activations are
quantised over the whole input, so a neighbour would change a text's vector.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bot.text.encoder.layout import HIDDEN
from bot.text.encoder.prepare import GRAPH_NAME
from bot.text.encoder.tokenizer import Tokenizer
from bot.text.encoder.vocabulary import PLACES, WORDS
from bot.text.encoder.wheelfile import Bytes, Floats, unpack

ERRORS_ONLY = 3
"""onnxruntime's log level: it warns about graphics cards it looks for and does not find."""


def _session(path: Path) -> Any:
    # here: a process that never encodes should not pay for it
    import onnxruntime  # type: ignore[import-untyped]

    onnxruntime.set_default_logger_severity(ERRORS_ONLY)
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = ERRORS_ONLY
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    # The graph is written with fused operators already; searching it again only costs start-up.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Model:
    """The encoder of one prepared folder; safe to call from several threads."""

    def __init__(self, folder: Path) -> None:
        """Load; OSError when files are missing, onnxruntime's own errors when they are damaged."""
        self._tokenizer = Tokenizer(folder)
        # mapped, not read: a process touches a few thousand of the rows
        self._words: Bytes = np.load(folder / WORDS, mmap_mode="r")
        self._places: Floats = np.load(folder / PLACES)
        self._session = _session(folder / GRAPH_NAME)

    def vector(self, text: str) -> Floats:
        """The vector (384,) of a normalised text, length one: the mean of its tokens' last states."""
        ids = self._tokenizer.ids(text)
        embedded = unpack(self._words[ids]) + self._places[: len(ids)]
        (states,) = self._session.run(None, {"embedded": embedded[None]})
        total = states[0].sum(axis=0)
        vector: Floats = (total / max(float(np.linalg.norm(total)), 1e-12)).astype(np.float32)
        assert vector.shape == (HIDDEN,)
        return vector
