"""What an adapter is trained on."""

from __future__ import annotations

from bot.training.encoder.sentences import Sentence, fewer


def test_less_of_the_intents_leaves_every_line_of_danger() -> None:
    found = [Sentence(str(n), "greet") for n in range(1000)] + [Sentence("x" * n, danger=True) for n in range(50)]
    some = fewer(found, 0.5, seed=7)
    assert sum(s.danger is True for s in some) == 50
    assert 420 < sum(s.intent == "greet" for s in some) < 580
    assert fewer(found, 0.5, seed=7) == some
    assert fewer(found, 1.0, seed=7) == found
