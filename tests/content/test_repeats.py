"""No two topics' answers or steps share a sentence, and each variant has at least one step of its own."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from bot.content.catalogue import load_catalogue
from bot.content.models import Page

CATALOGUE = load_catalogue()
TOPICS = [page for page in CATALOGUE.pages.values() if page.kind == "topic"]
SHORTEST = 8
"""Characters from which on a sentence counts: 他现在安全吗 and the like are nobody's own."""
_END = re.compile(r"[。！？；\n]")
_NUMBER = re.compile(r"[①-⑨]")
_PHONE = re.compile(r"(?<!\d)(?:110|119|120|122|12\d{3})(?!\d)")


def sentences(text: str) -> list[str]:
    """The sentences of a text, bare of marks. What to dial is said in the same words everywhere on purpose."""
    parts = [part for part in _END.split(text) if not _PHONE.search(part)]
    return [bare for part in parts if len(bare := re.sub(r"\W", "", _NUMBER.sub("", part))) >= SHORTEST]


def steps(text: str) -> set[str]:
    """The numbered steps of an answer, bare; its lines where it has none."""
    lines = text.splitlines()
    return {re.sub(r"\W", "", _NUMBER.sub("", line)) for line in [x for x in lines if _NUMBER.match(x)] or lines}


def lines_of(text: str) -> set[str]:
    """Every line of an answer, bare."""
    return {re.sub(r"\W", "", line) for line in text.splitlines()}


def test_no_two_topics_share_a_sentence() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for page in TOPICS:
        for section in page.sections.values():
            for sentence in sentences(section.text):
                where[sentence].add(page.name)
    assert {sentence: pages for sentence, pages in where.items() if len(pages) > 1} == {}


def test_no_plan_says_what_another_or_a_topic_says() -> None:
    where: dict[str, set[str]] = defaultdict(set)
    for page in TOPICS:
        for section in page.sections.values():
            for sentence in sentences(section.text):
                where[sentence].add(page.name)
    for plan in CATALOGUE.plans.values():
        said = [plan.goal, plan.tip, *(step for day in plan.days for step in (day.step, *day.step_at.values()))]
        for sentence in {s for text in said for s in sentences(text)}:
            where[sentence].add(f"plan {plan.name}")
    shared = {sentence: names for sentence, names in where.items() if len(names) > 1}
    assert {s: names for s, names in shared.items() if any(n.startswith("plan ") for n in names)} == {}


VARIED = [page for page in CATALOGUE.pages.values() if any("@" in key for key in page.sections)]


@pytest.mark.parametrize("page", VARIED, ids=lambda page: page.name)
def test_each_variant_differs_in_a_step(page: Page) -> None:
    """In a protocol a line is enough: what saves a life is said in the same words to everybody."""
    parts = steps if page.kind == "topic" else lines_of
    for key, section in page.sections.items():
        base = key.partition("@")[0]
        for other, shown in page.sections.items():
            if other.partition("@")[0] == base and other != key:
                assert parts(section.text) != parts(shown.text), f"{key} says what {other} says"
                assert page.kind == "protocol" or parts(section.text) - parts(shown.text), (
                    f"{key} has no step of its own"
                )


def test_a_shared_sentence_and_a_copied_variant_would_be_found() -> None:
    assert sentences("① 晚上手机放老人屋里，不放床头。") == sentences("先不管。晚上手机放老人屋里，不放床头！")
    assert steps("说法不同。\n① 先问一句。\n② 再等等。") == steps("换个开头。\n① 先问一句！\n② 再等等。")
