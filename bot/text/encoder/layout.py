"""Shapes of the model and where each of its numbers lies in the file of weights.

The graph (data/encoder/graph.onnx, drawn by bot.training.encoder.graph) names the same places, so
this list is the one agreement between the two. Numpy only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import prod

HIDDEN = 384
"""Numbers a token, and a sentence vector."""
LAYERS = 12
HEADS = 12
FEED = 1536
"""Width of a layer's feed-forward part."""
POSITIONS = 512
"""Tokens the model knows places for."""
EPS = 1e-12
"""Added to the variance in layer normalisation (the wheel file's own value)."""
WEIGHTS = "weights.bin"
"""Name of the file of weights, beside the graph."""
ALIGN = 64
"""Bytes every tensor begins at a multiple of: a cache line."""
MATRICES = {
    "q": (HIDDEN, HIDDEN),
    "k": (HIDDEN, HIDDEN),
    "v": (HIDDEN, HIDDEN),
    "ao": (HIDDEN, HIDDEN),
    "fi": (FEED, HIDDEN),
    "fo": (HIDDEN, FEED),
}
"""The six matrices of a layer in the wheel's file: (outputs, inputs)."""
FUSED = {"qkv": ("q", "k", "v"), "ao": ("ao",), "fi": ("fi",), "fo": ("fo",)}
"""The four of the graph, by what they are made of: one product for q, k and v quantises their input once."""
NORMS = ("aln", "oln")
"""Layer normalisations: after attention, after the feed-forward part."""
BYTES = {"int8": 1, "float32": 4}


@dataclass(frozen=True)
class Slot:
    """One tensor in the file: dtype is int8 or float32, offset and size are bytes."""

    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int

    @property
    def size(self) -> int:
        """Bytes it takes."""
        return prod(self.shape) * BYTES[self.dtype]


@lru_cache(maxsize=1)
def slots() -> tuple[Slot, ...]:
    """Every tensor of the graph in file order.

    A matrix `l3.fi` gives `l3.fi.w` (inputs, outputs) int8, `l3.fi.s` (outputs,) its scales and
    `l3.fi.b` (outputs,) its bias.
    """
    wanted: list[tuple[str, str, tuple[int, ...]]] = [
        ("emb.ln.w", "float32", (HIDDEN,)),
        ("emb.ln.b", "float32", (HIDDEN,)),
    ]
    for n in range(LAYERS):
        for name, parts in FUSED.items():
            outputs, inputs = sum(MATRICES[p][0] for p in parts), MATRICES[parts[0]][1]
            wanted.append((f"l{n}.{name}.w", "int8", (inputs, outputs)))
            wanted += [(f"l{n}.{name}.{kind}", "float32", (outputs,)) for kind in "sb"]
        wanted += [(f"l{n}.{norm}.{kind}", "float32", (HIDDEN,)) for norm in NORMS for kind in "wb"]
    found, at = [], 0
    for name, dtype, shape in wanted:
        slot = Slot(name, dtype, shape, at)
        found.append(slot)
        at = -(-(at + slot.size) // ALIGN) * ALIGN
    return tuple(found)
