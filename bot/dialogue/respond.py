"""What to say to an understood message or a chosen option: one pure function for actions and bot.

Rasa decides the intent and which action answers; every action, and the bot for options and
while the engine is away, asks `respond`. Nothing here knows Rasa, WeChat or a database.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.content.catalogue import HOME_VIOLENCE, Catalogue
from bot.content.finding import find_pages
from bot.content.models import START, Page
from bot.dialogue import account, children, home, learn, plan, plan_setup, quiz, quiz_list, recall, scene
from bot.dialogue.again import IN_VAIN, again
from bot.dialogue.greeting import greeting
from bot.dialogue.menus import menu, menu_options, more_topics, unsure
from bot.dialogue.pages import page_reply
from bot.dialogue.plan_step import under_way
from bot.dialogue.reply import Option, Reply
from bot.dialogue.turn import Turn, payload

# Intents of conversation whose answer is one fixed line: intent -> key in [talk].
_LINES = {
    "goodbye": "goodbye",
    "thanks": "thanks",
    "affirm": "affirm_nothing",
    "deny": "deny_nothing",
    "choose": "choose_nothing",
    "stop": "stop",
    "bot_challenge": "bot_challenge",
    "insult": "insult",
    "chitchat": "chitchat",
    "talk_to_human": "human",
    "feedback_good": "feedback_good",
    "feedback_bad": "feedback_bad",
    "privacy_question": "privacy",
    "share_platform": "share",
    "out_of_scope": "out_of_scope",
}
_WITH_MENU = frozenset(
    {"bot_challenge", "out_of_scope", "chitchat", "stop", "deny", "affirm", "choose", "feedback_bad"}
)
# What small words mean while a plan is on screen.
_TO_A_PLAN = {"stop": "plan_stop", "affirm": "plan_cheer"}
_FAMILIES: dict[str, Callable[[Turn, Catalogue], Reply]] = {
    "set_role": account.set_role,
    "tell_child": plan_setup.tell_child,
    "show_profile": account.show_profile,
    "subscribe_weekly": account.subscribe,
    "unsubscribe_weekly": account.unsubscribe,
    "lesson_list": learn.lesson_list,
    "lesson_find": learn.lesson_find,
    "lesson_next": learn.lesson_next,
    "lesson_latest": learn.lesson_latest,
    "lesson_comic": learn.lesson_comic,
    "lesson_video": learn.lesson_video,
    "quiz_start": quiz_list.start,
    "quiz_answer": quiz_list.take_answer,
    "quiz_explain": quiz_list.explain,
    "quiz_progress": quiz_list.progress,
    "quiz_recall": recall.start,
    "quiz_stop": quiz.stop,
    children.NAME: account.child_name,
    "home_call": home.home_call,
    **dict.fromkeys(plan.INTENTS, plan.answer),
    "scene_list": scene.scene_list,
    "scene_start": scene.start,
    "scene_go_on": scene.go_on,
    "scene_read": scene.read,
    "scene_again": scene.again,
    "scene_practice": scene.practice,
    "scene_real": scene.real,
    "scene_stop": scene.stop,
}


def respond(turn: Turn, catalogue: Catalogue) -> Reply:
    """The reply to one understood message; every intent gets one, known or not."""
    aimed = children.aim(turn, catalogue)
    if isinstance(aimed, Reply):
        return replace(aimed, intent=turn.intent)
    reply = _respond(aimed, catalogue)
    told = {**children.meant(aimed), **_told_in_passing(aimed)}
    reply = replace(reply, intent=turn.intent, profile={**told, **reply.profile})
    reply = home.at_home(aimed, reply, catalogue)
    return children.propose(aimed, reply, catalogue)


def _told_in_passing(turn: Turn) -> dict[str, Any]:
    """Facts a question names by the way: 「娃五岁，奶奶带，不肯写作业」. Who writes is kept while it is not known."""
    if not turn.intent.startswith(("parent_", "guardian_", "manager_", "young_")):
        return {}
    told = account.facts_of(turn)
    if turn.role is not None:
        told.pop("role", None)
    return told


def _respond(turn: Turn, catalogue: Catalogue) -> Reply:
    intent = turn.intent
    if intent.startswith("report_"):
        page, start = catalogue.protocol(intent)
        shown = page_reply(page, str(turn.entities.get("section") or start), turn.tags)
        return replace(shown, quiet=True) if intent == HOME_VIOLENCE else shown
    if intent in catalogue.pages:
        page, section = catalogue.pages[intent], turn.entities.get("section")
        if (known := again(turn, page, catalogue)) is not None and section is None:
            return known
        return quiz_list.offer(turn, page_reply(page, str(section or START), turn.tags), catalogue)
    if intent == "greet":
        return Reply(greeting(turn.role, turn.now, catalogue), menu_options(catalogue, turn.role))
    if intent == "feedback_bad" and (page_here := catalogue.topic(turn.talk.page or "")) is not None:
        return _another_way(page_here, turn, catalogue)
    if intent in _FAMILIES:
        return _FAMILIES[intent](turn, catalogue)
    if intent == "show_menu":
        part = turn.entities.get("part")
        return more_topics(catalogue, turn.role, part) if isinstance(part, int) else menu(catalogue, turn.role)
    if intent == "delete_my_data":
        return Reply(catalogue.texts.line("talk", "deleted"), forget=True)
    if intent in ("nlu_fallback", "out_of_scope"):
        # of what is not understood a topic may be meant that no intent stands for yet
        named = find_pages(turn.text, [catalogue.pages[name] for name in catalogue.untaught])
        if named or intent == "nlu_fallback":
            return unsure([*named, *turn.ranking], catalogue, turn.role)
    if intent in ("more_detail", "repeat"):
        return _about_last_page(turn, catalogue)
    on_plan = under_way(turn.talk, catalogue)
    if intent in _TO_A_PLAN and on_plan is not None and on_plan.on_screen:
        return plan.answer(replace(turn, intent=_TO_A_PLAN[intent]), catalogue)
    if intent in _LINES:
        options = menu_options(catalogue, turn.role) if intent in _WITH_MENU else ()
        return Reply(catalogue.texts.line("talk", _LINES[intent]), options)
    return _not_yet(intent, turn, catalogue)


def _another_way(page: Page, turn: Turn, catalogue: Catalogue) -> Reply:
    """「没用」, said of what is on screen: sorry, and what of the page was not read yet."""
    seen = turn.talk.seen_of(page.name, turn.now)
    lines = catalogue.texts
    unread = [s for s in ("still", "more") if page.has(s) and page.section(s, turn.tags).name not in seen]
    ways = [Option(lines.line("talk", "another_way"), payload(page.name, section=s)) for s in unread[:1]]
    return Reply(lines.line("talk", "feedback_bad"), (*ways, *menu_options(catalogue, turn.role)))


def _not_yet(intent: str, turn: Turn, catalogue: Catalogue) -> Reply:
    """Understood, but there is no page for it yet: say so, never pretend."""
    title = catalogue.title(intent)
    if title is None:
        return Reply(catalogue.texts.line("talk", "out_of_scope"), menu_options(catalogue, turn.role))
    return Reply(catalogue.texts.line("talk", "not_yet", title=title), menu_options(catalogue, turn.role))


def _about_last_page(turn: Turn, catalogue: Catalogue) -> Reply:
    """「然后呢」 opens the page's next section, 「再说一遍」 the same one again; so with lessons and quizzes."""
    run = turn.talk.quiz
    if run is not None and not run.paused and turn.intent == "repeat" and quiz.of_run(run, catalogue) is not None:
        return quiz.go_on(run, catalogue)
    on_plan = under_way(turn.talk, catalogue)
    if on_plan is not None and on_plan.on_screen:
        return plan.answer(replace(turn, intent="my_plan"), catalogue)
    if turn.talk.page in catalogue.lessons:
        return learn.lesson_again(turn, catalogue.lessons[turn.talk.page], catalogue)
    page = catalogue.pages.get(turn.talk.page or "")
    if page is None:
        key = "repeat_nothing" if turn.intent == "repeat" else "more_nothing"
        return Reply(catalogue.texts.line("talk", key), menu_options(catalogue, turn.role))
    here = turn.talk.section or START
    if turn.intent == "repeat":
        return page_reply(page, here, turn.tags)
    after = "still" if here != START or IN_VAIN.search(turn.text) else "more"
    for section in (after, "still", "more"):
        if page.has(section) and section != here:
            return page_reply(page, section, turn.tags)
    end = page_reply(page, here, turn.tags)
    return Reply(catalogue.texts.line("talk", "more_end"), end.options, page=end.page, section=here, urgent=end.urgent)
