"""What is wrong with lessons and quizzes beside each other and beside the rest of data/."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.content.directory import Directory, load_directory
from bot.content.directory.checks import withheld_named
from bot.content.lessons import CHOICES, Lesson, read_lessons
from bot.content.loader import load_pages, load_tables
from bot.content.quizzes import Quiz, read_quizzes
from bot.content.reading.check import faults_of
from bot.content.reading.passages import lesson_passages, quiz_passages
from bot.content.reading.vocabulary import load_vocabulary
from bot.errors import ContentError

QUESTIONS = 5
_CHANNEL = re.compile(r"channels:(\w+)")


def lesson_faults(data: Path) -> list[str]:
    """Every fault of lessons and quizzes that can be found without drawing, and whether they can be read."""
    lessons, faults = read_lessons(data)
    quizzes, more = read_quizzes(data)
    faults += more
    try:
        known = load_pages(data).keys() | load_tables(data / "titles.toml")["titles"].keys()
        faults += beside_each_other(lessons, quizzes, known, load_directory(data))
        passages = [p for x in lessons.values() for p in lesson_passages(x)]
        passages += [p for x in quizzes.values() for p in quiz_passages(x)]
        faults += faults_of(passages, load_vocabulary(data))
    except ContentError as err:
        faults += str(err).splitlines()
    return faults


def beside_each_other(
    lessons: Mapping[str, Lesson], quizzes: Mapping[str, Quiz], topics: set[str], directory: Directory
) -> list[str]:
    """What does not fit together: lesson and quiz, topics and channels that are not there, numbers withheld."""
    faults: list[str] = []
    for lesson in lessons.values():
        where = f"lessons/{lesson.name}.md"
        if lesson.name in topics:  # what is on screen is one name: 然后呢 would be answered by the wrong one
            faults.append(f"{where} [lesson] a page or intent has this name already")
        quiz = quizzes.get(lesson.quiz)
        if lesson.form == CHOICES:
            faults += [f"quizzes/{q.name}.toml [lesson] choices have no quiz" for q in quizzes.values()
                       if q.lesson == lesson.name]  # fmt: skip
        elif quiz is None:
            faults.append(f"{where} [quiz] there is no quiz {lesson.quiz} that can be read")
        elif quiz.lesson != lesson.name or set(quiz.audience) != set(lesson.audience):
            faults.append(f"{where} [quiz] {quiz.name} is of the lesson {quiz.lesson}, or for others")
        faults += [f"{where} [topics] there is no topic {topic}" for topic in lesson.topics if topic not in topics]
        named = [*lesson.sources, *(s for several in lesson.sections.sources.values() for s in several)]
        faults += [f"{where} [sources] {fault}" for fault in _unknown_channels(named, directory)]
        for passage in lesson_passages(lesson):
            faults += withheld_named(directory, f"{where} {passage.place}", passage.text)
    for quiz in quizzes.values():
        where = f"quizzes/{quiz.name}.toml"
        if quiz.lesson and quiz.lesson not in lessons:
            faults.append(f"{where} [lesson] there is no lesson {quiz.lesson} that can be read")
        if len(quiz.questions) != QUESTIONS:
            faults.append(f"{where} [question] {len(quiz.questions)} questions; {QUESTIONS}")
        faults += [f"{where} [sources] {fault}" for fault in _unknown_channels(quiz.sources, directory)]
        for passage in quiz_passages(quiz):
            faults += withheld_named(directory, f"{where} {passage.place}", passage.text)
    return list(dict.fromkeys(faults))


def _unknown_channels(sources: list[str] | tuple[str, ...], directory: Directory) -> Iterator[str]:
    for source in sources:
        found = _CHANNEL.match(source)
        if found and found[1] not in directory.channels:
            yield f"there is no channel {found[1]} in the directory"
