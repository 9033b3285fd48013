"""A scene as a pure state machine: the worker says something, the manager answers in free words, three times.

What a free word means while one is under way is settled in `bot.dialogue.practice`.
"""

from __future__ import annotations

from dataclasses import replace

from bot.content.catalogue import GENERAL_PROTOCOL, Catalogue
from bot.content.models import START
from bot.content.scenes import Scene
from bot.dialogue import feedback
from bot.dialogue.pages import MENU, page_reply
from bot.dialogue.reply import Option, Reply
from bot.dialogue.scene_run import SceneRun
from bot.dialogue.scoring import judge, matches_whole
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload
from bot.text.near import bare

MOST_OFFERED = 5


def live(talk: Talk, catalogue: Catalogue) -> Scene | None:
    """The scene on screen, whose next words are an answer to the worker."""
    run = talk.scene
    return catalogue.scenes.get(run.scene) if run is not None and not run.paused else None


def under_way(talk: Talk, catalogue: Catalogue) -> bool:
    """Whether there is a scene to go on with, on screen or paused."""
    return talk.scene is not None and talk.scene.scene in catalogue.scenes


def scene_list(turn: Turn, catalogue: Catalogue) -> Reply:
    """The scenes, part by part, those of the page on screen first; one under way can be gone on with."""
    lines = catalogue.texts
    scenes = catalogue.scenes_on(turn.talk.page)
    parts = max(1, -(-len(scenes) // MOST_OFFERED))
    part = turn.entities.get("part")
    here = (part - 1 if isinstance(part, int) else 0) % parts
    options = [_start_option(s) for s in scenes[here * MOST_OFFERED : (here + 1) * MOST_OFFERED]]
    if under_way(turn.talk, catalogue):
        options.insert(0, Option(lines.line("scene", "back"), payload("scene_go_on")))
    if parts > 1:
        options.append(Option(lines.line("scene", "more"), payload("scene_list", part=here + 2)))
    return Reply(lines.line("scene", "which"), (*options, Option(lines.line("menu", "back"), MENU)))


def start(turn: Turn, catalogue: Catalogue) -> Reply:
    """The first words of a scene; the list when there is none of that name."""
    scene = catalogue.scenes.get(str(turn.entities.get("scene")))
    if scene is None:
        return scene_list(turn, catalogue)
    line = catalogue.texts.line("scene", "begin", title=scene.title, setting=scene.setting)
    return _ask(scene, SceneRun(scene.name), catalogue, line)


def go_on(turn: Turn, catalogue: Catalogue) -> Reply:
    """Where a scene stands, after a pause."""
    run = turn.talk.scene
    if run is None or run.scene not in catalogue.scenes:
        return scene_list(turn, catalogue)
    if run.asked is not None:
        return practice_or_real(replace(run, paused=False), catalogue)
    scene = catalogue.scenes[run.scene]
    return _ask(scene, run, catalogue, catalogue.texts.line("scene", "go_on", title=scene.title))


def read(turn: Turn, catalogue: Catalogue) -> Reply:
    """The model answer instead of one's own; an old tap, of another turn or scene, changes nothing."""
    run, scene = _here(turn, catalogue)
    if run is None or scene is None:
        return go_on(turn, catalogue)
    return _next(scene, run, (), catalogue, catalogue.texts.line("scene", "no_matter"))


def again(turn: Turn, catalogue: Catalogue) -> Reply:
    """The turn that was just judged, once more."""
    run, scene = _here(turn, catalogue)
    if run is None or scene is None or not run.scores:
        return go_on(turn, catalogue)
    return _ask(scene, replace(run, scores=run.scores[:-1]), catalogue, catalogue.texts.line("scene", "once_more"))


def practice(turn: Turn, catalogue: Catalogue) -> Reply:
    """「这是练习」: the words that were held are judged, and such words no longer asked about."""
    run = turn.talk.scene
    if run is None or run.held is None or run.scene not in catalogue.scenes:
        return go_on(turn, catalogue)
    sure = replace(run, asked=None, held=None, sure=True, paused=False)
    return take(replace(turn.talk, scene=sure), run.held, catalogue)


def real(turn: Turn, catalogue: Catalogue) -> Reply:
    """「真的有人出事了」: the protocol of that kind, for somebody who writes about another."""
    run = turn.talk.scene
    page, section = catalogue.protocol((run.asked if run is not None else None) or GENERAL_PROTOCOL)
    return page_reply(page, "other_person" if page.has("other_person") else section, turn.tags)


def stop(turn: Turn, catalogue: Catalogue) -> Reply:
    """Left before its end; the page that says how it is done stays within reach."""
    lines, run = catalogue.texts, turn.talk.scene
    scene = catalogue.scenes.get(run.scene) if run is not None else None
    options = _topic(scene, catalogue) if scene is not None else ()
    return Reply(lines.line("scene", "stopped"), (*options, Option(lines.line("menu", "back"), MENU)), scene_over=True)


def take(talk: Talk, text: str, catalogue: Catalogue) -> Reply:
    """The manager's answer to the worker: stars, a model answer, and what the worker says next."""
    run, scene = talk.scene, live(talk, catalogue)
    if run is None or scene is None:
        return scene_list(Turn("scene_list", talk), catalogue)
    lines, turn = catalogue.texts, scene.turns[len(run.scores)]
    if matches_whole(bare(text), catalogue.signs.any("ask_again")):
        return _ask(scene, run, catalogue, lines.line("scene", "once_more"))
    verdict = judge(text, turn, catalogue.signs)
    if verdict is None:
        key = "angry" if matches_whole(bare(text), catalogue.signs.any("insult")) else "nothing"
        return _ask(scene, run, catalogue, lines.line("scene", key))
    told = feedback.lines(verdict, turn, len(run.scores), lines)
    return _next(scene, run, verdict.points, catalogue, told)


def _here(turn: Turn, catalogue: Catalogue) -> tuple[SceneRun | None, Scene | None]:
    """The run and its scene, if the option that was tapped belongs to where they stand."""
    run, told = turn.talk.scene, turn.entities
    if run is None or run.asked is not None or told.get("scene") != run.scene or told.get("turn") != len(run.scores):
        return None, None
    return replace(run, paused=False), catalogue.scenes.get(run.scene)


def _ask(scene: Scene, run: SceneRun, catalogue: Catalogue, before: str) -> Reply:
    """The worker's words of the turn a run stands at; who was not listened to says them more guardedly."""
    lines, number = catalogue.texts, len(run.scores)
    turn = scene.turns[number]
    unheard = bool(run.scores) and bool(run.scores[-1]) and run.scores[-1][0] == 0
    seen = (turn.shut if unheard else "") or turn.before
    said = lines.line("scene", "says", n=number + 1, all=len(scene.turns), seen=seen, who=turn.who, says=turn.says)
    here = {"scene": scene.name, "turn": number}
    options = (
        *((Option(lines.line("scene", "again"), payload("scene_again", **here)),) if run.scores else ()),
        Option(lines.line("scene", "read"), payload("scene_read", **here)),
        Option(lines.line("scene", "leave"), payload("scene_stop")),
    )
    return Reply(f"{before}\n\n{said}", options, scene=replace(run, paused=False, asked=None, held=None))


def _next(scene: Scene, run: SceneRun, points: tuple[int, ...], catalogue: Catalogue, told: str) -> Reply:
    """The model answer of the turn that is over, and the next turn or the end."""
    model = catalogue.texts.line("scene", "model", model=scene.turns[len(run.scores)].model)
    run = replace(run, scores=(*run.scores, points))
    before = f"{told}\n\n{model}"
    return (
        _ask(scene, run, catalogue, before)
        if len(run.scores) < len(scene.turns)
        else _end(scene, run, catalogue, before)
    )


def _end(scene: Scene, run: SceneRun, catalogue: Catalogue, before: str) -> Reply:
    """The summary; a scene of life and death leads into what to do for real."""
    lines = catalogue.texts
    text = f"{before}\n\n{feedback.summary(scene, run.scores, lines)}"
    if scene.ends is not None:
        name, _, section = scene.ends.partition("#")
        shown = page_reply(catalogue.pages[name], section or START)
        text = f"{text}\n\n{lines.line('scene', 'for_real')}\n{shown.text}"
        return Reply(text, shown.options, page=shown.page, section=shown.section, scene_over=True)
    options = (
        Option(lines.line("scene", "once_again"), payload("scene_start", scene=scene.name)),
        Option(lines.line("scene", "other"), payload("scene_list")),
        *_topic(scene, catalogue),
        Option(lines.line("menu", "back"), MENU),
    )
    return Reply(text, options, scene_over=True)


def practice_or_real(run: SceneRun, catalogue: Catalogue) -> Reply:
    """The question that costs a manager who practises one tap, and loses nothing of what was written."""
    lines = catalogue.texts
    options = (
        Option(lines.line("scene", "is_practice"), payload("scene_practice")),
        Option(lines.line("scene", "is_real"), payload("scene_real")),
    )
    return Reply(lines.line("scene", "practice_or_real"), options, scene=run)


def _start_option(scene: Scene) -> Option:
    return Option(scene.title, payload("scene_start", scene=scene.name))


def _topic(scene: Scene, catalogue: Catalogue) -> tuple[Option, ...]:
    page = catalogue.topic(scene.topics[0])
    return (Option(page.title, payload(page.name)),) if page is not None else ()
