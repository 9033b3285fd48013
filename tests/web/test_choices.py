"""Pages of a comic with choices: every way is an address, an end is where it counts as read."""

from __future__ import annotations

import re

import httpx
import pytest
from markupsafe import escape

from bot.content.catalogue import load_catalogue
from bot.content.lessons import MADE_UP, STORY
from bot.dialogue.reply import Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.studio.comic import draw_panel
from tests.content.ways import every_way
from tests.web.site import P, Site

CATALOGUE = load_catalogue()
ONE = next(x for x in CATALOGUE.lessons.values() if x.branches is not None)
STORIES = [x for x in CATALOGUE.lessons.values() if x.form == STORY]


async def test_every_way_is_walked_by_links(visitor: httpx.AsyncClient) -> None:
    for way in every_way(ONE):
        for step in range(len(way) + 1):
            here = f"/lessons/{ONE.name}/{way[:step]}".rstrip("/")
            page = (await visitor.get(here)).text
            told = ONE.walk(way[:step])
            assert told is not None
            numbers = [number for stretch in told for number in stretch.numbers]
            shown = re.findall(rf'src="/lessons/{ONE.name}/(\d+)\.svg"', page)
            assert [int(n) for n in shown] == numbers
            assert all(str(escape(ONE.panels[n - 1].alt)) in page for n in numbers)
            links = re.findall(rf'href="(/lessons/{ONE.name}/\d+)#here"', page)
            if step < len(way):
                assert f"/lessons/{ONE.name}/{way[: step + 1]}" in links
                assert str(escape(ONE.sections.do[0])) not in page, "what is to be taken along comes at the end"
            else:
                assert links == []
                assert str(escape(told[-1].follow.end)) in page
                assert all(str(escape(thing)) in page for thing in ONE.sections.do)
                assert f'href="/lessons/{ONE.name}/card"' in page


@pytest.mark.parametrize("way", ["4", "9", "3321", "33211", "0", "x"])
async def test_a_way_that_is_none_is_404(way: str, visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get(f"/lessons/{ONE.name}/{way}")).status_code == 404


async def test_a_plain_lesson_has_no_ways(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/lessons/parent_call_that_works/1")).status_code == 404


async def test_panels_behind_nine_are_drawn_without_numbers(visitor: httpx.AsyncClient) -> None:
    number = len(ONE.panels)
    picture = await visitor.get(f"/lessons/{ONE.name}/{number}.svg")
    assert picture.text == draw_panel(ONE.panels[number - 1], number=None)
    assert (await visitor.get(f"/lessons/{ONE.name}/{number + 1}.svg")).status_code == 404


async def test_it_counts_as_read_at_an_end_on_the_page(site: Site, visitor: httpx.AsyncClient) -> None:
    site.store.talks.save(P, Talk(), Talk().after(Reply("x"), 0.0))
    for way, read in (("", set()), ("/33", set()), ("/332", {ONE.name})):
        await visitor.get(site.tickets.address(P, f"/lessons/{ONE.name}{way}"))
        assert site.talk().progress.opened == read


async def test_and_in_the_chat(site: Site) -> None:
    for way, read in (("33", set()), ("332", {ONE.name})):
        reply = respond(Turn("lesson_find", site.talk(), {"lesson": ONE.name, "way": way}), CATALOGUE)
        await site.showing.show(P, reply)
        assert site.talk().progress.opened == read


@pytest.mark.parametrize("lesson", STORIES, ids=lambda x: x.name)
async def test_a_story_says_who_tells_it_and_that_it_is_made_up(lesson, visitor: httpx.AsyncClient) -> None:
    page = (await visitor.get(f"/lessons/{lesson.name}")).text
    assert lesson.teller in page
    assert MADE_UP in page
    assert MADE_UP not in (await visitor.get("/lessons/parent_call_that_works")).text
    assert "故事" in (await visitor.get("/lessons")).text
