"""Train the additions: a text's vector shall lie near its intent's prototype and far from the others', and
show on which side of a plane a disclosure lies, whether it is urgent, and of which kind it is."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import torch  # type: ignore[import-not-found]
import torch.nn.functional as F  # type: ignore[import-not-found]
from torch import nn

from bot.training.encoder.network import Network
from bot.training.encoder.sentences import Sentence
from bot.training.noise import Damage


@dataclass(frozen=True)
class Plan:
    """How to train; the defaults are what docs/encoder.md found best."""

    rank: int = 16
    first: int = 4
    """First layer that learns."""
    epochs: int = 3
    rate: float = 1.5e-3
    """Of the additions; the prototypes learn twice as fast."""
    sharpness: float = 20.0
    """Cosines are multiplied by this before the softmax (one over the temperature)."""
    smoothing: float = 0.1
    batch: int = 32
    homophones: float = 0.1
    danger: float = 1.0
    """Weight of the questions about danger beside the one about the intent."""
    intents: float = 1.0
    """Share of data/nlu that is learnt: less is enough where an adapter goes on with new lines of danger."""
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


class Questions(nn.Module):
    """What is asked of a vector in training, and thrown away after: the additions are what is kept."""

    def __init__(self, sentences: list[Sentence], first: torch.Tensor, plan: Plan) -> None:
        """`first`: where the prototypes begin, an intent a row."""
        super().__init__()
        self._plan = plan
        self.prototypes = nn.Parameter(first)
        self.intents = sorted({s.intent for s in sentences if s.intent})
        kinds = sorted({s.kind for s in sentences if s.kind})
        self.plane = nn.Linear(first.shape[1], 2 + len(kinds))
        """Danger, now, and one row a kind."""
        nn.init.zeros_(self.plane.weight)
        nn.init.zeros_(self.plane.bias)
        unknown = -1
        self._intent = torch.tensor([self.intents.index(s.intent) if s.intent else unknown for s in sentences])
        self._danger = torch.tensor([unknown if s.danger is None else int(s.danger) for s in sentences])
        self._now = torch.tensor([unknown if s.now is None else int(s.now) for s in sentences])
        self._kind = torch.tensor([kinds.index(s.kind) if s.kind else unknown for s in sentences])

    def loss(self, vectors: torch.Tensor, part: list[int]) -> torch.Tensor:
        """Mean over the batch's sentences; a question counts where its answer is known."""
        cosines = vectors @ F.normalize(self.prototypes, dim=1).T
        intent = F.cross_entropy(
            cosines * self._plan.sharpness,
            self._intent[part],
            ignore_index=-1,
            label_smoothing=self._plan.smoothing,
            reduction="sum",
        )
        sides = self.plane(vectors * self._plan.sharpness)
        danger = _sides(sides[:, 0], self._danger[part]) + _sides(sides[:, 1], self._now[part])
        kind = F.cross_entropy(sides[:, 2:], self._kind[part], ignore_index=-1, reduction="sum")
        return (intent + self._plan.danger * (danger + kind)) / len(part)


def _sides(logits: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    known = answers >= 0
    return F.binary_cross_entropy_with_logits(logits[known], answers[known].float(), reduction="sum")


def means(network: Network, states: list[torch.Tensor], sentences: list[Sentence], enough: int = 16) -> torch.Tensor:
    """Where the prototypes begin, (intents, 384): means of some sentences' vectors, seen from the mean of all."""
    network.eval()
    found = []
    with torch.inference_mode():
        for intent in sorted({s.intent for s in sentences if s.intent}):
            some = [states[i] for i, s in enumerate(sentences) if s.intent == intent][:enough]
            found.append(network(some).mean(0))
    middle = torch.stack(found)
    return F.normalize(middle - middle.mean(0), dim=1).clone()


def learn(
    network: Network,
    sentences: list[Sentence],
    plan: Plan,
    after_epoch: Callable[[int, float], None] = lambda epoch, loss: None,
) -> None:
    """Train in place; `after_epoch` is told the epoch's number and mean loss."""
    rng = random.Random(plan.seed)  # noqa: S311 - order and damage, nothing secret
    torch.manual_seed(plan.seed)
    texts = [s.text for s in sentences]
    damage = Damage(texts, plan.homophones, rng)
    views = [network.lower(texts)]
    if plan.homophones:
        views.append(network.lower([damage(text) for text in texts]))
    questions = Questions(sentences, means(network, views[0], sentences), plan)
    additions = list(network.additions().values())
    steps = plan.epochs * -(-len(texts) // plan.batch)
    groups = [{"params": additions, "lr": plan.rate}, {"params": questions.parameters(), "lr": plan.rate * 2}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    # up over the first twentieth, then straight down
    slope = lambda step: min((step + 1) / (steps / 20), (steps - step) / steps)  # noqa: E731
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, slope)
    for epoch in range(plan.epochs):
        network.train()
        total = 0.0
        for part in batches(texts, plan.batch, rng):
            loss = questions.loss(network([rng.choice(views)[i] for i in part]), part)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(additions, 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item() * len(part)
        after_epoch(epoch, total / len(texts))
