"""Writes `known.txt`, the characters and words a person with six years of school reads; run it when the sources change.

    .venv/bin/python -m bot.content.reading.make_known

There is no list of such words that may be passed on, so it is derived from two sources. jieba's dictionary (fxsjy,
MIT) counts words in print; our own sentences under data/nlu are written as workers write, and a word they use
themselves is one they know. Print alone would call 掰 and 惦记 rare and 履行 common: bookish words are therefore not
found by counting at all, they are listed by hand in data/reading.toml.

- A character is known when it is among the 3,000 commonest of the dictionary or stands three times in data/nlu.
- It can be read as a word of its own when workers write it as one three times.
- A word is known when it is among the dictionary's 20,000 commonest or stands twice in data/nlu; names of people,
  places and firms are no vocabulary. A word put together from known ones need not be written down.
"""

from __future__ import annotations

import re
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from bot.content.catalogue import DATA
from bot.content.reading.vocabulary import KNOWN, Vocabulary, cutter, is_han

CHARACTERS = 3000
WORDS = 20_000
LONGEST = 4
_EXAMPLE = re.compile(r"^\s*- (?!intent:)(.+)$", re.M)
_LABEL = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")
_NAMES = ("nr", "ns", "nt", "nz")


def workers_sentences(nlu: Path) -> list[str]:
    """Every training sentence, without the labels of its entities."""
    found = (line for path in sorted(nlu.glob("*.yml")) for line in _EXAMPLE.findall(path.read_text(encoding="utf-8")))
    return [_LABEL.sub(r"\1", line) for line in found]


def derive(data: Path) -> Vocabulary:
    """The vocabulary as the two sources give it."""
    import jieba.posseg

    cut = cutter()
    print_counts = {w: f for w, f in cut.FREQ.items() if f and is_han(w)}
    sentences = workers_sentences(data / "nlu")
    spoken = Counter(word for line in sentences for word in cut.cut(line, HMM=False))
    spoken_characters = Counter("".join(sentences))
    in_print: Counter[str] = Counter()
    for word, count in print_counts.items():
        in_print.update(dict.fromkeys(word, count))
    characters = {c for c, _ in in_print.most_common(CHARACTERS)}
    characters |= {c for c, count in spoken_characters.items() if count >= 3 and is_han(c)}
    tags = jieba.posseg.POSTokenizer(cut).word_tag_tab
    ranked = sorted(print_counts, key=lambda w: (-print_counts[w], w))[:WORDS]
    words = {w for w in ranked if not tags.get(w, "").startswith(_NAMES)}
    words |= {w for w, count in spoken.items() if count >= 2 and is_han(w)}
    words = {w for w in words if 1 < len(w) <= LONGEST and set(w) <= characters}
    alone = {w for w, count in spoken.items() if len(w) == 1 and count >= 3 and w in characters}
    found = Vocabulary(frozenset(characters), frozenset(alone), frozenset(words))
    return Vocabulary(found.characters, found.alone, frozenset(w for w in words if not found.made_of_known(w)))


def main() -> None:
    """Write the file."""
    found = derive(DATA)
    head = (
        f"# jieba {version('jieba')} and data/nlu; written by make_known.py, which says how. Characters, those that "
        "are words of their own, words."
    )
    rows = ["".join(sorted(found.characters)), "".join(sorted(found.alone)), *sorted(found.words)]
    KNOWN.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
