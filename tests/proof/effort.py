"""How long a practised person would be busy: the keystroke-level model (Card, Moran and Newell), and reading.

What the machine takes (training, judging, a page that loads) is no part of it. The seconds of the model are its
authors': an average typist's key, pointing with a mouse, a press of its button, the hand's way between mouse and keys,
making up one's mind. The speed of reading is our assumption, slower than a practised reader's.
"""

from __future__ import annotations

from dataclasses import dataclass

KEY, POINT, PRESS, HAND, MIND = 0.28, 1.1, 0.2, 0.4, 1.35
"""Seconds."""
KEYS_A_CHARACTER = 3.0
"""Of a Chinese character: most of its pinyin, and its number in the list."""
READ = 4.0
"""Characters a second."""


@dataclass
class Effort:
    """What somebody did so far."""

    clicks: int = 0
    keys: float = 0.0
    fields: int = 0
    read: int = 0
    """Characters."""

    def click(self) -> None:
        """One thing on the page is looked for and clicked."""
        self.clicks += 1

    def type(self, text: str) -> None:
        """A field is clicked, and a text typed into it."""
        self.fields += 1
        self.clicks += 1
        self.keys += sum(1.0 if c.isascii() else KEYS_A_CHARACTER for c in text)

    def reading(self, text: str) -> None:
        """Something is read to the end."""
        self.read += len("".join(text.split()))

    @property
    def seconds(self) -> float:
        """All of it, one thing after the other."""
        acts = self.clicks * (MIND + POINT + PRESS) + self.fields * 2 * HAND + self.keys * KEY
        return acts + self.read / READ

    def __str__(self) -> str:
        done = f"{self.clicks} clicks, {self.keys:.0f} keys in {self.fields} fields, {self.read} characters read"
        return f"{self.seconds:.0f} s of a practised person ({done})"
