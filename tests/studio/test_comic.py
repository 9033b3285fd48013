"""Pictures: every word of the vocabulary draws, the XML is sound, the same panel gives the same picture."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings

from bot.content.lesson_panels import CAST, FACES, PLACES, POSES, PROPS, SCENES, TIMES, Actor, Panel
from bot.studio.comic import draw_panel
from bot.studio.figure import draw_figure
from bot.studio.motion import Motion
from tests.studio.panels import panel, panels

SVG = "{http://www.w3.org/2000/svg}"


def parse(picture: str) -> ElementTree.Element:
    return ElementTree.fromstring(picture)


def classes(picture: str) -> set[str]:
    return {name for e in parse(picture).iter() for name in e.get("class", "").split()}


@pytest.mark.parametrize("time", sorted(TIMES))
@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_scene_at_every_hour(scene: str, time: str) -> None:
    picture = draw_panel(panel(scene, time, said="你好"), number=3)
    root = parse(picture)
    assert root.get("viewBox") == "0 0 720 720"
    assert root.get("role") == "img"
    assert root.get("width") is None
    assert root[0].tag == f"{SVG}title"
    assert {"bubble", "head", "eyes", "mouth", "arm", "leg", "mother", "girl"} <= classes(picture)
    assert len(picture) < 70_000


@pytest.mark.parametrize("who", sorted(CAST))
def test_every_pose_and_face_of_everybody(who: str) -> None:
    poses = {pose: draw_figure(who, pose, "calm") for pose in POSES}
    faces = {face: draw_figure(who, "stand", face) for face in FACES}
    assert len({f.before + f.behind for f in poses.values()}) == len(POSES)
    assert len({f.before for f in faces.values()}) == len(FACES)
    for figure in (*poses.values(), *faces.values()):
        parse(f"<g>{figure.behind}{figure.before}</g>")


def test_everybody_looks_different() -> None:
    assert len({draw_figure(who, "stand", "calm").before for who in CAST}) == len(CAST)


@pytest.mark.parametrize("scene", sorted(SCENES))
@pytest.mark.parametrize("prop", sorted(PROPS))
def test_every_prop_in_every_place(scene: str, prop: str) -> None:
    for place in PLACES:
        plain = panel(scene)
        picture = draw_panel(replace(plain, props=((prop, place),)), number=1)
        assert prop in classes(picture) | {"phone"}
        assert picture != draw_panel(plain, number=1)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(panels())
def test_any_panel_is_sound_xml_and_always_the_same(some: Panel) -> None:
    picture = draw_panel(some, number=1)
    parse(picture)
    assert picture == draw_panel(some, number=1)
    assert " id=" not in picture  # several pictures stand on one page
    assert 'fill="None"' not in picture


def test_words_cannot_become_markup() -> None:
    picture = draw_panel(panel(said="<script>&\"']]>\x00\x0b", narration="<b>&amp;</b>"), number=1)
    root = parse(picture)
    assert not [e for e in root.iter() if e.tag.endswith(("script", "}b"))]
    text = "".join(root.itertext())
    assert "<script>&" in text.replace("\n", "")
    assert "&amp;" in text


def test_alt_text_is_the_title() -> None:
    some = panel(said="吃饭了吗？", narration="晚上九点。")
    assert parse(draw_panel(some, number=1))[0].text == some.alt


def test_type_is_large_enough_for_a_cheap_phone() -> None:
    root = parse(
        draw_panel(panel(said="孩子三天没接我电话了，我怕他出事，心里乱得很，对不起。", narration="国" * 44), number=1)
    )
    spoken = [e for e in root.iter(f"{SVG}text") if e.find(f"{SVG}tspan") is not None]
    assert len(spoken) == 2
    assert all(float(e.get("font-size", "0")) >= 26 for e in spoken)


def test_motion_moves_eyes_mouth_and_arms() -> None:
    some = panel(said="你好", pose="wave")
    still = draw_panel(some, number=1, motion={})
    moves = (Motion(blink=True), Motion(mouth=0.8), Motion(swing=10))
    frames = [draw_panel(some, number=1, motion={"mother": m}) for m in moves]
    assert len({still, *frames}) == 4


def test_children_are_smaller_than_adults() -> None:
    from bot.studio.cast import PEOPLE

    heights = {who: PEOPLE[who].build.height for who in CAST}
    assert heights["baby"] < heights["girl"] < heights["boy"] < heights["mother"] <= heights["father"]


def test_a_phone_in_the_hand_is_not_drawn_twice() -> None:
    cast = (Actor("mother", "phone", "calm", "left"),)
    with_prop = Panel("street", "day", cast, (("phone", "left"),), "晚上", ())
    assert draw_panel(with_prop, number=1) == draw_panel(replace(with_prop, props=()), number=1)


def test_the_contact_sheet_shows_the_whole_vocabulary() -> None:
    from bot.studio.sheet import contact_sheet

    page = contact_sheet()
    assert page.count("<svg") >= len(CAST) + 1 + len(SCENES) * len(TIMES)


def test_a_bag_hangs_from_the_hand() -> None:
    cast = (Actor("mother", "walk", "calm", "left"),)
    held = draw_panel(Panel("street", "day", cast, (("bag", "left"),), "走吧", ()), number=1)
    assert "held" in classes(held)
