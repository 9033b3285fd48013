"""Write the additions as the adapter file that the run time merges."""

from __future__ import annotations

from pathlib import Path

import torch  # type: ignore[import-not-found]
from safetensors.torch import save

from bot.text.encoder.adapter import LARGEST
from bot.training.encoder.network import Network


def write_adapter(network: Network, metadata: dict[str, str], path: Path) -> int:
    """Bytes written, float16; ValueError when the file would be larger than the repository allows."""
    tensors = {name: value.detach().to(torch.float16).contiguous() for name, value in network.additions().items()}
    data = save(tensors, metadata)
    if len(data) > LARGEST:
        raise ValueError(f"{len(data)} bytes, at most {LARGEST}: take a smaller rank or fewer layers")
    part = path.with_suffix(".part")
    part.write_bytes(data)
    part.replace(path)
    return len(data)
