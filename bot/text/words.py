"""Words of a Chinese sentence: spaCy's blank Chinese with jieba and our own dictionary.

The dictionary (`data/dictionary.txt`, jieba's form) keeps 线长, 儿童主任, 娃儿 whole.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

DICTIONARY = Path(__file__).resolve().parent.parent.parent / "data" / "dictionary.txt"


@lru_cache(maxsize=1)
def _pipeline():  # type: ignore[no-untyped-def]
    import logging

    import jieba
    import spacy

    jieba.setLogLevel(logging.WARNING)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})
    jieba.load_userdict(str(DICTIONARY))
    return nlp


@lru_cache(maxsize=64)
def words(text: str) -> tuple[tuple[str, int], ...]:
    """Each word with its place (characters from the start) in the text as given; kept a while, for several ask."""
    return tuple((token.text, token.idx) for token in _pipeline().make_doc(text) if not token.is_space)
