"""Says whether an answer may follow what was sent, from a state of its own.

The state is built from what was sent and what was to be seen; the product is never asked where it stands. Three
verdicts: *right*; *misread*, another answer that words may bring (the classifier's errors are counted, and their
share has a bound); *wrong*, a kind of answer that must never follow, or a disclosure without help.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from itertools import product

from bot.content.catalogue import Catalogue
from tests.line.walk.cards import MENU, Cards
from tests.line.walk.meanings import ANY_WORDS, CHILDREN, HOME, PLAN, PROFILE, SCENE_TURN, Meanings, Patterns
from tests.line.walk.screen import Screen
from tests.line.walk.sent import Sent

SAFE_QUESTION = "line:talk.are_you_safe"
SAFE_QUESTIONS = frozenset({SAFE_QUESTION, f"{SAFE_QUESTION}_again"})
CONCERN, ASIDE = "line:talk.concern", "line:talk.picked_wrong"
PICTURES = ("image", "voice", "video", "location", "link", "file", "other")
ASIDES = frozenset({ASIDE, "line:scene.number", "line:talk.nothing_kept", *(f"line:talk.{kind}" for kind in PICTURES)})
REAL_OR_NOT = "line:scene.practice_or_real"
LATE, AWAY = "line:talk.late", "line:talk.engine_away"
GO_ON, RESULT = "继续", "看结果"
ALIKE = 0.5
"""From this likeness on words may be meant as the option on screen."""
SHORT_ANSWER = 20
"""Characters within which words may answer what a plan, a profile or the home router has asked."""


@dataclass(frozen=True)
class Quiz:
    """A quiz under way: its name and the choices so far."""

    name: str
    answers: tuple[int, ...] = ()


@dataclass
class State:
    """What the oracle believes."""

    options: tuple[str, ...] = ()
    context: frozenset[str] = frozenset()
    """The cards under which those options stand."""
    page: str | None = None
    seen: frozenset[str] = frozenset()
    """The pages shown so far: asked about once more, another of their sections is right."""
    check: bool = False
    """A protocol was shown; whether the person is safe is not known."""
    told: bool = False
    """It may have been told in own words: the protocol went on as it does for who is safe. Both are then right."""
    protocol: str | None = None
    held: Sent | None = None
    quiz: Quiz | None = None
    quiz_on_screen: bool = False
    scene: str | None = None
    scene_on_screen: bool = False
    plan_on_screen: bool = False
    ask: frozenset[str] = frozenset()
    """What the last answer asked for: place, child."""


@dataclass(frozen=True)
class Verdict:
    """What came of one message."""

    wrong: tuple[str, ...] = ()
    misread: bool = False
    asked: bool = False
    """「您是想问」: not wrong, not yet an answer."""
    cards: frozenset[str] = frozenset()


def fits(cards: Iterable[str], patterns: Iterable[str]) -> bool:
    """Whether any card is of any of the patterns."""
    return any(fnmatchcase(card, pattern) for card, pattern in product(cards, patterns))


@dataclass
class Oracle:
    """Follows one person."""

    catalogue: Catalogue
    cards: Cards
    meanings: Meanings
    state: State = field(default_factory=State)

    def __post_init__(self) -> None:
        self._protocols = tuple(p.name for p in self.catalogue.pages.values() if p.kind == "protocol")

    def judge(self, sent: Sent, shown: str | None) -> Verdict:
        """The verdict on an answer; afterwards the state is the one the answer leads to."""
        screen = Screen.of(shown)
        cards = self.cards.on(screen)
        wrong = [*screen.faults]
        misread = asked = False
        if screen.body:
            if not cards:
                wrong.append("nothing that stands in the files")
            elif AWAY in cards or LATE in cards:
                wrong.append("the engine had no answer in time")
            else:
                expected, tolerated = self._expected(sent)
                if not fits(cards, expected):
                    asked = "line:talk.unsure" in cards and fits(cards, tolerated)
                    misread = not asked and fits(cards, tolerated)
                    if not asked and not misread:
                        wrong.append(f"expected one of {sorted(expected)[:8]}, saw {sorted(cards)}")
                wrong += self._helped(sent, screen, cards)
                wrong += self._quiz_told(sent, screen, cards)
                wrong += self._ways_back(screen, cards)
        self._follow(sent, screen, cards)
        wrong += self._lost_place(cards)
        return Verdict(tuple(wrong), misread, asked, cards)

    def seen(self, shown: str | None) -> frozenset[str]:
        """The cards of an answer, without judging it."""
        return self.cards.on(Screen.of(shown))

    # -- what may follow ------------------------------------------------------------------------------------------

    def _expected(self, sent: Sent) -> tuple[Patterns, Patterns]:
        """What is right, and what is tolerated as a misreading."""
        state, nothing = self.state, frozenset[str]()
        if sent.how == "follow":
            return frozenset({"line:menu.hello"}), nothing
        if sent.how == "picture":
            return frozenset({f"line:talk.{sent.text}", "line:talk.other"}), nothing
        if sent.how == "number":
            number = int(sent.text)
            if 1 <= number <= len(state.options):
                return self._option(state.options[number - 1])
            return self._off_list(number), nothing
        if sent.text in state.options:
            return self._option(sent.text)
        if sent.text.isdecimal() and len(sent.text) <= 3:  # 886 is goodbye, and a line that is not there
            right, tolerated = self._words(sent)
            return right | self._off_list(int(sent.text)), tolerated
        if sent.how == "old_tap":
            told = self._answered() if sent.text in self._choices() else frozenset()  # the quiz waits, and takes it
            known = self._sections(state.page).union(*map(self._sections, self._protocols))
            old = self.meanings.of_label(sent.text, known | state.context)
            if sent.text == self.catalogue.texts.line("talk", "am_safe"):
                old |= self._home_again()
            if sent.text in (self.catalogue.texts.line("talk", key) for key in ("not_safe", "need_help")):
                old |= self._protocol()
            other = frozenset() if state.check else ANY_WORDS | self._under_way()
            still = {f"page:{state.page}#*"}  # 「劝了没用」 is also said of the page on screen
            return old | told | self._words(sent)[0] | other | still, nothing
        return self._words(sent)

    def _off_list(self, number: int) -> Patterns:
        state = self.state
        if not state.options:
            return ANY_WORDS | self._under_way()
        found = {ASIDE}
        if state.scene_on_screen:
            found.add("line:scene.number")
        if "child" in state.ask and number < 18:
            found |= PROFILE | SETTLED
        if state.plan_on_screen:
            found |= PLAN
        return frozenset(found)

    def _option(self, label: str) -> tuple[Patterns, Patterns]:
        """What an option brings; words that waited for it may be misread as others are."""
        waited = self.state.held is not None and label == self.catalogue.texts.line("talk", "am_safe")
        return self._chosen(label), ANY_WORDS if waited else frozenset()

    def _chosen(self, label: str) -> Patterns:
        """What an option of the list on screen brings."""
        state, line = self.state, self.catalogue.texts.line
        if label in (GO_ON, RESULT):
            return frozenset({"*"})
        if label == line("talk", "am_safe"):
            if state.held is not None:
                return self._plain_words(state.held) | (self._home_again() if state.held.intent is None else set())
            return self._home_again()
        if label in (line("talk", "not_safe"), line("talk", "need_help")):
            return self._protocol()
        if label == line("scene", "is_real"):
            return self._protocol()
        if state.quiz_on_screen and label in self._choices():
            return self._answered()
        if label == line("quiz", "back") and state.quiz is not None:
            return frozenset({f"quiz:{state.quiz.name}#{len(state.quiz.answers) + 1}"})
        if label in (line("quiz", "again"), line("learn", "quiz"), line("scene", "once_again")):
            return frozenset({"quiz:*#1"} if label != line("scene", "once_again") else {"scene:*#1"})
        ended = {"line:talk.more_end", "line:talk.again_all"} & state.context  # said above the options of the page
        found = self.meanings.of_label(label, state.context | (self._sections(state.page) if ended else set()))
        if MENU in found and state.check:
            return found | self._home_again()
        return found

    def _home_again(self) -> Patterns:
        """Where 「安全了」 leads when nothing waits: the flow that was interrupted, else the menu."""
        state = self.state
        if state.quiz is not None:
            return frozenset({f"quiz:{state.quiz.name}#{len(state.quiz.answers) + 1}"})
        return frozenset({MENU}) | PLAN

    def _sections(self, name: str | None) -> set[str]:
        page = self.catalogue.pages.get(name or "")
        return {f"page:{name}#{key.partition('@')[0]}" for key in page.sections} if page is not None else set()

    def _protocol(self) -> Patterns:
        return frozenset(f"page:{name}#*" for name in self._protocols)

    def _words(self, sent: Sent) -> tuple[Patterns, Patterns]:
        state = self.state
        found = self._alike(sent.text) | self.meanings.of_label(sent.text, ())
        if sent.intent == "choose":
            for label in state.options:
                found |= self._chosen(label)
        if "place" in state.ask:
            found |= HOME
        if sent.intent == "delete_my_data":
            found |= {"line:talk.deleted"}
        if state.check:
            found |= SAFE_QUESTIONS
            if state.held is not None and len(sent.text) <= SHORT_ANSWER:
                held = self._plain_words(state.held) | ANY_WORDS  # it was an answer: what waited is now read
                found |= held | self._home_again()
            if state.told:
                found |= self._plain_words(sent) | self._under_way()
            return found | self._protocol(), ANY_WORDS if state.told else frozenset()
        if sent.intent is None:
            found |= {"line:talk.other"}  # nothing but WeChat's faces
        if state.scene_on_screen:
            found |= SCENE_TURN | {REAL_OR_NOT, "line:scene.stopped", "line:scene.number"}
            if sent.tier != "none":
                found |= self._protocol()
            plain = ANY_WORDS if sent.intent and not sent.intent.startswith(("parent_", "report_")) else frozenset()
            return found, plain | self._protocol()
        if len(sent.text) <= SHORT_ANSWER:
            if state.plan_on_screen:
                found |= PLAN
            if "child" in state.ask:
                found |= PROFILE | SETTLED
        return found | self._plain_words(sent), ANY_WORDS | self._under_way()

    def _plain_words(self, sent: Sent) -> Patterns:
        """What words bring when nothing is under way that takes them."""
        if sent.intent is None:
            return ANY_WORDS | SMALL
        found = self.meanings.of_intent(sent.intent)
        if sent.intent in self.state.seen:
            found |= {f"page:{sent.intent}#*", "line:talk.again_all"}
        if sent.intent.startswith(("parent_", "guardian_", "tell_child")):
            found |= CHILDREN
        if sent.intent == "quiz_start" and self.state.quiz is not None:
            found = frozenset({f"quiz:{self.state.quiz.name}#{len(self.state.quiz.answers) + 1}"})
        if sent.tier == "now":
            found |= self._protocol()
        if sent.intent in ("greet", "thanks", "affirm"):
            found |= {"line:plan.check_*"}  # what is due is asked of somebody who asks for nothing
        return found

    def _under_way(self) -> Patterns:
        """What words may be taken for by a flow that is under way."""
        state, found = self.state, self._protocol()
        if state.quiz is not None:
            found |= {f"quiz:{state.quiz.name}#{len(state.quiz.answers) + 1}", "line:quiz.stopped"}
        if state.plan_on_screen:
            found |= PLAN
        return found

    def _alike(self, text: str) -> Patterns:
        """What the options mean that words come near to."""
        found: frozenset[str] = frozenset()
        for label in self.state.options:
            near = label in text or SequenceMatcher(None, label, text).ratio() >= ALIKE
            found |= self._chosen(label) if near else frozenset()
        return found

    def _choices(self) -> tuple[str, ...]:
        """What may be chosen in the question the quiz stands at."""
        quiz = self.state.quiz
        return tuple(self.catalogue.quizzes[quiz.name].questions[len(quiz.answers)].choices) if quiz else ()

    def _answered(self) -> Patterns:
        """What an answer to that question brings."""
        quiz = self.state.quiz
        if quiz is None:
            return frozenset()
        after = len(quiz.answers) + 2
        if after > len(self.catalogue.quizzes[quiz.name].questions):
            return frozenset({"line:quiz.passed", "line:quiz.not_passed"})
        return frozenset({f"quiz:{quiz.name}#{after}"})

    # -- what must hold of every answer ---------------------------------------------------------------------------

    def _helped(self, sent: Sent, screen: Screen, cards: frozenset[str]) -> list[str]:
        """No disclosure is left unanswered."""
        if sent.tier != "now" or sent.how != "words":
            return []
        help_offered = self.catalogue.texts.line("talk", "need_help") in screen.options
        titles = {p.title for p in self.catalogue.pages.values() if p.kind == "protocol" and p.name != "danger_now"}
        offered = titles & set(screen.options)
        if self.cards.protocols(cards) or (SAFE_QUESTIONS | {REAL_OR_NOT}) & cards or help_offered or offered:
            return []
        return ["a disclosure unanswered"]

    def _quiz_told(self, sent: Sent, screen: Screen, cards: frozenset[str]) -> list[str]:
        """Right is called right, wrong is not, the reason is given, the score is the sum."""
        chosen = self._quiz_choice(sent, cards)
        quiz = self.state.quiz
        if chosen is None or quiz is None:
            return []
        asked = self.catalogue.quizzes[quiz.name].questions
        number = len(quiz.answers)
        told = "line:quiz.right" if chosen == asked[number].right else "line:quiz.wrong"
        faults = [] if told in cards else [f"choice {chosen} of {quiz.name}#{number + 1} must be {told}"]
        if f"why:{quiz.name}#{number + 1}" not in cards:
            faults.append("no reason given")
        if number + 1 == len(asked):
            right = sum(c == q.right for c, q in zip((*quiz.answers, chosen), asked, strict=True))
            if f"{right}/{len(asked)}" not in screen.body:
                faults.append(f"the score must be {right}/{len(asked)}")
        return faults

    def _quiz_choice(self, sent: Sent, cards: frozenset[str]) -> int | None:
        """The choice this message makes in the quiz; while something else is on screen, if it was taken for one."""
        choices, label = self._choices(), sent.text
        if sent.how == "number" and 1 <= int(sent.text) <= len(self.state.options):
            label = self.state.options[int(sent.text) - 1]
        on_screen = self.state.quiz_on_screen and label in self.state.options
        taken = on_screen or fits(cards, {"line:quiz.right", "line:quiz.wrong"})
        return choices.index(label) + 1 if label in choices and taken else None

    def _ways_back(self, screen: Screen, cards: frozenset[str]) -> list[str]:
        """A flow that was interrupted stays within reach; a protocol stays undisturbed."""
        line = self.catalogue.texts.line
        if self._urgent(cards) or cards & (ASIDES | SAFE_QUESTIONS) or "line:talk.deleted" in cards:
            return []
        if GO_ON in screen.options or fits(cards, {"quiz:*", "scene:*#*", REAL_OR_NOT}):
            return []
        ended = fits(cards, {"line:quiz.passed", "line:quiz.not_passed", "line:quiz.stopped"})
        faults = []
        if self.state.quiz is not None and not ended and line("quiz", "back") not in screen.options:
            faults.append("no way back to the quiz")
        left = fits(cards, {"line:scene.end*", "line:scene.only_read", "line:scene.stopped"})
        if self.state.scene is not None and not left and line("scene", "back") not in screen.options:
            faults.append("no way back to the practice")
        return faults

    def _lost_place(self, cards: frozenset[str]) -> list[str]:
        """A quiz stands where the choices made so far have brought it."""
        quiz, state = self.state.quiz, self.state
        if (
            cards & ASIDES
            or quiz is None
            or not state.quiz_on_screen
            or f"quiz:{quiz.name}#{len(quiz.answers) + 1}" in cards
        ):
            return []
        return [f"the quiz lost its place after {len(quiz.answers)} answers: {sorted(cards)}"]

    # -- where an answer leads ------------------------------------------------------------------------------------

    def _urgent(self, cards: frozenset[str]) -> bool:
        urgent = {f"need:{n.id}" for n in self.catalogue.directory.needs.values() if n.urgent}
        return bool(self.cards.protocols(cards) or urgent & cards)

    def _follow(self, sent: Sent, screen: Screen, cards: frozenset[str]) -> None:
        state = self.state
        if cards & ASIDES or not cards:
            return
        if "line:talk.deleted" in cards:
            self.state = State()
            return
        chosen = self._quiz_choice(sent, cards)
        if chosen is not None and state.quiz is not None and fits(cards, {"line:quiz.right", "line:quiz.wrong"}):
            state.quiz = replace(state.quiz, answers=(*state.quiz.answers, chosen))
        asking, urgent = bool(SAFE_QUESTIONS & cards), self._urgent(cards)
        state.told = urgent and state.check and self._goes_on(cards)
        state.check = asking or urgent
        state.held = sent if asking else (state.held if urgent else None)
        pages = sorted(c for c in cards if c.startswith("page:"))
        if pages:
            state.page = pages[-1][5:].partition("#")[0]
            state.seen |= {card[5:].partition("#")[0] for card in pages}
        elif "line:talk.again_all" in cards:  # the line is said above the options of the page that was asked for again
            state.page = max(
                sorted(state.seen), key=lambda name: self._shared(name, screen.options), default=state.page
            )
        state.protocol = next(iter(self.cards.protocols(cards)), state.protocol)
        self._follow_quiz(cards)
        scenes = [c for c in cards if c.startswith("scene:")]
        if scenes:
            state.scene = scenes[0][6:].partition("#")[0]
        if fits(cards, {"line:scene.end*", "line:scene.only_read", "line:scene.stopped"}):
            state.scene = None
        state.scene_on_screen = state.scene is not None and (bool(scenes) or REAL_OR_NOT in cards)
        state.plan_on_screen = fits(cards, PLAN - {"line:plan.*"} | {"line:plan.ask*", "line:plan.check*",
                                    "line:plan.times*", "line:plan.why_age", "line:plan.another"})  # fmt: skip
        state.ask = frozenset(
            what
            for what, patterns in (("place", ASKS_PLACE), ("child", {"line:account.ask*"}))
            if fits(cards, patterns)
        )
        if screen.options:
            state.options, state.context = screen.options, cards

    def _shared(self, page: str, options: tuple[str, ...]) -> int:
        """How many of the options on screen the page has."""
        sections = self.catalogue.pages[page].sections.values() if page in self.catalogue.pages else ()
        return len({link.label for section in sections for link in section.links} & set(options))

    def _goes_on(self, cards: frozenset[str]) -> bool:
        """Whether a protocol is shown at the section for who is out of danger."""
        pages = (self.catalogue.pages[name] for name in self.cards.protocols(cards))
        return any(f"page:{p.name}#{section}" in cards for p in pages for section in p.afterwards.values())

    def _follow_quiz(self, cards: frozenset[str]) -> None:
        state = self.state
        asked = next((re.fullmatch(r"quiz:(\w+)#(\d+)", c) for c in sorted(cards) if c.startswith("quiz:")), None)
        if fits(cards, {"line:quiz.passed", "line:quiz.not_passed", "line:quiz.stopped"}):
            state.quiz = None
        if asked is not None and (state.quiz is None or state.quiz.name != asked[1] or asked[2] == "1"):
            state.quiz = Quiz(asked[1])
        state.quiz_on_screen = asked is not None


SMALL = frozenset({"line:talk.english", "line:talk.sad_face", "line:talk.cannot_call", "page:*"})
"""What English, a sad face or a number to dial bring."""
ASKS_PLACE = frozenset({"line:home.ask*", "line:home.which*", "line:home.confirm"})
SETTLED = frozenset({"page:*", "line:plan.*", "step:*", MENU})
"""Where an answer about the child may lead."""
