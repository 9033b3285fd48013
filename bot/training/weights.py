"""Fit the fusion's weights and temperature for config.yml, on sentences neither heads nor adapter have seen.

    .venv/bin/python -m bot.training.weights

Heads are fitted without the sentences of data/nlu that are held back from the adapter; the weights that make
those likeliest are printed, and what they give on the development holdout beside those of config.yml.
"""

from __future__ import annotations

import sys

import numpy as np

from bot.intents.weights import likeliest, log_softmax
from bot.text.encode import Encoder
from bot.training.dataset import load_examples
from bot.training.safety import CACHE
from bot.training.study import Asked, Study, settings


def main() -> None:
    """Print."""
    config, encoder = settings(), Encoder(CACHE)
    examples = load_examples()
    study = Study([e for e in examples if not e.held_back], config, encoder)
    held = [e for e in examples if e.held_back]
    found = likeliest(study.verdicts([e.text for e in held]), [study.fusion.intents.index(e.intent) for e in held])
    sys.stdout.write("likeliest: " + ", ".join(f"{view} {weight:.3f}" for view, weight in found.items()) + "\n")
    asked = Asked.load("nlu_dev")
    verdicts = study.verdicts(asked.texts)
    configured = study.fusion.fused(verdicts)
    fitted = np.exp(log_softmax(np.asarray(sum(found[view] * said for view, said in verdicts.items()))))
    for name, scores in (("config.yml", configured), ("likeliest", fitted)):
        top = ", ".join(f"top-{n} {asked.top(scores, study.fusion.intents, n):.3f}" for n in (1, 3))
        sys.stdout.write(f"{name} on nlu_dev: {top}\n")


if __name__ == "__main__":
    main()
