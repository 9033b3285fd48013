"""How a manager's practice answer is judged: four criteria, 0 to 2 each, by signs. Pure, and no model behind it, so
that the same words always get the same stars and an author can see why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.content.scenes import SceneTurn
from bot.content.signs import CRITERIA, Marks, Patterns, Signs
from bot.text.near import bare
from bot.text.normalise import normalise

MOST = 2
"""Points of a criterion."""
SAYS_LITTLE = 8
"""Characters up to which words without any sign are taken for nothing useful."""
_NOISE = re.compile(r"[\s~…·\"'“”‘’《》()（）*_^]+")
_CLAUSE = re.compile(r"[^,.!?;:。、]+[?]*")
_BACK = 5
"""Characters before a sign in which a negation takes it back."""


@dataclass(frozen=True)
class Verdict:
    """The points of one answer, in the order of CRITERIA."""

    points: tuple[int, ...]
    hurt: bool = False
    """It holds words that hurt."""

    @property
    def listening(self) -> int:
        """The points of the criterion the worker's next words depend on."""
        return self.points[0]


def fold(text: str, signs: Signs) -> str:
    """The text as signs read it: normalised, without quotes and spaces, dialect words in standard Chinese."""
    text = _NOISE.sub("", normalise(text))
    for dialect, standard in signs.fold:
        text = text.replace(dialect, standard)
    return text


def judge(text: str, turn: SceneTurn, signs: Signs) -> Verdict | None:
    """The verdict on an answer; None when it says nothing useful: a greeting, a number, nothing but an insult."""
    said, word = fold(text, signs), bare(text)
    if not word or matches_whole(word, signs.any("nothing") + signs.any("insult")):
        return None
    marks = {name: signs.marks.get(name, Marks()) + turn.marks.get(name, Marks()) for name in CRITERIA}
    found = {name: _points(said, marks[name], signs) for name in CRITERIA}
    hurt = _hits(said, marks["listening"].bad, signs, bad=True) > 0
    listening, facts, step = found["listening"], found["facts"], found["next"]
    harm = hurt or any(_hits(said, marks[name].bad, signs, bad=True) for name in ("facts", "next", "privacy"))
    if not harm and len(word) <= SAYS_LITTLE and not any(found.values()):
        return None
    if hurt:  # a question or an offer is worth less with an insult beside it
        facts, step = (facts if facts == MOST else 0), max(0, step - 1)
    elif (listening or step == MOST or found["privacy"] == MOST) and not _hits(
        said, marks["facts"].bad, signs, bad=True
    ):
        facts = max(facts, _asked(said, signs))  # a cold question may be a rebuke: there only clear signs count
    if not listening and not hurt and (facts or step == MOST or found["privacy"] == MOST):
        listening = 1  # kind in deed, if not in words
    privacy = found["privacy"]
    if not privacy and not _hits(said, marks["privacy"].bad, signs, bad=True):
        privacy = 1  # nothing given away, nothing guarded
    return Verdict((listening, facts, step, privacy), hurt)


def matches_whole(text: str, patterns: Patterns) -> bool:
    """Whether one of the expressions is the whole text."""
    return any(p.fullmatch(text) for p in patterns)


def _points(said: str, marks: Marks, signs: Signs) -> int:
    if _hits(said, marks.bad, signs, bad=True):
        return 0
    total = MOST * _hits(said, marks.good, signs) + min(1, _hits(said, marks.fair, signs))
    slips = _hits(said, marks.slip, signs, bad=True)
    return min(MOST, max(1, total - slips) if slips else total)


def _hits(said: str, patterns: Patterns, signs: Signs, *, bad: bool = False) -> int:
    """How many of the expressions are found and not taken back."""
    return sum(any(_stands(said, m.start(), signs, bad) for m in p.finditer(said)) for p in patterns)


def _stands(said: str, start: int, signs: Signs, bad: bool) -> bool:
    """Whether a sign that begins at `start` means itself: 「不扣钱」 takes 扣钱 back, 「难不难受」 only asks.

    A question of that form still is a good sign (it takes the feeling up) and no bad one.
    """
    before = said[max(0, start - _BACK) : start]
    if len(before) >= MOST and before[-1] in "不没" and before[-2] == said[start]:
        return not bad
    return signs.negation.search(before) is None


def _asked(said: str, signs: Signs) -> int:
    """What a friendly answer's questions are worth: 2 to the purpose, 1 in general, 0 when none is asked.

    A rebuke, an offer of oneself and a mere 「行不行」 are no questions.
    """
    asking = [
        clause
        for clause in _clauses(said)
        if any(p.search(clause) for p in signs.any("question"))
        and not any(p.search(clause) for p in signs.any("no_question"))
    ]
    if not asking:
        return 0
    return MOST if any(not any(p.search(c) for p in signs.any("general_question")) for c in asking) else 1


@lru_cache(maxsize=8)
def _clauses(said: str) -> tuple[str, ...]:
    return tuple(_CLAUSE.findall(said))
