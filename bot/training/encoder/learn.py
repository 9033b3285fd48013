"""Train the additions: a text's vector shall lie near its intent's prototype and far from the others'."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import torch  # type: ignore[import-not-found]
import torch.nn.functional as F  # type: ignore[import-not-found]
from torch import nn

from bot.training.encoder.augment import Damage
from bot.training.encoder.network import Network


@dataclass(frozen=True)
class Plan:
    """How to train; the defaults are what docs/encoder.md found best."""

    rank: int = 16
    first: int = 4
    """First layer that learns."""
    epochs: int = 2
    rate: float = 5e-4
    """Of the additions; the prototypes learn twice as fast."""
    sharpness: float = 20.0
    """Cosines are multiplied by this before the softmax (one over the temperature)."""
    smoothing: float = 0.1
    batch: int = 32
    homophones: float = 0.1
    contrast: float = 0.0
    """Weight of the supervised contrastive loss within a batch."""
    seed: int = 7

    def text(self) -> dict[str, str]:
        """As metadata of the adapter."""
        return {name: str(value) for name, value in asdict(self).items()}


def batches(texts: list[str], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Every index once, in batches of texts about equally long, in random order."""
    order = list(range(len(texts)))
    rng.shuffle(order)
    stretch = size * 24
    found = []
    for at in range(0, len(order), stretch):
        part = sorted(order[at : at + stretch], key=lambda i: len(texts[i]))
        found += [part[b : b + size] for b in range(0, len(part), size)]
    rng.shuffle(found)
    yield from found


def contrastive(vectors: torch.Tensor, labels: torch.Tensor, sharpness: float) -> torch.Tensor:
    """Supervised contrastive loss (Khosla 2020) of a batch; texts alone in their intent do not count."""
    own = torch.eye(len(labels), dtype=torch.bool)
    logits = (vectors @ vectors.T * sharpness).masked_fill(own, -1e9)
    same = (labels[:, None] == labels[None]) & ~own
    counts = same.sum(1)
    losses = -(F.log_softmax(logits, 1) * same).sum(1)[counts > 0] / counts[counts > 0]
    return losses.mean() if len(losses) else vectors.sum() * 0


def means(network: Network, states: list[torch.Tensor], labels: list[int], enough: int = 16) -> torch.Tensor:
    """Where the prototypes begin, (intents, 384): means of some sentences' vectors, seen from the mean of all."""
    network.eval()
    found = []
    with torch.inference_mode():
        for intent in range(max(labels) + 1):
            some = [states[i] for i, label in enumerate(labels) if label == intent][:enough]
            found.append(network(some).mean(0))
    middle = torch.stack(found)
    return F.normalize(middle - middle.mean(0), dim=1).clone()


def learn(
    network: Network,
    texts: list[str],
    labels: list[int],
    plan: Plan,
    after_epoch: Callable[[int, float], None] = lambda epoch, loss: None,
) -> None:
    """Train in place on normalised texts; `after_epoch` is told the epoch's number and mean loss."""
    rng = random.Random(plan.seed)  # noqa: S311 - order and damage, nothing secret
    torch.manual_seed(plan.seed)
    damage = Damage(texts, plan.homophones, rng)
    views = [network.lower(texts)]
    if plan.homophones:
        views.append(network.lower([damage(text) for text in texts]))
    intents = torch.tensor(labels)
    prototypes = nn.Parameter(means(network, views[0], labels))
    additions = list(network.additions().values())
    steps = plan.epochs * -(-len(texts) // plan.batch)
    groups = [{"params": additions, "lr": plan.rate}, {"params": [prototypes], "lr": plan.rate * 2}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    # up over the first twentieth, then straight down
    slope = lambda step: min((step + 1) / (steps / 20), (steps - step) / steps)  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, slope)
    for epoch in range(plan.epochs):
        network.train()
        total = 0.0
        for part in batches(texts, plan.batch, rng):
            vectors = network([rng.choice(views)[i] for i in part])
            cosines = vectors @ F.normalize(prototypes, dim=1).T
            loss = F.cross_entropy(cosines * plan.sharpness, intents[part], label_smoothing=plan.smoothing)
            if plan.contrast:
                loss = loss + plan.contrast * contrastive(vectors, intents[part], plan.sharpness)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(additions, 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(part)
        after_epoch(epoch, total / len(texts))
