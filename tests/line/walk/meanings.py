"""What may follow an option, or words of an intent: patterns of card names, read off the files and the design.

Nothing of `bot/dialogue` is asked: this is the second opinion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bot.content.catalogue import GENERAL_PROTOCOL, Catalogue
from tests.line.walk.cards import MENU, MORE_TOPICS

Patterns = frozenset[str]
PLAN = frozenset({"line:plan.*", "step:*", "goal:*"})
SETTING_UP = frozenset({"line:plan.ask_shift", "line:plan.why_age", "line:plan.times*", "line:plan.odd_time", "step:*"})
PHONE = frozenset({"line:plan.phone"})
HOME = frozenset({"need:*", "line:home.ask*", "line:home.which*", "line:home.confirm"})
SCENES = frozenset({"line:scene.which"})
LESSONS = frozenset({"lesson:*", "line:learn.all_read", "way:*"})
LESSON_LIST = frozenset({"line:learn.which", "line:learn.none_on_that", "line:learn.all_read"})
PROFILE = frozenset(
    {f"line:account.{key}" for key in ("noted", "noted_it", "ask_age", "ask_carer", "what_now", "anew")}
)
OPEN_QUIZ = frozenset({"quiz:*", "line:quiz.which"})
RESULTS = frozenset({"line:quiz.so_far", "line:quiz.nothing_yet"})
SCENE_END = frozenset({"line:scene.end*", "line:scene.only_read"})
SCENE_TURN = frozenset({"scene:*"}) | SCENE_END

# table.key of an option's label -> what it brings; {…} is filled by the oracle's own state.
_FIXED: dict[str, Iterable[str]] = {
    "menu.more_topics": {MORE_TOPICS},
    "menu.lessons": LESSON_LIST,
    "menu.back": {MENU},
    "menu.plan": {"line:plan.list*", *PHONE},
    "talk.none_of_these": {MENU},
    "account.tell": {"line:account.ask_age", *PROFILE},
    "account.delete": {"line:talk.deleted"},
    "account.this_week": LESSONS | LESSON_LIST,
    "learn.next": LESSONS,
    "learn.begin": {"way:*"},
    "learn.another_way": {"way:*"},
    "learn.other": {MENU},
    "talk.another_way": {"page:*"},
    "quiz.leave": {"line:quiz.stopped"},
    "quiz.more": {"line:quiz.which"},
    "quiz.on_topic": OPEN_QUIZ,
    "quiz.recall": {*OPEN_QUIZ, "line:quiz.due_later", "line:quiz.nothing_due"},
    "quiz.next_lesson": LESSONS,
    "quiz.progress": RESULTS,
    "plan.more": {"line:plan.list*", *PHONE},
    "plan.new_shift": {"line:plan.ask_shift", "line:plan.list", *PHONE},
    "plan.called": {"line:plan.check_*", "line:plan.list", *SETTING_UP, *PHONE},
    "plan.tell": {"line:plan.check_*", "line:plan.list", *SETTING_UP, *PHONE},
    "plan.other_time": {"line:plan.times*", "line:plan.list", *SETTING_UP, *PHONE},
    "plan.stop": {"line:plan.stopped", "line:talk.stop"},
    "plan.switch": {"goal:*", "step:*", *PHONE},
    "plan.keep": PLAN,
    "plan.others": {"line:plan.list*", *PHONE},
    "plan.next_plan": {"line:plan.list*", *PHONE},
    "plan.go_on": PLAN,
    "plan.phone_mine": PLAN,
    "plan.phone_read": {"line:plan.phone_kept"},
    "scene.menu": SCENES,
    "scene.more": SCENES,
    "scene.other": SCENES,
    "scene.leave": {"line:scene.stopped"},
    "scene.read": SCENE_TURN | SCENES,
    "scene.again": {"line:scene.once_more", "line:scene.go_on", *SCENES},
    "scene.back": {*SCENES, "line:scene.go_on", "line:scene.practice_or_real"},
    "scene.is_practice": SCENE_TURN,
    "home.yes": HOME,
    "home.none_of_these": HOME,
    "home.other": HOME,
    "home.tell": HOME,
    "home.national": {"need:*"},
}
_SETUP_ANSWERS = frozenset({"line:plan.*", "step:*", "goal:*", *PROFILE, MENU, "page:*"})
_TARGETS: dict[str, Iterable[str]] = {
    "menu": {MENU},
    "plan_list": {"line:plan.list*", *PHONE},
    "scene_list": SCENES,
    "delete_my_data": {"line:talk.deleted"},
    "lesson_list": LESSON_LIST,
    "privacy_question": {"line:talk.privacy"},
    "quiz_start": OPEN_QUIZ,
    "talk_to_human": {"line:talk.human"},
}
_INTENTS: dict[str, Iterable[str]] = {
    "greet": {"line:talk.greet", "line:greet.*"},
    "goodbye": {"line:talk.goodbye"},
    "thanks": {"line:talk.thanks"},
    "affirm": {"line:talk.affirm_nothing", "line:plan.cheer"},
    "deny": {"line:talk.deny_nothing"},
    "choose": {"line:talk.choose_nothing", "line:talk.picked_wrong"},
    "stop": {"line:talk.stop", "line:plan.stopped", "line:quiz.stopped", "line:scene.stopped"},
    "bot_challenge": {"line:talk.bot_challenge"},
    "insult": {"line:talk.insult"},
    "chitchat": {"line:talk.chitchat"},
    "talk_to_human": {"line:talk.human"},
    "feedback_good": {"line:talk.feedback_good"},
    "feedback_bad": {"line:talk.feedback_bad"},
    "privacy_question": {"line:talk.privacy"},
    "share_platform": {"line:talk.share"},
    "out_of_scope": {"line:talk.out_of_scope"},
    "set_role": {"line:menu.parent", "line:menu.manager", "line:menu.young_worker", "line:menu.who"},
    "tell_child": PROFILE,
    "show_profile": {"line:account.stored", "line:account.stored_nothing"},
    "subscribe_weekly": {"line:account.subscribed"},
    "unsubscribe_weekly": {"line:account.unsubscribed"},
    "delete_my_data": {"line:talk.deleted"},
    "show_menu": {MENU},
    "lesson_list": LESSON_LIST,
    "lesson_find": LESSONS | LESSON_LIST,
    "lesson_next": LESSONS,
    "lesson_latest": LESSONS | LESSON_LIST,
    "lesson_comic": LESSONS | LESSON_LIST | {"line:learn.way_shown"},
    "lesson_video": {"line:learn.no_video"},
    "quiz_start": OPEN_QUIZ | SCENES,  # 练习 is said of both
    "quiz_explain": {"line:quiz.because", *OPEN_QUIZ},
    "quiz_progress": RESULTS,
    "more_detail": {"line:talk.more_nothing", "line:talk.more_end", "page:*", *LESSONS, *PLAN, "line:scene.go_on",
                    "quiz:*", "line:talk.nothing_kept"},
    "repeat": {"line:talk.repeat_nothing", "page:*", "quiz:*", *LESSONS, *PLAN, "line:scene.once_more"},
}  # fmt: skip
CHILDREN = frozenset({"line:child.which", "line:child.may_i*"})
"""Which of several children is meant, and what they may be called: asked under an answer, or before it."""
ANY_WORDS: Patterns = frozenset().union(*map(frozenset, _INTENTS.values())) - {"quiz:*", "page:*"} | {
    "page:*#start",
    "line:talk.unsure",
    "line:talk.not_yet",
    "line:talk.again*",
    *CHILDREN,
}
"""What free words may bring at all, however they were read."""


# Pages that are a card of the home router for somebody whose home is known.
_CARD_OF = {"page:guardian_hotlines#start": "need:all", "page:guardian_services#start": "need:child_services"}

_PAGE_OF = {card: page[5:].partition("#")[0] for page, card in _CARD_OF.items()}


def _at_home(patterns: Iterable[str]) -> Patterns:
    found = frozenset(patterns)
    return found | {card for page, card in _CARD_OF.items() if page in found}


class Meanings:
    """Looks up what may follow."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        lines = catalogue.texts.line
        self._labels: dict[str, set[str]] = defaultdict(set)
        for name, patterns in _FIXED.items():
            self._labels[lines(*name.split("."))] |= set(patterns)
        for table in ("shift", "result", "age", "carer"):
            for label in catalogue.texts.tables[table].values():
                self._labels[label] |= _SETUP_ANSWERS
        for role in ("我是孩子爸妈", "我是线长、管理", "我是年轻工人"):
            self._labels[role] |= set(_INTENTS["set_role"])
        for page in catalogue.pages.values():
            self._labels[page.title].add(f"page:{page.name}#start")
        for name, title in catalogue.titles.items():
            self._labels[title] |= set(self.of_intent(name))
        for need in catalogue.directory.needs.values():
            self._labels[need.title] |= HOME if need.id == "all" else {f"need:{need.id}"}
            for label, target in need.leads:
                start = target if target.startswith("need:") else f"page:{target}#start"
                self._labels[label] |= {start, "line:home.ask*", "line:home.confirm"}
        for lesson in catalogue.lessons.values():
            self._labels[lesson.title].add(f"lesson:{lesson.name}")
            for follow in (lesson.branches.follows if lesson.branches is not None else {}).values():
                for choice in follow.choices:
                    self._labels[choice.label].add(f"way:{lesson.name}#*")
        for quiz in catalogue.quizzes.values():
            self._labels[quiz.title].add(f"quiz:{quiz.name}#1")
        for plan in catalogue.plans.values():
            self._labels[plan.title] |= {f"goal:{plan.name}", f"step:{plan.name}#*", "line:plan.resumed", *PHONE}
        for scene in catalogue.scenes.values():
            self._labels[scene.title].add(f"scene:{scene.name}#1")
        self._labels["菜单"].add(MENU)

    def of_label(self, label: str, context: Iterable[str]) -> Patterns:
        """What an option brings that stands under these cards; empty: nobody knows such an option."""
        found = set(self._labels.get(label, ()))
        for card in context:
            kind, _, rest = card.partition(":")
            if kind == "page":
                found |= self._of_link(*rest.split("#"), label)
            elif card.startswith(("line:home.which", "line:home.confirm")):
                found |= HOME
            elif card.startswith("line:child."):
                found |= {"page:*", "line:child.*", "line:account.*", MENU}
            elif card.startswith("line:plan.times"):
                found |= PLAN
            elif card.startswith("need:"):
                found |= self._of_link(_PAGE_OF.get(card, ""), "start", label)
                found |= HOME if label == self._catalogue.directory.needs["all"].title else set()
        return _at_home(found)

    def _of_link(self, name: str, section: str, label: str) -> set[str]:
        page = self._catalogue.pages.get(name)
        if page is None:
            return set()
        targets = {
            link.target
            for key, shown in page.sections.items()
            for link in shown.links
            if key.partition("@")[0] == section and link.label == label
        }
        found: set[str] = set()
        for target in targets:
            if page.has(target):
                found.add(f"page:{name}#{target}")
            elif target in self._catalogue.pages:
                found.add(f"page:{target}#start")
            else:
                found |= set(_TARGETS[target])
        return found

    def of_intent(self, intent: str) -> Patterns:
        """What words of an intent bring when nothing else is under way."""
        if intent.startswith("report_") or intent == GENERAL_PROTOCOL:
            page, section = self._catalogue.protocol(intent)
            return frozenset({f"page:{page.name}#{section}"})
        if intent in self._catalogue.pages:
            return _at_home({f"page:{intent}#start"})
        return frozenset(_INTENTS.get(intent) or _TARGETS.get(intent) or ANY_WORDS)
