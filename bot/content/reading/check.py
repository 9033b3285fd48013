"""What is too hard to read for somebody with six years of school, each fault with file, section and the words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.content.reading.passages import Passage, passages
from bot.content.reading.vocabulary import Vocabulary, load_vocabulary
from bot.errors import ContentError

# Of 12,000 sentences written before there was a limit, 1 in 300 was longer; what is read in fear is kept shorter than
# what is read in peace. Numbers and letters count as one character a run.
LONGEST_SENTENCE = {"topic": 30, "protocol": 28, "lesson": 26, "plan": 26, "quiz": 26, "scene": 26}
LONGEST_STRETCH = 16
"""Characters between any two marks: without a comma nobody knows where to breathe."""
_STOP = re.compile(r"[。！？!?；;：:\n…①-⑨]+")
_MARK = re.compile(r"[。！？!?；;：:\n…①-⑨，,、“”（）《》—]+")
_RUN = re.compile(r"[0-9A-Za-z.%]+")
_ASIDE = re.compile(r"（[^）]*）")
_UNREAD = re.compile(r"[\W_]+")


def reading_faults(data: Path) -> list[str]:
    """Every fault; empty when all can be read, and when a file cannot be loaded, which other checks report."""
    try:
        vocabulary = load_vocabulary(data)
        found = list(passages(data))
    except ContentError as err:
        return str(err).splitlines()
    return faults_of(found, vocabulary)


def faults_of(found: Iterable[Passage], vocabulary: Vocabulary) -> list[str]:
    """Every fault of some passages, with the terms that their files explain nowhere."""
    found = list(found)
    faults = [fault for passage in found for fault in passage_faults(passage, vocabulary)]
    files: dict[str, str] = defaultdict(str)
    for passage in found:
        files[passage.file] += passage.text + "\n"
    return faults + [fault for file, text in files.items() for fault in unexplained(file, text, vocabulary)]


def passage_faults(passage: Passage, vocabulary: Vocabulary) -> Iterator[str]:
    """What is too long in a passage, and the words and characters that are not known."""
    where, limit = f"{passage.file} {passage.place}", LONGEST_SENTENCE[passage.kind]
    # A law's article in brackets is stepped over; how long it is, the stretches say.
    for sentence in _STOP.split(_ASIDE.sub("", passage.read)):
        if length(sentence) > limit:
            yield f"{where} {length(sentence)} characters between stops; at most {limit}: {sentence}"
    for stretch in _MARK.split(passage.read):
        if length(stretch) > LONGEST_STRETCH:
            yield f"{where} {length(stretch)} characters without a comma; at most {LONGEST_STRETCH}: {stretch}"
    for word in dict.fromkeys(vocabulary.words_of(passage.read)):
        if word in vocabulary.plain:
            yield f"{where} bookish word {word}; say {vocabulary.plain[word]}"
        elif strange := [c for c in word if c not in vocabulary.characters]:
            yield f"{where} rare character {''.join(strange)}: {word}"
        elif not vocabulary.knows(word):
            yield f"{where} rare word: {word}"


def unexplained(file: str, text: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Terms of a file that it names and explains nowhere."""
    used = set(vocabulary.words_of(text)) & vocabulary.terms.keys()
    for term in sorted(used):
        told = vocabulary.terms[term]
        if not any(explanation in text for explanation in told):
            yield f"{file} {term} is explained nowhere; say one of: {' / '.join(told)}"


def length(text: str) -> int:
    """Characters that are read: no marks and spaces, a number or a word in letters as one."""
    return len(_UNREAD.sub("", _RUN.sub("1", text)))
