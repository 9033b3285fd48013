"""Layout: whatever an author writes within the limits, bubbles hold their words and cover nobody."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from bot.content.catalogue import DATA
from bot.content.lesson_panels import LONGEST_NARRATION, LONGEST_SPEECH, Actor, Panel
from bot.content.lessons import load_lessons
from bot.errors import ContentError
from bot.studio.box import Box
from bot.studio.bubble import LEADING
from bot.studio.film.sheet import FILM
from bot.studio.layout import COMIC, Sheet, lay_out
from bot.studio.lines import clean, cut_words, measure
from tests.studio.panels import panels

PICTURE = Box(0, 0, 720, 720)
SLOW = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SLOW
@given(panels())
def test_bubbles_hold_their_words_and_cover_nobody(panel: Panel) -> None:
    layout = lay_out(panel)
    assert {b.who for b in layout.bubbles} == {who for who, said in panel.speech if clean(said)}
    shown = "".join("".join(b.lines) for b in layout.bubbles)
    assert shown.replace(" ", "") == clean("".join(said for _, said in panel.speech)).replace(" ", "")
    heads = [s.head for s in layout.everybody]
    for number, bubble in enumerate(layout.bubbles):
        box = bubble.box
        assert bubble.font >= 26
        assert max(map(measure, bubble.lines)) * bubble.font <= box.w - 30
        assert len(bubble.lines) * bubble.font * LEADING <= box.h - 20
        assert box.within(PICTURE)
        assert not any(box.touches(head) for head in heads)
        assert not any(box.touches(other.box) for other in layout.bubbles[:number])
        assert layout.caption is None or not box.touches(layout.caption.box)


@SLOW
@given(panels())
def test_heads_and_captions_are_in_the_picture(panel: Panel) -> None:
    layout = lay_out(panel)
    top = 0.0
    if layout.caption:
        caption = layout.caption
        top = caption.box.bottom
        assert caption.font >= 26
        assert len(caption.lines) <= 3
        assert all(measure(line) * caption.font <= 720 - 40 for line in caption.lines)
        assert len(caption.lines) * caption.font * LEADING <= caption.box.h
    assert len(layout.everybody) == len(panel.cast)
    for one in layout.everybody:
        assert one.head.y > top
        assert one.head.bottom < 690
        assert 0 <= one.head.cx <= 720


@SLOW
@given(panels())
def test_the_tail_ends_at_its_speaker(panel: Panel) -> None:
    layout = lay_out(panel)
    heads = {s.actor.who: s.head for s in layout.everybody}
    for bubble in layout.bubbles:
        assert heads[bubble.who].holds(*bubble.tip, 6)
        assert not bubble.box.holds(*bubble.tip)


@pytest.mark.parametrize("scene", ["dormitory", "phone_screen", "video_call"])
def test_the_longest_words_of_three_people_still_fit(scene: str) -> None:
    cast = tuple(
        Actor(who, "stand", "calm", place)
        for who, place in (("father", "left"), ("grandma", "centre"), ("manager", "right"))
    )
    speech = (("manager", "国" * LONGEST_SPEECH), ("father", "国" * LONGEST_SPEECH))
    layout = lay_out(Panel(scene, "day", cast, (), "国" * LONGEST_NARRATION, speech))
    assert len(layout.bubbles) == 2


def test_the_first_speech_is_read_first() -> None:
    cast = (Actor("mother", "stand", "calm", "left"), Actor("girl", "stand", "calm", "right"))
    speech = (("girl", "妈妈，你啥时候回来？"), ("mother", "五月一号，妈妈一定回来。"))
    first, second = lay_out(Panel("street", "day", cast, (), "", speech)).bubbles
    assert first.box.y < second.box.y


def test_words_far_over_the_limit_are_refused() -> None:
    cast = (Actor("mother", "stand", "calm", "left"),)
    with pytest.raises(ContentError, match="do not fit"):
        lay_out(Panel("street", "day", cast, (), "", (("mother", "国" * 300),)))


def test_a_speaker_who_is_not_there_is_refused() -> None:
    with pytest.raises(ContentError, match="not there"):
        lay_out(Panel("street", "day", (), (), "", (("mother", "你好"),)))


OURS = [
    pytest.param(panel, id=f"{lesson.name} {number}")
    for lesson in load_lessons(DATA).values()
    for number, panel in enumerate(lesson.panels, 1)
]


@pytest.mark.parametrize("sheet", [COMIC, FILM], ids=["comic", "film"])
def test_in_ours_every_hand_that_waves_or_points_is_seen(sheet: Sheet) -> None:
    for one in OURS:
        (panel,) = one.values
        layout = lay_out(panel, sheet)
        for frame, people in zip(layout.frames, layout.people, strict=True):
            for somebody in people:
                hand = somebody.hand
                if hand is not None:
                    assert not any(b.box.touches(hand) for b in layout.bubbles), one.id
                    assert frame.box.x - 1 <= hand.x, one.id
                    assert hand.right <= frame.box.right + 1, one.id


def test_in_ours_hardly_a_line_ends_inside_a_word() -> None:
    bubbles = [b.lines for one in OURS for b in lay_out(one.values[0]).bubbles]
    assert sum(cut_words(lines) > 0 for lines in bubbles) <= len(bubbles) * 0.02
