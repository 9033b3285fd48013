"""Check everything under data/ that is ours; every fault with its path, all at once."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from bot.content.catalogue import DATA, GENERAL_PROTOCOL, HOME_VIOLENCE
from bot.content.directory import load_directory
from bot.content.directory.checks import check_directory, stale_entries, withheld_named
from bot.content.duty import check_duty, load_duty
from bot.content.lesson_faults import beside_each_other
from bot.content.lessons import load_lessons
from bot.content.loader import load_pages, load_tables
from bot.content.models import AGES, EVERYBODY, ROLES, START, Page
from bot.content.plans import load_plans
from bot.content.quizzes import Quiz, load_quizzes
from bot.content.scenes import Scene, load_scenes
from bot.content.signs import load_signs
from bot.errors import ContentError

LONGEST_LABEL = 14
LONGEST_TEXT = 300
LISTS = frozenset({("guardian_hotlines", START)})
"""Sections whose very answer is a list of numbers."""
_PHONE = re.compile(r"(?<!\d)(?:110|119|120|122|12\d{3})(?!\d)")
_LINES = {
    "menu": "hello again who more_topics all_topics lessons back parent manager young_worker plan",
    "talk": "greet goodbye thanks affirm_nothing deny_nothing stop repeat_nothing more_nothing more_end choose_nothing "
    "again again_still again_all another_way cannot_call sad_face english "
    "bot_challenge insult chitchat human feedback_good feedback_bad privacy deleted out_of_scope not_yet unsure "
    "none_of_these picked_wrong engine_away late nothing_kept image voice video location link file other "
    "human_asked human_later human_here human_gone human_hours "
    "concern concern_young need_help are_you_safe are_you_safe_again am_safe not_safe good_safe share",
    "limits": "slow_down busy page",
    "tabs": "ask learn urgent show_menu lesson_list quiz_start scene_list lessons danger_now guardian_hotlines "
    "parent_call_topics parent_child_wont_talk parent_phone_gaming parent_homework manager_talk_with_worker "
    "manager_leave_request manager_spot_distress young_homesick young_rights anybody_parent_call_topics "
    "anybody_manager_talk_with_worker anybody_young_homesick",
    "tags": " ".join(ROLES),
    "weekly": "letter article article_choices check_in",
    "poster": "name line_1 line_2 line_3 foot_1 foot_2",
    "greet": "early morning noon afternoon evening night "
    + " ".join(f"{who}_{part}" for who in ("anybody", *ROLES) for part in ("day", "evening", "night")),
    "child": "which other all may_i may_i_all yes yes_all no not_kept drop dropped",
    "account": "tell noted noted_it ask_age ask_carer anew what_now home place works is_parent is_manager "
    "is_young_worker stored stored_nothing weekly_on weekly_off learned planned delete subscribed unsubscribed "
    "this_week",
    "age": " ".join(AGES),
    "carer": "grandparents_paternal grandparents_maternal mother father relative school nobody other",
    "home": "ask ask_city which_province which confirm yes none_of_these other tell national at unknown_number shared "
    "say_where apart no_code checked stale",
    "grade": "k1 k2 k3 p1 p2 p3 p4 p5 p6 m1 m2 m3 h1 h2 h3",
    "learn": "which lesson open all quiz next other latest of_week begin chosen another_way way_pictures way_shown "
    "first_thing pictures this_week none_on_that all_read "
    "no_video",
    "shift": "day night rotating",
    "result": "good fair missed bad",
    "plan": "list list_running more chosen ask_shift why_age times times_rotating boarding new_shift odd_time today "
    "tomorrow step called other_time stop cheer check_today check_yesterday check_earlier good fair missed bad "
    "elsewhere another switch keep others finished done_well done next_plan go_on tell resumed stopped phone "
    "phone_mine phone_read phone_kept",
    "quiz": "begin right wrong because elsewhere go_on back stopped leave which more on_topic recall "
    "begin_recall go_on_recall comes_back all_again some_again due_later nothing_due passed not_passed again "
    "next_lesson progress so_far nothing_yet some_left all_passed certificate certificate_page certificate_text "
    "not_earned",
    "scene": "menu which more back begin go_on says model again read leave once_more no_matter nothing angry number "
    "stopped practice_or_real is_practice is_real for_real listening facts next privacy almost missing hurt spread "
    "end end_even end_all_well only_read once_again other "
    + " ".join(f"well_{criterion}_{n}" for criterion in ("listening", "facts", "next", "privacy") for n in (1, 2, 3)),
}


def check_content(data: Path = DATA) -> list[str]:
    """All faults, empty when there are none."""
    try:
        pages = load_pages(data)
        texts = load_tables(data / "texts.toml")
        titles = load_tables(data / "titles.toml")["titles"]
        directory = load_directory(data)
        remarks = load_duty(data)
        plans = load_plans(data)
        lessons, quizzes = load_lessons(data), load_quizzes(data)
        scenes = load_scenes(data, load_signs(data))
    except ContentError as err:
        return str(err).splitlines()
    faults = [
        f"texts.toml [{t}.{k}] is missing"
        for t, keys in _LINES.items()
        for k in keys.split()
        if k not in texts.get(t, {})
    ]
    faults += [
        f"texts.toml [{t}.{k}] is used nowhere"
        for t, lines in texts.items()
        for k in lines
        if k not in _LINES.get(t, "").split()
    ]
    if GENERAL_PROTOCOL not in pages:
        faults.append(f"protocols/{GENERAL_PROTOCOL}.md is missing: every disclosure needs an answer")
    for page in pages.values():
        faults.extend(_check_page(page, pages, titles))
    faults.extend(
        f"plans/{plan.name}.toml [topics] there is no topic page {topic}"
        for plan in plans.values()
        for topic in plan.topics
        if topic not in pages
    )
    if HOME_VIOLENCE in pages and not pages[HOME_VIOLENCE].quiet:
        faults.append(f"protocols/{HOME_VIOLENCE}.md [quiet] must be true: whoever does the harm may read the phone")
    faults.extend(check_duty(remarks, {GENERAL_PROTOCOL, *(t for t in titles if t.startswith("report_"))}))
    faults.extend(_check_scenes(scenes, pages))
    faults.extend(beside_each_other(lessons, quizzes, pages.keys() | titles.keys(), directory))
    faults.extend(_check_quizzes(quizzes, pages))
    faults.extend(_foreign_files(data))
    faults.extend(_repeated_sentences(pages))
    faults.extend(check_directory(directory, pages, titles))
    shown = {f"{p.kind}s/{p.name}.md [## {n}]": s.text for p in pages.values() for n, s in p.sections.items()}
    shown |= {f"texts.toml [{t}.{k}]": line for t, lines in texts.items() for k, line in lines.items()}
    faults.extend(fault for where, text in shown.items() for fault in withheld_named(directory, where, text))
    return faults


def content_warnings(data: Path = DATA, today: datetime.date | None = None) -> list[str]:
    """What should be looked at and refuses nothing: entries of the directory that nobody has checked lately."""
    return stale_entries(load_directory(data), today or datetime.date.today())


def _check_page(page: Page, pages: dict[str, Page], titles: dict[str, str]) -> list[str]:
    where = f"{page.kind}s/{page.name}.md"
    faults = []
    if not page.sources:
        faults.append(f"{where} [sources] every page names where its facts come from")
    if page.kind == "protocol" and EVERYBODY not in page.afterwards:
        faults.append(f"{where} [afterwards] says for everybody how it goes on once the danger at hand is over")
    for who, section_name in page.afterwards.items():
        if who not in (EVERYBODY, *ROLES) or section_name not in page.sections:
            faults.append(f"{where} [afterwards.{who}] no such role or section: {section_name}")
    own = {name.partition("@")[0] for name in page.sections}
    for kind, section_name in page.kinds.items():
        if kind not in titles or section_name not in page.sections:
            faults.append(f"{where} [kinds.{kind}] no such disclosure or section: {section_name}")
    for name, section in page.sections.items():
        here = f"{where} [## {name}]"
        if not section.text:
            faults.append(f"{here} has no text")
        if len(section.text) > LONGEST_TEXT:
            faults.append(f"{here} {len(section.text)} characters; at most {LONGEST_TEXT}")
        if not section.links:
            faults.append(f"{here} has no option: a dead end")
        numbers = set(_PHONE.findall(section.text))
        if len(numbers) > 2 and (page.name, name) not in LISTS:
            faults.append(f"{here} names {len(numbers)} phone numbers; at most two")
        for link in section.links:
            if len(link.label) > LONGEST_LABEL:
                faults.append(f"{here} label longer than {LONGEST_LABEL}: {link.label}")
            if (
                link.target not in own
                and link.target not in pages
                and link.target not in titles
                and link.target != "menu"
            ):
                faults.append(f"{here} leads nowhere: {link.target}")
    return faults


def _check_scenes(scenes: dict[str, Scene], pages: dict[str, Page]) -> list[str]:
    """What is wrong with scenes beside the pages they belong to."""
    faults = []
    for scene in scenes.values():
        where = f"scenes/{scene.name}.toml"
        faults += [f"{where} [topics] there is no topic page {t}" for t in scene.topics if t not in pages]
        name, _, section = (scene.ends or "").partition("#")
        if scene.ends is not None and (name not in pages or not pages[name].has(section or START)):
            faults.append(f"{where} [ends] there is no such page or section: {scene.ends}")
    return faults


def _check_quizzes(quizzes: dict[str, Quiz], pages: dict[str, Page]) -> list[str]:
    """What is wrong with quizzes beside the pages they belong to, and titles that name two things."""
    faults = []
    titles = {page.title for page in pages.values()}
    for quiz in quizzes.values():
        where = f"quizzes/{quiz.name}.toml"
        faults += [
            f"{where} [topics] there is no topic page {topic}"
            for topic in quiz.topics
            if topic not in pages or pages[topic].kind != "topic"
        ]
        faults += [
            f"{where} [topics] nobody of {', '.join(quiz.audience)} reads {topic}"
            for topic in quiz.topics
            if topic in pages and not set(quiz.audience) & set(pages[topic].audience)
        ]
        if quiz.title in titles:
            faults.append(f"{where} [title] is another page's or quiz's: {quiz.title}")
        titles.add(quiz.title)
    return faults


def _foreign_files(data: Path) -> list[str]:
    """Rasa takes any .yml, .yaml or .json under data/ for its own."""
    ours = [
        p for p in data.rglob("*") if p.is_file() and p.relative_to(data).parts[0] not in ("nlu", "rules", "stories")
    ]
    return [
        f"{p.relative_to(data)}: only .md, .toml and .txt here" for p in ours if p.suffix in (".yml", ".yaml", ".json")
    ]


def _repeated_sentences(pages: dict[str, Page]) -> list[str]:
    seen: dict[str, str] = {}
    faults = []
    for page in pages.values():
        for name, section in page.sections.items():
            for sentence in re.split(r"[。！？\n]", section.text):
                bare = re.sub(r"\W", "", sentence)
                where = f"{page.name}#{name.partition('@')[0]}"
                # What to dial is said in the same words everywhere on purpose: it must be at hand where it is needed.
                if len(bare) >= 14 and not _PHONE.search(sentence) and seen.setdefault(bare, where) != where:
                    faults.append(f"{page.kind}s/{page.name}.md [## {name}] says what {seen[bare]} says: {sentence}")
    return faults
