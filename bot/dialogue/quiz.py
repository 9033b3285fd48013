"""A quiz as a pure state machine; chat and page move it alike."""

from __future__ import annotations

from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.content.quizzes import Quiz
from bot.dialogue.reply import Option, PageLink, QuizRun, Reply
from bot.dialogue.turn import Turn, payload
from bot.people.progress import PASSED

MOST_OFFERED = 3


def question(quiz: Quiz, run: QuizRun, before: str = "") -> Reply:
    """The question a run stands at, as a list to answer; `before` comes above it."""
    number = len(run.answers)
    asked = quiz.questions[number]
    head = f"【{number + 1}/{len(quiz.questions)}】{asked.text}"
    options = tuple(
        Option(choice, payload("quiz_answer", quiz=quiz.name, question=number, choice=n))
        for n, choice in enumerate(asked.choices, 1)
    )
    return Reply(f"{before}\n\n{head}".strip(), options, quiz=replace(run, paused=False))


def begin(quiz: Quiz, catalogue: Catalogue) -> Reply:
    """The first question."""
    line = catalogue.texts.line("quiz", "begin", title=quiz.title, n=len(quiz.questions))
    return question(quiz, QuizRun(quiz.name), line)


def answer(quiz: Quiz, run: QuizRun, number: int, choice: int, catalogue: Catalogue) -> Reply:
    """What a choice brings: right or not, why, and the next question or the result.

    A choice for another question than the one the run stands at (an old tap, a second phone)
    changes nothing and shows where the quiz stands. So does a choice that is not there.
    """
    asked = quiz.questions[len(run.answers)]
    if number != len(run.answers) or not 1 <= choice <= len(asked.choices):
        return question(quiz, run, catalogue.texts.line("quiz", "elsewhere"))
    verdict = "right" if choice == asked.right else "wrong"
    text = catalogue.texts.line("quiz", verdict, answer=asked.choices[asked.right - 1]) + "\n" + asked.why
    run = replace(run, answers=(*run.answers, choice))
    if len(run.answers) < len(quiz.questions):
        return question(quiz, run, text)
    return _result(quiz, run, text, catalogue)


def _result(quiz: Quiz, run: QuizRun, before: str, catalogue: Catalogue) -> Reply:
    right, total = quiz.score(run.answers), len(quiz.questions)
    passed = right / total >= PASSED
    line = catalogue.texts.line("quiz", "passed" if passed else "not_passed", right=right, total=total)
    options = [Option(catalogue.texts.line("quiz", "next_lesson"), payload("lesson_next"))]
    if not passed:
        options.insert(0, Option(catalogue.texts.line("quiz", "again"), payload("quiz_start", quiz=quiz.name)))
    options.append(Option(catalogue.texts.line("quiz", "progress"), payload("quiz_progress")))
    return Reply(
        f"{before}\n\n{line}", tuple(options), quiz_over=True, attempt=(quiz.name, run.answers, right), page=quiz.lesson
    )


def start(turn: Turn, catalogue: Catalogue) -> Reply:
    """「来个小测」: the one named, the one under way, the one of the lesson on screen, or a choice of some."""
    named = catalogue.quizzes.get(str(turn.entities.get("quiz")))
    if named is not None:
        return begin(named, catalogue)
    if turn.talk.quiz is not None and turn.talk.quiz.quiz in catalogue.quizzes:
        return go_on(turn.talk.quiz, catalogue)
    lesson = catalogue.lessons.get(turn.talk.page or "")
    if lesson is not None and lesson.quiz:
        return begin(catalogue.quizzes[lesson.quiz], catalogue)
    open_ones = [q for q in catalogue.quizzes_for(turn.role) if not turn.talk.progress.passed(q.name)]
    offered = (open_ones or catalogue.quizzes_for(turn.role))[:MOST_OFFERED]
    if len(offered) == 1:
        return begin(offered[0], catalogue)
    return Reply(
        catalogue.texts.line("quiz", "which"),
        tuple(Option(q.title, payload("quiz_start", quiz=q.name)) for q in offered),
    )


def go_on(run: QuizRun, catalogue: Catalogue) -> Reply:
    """The question a paused run stands at."""
    quiz = catalogue.quizzes[run.quiz]
    return question(quiz, run, catalogue.texts.line("quiz", "go_on", title=quiz.title))


def take_answer(turn: Turn, catalogue: Catalogue) -> Reply:
    """An option of a question, wherever it was tapped."""
    entities, run = turn.entities, turn.talk.quiz
    quiz = catalogue.quizzes.get(str(entities.get("quiz")))
    if quiz is None:
        return start(turn, catalogue)
    if run is None or run.quiz != quiz.name:
        run = QuizRun(quiz.name)
    try:
        number, choice = int(entities["question"]), int(entities["choice"])
    except (KeyError, TypeError, ValueError):
        number, choice = -1, 0
    return answer(quiz, run, number, choice, catalogue)


def explain(turn: Turn, catalogue: Catalogue) -> Reply:
    """「为什么选这个」: the reason of the question answered last."""
    run = turn.talk.quiz
    quiz = catalogue.quizzes.get(run.quiz) if run is not None else None
    if run is None or quiz is None or not run.answers:
        return start(turn, catalogue)
    last = quiz.questions[len(run.answers) - 1]
    line = catalogue.texts.line("quiz", "because", question=last.text, answer=last.choices[last.right - 1])
    return question(quiz, run, f"{line}\n{last.why}")


def progress(turn: Turn, catalogue: Catalogue) -> Reply:
    """Scores so far, what is open, and the certificate when everything is passed."""
    quizzes, done = catalogue.quizzes_for(turn.role), turn.talk.progress
    rows = [f"{q.title}：{done.best[q.name][0]}/{done.best[q.name][1]}" for q in quizzes if q.name in done.best]
    left = [q for q in quizzes if not done.passed(q.name)]
    if not rows:
        return Reply(
            catalogue.texts.line("quiz", "nothing_yet"),
            tuple(Option(q.title, payload("quiz_start", quiz=q.name)) for q in left[:MOST_OFFERED]),
        )
    whole = done.certificate([q.name for q in quizzes])
    line = catalogue.texts.line("quiz", "all_passed" if whole else "some_left", n=len(left))
    links = (PageLink(catalogue.texts.line("quiz", "certificate"), "/certificate"),) if whole else ()
    return Reply(
        catalogue.texts.line("quiz", "so_far") + "\n" + "\n".join(rows) + "\n" + line,
        tuple(Option(q.title, payload("quiz_start", quiz=q.name)) for q in left[:MOST_OFFERED]),
        links,
    )
