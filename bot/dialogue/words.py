"""A person's message as words for the engine."""

from __future__ import annotations

from bot.text.normalise import strip_faces


def as_words(text: str) -> str:
    """The words of a message, never a command: WeChat's faces (/:rose) off, a leading slash made full width.

    Rasa reads a leading `/` as an intent. Empty when somebody sent nothing but faces.

    >>> as_words("/:rose 谢谢"), as_words("/restart")
    ('谢谢', '／restart')
    """
    words = strip_faces(text).strip()
    return "／" + words[1:] if words.startswith("/") else words
