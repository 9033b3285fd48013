"""Which words somebody with six years of school knows: `known.txt` (derived) and data/reading.toml (by hand)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.errors import ContentError

KNOWN = Path(__file__).with_name("known.txt")
BY_HAND = "reading.toml"
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_TABLES = {"everyday", "terms", "plain"}


def is_han(text: str) -> bool:
    """Whether a text is Chinese characters and nothing else."""
    return _HAN.fullmatch(text) is not None


@lru_cache(maxsize=1)
def cutter() -> Any:
    """jieba with its own dictionary, apart from the one that `bot.text.words` teaches our words."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    own = jieba.Tokenizer()
    own.initialize()
    return own


@dataclass(frozen=True)
class Vocabulary:
    """Known characters and words, and what the hand list says of the rest."""

    characters: frozenset[str]
    alone: frozenset[str]
    """Characters that are a word of their own (吃, 洗): with them unknown words are taken apart."""
    words: frozenset[str]
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """A term that is needed: one of these explanations must stand on the same page."""
    plain: Mapping[str, str] = field(default_factory=dict)
    """A bookish word, and what people say."""

    def knows(self, word: str) -> bool:
        """Whether a word is known, by itself or because it is put together from known ones."""
        if word in self.words or word in self.terms:
            return True
        return word in self.characters if len(word) == 1 else self.made_of_known(word)

    def made_of_known(self, word: str) -> bool:
        """Whether a word falls into shorter known ones: 洗干净 is 洗 and 干净."""
        reached = [True] + [False] * len(word)
        for end in range(1, len(word) + 1):
            parts = ((start, word[start:end]) for start in range(end) if reached[start])
            reached[end] = any(part != word and (part in self.alone or part in self.words) for _, part in parts)
        return reached[-1]

    def words_of(self, text: str) -> Iterator[str]:
        """The Chinese words of a text, the longest term first: jieba does not know 告诫书 and 儿童主任."""
        for piece in self._terms_apart(text):
            if piece in self.terms:
                yield piece
            else:
                yield from (word for word in cutter().cut(piece, HMM=False) if is_han(word))

    def _terms_apart(self, text: str) -> list[str]:
        longest_first = sorted(self.terms, key=len, reverse=True)
        return re.split(f"({'|'.join(map(re.escape, longest_first))})", text) if longest_first else [text]


def load_vocabulary(data: Path, known: Path = KNOWN) -> Vocabulary:
    """The derived list with the hand list of `data`. Raises ContentError naming the table that is wrong."""
    _, characters, alone, *words = known.read_text(encoding="utf-8").splitlines()
    try:
        raw = tomllib.loads((data / BY_HAND).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as err:
        raise ContentError(f"{BY_HAND}: {err}") from err
    faults = [f"{BY_HAND} [{key}] unknown table" for key in sorted(raw.keys() - _TABLES)]
    faults += [f"{BY_HAND} [{key}] is missing" for key in sorted(_TABLES - raw.keys())]
    faults += [
        f"{BY_HAND} [{key}] a table is expected" for key in _TABLES & raw.keys() if not isinstance(raw[key], dict)
    ]
    for table in ("everyday", "plain"):
        faults += [f"{BY_HAND} [{table}.{k}] a text is expected" for k, v in _of(raw, table) if not _is_text(v)]
    for term, told in _of(raw, "terms"):
        if not isinstance(told, list) or not told or not all(map(_is_text, told)):
            faults.append(f"{BY_HAND} [terms.{term}] a list of explanations is expected")
    if faults:
        raise ContentError("\n".join(faults))
    everyday = {word for line in raw["everyday"].values() for word in line.split()}
    return Vocabulary(
        characters=frozenset(characters) | {c for word in [*everyday, *raw["terms"]] for c in word},
        alone=frozenset(alone),
        words=frozenset(words) | everyday,
        terms={term: tuple(told) for term, told in raw["terms"].items()},
        plain=raw["plain"],
    )


def _of(raw: dict[str, Any], table: str) -> list[tuple[str, Any]]:
    found = raw.get(table, {})
    return list(found.items()) if isinstance(found, dict) else []


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())
