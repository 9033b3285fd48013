"""Time: cues in order, none overlapping, long enough to be read, the whole between the limits or refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.catalogue import DATA
from bot.content.lesson_panels import LONGEST_NARRATION, LONGEST_SPEECH, VOICES, Actor, Panel
from bot.content.lessons import load_lessons
from bot.errors import ContentError
from bot.studio.film.timing import FASTEST, FPS, LONGEST, SHORTEST, Timeline, characters, time_lesson, utterances
from bot.studio.film.vtt import captions
from tests.studio.panels import words

LESSONS = load_lessons(DATA)
_STAMP = r"(\d\d):(\d\d):(\d\d)\.(\d\d\d)"
_CUE = re.compile(rf"(\d+)\n{_STAMP} --> {_STAMP}\n<v ([^>\n]+)>([^\n]+)")


def talk(narration: str, *speech: str) -> Panel:
    cast = (Actor("mother", "stand", "calm", "left"),)
    return Panel("street", "day", cast, (), narration, tuple(("mother", s) for s in speech))


panels = st.lists(
    st.builds(
        lambda narration, speech: talk(narration, *speech),
        st.just("") | words(LONGEST_NARRATION),
        st.lists(words(LONGEST_SPEECH), max_size=2),
    ),
    min_size=1,
    max_size=10,
)


def check(line: Timeline, scenes: list[Panel]) -> None:
    assert SHORTEST <= line.seconds <= LONGEST
    assert line.starts[0] == 0
    assert list(line.starts) == sorted(line.starts)
    assert [(c.who, c.scene) for c in line.cues] == [
        (who, n) for n, panel in enumerate(scenes) for who, _ in utterances(panel)
    ]
    for before, after in zip(line.cues, line.cues[1:], strict=False):
        assert before.end <= after.start
    for cue in line.cues:
        assert line.starts[cue.scene] <= cue.start < cue.end <= line.end_of(cue.scene)
        assert line.scene_at(cue.start) == cue.scene
        assert line.cue_at((cue.start + cue.end) / 2) == cue
        assert characters(cue.words) <= FASTEST * (cue.end - cue.start + 1.5 / FPS)
        assert cue.start * FPS == pytest.approx(round(cue.start * FPS))
    assert line.cues[-1].end < line.seconds


@settings(deadline=None)  # a busy machine is no fault
@given(panels)
def test_any_lesson_is_timed_or_refused(scenes: list[Panel]) -> None:
    try:
        line = time_lesson(scenes)
    except ContentError as err:
        assert "video" in str(err)  # noqa: PT017 - whether it is raised is free, what it says is not
        return
    check(line, scenes)


@settings(deadline=None)  # a busy machine is no fault
@given(panels, st.floats(1, 200))
def test_a_recording_sets_the_pace(scenes: list[Panel], recording: float) -> None:
    if not any(utterances(p) for p in scenes):
        return
    try:
        line = time_lesson(scenes, recording)
    except ContentError:
        assert not SHORTEST <= recording + 3 <= LONGEST
        return
    assert line.seconds == pytest.approx(recording + 3, abs=2 / FPS)
    assert all(a.end <= b.start for a, b in zip(line.cues, line.cues[1:], strict=False))


@pytest.mark.parametrize("name", LESSONS)
def test_every_lesson_has_the_length_of_a_video(name: str) -> None:
    check(time_lesson(LESSONS[name].film), list(LESSONS[name].film))


def test_a_calm_lesson_is_read_at_the_slow_pace() -> None:
    line = time_lesson([talk("孩子说今天想你了。", "我也想他，下班就打。")] * 9)
    for cue in line.cues:
        assert characters(cue.words) / (cue.end - cue.start) == pytest.approx(4.5, abs=0.35)


def test_too_much_and_too_little_are_refused_with_the_number() -> None:
    with pytest.raises(ContentError, match=r"780 characters, \d+ at most"):
        time_lesson([talk("国" * 44, "国" * 34)] * 10)
    with pytest.raises(ContentError, match="too little"):
        time_lesson([talk("你好。")])


@settings(deadline=None)  # a busy machine is no fault
@given(panels)
def test_captions_are_webvtt(scenes: list[Panel]) -> None:
    if not any(utterances(p) for p in scenes):
        return
    line = time_lesson(scenes, 50)
    text = captions(line)
    head, *blocks = text.removesuffix("\n").split("\n\n")
    assert head == "WEBVTT"
    assert len(blocks) == len(line.cues)
    for number, (block, cue) in enumerate(zip(blocks, line.cues, strict=True), 1):
        found = _CUE.fullmatch(block)
        assert found, block
        assert found[1] == str(number)
        start, end = (
            int(found[i]) * 3600 + int(found[i + 1]) * 60 + int(found[i + 2]) + int(found[i + 3]) / 1000 for i in (2, 6)
        )
        assert (start, end) == (pytest.approx(cue.start, abs=0.001), pytest.approx(cue.end, abs=0.001))
        assert found[10] == (VOICES[cue.who] if cue.who else "旁白")
        assert "<" not in found[11]
        assert "-->" not in found[11]
        assert re.sub("&(amp|lt|gt);", lambda m: {"amp": "&", "lt": "<", "gt": ">"}[m[1]], found[11]) == cue.words


def test_lessons_are_where_the_build_looks() -> None:
    assert all((Path(DATA) / "lessons" / f"{name}.md").exists() for name in LESSONS)
