"""Panels for tests: one by hand, and any an author could write."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.content.lesson_panels import (
    CAST,
    FACES,
    LONGEST_NARRATION,
    LONGEST_SPEECH,
    PLACES,
    POSES,
    PROPS,
    SCENES,
    TIMES,
    Actor,
    Panel,
)

CHINESE = "孩子妈妈今天没接我电话了怕他出事心里乱得很怎么办老师说作业都写完了想你们什么时候回来一二三四"
MARKS = "。，！？；：、……“”‘’（）《》——·~!?,.()"
LATIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 WM@%&<>\"'/-"


def words(longest: int) -> st.SearchStrategy[str]:
    """Chinese, marks, Latin and anything else, up to the authors' limit."""
    usual = st.text(st.sampled_from(CHINESE * 3 + MARKS), min_size=1, max_size=longest)
    mixed = st.text(st.sampled_from(CHINESE + MARKS + LATIN), min_size=1, max_size=longest)
    return usual | mixed | st.text(min_size=1, max_size=longest) | st.just("国" * longest) | st.just("W" * longest)


def panel(
    scene: str = "dormitory",
    time: str = "day",
    pose: str = "stand",
    face: str = "calm",
    said: str = "",
    narration: str = "",
) -> Panel:
    """Mother on the left, girl on the right."""
    speech = (("mother", said),) if said else ()
    cast = (Actor("mother", pose, face, "left"), Actor("girl", "stand", "happy", "right"))
    return Panel(scene, time, cast, (), narration, speech)


@st.composite
def panels(draw: st.DrawFn, scenes: frozenset[str] = SCENES) -> Panel:
    """Any panel of the authors' vocabulary: one to three people, two props, up to two speeches."""
    who = draw(st.lists(st.sampled_from(sorted(CAST)), min_size=1, max_size=3, unique=True))
    places = draw(st.permutations(sorted(PLACES)))
    cast = tuple(
        Actor(name, draw(st.sampled_from(sorted(POSES))), draw(st.sampled_from(sorted(FACES))), place)
        for name, place in zip(who, places, strict=False)
    )
    props = draw(st.lists(st.tuples(st.sampled_from(sorted(PROPS)), st.sampled_from(sorted(PLACES))), max_size=2))
    speech = draw(st.lists(st.tuples(st.sampled_from(who), words(LONGEST_SPEECH)), max_size=2))
    narration = draw(st.just("") | words(LONGEST_NARRATION))
    return Panel(
        draw(st.sampled_from(sorted(scenes))),
        draw(st.sampled_from(sorted(TIMES))),
        cast,
        tuple(props),
        narration,
        tuple(speech),
    )
