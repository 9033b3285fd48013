"""Which quiz: the one named, the one under way, the one of the page on screen, or a list; and the scores so far."""

from __future__ import annotations

from bot.content.catalogue import Catalogue
from bot.content.models import START
from bot.content.quizzes import Quiz
from bot.dialogue import quiz, recall
from bot.dialogue.pages import MENU
from bot.dialogue.quiz import SHOWN
from bot.dialogue.reply import Option, QuizRun, Reply
from bot.dialogue.talk import ONE_TALK
from bot.dialogue.turn import Turn, payload


def start(turn: Turn, catalogue: Catalogue) -> Reply:
    """「来个小测」: the one named, the one under way, the one of the lesson or topic on screen, or a choice of some."""
    named = catalogue.quizzes.get(str(turn.entities.get("quiz")))
    if named is not None:
        return quiz.begin(named, catalogue)
    if isinstance(turn.entities.get("part"), int):
        return some(turn, catalogue)
    if turn.talk.quiz is not None and quiz.under_way(turn.talk, catalogue) is not None:
        return quiz.go_on(turn.talk.quiz, catalogue)
    lesson = catalogue.lessons.get(turn.talk.page or "")
    if lesson is not None and lesson.quiz in catalogue.quizzes:
        return quiz.begin(catalogue.quizzes[lesson.quiz], catalogue)
    here = _open(catalogue.quizzes_on(turn.talk.page, turn.role), turn)
    return quiz.begin(here[0], catalogue) if here else some(turn, catalogue)


def _open(quizzes: list[Quiz], turn: Turn) -> list[Quiz]:
    return [q for q in quizzes if not turn.talk.progress.passed(q.name)]


def some(turn: Turn, catalogue: Catalogue) -> Reply:
    """Those not passed yet (all when there are none), on the page on screen first, some at a time; what came back
    stands before them.
    """
    lines, quizzes = catalogue.texts, catalogue.quizzes_for(turn.role)
    page = turn.talk.page
    here = [x.quiz for x in catalogue.lessons_on(page)] + [q.name for q in catalogue.quizzes_on(page)]
    offered = sorted(_open(quizzes, turn) or quizzes, key=lambda q: q.name not in here)
    parts, part = max(1, -(-len(offered) // SHOWN)), turn.entities.get("part")
    at = (part - 1) % parts if isinstance(part, int) else 0
    options = [Option(q.title, payload("quiz_start", quiz=q.name)) for q in offered[at * SHOWN : (at + 1) * SHOWN]]
    if recall.due(turn.talk, catalogue, turn.now):
        options.insert(0, recall.option(catalogue))
    if parts > 1:
        options.append(Option(lines.line("quiz", "more"), payload("quiz_start", part=at + 2)))
    return Reply(lines.line("quiz", "which"), (*options, Option(lines.line("menu", "back"), MENU)))


def offer(turn: Turn, reply: Reply, catalogue: Catalogue) -> Reply:
    """A topic's first answer, with the quiz on it while that is not passed. Nobody is quizzed in danger or in the same
    talk after it, nor while another quiz waits.
    """
    talk = turn.talk
    near_danger = talk.check or talk.calm_for(turn.now) < ONE_TALK
    if reply.urgent or reply.section != START or talk.quiet or near_danger or talk.quiz is not None:
        return reply
    found = _open(catalogue.quizzes_on(reply.page, turn.role), turn)
    if not found:
        return reply
    line = Option(catalogue.texts.line("quiz", "on_topic"), payload("quiz_start", quiz=found[0].name))
    return reply.with_options((*reply.options, line))


def take_answer(turn: Turn, catalogue: Catalogue) -> Reply:
    """An option of a question, wherever it was tapped."""
    entities, run = turn.entities, turn.talk.quiz
    named = str(entities.get("quiz"))
    if run is None or run.quiz != named:
        run = QuizRun(named)
    asked = quiz.of_run(run, catalogue)
    if asked is None:
        return start(turn, catalogue)
    try:
        number, choice = int(entities["question"]), int(entities["choice"])
    except (KeyError, TypeError, ValueError):
        number, choice = -1, 0
    return quiz.answer(asked, run, number, choice, catalogue)


def explain(turn: Turn, catalogue: Catalogue) -> Reply:
    """「为什么选这个」; where no question was answered, a quiz."""
    return quiz.explain(turn, catalogue) or start(turn, catalogue)


def progress(turn: Turn, catalogue: Catalogue) -> Reply:
    """Scores so far, what is open, what came back, and the certificate when the course is passed."""
    if turn.entities.get("certificate"):
        return quiz.certificate(turn, catalogue)
    lines, done = catalogue.texts, turn.talk.progress
    quizzes, course = catalogue.quizzes_for(turn.role), catalogue.course(turn.role)
    rows = [f"{q.title}：{done.best[q.name][0]}/{done.best[q.name][1]}" for q in quizzes if q.name in done.best]
    left = _open(course, turn)
    offered = [*left, *(q for q in _open(quizzes, turn) if q not in left)][: SHOWN - 1]
    options = [Option(q.title, payload("quiz_start", quiz=q.name)) for q in offered]
    if recall.due(turn.talk, catalogue, turn.now):
        options.insert(0, recall.option(catalogue))
    if not rows:
        return Reply(lines.line("quiz", "nothing_yet"), tuple(options))
    whole = done.certificate([q.name for q in course])
    line = lines.line("quiz", "all_passed" if whole else "some_left", n=len(left))
    if whole:
        options.insert(0, Option(lines.line("quiz", "certificate"), payload("quiz_progress", certificate=True)))
    text = "\n".join([lines.line("quiz", "so_far"), *rows, line])
    return Reply(text, (*options, Option(lines.line("menu", "back"), MENU)))
