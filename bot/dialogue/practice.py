"""Free words while a scene is under way: an answer to the worker, a way out, or danger that may be real.

While a scene is live every free word is practice, judged by signs and never sent to the engine. Taps, the words of
other flows and a real disclosure go first and pause it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.dialogue import scene
from bot.dialogue.fiction import answered, meant, spoken_to
from bot.dialogue.labels import GO_ON_SCENE
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload

SCENE_WORDS = frozenset({"练习", "练一练", "练练", "情景练习", "角色扮演"})
ELSEWHERE = frozenset({"小测", "看课", "漫画课", "我的资料", "我的成绩", "订阅", "退订", "转人工"})
"""Words of other flows: nobody says them to a worker."""


def goes_on(talk: Talk, catalogue: Catalogue) -> bool:
    """Whether 继续 and 退出 mean the scene: on screen, and paused unless a quiz waits or a plan is on screen."""
    if talk.check or not scene.under_way(talk, catalogue):
        return False
    others = talk.quiz is not None or (talk.plan is not None and talk.plan.on_screen)
    return scene.live(talk, catalogue) is not None or not others


def asking(talk: Talk, catalogue: Catalogue) -> bool:
    """Whether 「练习，还是真的有人出事了」 is the question on screen."""
    return scene.live(talk, catalogue) is not None and talk.scene is not None and talk.scene.asked is not None


def in_danger(talk: Talk, text: str, kind: str, catalogue: Catalogue) -> Reply | None:
    """What words of danger bring while a scene is on screen; None when the protocol must be shown at once."""
    run = talk.scene
    if run is None or scene.live(talk, catalogue) is None:
        return None
    if run.asked is not None and answered(text, catalogue.signs) is False:
        return scene.practice(Turn("scene_practice", talk), catalogue)
    how = meant(text, catalogue.signs, _names(talk, catalogue))
    if how == "real" or (run.asked is not None and how == "unclear"):
        return None
    if how == "practice" and run.sure:
        return scene.take(talk, text, catalogue)
    return scene.practice_or_real(replace(run, asked=kind, held=text), catalogue)


def hears(
    talk: Talk, text: str, concern: str | None, catalogue: Catalogue, now: float, *, stop: bool, menu: bool
) -> tuple[Reply, str | None] | None:
    """The answer to a free word that means the scene, with the kind of danger that may yet be behind it; None when
    the word is for others. `stop`, `menu`: it is a word that leaves, or that calls the menu.
    """
    run, word = talk.scene, text.strip().lower()
    if run is not None and stop and goes_on(talk, catalogue):
        return scene.stop(Turn("scene_stop", talk), catalogue), run.asked
    if run is not None and asking(talk, catalogue):
        is_real = answered(text, catalogue.signs)
        if is_real is None:
            return scene.practice_or_real(run, catalogue), None
        return respond(Turn("scene_real" if is_real else "scene_practice", talk, now=now), catalogue), None
    if word in SCENE_WORDS:
        return scene.scene_list(Turn("scene_list", talk), catalogue), None
    if run is None or scene.live(talk, catalogue) is None or menu or stop or word in ELSEWHERE:
        return None
    how = meant(text, catalogue.signs, _names(talk, catalogue)) if concern is not None else "practice"
    fiction = how == "practice" or (how == "unclear" and (run.sure or spoken_to(text, catalogue.signs)))
    return scene.take(talk, text, catalogue), None if fiction else concern


def ways_back(talk: Talk, reply: Reply, catalogue: Catalogue) -> list[Option | None]:
    """What leads back to a scene a reply interrupts; with help at hand while 「练习，还是真的」 is left open."""
    run = talk.scene
    if run is None or reply.scene_over or reply.quiz is not None:
        return []
    back = Option(catalogue.texts.line("scene", "back"), GO_ON_SCENE)
    if run.asked is None:
        return [back]
    return [back, Option(catalogue.texts.line("talk", "need_help"), payload(run.asked))]


def _names(talk: Talk, catalogue: Catalogue) -> frozenset[str]:
    """Who is in the scene on screen: their names are no sign of somebody real."""
    here = scene.live(talk, catalogue)
    return frozenset(turn.who for turn in here.turns) if here is not None else frozenset()
