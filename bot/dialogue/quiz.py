"""A quiz as a pure state machine; chat and page move it alike.

A run over questions that came back (`bot.dialogue.recall`) is a run like any other, over a quiz put together for it.
"""

from __future__ import annotations

from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.content.quizzes import Quiz
from bot.dialogue.pages import MENU
from bot.dialogue.reply import ALL_MISSED, Answered, Option, PageLink, QuizRun, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload
from bot.people.progress import PASSED
from bot.text.near import bare

STOP = "/quiz_stop"
SHOWN = 4
"""Quizzes named at a time."""
SURE = 5
"""Characters from which words are taken for a choice of a quiz that waits."""


def of_run(run: QuizRun | None, catalogue: Catalogue) -> Quiz | None:
    """What a run asks; None when there is none, or its file or one of its questions is gone."""
    if run is None:
        return None
    quiz = gather(run, catalogue) if run.quiz == ALL_MISSED else catalogue.quizzes.get(run.quiz)
    return quiz if quiz is not None and len(run.answers) < len(quiz.questions) else None


def gather(run: QuizRun, catalogue: Catalogue) -> Quiz | None:
    """The quiz made of the questions of several that a run goes through."""
    found = [
        asked
        for name, key in run.asked
        if name in catalogue.quizzes
        for asked in catalogue.quizzes[name].questions
        if asked.key == key
    ]
    if not found or len(found) != len(run.asked):
        return None
    return Quiz(ALL_MISSED, catalogue.texts.line("quiz", "recall"), (), (), tuple(found))


def under_way(talk: Talk, catalogue: Catalogue) -> Quiz | None:
    """The quiz the talk's run asks."""
    return of_run(talk.quiz, catalogue)


def question(quiz: Quiz, run: QuizRun, catalogue: Catalogue, before: str = "") -> Reply:
    """The question a run stands at, as a list to answer and to leave; `before` comes above it."""
    number = len(run.answers)
    asked = quiz.questions[number]
    head = f"【{number + 1}/{len(quiz.questions)}】{asked.text}"
    choices = [Option(choice, _choice(quiz, number, n)) for n, choice in enumerate(asked.choices, 1)]
    leave = Option(catalogue.texts.line("quiz", "leave"), STOP)
    return Reply(f"{before}\n\n{head}".strip(), (*choices, leave), quiz=replace(run, paused=False))


def _choice(quiz: Quiz, number: int, choice: int) -> str:
    return payload("quiz_answer", quiz=quiz.name, question=number, choice=choice)


def begin(quiz: Quiz, catalogue: Catalogue) -> Reply:
    """The first question."""
    line = catalogue.texts.line("quiz", "begin", title=quiz.title, n=len(quiz.questions))
    return question(quiz, QuizRun(quiz.name), catalogue, line)


def answer(quiz: Quiz, run: QuizRun, number: int, choice: int, catalogue: Catalogue) -> Reply:
    """What a choice brings: right or not, why, and the next question or the result.

    A choice for another question than the one the run stands at (an old tap, a second phone)
    changes nothing and shows where the quiz stands. So does a choice that is not there.
    """
    asked = quiz.questions[len(run.answers)]
    if number != len(run.answers) or not 1 <= choice <= len(asked.choices):
        return question(quiz, run, catalogue, catalogue.texts.line("quiz", "elsewhere"))
    is_right = choice == asked.right
    text = catalogue.texts.line("quiz", "right" if is_right else "wrong", answer=asked.choices[asked.right - 1])
    text += "\n" + asked.why
    answered = Answered(run.asked[number][0] if run.asked else quiz.name, asked.key, is_right)
    run = replace(run, answers=(*run.answers, choice))
    if len(run.answers) < len(quiz.questions):
        return replace(question(quiz, run, catalogue, text), answered=answered)
    ended = _relearned if run.quiz == ALL_MISSED else _result
    return replace(ended(quiz, run, text, catalogue), answered=answered)


def _result(quiz: Quiz, run: QuizRun, before: str, catalogue: Catalogue) -> Reply:
    """The score; what went wrong comes back; the way to the next lesson or to the page of the topic."""
    right, total, lines = quiz.score(run.answers), len(quiz.questions), catalogue.texts
    passed = right / total >= PASSED
    text = lines.line("quiz", "passed" if passed else "not_passed", right=right, total=total)
    if right < total:
        text += "\n" + lines.line("quiz", "comes_back", n=total - right)
    again = Option(lines.line("quiz", "again"), payload("quiz_start", quiz=quiz.name))
    onward = [Option(lines.line("quiz", "next_lesson"), payload("lesson_next"))]
    if not quiz.lesson:
        onward = [Option(catalogue.pages[t].title, payload(t)) for t in quiz.topics[:1] if t in catalogue.pages]
    onward.append(Option(lines.line("quiz", "progress"), payload("quiz_progress")))
    options = (*onward, again) if passed else (again, *onward)
    page = quiz.lesson or (quiz.topics[0] if quiz.topics else None)
    return Reply(
        f"{before}\n\n{text}", options, quiz_over=True, attempt=(quiz.name, run.answers, right), page=page,
        section=None if quiz.lesson else "start",
    )  # fmt: skip


def _relearned(quiz: Quiz, run: QuizRun, before: str, catalogue: Catalogue) -> Reply:
    """The end of a run over questions that came back: no score is kept, and none is compared with."""
    right, total, lines = quiz.score(run.answers), len(quiz.questions), catalogue.texts
    text = lines.line("quiz", "all_again" if right == total else "some_again", right=right, total=total)
    options = (
        Option(lines.line("quiz", "progress"), payload("quiz_progress")),
        Option(lines.line("menu", "back"), MENU),
    )
    return Reply(f"{before}\n\n{text}", options, quiz_over=True)


def go_on(run: QuizRun, catalogue: Catalogue) -> Reply:
    """The question a paused run stands at. The run must be under way (`of_run`)."""
    quiz = of_run(run, catalogue)
    assert quiz is not None
    key = "go_on_recall" if run.quiz == ALL_MISSED else "go_on"
    return question(quiz, run, catalogue, catalogue.texts.line("quiz", key, title=quiz.title))


def stop(turn: Turn, catalogue: Catalogue) -> Reply:
    """The quiz is left; what was answered is no score, but what went wrong still comes back."""
    return Reply(catalogue.texts.line("quiz", "stopped"), (Option("菜单", MENU),), quiz_over=True)


def explain(turn: Turn, catalogue: Catalogue) -> Reply | None:
    """「为什么选这个」: the reason of the question answered last; None when no question was."""
    run, quiz = turn.talk.quiz, under_way(turn.talk, catalogue)
    if run is None or quiz is None or not run.answers:
        return None
    last = quiz.questions[len(run.answers) - 1]
    line = catalogue.texts.line("quiz", "because", question=last.text, answer=last.choices[last.right - 1])
    return question(quiz, run, catalogue, f"{line}\n{last.why}")


def meaning(text: str, talk: Talk, catalogue: Catalogue) -> str | None:
    """The payload of a choice of the quiz under way, tapped in an older message or typed while it waits.

    While something else is on screen a short word (体检) may mean that, and is no choice.
    """
    quiz, label = under_way(talk, catalogue), bare(text)
    if quiz is None or talk.quiz is None or not label or (talk.quiz.paused and len(label) < SURE):
        return None
    here = len(talk.quiz.answers)
    near_first = sorted(range(len(quiz.questions)), key=lambda n: (n != here, n))
    for number in near_first:
        for n, choice in enumerate(quiz.questions[number].choices, 1):
            if label == bare(choice):
                return _choice(quiz, number, n)
    return None


def certificate(turn: Turn, catalogue: Catalogue) -> Reply:
    """The certificate in words, with the page to keep; who has not earned it yet is shown what is left."""
    lines, done, course = catalogue.texts, turn.talk.progress, catalogue.course(turn.role)
    if not done.certificate([quiz.name for quiz in course]):
        left = [quiz for quiz in course if not done.passed(quiz.name)]
        first = [Option(q.title, payload("quiz_start", quiz=q.name)) for q in left[:SHOWN]]
        return Reply(lines.line("quiz", "not_earned", n=len(left)), (*first, Option(lines.line("menu", "back"), MENU)))
    more = [q for q in catalogue.quizzes_for(turn.role) if q not in course and done.passed(q.name)]
    titles = "\n".join(f"《{quiz.title}》" for quiz in (*course, *more))
    options = (
        Option(lines.line("quiz", "more"), payload("quiz_start", part=1)),
        Option(lines.line("menu", "back"), MENU),
    )
    link = PageLink(lines.line("quiz", "certificate_page"), "/certificate")
    return Reply(lines.line("quiz", "certificate_text", titles=titles), options, (link,))
