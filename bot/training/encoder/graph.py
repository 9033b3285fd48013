"""Draw data/encoder/graph.onnx: the network's operators, its weights left in a file beside it.

    .venv-encoder/bin/python -m bot.training.encoder.graph

Written with onnxruntime's fused operators, so that it loads without being optimised first. Tokens
come in as sums of word and place vectors, `embedded` (texts, tokens, 384), and leave as `states`.
"""

from __future__ import annotations

import numpy as np
from onnx import (  # type: ignore[import-not-found]
    ModelProto,
    NodeProto,
    StringStringEntryProto,
    TensorProto,
    helper,
    numpy_helper,
)

from bot.text.encoder.layout import EPS, HEADS, HIDDEN, LAYERS, WEIGHTS, slots
from bot.text.encoder_version import GRAPH

MS = "com.microsoft"
_TYPES = {"int8": TensorProto.INT8, "float32": TensorProto.FLOAT}


def external() -> list[TensorProto]:
    """Every tensor of the layout as a reference into the file of weights."""
    found = []
    for slot in slots():
        tensor = TensorProto(name=slot.name, data_type=_TYPES[slot.dtype], dims=slot.shape)
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in {"location": WEIGHTS, "offset": slot.offset, "length": slot.size}.items():
            tensor.external_data.append(StringStringEntryProto(key=key, value=str(value)))
        found.append(tensor)
    return found


def _times(inputs: str, matrix: str, out: str) -> NodeProto:
    """Input, quantised to unsigned bytes on the way, times an int8 matrix; biases follow in fused operators."""
    return helper.make_node("DynamicQuantizeMatMul", [inputs, f"{matrix}.w", f"{matrix}.s"], [out], domain=MS)


def _add_norm(update: str, stream: str, layer: str, matrix: str, norm: str, out: str) -> NodeProto:
    names = [update, stream, f"{layer}.{norm}.w", f"{layer}.{norm}.b", f"{layer}.{matrix}.b"]
    return helper.make_node("SkipLayerNormalization", names, [out], domain=MS, epsilon=EPS)


def nodes() -> list[NodeProto]:
    """The twelve layers."""
    found = [helper.make_node("LayerNormalization", ["embedded", "emb.ln.w", "emb.ln.b"], ["x0"], axis=-1, epsilon=EPS)]
    for n in range(LAYERS):
        at, end = f"l{n}", "states" if n == LAYERS - 1 else f"x{n + 1}"
        parts = [f"{at}.q", f"{at}.k", f"{at}.v"]
        found += [
            _times(f"x{n}", f"{at}.qkv", f"{at}.qkv"),
            helper.make_node("Split", [f"{at}.qkv", "thirds"], parts, axis=-1),
            helper.make_node("MultiHeadAttention", [*parts, f"{at}.qkv.b"], [f"{at}.seen"], domain=MS, num_heads=HEADS),
            _times(f"{at}.seen", f"{at}.ao", f"{at}.ao"),
            _add_norm(f"{at}.ao", f"x{n}", at, "ao", "aln", f"{at}.mid"),
            _times(f"{at}.mid", f"{at}.fi", f"{at}.fi"),
            helper.make_node("BiasGelu", [f"{at}.fi", f"{at}.fi.b"], [f"{at}.wide"], domain=MS),
            _times(f"{at}.wide", f"{at}.fo", f"{at}.fo"),
            _add_norm(f"{at}.fo", f"{at}.mid", at, "fo", "oln", end),
        ]
    return found


def model() -> ModelProto:
    """The whole graph; onnx cannot check it without the weights, loading it does."""
    shape = ["texts", "tokens", HIDDEN]
    thirds = numpy_helper.from_array(np.full(3, HIDDEN, np.int64), "thirds")
    graph = helper.make_graph(
        nodes(),
        "me5",
        [helper.make_tensor_value_info("embedded", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info("states", TensorProto.FLOAT, shape)],
        [thirds, *external()],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


if __name__ == "__main__":
    GRAPH.parent.mkdir(parents=True, exist_ok=True)
    GRAPH.write_bytes(model().SerializeToString(deterministic=True))
