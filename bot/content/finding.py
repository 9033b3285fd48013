"""Which lessons are about what somebody asks for: by the words, and by what the words mean. Which pages are named.

Words: pairs of characters that a question shares with a lesson, weighed by the place where they stand and by how few
lessons have them; a whole keyword counts more than its parts. Meaning: the topics the question is likely about, the
likeliest first, as the engine ranks them; it knows 娃不听话 and 管教 for the same where no character is shared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log

from bot.content.lessons import Lesson
from bot.content.models import Page
from bot.text.normalise import normalise

ENOUGH = 1.0
"""The least score of a lesson that is on the subject."""
_KEYWORD, _TITLE, _TOPIC, _TEXT = 1.0, 0.8, 0.6, 0.15
_WHOLE = 2.0
"""For a keyword or a topic's title that stands in the question as it is."""
_MEANT = 5.0
"""For the topic the question is likeliest about; the second counts half, the third a third."""
_FURTHER = 0.5
"""How fast a lesson's own topics count less, from its first on."""
_ASKING = re.compile(
    r"有没有|有冇|想[看学听]|给我|找一?[节下个]|讲|教|课程?|漫画|小测|视频|动画|怎么|咋|关于|的|吗|呢|我|想|看|孩子|娃"
)


def find_lessons(
    asked: str, meant: Sequence[str], lessons: Iterable[Lesson], pages: Mapping[str, Page]
) -> list[tuple[float, Lesson]]:
    """The lessons on a subject with their score, the best first. `meant`: topics, likeliest first; or none."""
    question = normalise(asked)
    pairs = _pairs(_ASKING.sub(" ", question))
    entries = [(lesson, _entry(lesson, pages)) for lesson in lessons]
    spread = Counter(pair for _, (weights, _) in entries for pair in weights)
    ranks = {topic: n for n, topic in enumerate(meant, 1)}
    found = []
    for lesson, (weights, names) in entries:
        rare = {pair: log(1 + len(entries) / spread[pair]) for pair in pairs & weights.keys()}
        score = sum(weights[pair] * rarity for pair, rarity in rare.items())
        score += _WHOLE * max((len(name) / 2 for name in names if name in question), default=0.0)
        score += max(
            (_MEANT / ranks[t] / (1 + _FURTHER * n) for n, t in enumerate(lesson.topics) if t in ranks), default=0
        )
        if score >= ENOUGH:
            found.append((score, lesson))
    return sorted(found, key=lambda scored: (-scored[0], scored[1].name))


def find_pages(asked: str, pages: Iterable[Page]) -> list[str]:
    """Names of pages whose title or a keyword stands in a text as it is, the longest first: for those that the engine
    can never name."""
    question, found = normalise(asked), []
    for page in pages:
        names = (_normal(words) for words in (page.title, *page.keywords))
        length = max((len(name) for name in names if len(name) > 1 and name in question), default=0)
        found.append((-length, page.name))
    return [name for length, name in sorted(found) if length]


def _entry(lesson: Lesson, pages: Mapping[str, Page]) -> tuple[Mapping[str, float], frozenset[str]]:
    topics = [(1 / (1 + _FURTHER * n), pages[t]) for n, t in enumerate(lesson.topics) if t in pages]
    told = (
        *((_TEXT, words) for _, words in lesson.sections.passages()),
        (_TEXT, lesson.summary),
        *((_TOPIC * near, words) for near, page in topics for words in (page.title, *page.keywords)),
        (_TITLE, lesson.title),
        *((_KEYWORD, words) for words in lesson.keywords),
    )
    weights: dict[str, float] = {}
    for weight, words in told:
        for pair in _pairs(_normal(words)):
            weights[pair] = max(weight, weights.get(pair, 0.0))
    names = {_normal(w) for w in (*lesson.keywords, *(page.title for _, page in topics))}
    return weights, frozenset(names)


@lru_cache(maxsize=4096)
def _normal(words: str) -> str:
    return normalise(words)


def _pairs(text: str) -> set[str]:
    return {a + b for a, b in pairwise(text) if (a + b).isalnum()}
