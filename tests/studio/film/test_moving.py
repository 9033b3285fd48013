"""Movement, measured on drawn frames at half size and without the camera: people must move, mouths only to speak."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import ndimage

from bot.content.catalogue import DATA
from bot.content.lesson_panels import FACES, POSES, Actor, Panel
from bot.content.lessons import load_lessons
from bot.studio.film.acting import Move, Play, act
from bot.studio.film.screen import Film
from bot.studio.film.sheet import STAGE, TOP
from bot.studio.film.shot import Shot
from bot.studio.film.timing import Cue, time_lesson
from bot.studio.motion import Motion
from tests.conftest import need

try:
    import resvg_py
except ImportError:
    resvg_py = None

K = 0.5
LESSONS = load_lessons(DATA)
Pixels = NDArray[np.int16]


@pytest.fixture(autouse=True)
def _renderer() -> None:
    need(resvg_py is not None, "resvg-py (extra `video`)")


def scenes() -> Iterator[tuple[str, int]]:
    """Every scene of one lesson, and one scene of each other."""
    for number, (name, lesson) in enumerate(LESSONS.items()):
        if number == 0:
            yield from ((name, n) for n in range(len(lesson.film)))
        else:
            yield name, zlib.crc32(name.encode()) % len(lesson.film)


def pixels(shot: Shot, t: float) -> Pixels:
    return np.asarray(shot.picture(t).convert("L")).astype(np.int16)


def without_breath(play: Play, actor: Actor, t: float, way: float, held: bool) -> Move:
    """A breath moves the whole upper body and would join what moves by itself."""
    return replace(act(play, actor, t, way, held), breath=0)


def mouth_alone(play: Play, actor: Actor, t: float, way: float, held: bool) -> Move:
    return Move(Motion(mouth=act(play, actor, t, way, held).motion.mouth))


def play_of(lesson: str, scene: int) -> Play:
    line = time_lesson(LESSONS[lesson].film)
    cues = tuple(c for c in line.cues if c.scene == scene)
    return Play(f"{lesson}/{scene}", line.starts[scene], line.end_of(scene), cues)


@pytest.mark.parametrize(("lesson", "scene"), scenes())
def test_something_always_moves_and_more_than_one_thing(lesson: str, scene: int) -> None:
    play = play_of(lesson, scene)
    shot = Shot(LESSONS[lesson].film[scene], play, K)
    times = np.arange(play.start, play.end - 1 / 12, 0.5)
    drawn = [pixels(shot, t) for t in times]
    for i in range(len(drawn) - 3):
        late = drawn[i + 1 : i + 4]
        assert any((np.abs(d - drawn[i]) > 12).sum() > 10 for d in late), f"still from {times[i]:.1f} s on"
    still = Shot(LESSONS[lesson].film[scene], play, K, without_breath)
    calm = [pixels(still, t) for t in times]
    parts = []
    for a, b in pairwise(calm):
        moved = ndimage.binary_dilation(np.abs(b - a) > 20, iterations=2)
        labels, count = ndimage.label(moved)
        sizes = ndimage.sum_labels(moved, labels, range(1, count + 1))
        parts.append(int((np.atleast_1d(sizes) > 30).sum()) if count else 0)
    assert max(parts) >= 2, parts


@pytest.mark.parametrize(("lesson", "scene"), scenes())
def test_a_mouth_moves_only_while_its_speaker_speaks(lesson: str, scene: int) -> None:
    panel = replace(LESSONS[lesson].film[scene], props=())
    play = play_of(lesson, scene)
    shot = Shot(panel, play, K, mouth_alone)
    heads = {s.actor.who: s.head for s in shot.layout.everybody}
    silent = pixels(shot, play.start)
    moved = dict.fromkeys([c.who for c in play.cues if c.who], 0)
    for t in np.arange(play.start, play.end - 1 / 12, 1 / 6):
        changed = np.abs(pixels(shot, t) - silent) > 8
        cue = next((c for c in play.cues if c.who and c.start <= t + 1e-6 < c.end), None)
        if cue is None:
            assert not changed.any(), f"somebody's mouth moves at {t:.2f} s"
            continue
        moved[cue.who] += bool(changed.any())
        head = heads[cue.who]
        left = max(0, round(head.x * K))  # a head may touch the edge
        changed[round((head.y - TOP) * K) : round((head.bottom - TOP) * K), left : round(head.right * K)] = False
        assert not changed.any(), f"not only {cue.who} moves at {t:.2f} s"
    assert all(count >= 2 for count in moved.values()), moved


@pytest.mark.parametrize("pose", sorted(POSES))
@pytest.mark.parametrize("face", sorted(FACES))
def test_every_pose_and_face_lives(pose: str, face: str) -> None:
    actor = Actor("mother", pose, face, "left")
    cue = Cue(3, 5, 0, "mother", "今天过得好不好？")
    play = Play("x", 0, 8, (cue,))
    times = [n / 12 for n in range(96)]
    moves = [act(play, actor, t, 200.0 if pose == "walk" else 0) for t in times]
    assert all(len(set(moves[i : i + 18])) > 1 for i in range(len(moves) - 18))
    assert any(m.motion.blink for m in moves)
    assert all((m.motion.mouth > 0) <= (cue.start <= t < cue.end) for m, t in zip(moves, times, strict=True))
    assert len({m.motion.mouth for m in moves}) > 3
    assert any(m.walking for m in moves) == (pose == "walk")
    assert moves[-1].dx == 0


def test_drawings_are_used_again() -> None:
    name = next(iter(LESSONS))
    shot = Shot(LESSONS[name].film[0], play_of(name, 0), 0.25)
    for t in np.arange(0, 6, 1 / 12):
        shot.picture(t)
    first = shot.drawings
    assert first < 72 * 6  # of some 700 parts that were laid
    shot.picture(3.0)
    assert shot.drawings == first


def test_bubbles_come_with_their_words_and_stay_inside() -> None:
    name = next(iter(LESSONS))
    film = Film(LESSONS[name], time_lesson(LESSONS[name].film), 0.25)
    cue = next(c for c in film.timeline.cues if c.who)
    shot = film.shot(cue.scene)
    box = shot.layout.bubbles[0].box

    def white(t: float) -> int:
        area = np.asarray(shot.frame(t))[round((box.y - TOP) * 0.25) : round((box.bottom - TOP) * 0.25)]
        return int((area[:, round(box.x * 0.25) : round(box.right * 0.25)] > 250).all(axis=2).sum())

    assert white(cue.start + 0.5) > white(cue.start - 0.1) + 0.3 * box.w * box.h / 16
    for bubble in shot.layout.bubbles:
        assert bubble.box.within(STAGE)


def test_the_camera_stays_on_the_stage_and_keeps_everybody_in_sight() -> None:
    for name, lesson in LESSONS.items():
        for number, panel in enumerate(lesson.film):
            play = play_of(name, number)
            shot = Shot(Panel(panel.scene, panel.time, panel.cast, (), "", panel.speech), play, 0.05)
            heads = {s.actor.who: s.head for s in shot.layout.everybody}
            for t in np.arange(play.start, play.end, 0.5):
                view = shot.camera(t)
                assert view.x >= 0
                assert view.y >= TOP - 1e-6
                assert view.right <= 720 + 1e-6
                assert view.bottom <= 720 + 1e-6
                for head in heads.values():
                    assert view.x <= max(head.x, 0) + 1e-6
                    assert view.right >= min(head.right, 720) - 1e-6
                    assert view.holds(head.cx, head.cy)
