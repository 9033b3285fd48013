"""What to say to an understood message: one pure function for the action server and for the bot alone.

Rasa decides the intent and which action answers; every action, and the bot while the engine
is away, asks `respond` for the words. Nothing here knows Rasa, WeChat or a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.catalogue import Catalogue, payload
from bot.content.models import ROLES, START
from bot.dialogue.pages import MENU, page_reply
from bot.dialogue.reply import Option, Reply

ROLE_LABELS = {"parent": "我是孩子爸妈", "manager": "我是线长、管理", "young_worker": "我是年轻工人"}
SUGGESTIONS = 3

# Intents of conversation whose answer is one fixed line: intent -> key in [talk].
_LINES = {
    "greet": "greet",
    "goodbye": "goodbye",
    "thanks": "thanks",
    "affirm": "affirm_nothing",
    "deny": "deny_nothing",
    "stop": "stop",
    "bot_challenge": "bot_challenge",
    "insult": "insult",
    "chitchat": "chitchat",
    "talk_to_human": "human",
    "feedback_good": "feedback_good",
    "feedback_bad": "feedback_bad",
    "privacy_question": "privacy",
    "out_of_scope": "out_of_scope",
}
_WITH_MENU = frozenset({"greet", "bot_challenge", "out_of_scope", "chitchat", "stop", "deny", "affirm", "feedback_bad"})


@dataclass(frozen=True)
class Turn:
    """What is known when a message is to be answered."""

    intent: str
    section: str | None = None
    role: str | None = None
    page: str | None = None
    """The page shown last, which 「然后呢」 and 「再说一遍」 are about."""
    page_section: str | None = None
    ranking: Sequence[str] = ()
    """The likeliest intents, best first; what a doubtful message is offered."""


def respond(turn: Turn, catalogue: Catalogue) -> Reply:
    """The reply to one understood message; every intent gets one, known or not."""
    intent = turn.intent
    if intent.startswith("report_"):
        page, start = catalogue.protocol(intent)
        return page_reply(page, turn.section or start, turn.role)
    if intent in catalogue.pages:
        return page_reply(catalogue.pages[intent], turn.section or START, turn.role)
    if intent == "show_menu":
        return menu(catalogue, turn.role)
    if intent == "set_role":
        return role_menu(catalogue, turn.role)
    if intent == "nlu_fallback":
        return unsure(turn.ranking, catalogue, turn.role)
    if intent in ("more_detail", "repeat"):
        return _about_last_page(turn, catalogue)
    if intent == "choose":
        return Reply(catalogue.texts.line("talk", "choose_nothing"), menu_options(catalogue, turn.role))
    if intent in _LINES:
        options = menu_options(catalogue, turn.role) if intent in _WITH_MENU else ()
        return Reply(catalogue.texts.line("talk", _LINES[intent]), options)
    return not_yet(intent, catalogue, turn.role)


def welcome(catalogue: Catalogue) -> Reply:
    """The first words to somebody who follows: who we are, and the question who they are."""
    return Reply(catalogue.texts.line("menu", "hello"), role_options())


def role_options() -> tuple[Option, ...]:
    """The three roles, as options that set them."""
    return tuple(Option(ROLE_LABELS[role], payload("set_role", role=role)) for role in ROLES)


def role_menu(catalogue: Catalogue, role: str | None) -> Reply:
    """Acknowledge a role and show what there is for it; without a role, ask again."""
    if role not in ROLES:
        return Reply(catalogue.texts.line("menu", "again"), role_options())
    return Reply(catalogue.texts.line("menu", role), menu_options(catalogue, role), role=role)


def menu(catalogue: Catalogue, role: str | None) -> Reply:
    """The menu of a role; of everything while the role is not known."""
    return Reply(catalogue.texts.line("menu", "again"), menu_options(catalogue, role))


def menu_options(catalogue: Catalogue, role: str | None) -> tuple[Option, ...]:
    """Topics for a role, then the protocols' door: danger is always on the menu."""
    topics = tuple(Option(p.title, payload(p.name)) for p in catalogue.topics_for(role))
    return (*topics, Option(catalogue.pages["danger_now"].title, payload("danger_now")))


def unsure(ranking: Sequence[str], catalogue: Catalogue, role: str | None) -> Reply:
    """「您是想问：1 … 2 … 3 都不是」: up to three likely intents that have a title, and a way out."""
    likely = [(name, catalogue.title(name)) for name in ranking]
    options = [Option(title, payload(name)) for name, title in likely if title][:SUGGESTIONS]
    if not options:
        return Reply(catalogue.texts.line("talk", "out_of_scope"), menu_options(catalogue, role))
    none = Option(catalogue.texts.line("talk", "none_of_these"), MENU)
    return Reply(catalogue.texts.line("talk", "unsure"), (*options, none))


def not_yet(intent: str, catalogue: Catalogue, role: str | None) -> Reply:
    """Understood, but there is no page for it yet: say so, never pretend."""
    title = catalogue.title(intent)
    if title is None:
        return Reply(catalogue.texts.line("talk", "out_of_scope"), menu_options(catalogue, role))
    return Reply(catalogue.texts.line("talk", "not_yet", title=title), menu_options(catalogue, role))


def _about_last_page(turn: Turn, catalogue: Catalogue) -> Reply:
    """「然后呢」 opens the page's next section, 「再说一遍」 the same one again."""
    page = catalogue.pages.get(turn.page or "")
    if page is None:
        return Reply(
            catalogue.texts.line("talk", f"{turn.intent.split('_')[0]}_nothing"), menu_options(catalogue, turn.role)
        )
    here = turn.page_section or START
    if turn.intent == "repeat":
        return page_reply(page, here, turn.role)
    after = {START: "more"}.get(here, "still")
    for section in (after, "still", "more"):
        if section in page.sections and section != here:
            return page_reply(page, section, turn.role)
    links = page_reply(page, here, turn.role).options
    return Reply(
        catalogue.texts.line("talk", "more_end"), links, page=page.name, section=here, urgent=page.kind == "protocol"
    )


def off_list(options: Sequence[Option], catalogue: Catalogue) -> Reply:
    """A number that is not on the list: say how many there are, and show them again."""
    return Reply(catalogue.texts.line("talk", "picked_wrong", n=len(options)), tuple(options))
