"""Every number, law and medical statement has a source, and none is only remembered or known to be false.

What class a fact is of stands in fact_classes.tsv (made by make_fact_classes.py from the project's fact sheet).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.content.catalogue import load_catalogue

CATALOGUE = load_catalogue()
PRACTICE = "不作为事实陈述"
"""What a source says that is used as a way of doing things and never stated as a fact."""
_KEY = re.compile(r"S-\d+b?")
_SECTIONS = re.compile(r"\d+(?:\.\d+)?(?:-\d+)?(?:、\d+(?:\.\d+)?(?:-\d+)?)*")
# Numbers of a source that are no articles: years, documents, ages, what a note counts.
_NO_ARTICLE = re.compile(
    r"[(〔（]\d{4}[)〕）](?:\d+号)?|\d{4}年(?:\d+号)?|国[办发]*\d*号?|\d+号|令\d+|\d+至\d+岁|\d+岁|第?\d+类|\d+月|\d+\(\d+\)"
)
_ARTICLE = re.compile(r"(\d+)(?:[—–至-](\d+))?(?:之[一二三]|-\d|\(\d+\))?")


@dataclass
class Table:
    """fact_classes.tsv, by row."""

    section: dict[str, str] = field(default_factory=dict)
    key: dict[tuple[str, str], str] = field(default_factory=dict)
    numbers: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    memory: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    correction: dict[int, str] = field(default_factory=dict)
    withheld: dict[str, str] = field(default_factory=dict)


def read_table() -> Table:
    """The table."""
    table = Table()
    for row in Path(__file__).with_name("fact_classes.tsv").read_text(encoding="utf-8").splitlines():
        kind, name, *rest = row.split("\t")
        if kind == "key":
            table.key[name, rest[0]] = rest[1]
        elif kind in ("numbers", "memory"):
            getattr(table, kind)[name] = {int(n) for n in rest[0].split()}
        elif kind == "correction":
            table.correction[int(name)] = rest[0]
        else:
            getattr(table, kind)[name] = rest[0]
    return table


TABLE = read_table()


def sourced() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Everything that has sources: what it is, and its sources."""
    for page in CATALOGUE.pages.values():
        yield f"{page.kind}s/{page.name}", page.sources
    for family in ("lessons", "quizzes", "plans", "scenes"):
        for name, item in getattr(CATALOGUE, family).items():
            yield f"{family}/{name}", tuple(item.sources)
    for lesson in CATALOGUE.lessons.values():
        for section, sources in lesson.sections.sources.items():
            yield f"lessons/{lesson.name} [## {section}]", sources
    for channel in CATALOGUE.directory.channels.values():
        yield f"directory/{channel.id}", tuple(channel.sources)
    for need in CATALOGUE.directory.needs.values():
        yield f"directory/needs/{need.id}", tuple(need.sources)


SOURCED = dict(sourced())


def articles(rest: str) -> set[int]:
    """The articles a source names behind its section."""
    plain = _NO_ARTICLE.sub(" ", _KEY.sub(" ", rest))
    found: set[int] = set()
    for first, last in _ARTICLE.findall(plain):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def faults(source: str) -> list[str]:
    """What is wrong with one source."""
    kind, _, named = source.partition(":")
    if kind == "channels":
        return [] if named in CATALOGUE.directory.channels else [f"{source}: no such channel"]
    if kind == "corrections":
        return [f"{source}: no correction {n}" for n in re.findall(r"\d+", named) if int(n) not in TABLE.correction]
    found = _SECTIONS.match(named)
    if kind != "facts" or found is None:
        return [f"{source}: neither facts, corrections nor channels"]
    names = [n.partition("-")[0] for n in found[0].split("、")]
    rest = named[found.end() :]
    wrong = [f"{source}: no section {n}" for n in names if n not in TABLE.section]
    keys = _KEY.findall(rest)
    for key in keys:
        classes = "".join(TABLE.key.get((n, key), "") for n in names)
        if not classes:
            wrong.append(f"{source}: {key} is not in that section")
        elif not set(classes) - set("MX-"):
            wrong.append(f"{source}: {key} is of class {classes}")
    known = set[int]().union(*(TABLE.numbers[n] for n in names))
    doubtful = set[int]().union(*(TABLE.memory[n] for n in names))
    for article in articles(rest) if names[0].startswith(("1.", "3.")) else ():
        if article not in known:
            wrong.append(f"{source}: {article} is not in that section")
        elif article in doubtful:
            wrong.append(f"{source}: {article} is from memory")
    sections = "".join(TABLE.section.get(n, "") for n in names)
    if sections and not set(sections) - set("MX") and PRACTICE not in rest:
        wrong.append(f"{source}: everything there is from memory or false")
    return wrong


def test_every_source_is_a_fact_that_may_be_stated() -> None:
    assert [where for where, sources in SOURCED.items() if not sources] == []
    assert [f"{where} {fault}" for where, sources in SOURCED.items() for s in sources for fault in faults(s)] == []


@pytest.mark.parametrize(
    "source",
    [
        "facts:9.9",
        "facts:1.2 未保法 S-36",
        "facts:3.5 强制报告意见13",
        "facts:1.2 未保法131",
        "facts:4 S-999",
        "corrections:40",
        "channels:12391",
        "wikipedia:110",
    ],
)
def test_a_source_that_must_not_stand_is_found(source: str) -> None:
    assert faults(source)


# -- what is said -------------------------------------------------------------------------------------------------

LAWS = {
    "未成年人保护法": ("1.2", "未保法"), "民法典": ("1.1", "民法典"), "反家庭暴力法": ("1.4", "反家暴法"),
    "家庭教育促进法": ("1.3", "家庭教育促进法"), "刑法": ("1.6", "刑法"), "治安管理处罚法": ("1.6", "治安管理处罚法"),
    "精神卫生法": ("1.7", "精神卫生法"), "劳动法": ("1.7", "劳动法"), "妇女权益保障法": ("1.7", "妇女权益保障法"),
    "女职工特别规定": ("1.7", "女职工劳动保护特别规定"), "禁止使用童工规定": ("1.7", "禁止使用童工规定"),
    "义务教育法": ("1.5", "义务教育法"), "法律援助法": ("1.7", "法律援助法"),
    "未成年人网络保护条例": ("1.8", "未成年人网络保护条例"),
}  # fmt: skip
"""As a page names a law; the section that has it, and what sources call it."""
_LAW = re.compile(rf"({'|'.join(LAWS)})》?(?:第)?((?:\d+(?:之一)?[、和]?)+)?条?")
_MEDICAL = re.compile(
    r"心肺复苏|按胸口|人工呼吸|催吐|中毒|抽搐|昏迷|高烧|烫伤|流动凉水|溺水|窒息|脱水|阻断|避孕药|抑郁症?|疫苗|急诊|喂药|退烧药"
)
_LEGAL = re.compile(r"犯罪|违法|法律|按规定|判刑|坐牢|罚款|法院|保护令|监护权|抚养费")
_STATED = re.compile(
    r"\d+(?:\.\d+)?(?:%|％|万|元|块钱|倍)|(?:不?满|没满|未满|超过|不到)\d+(?:周?岁|个月|天)|\d+(?:小时|天)内"
)
_PHONE = re.compile(r"(?<!\d)(110|119|120|122|12\d{3})(?!\d)")
_MEDICAL_SOURCE = re.compile(r"facts:(?:5\.4|6|1\.7 (?:S-25|精神卫生法)|5\.1)|facts:.*[、]6\.|corrections:")
_LEGAL_SOURCE = r"facts:(?:[0-4]|6|5\.\d .*法\d)|corrections:"
_FACT = re.compile(r"facts:(?!5\.[23] 做法)|corrections:|channels:")


def said() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Everything written for people, with the sources it rests on."""
    for page in CATALOGUE.pages.values():
        for name, section in page.sections.items():
            yield f"{page.kind}s/{page.name} [## {name}]", section.text, page.sources
    for quiz in CATALOGUE.quizzes.values():
        for n, asked in enumerate(quiz.questions, 1):
            yield f"quizzes/{quiz.name} {n}", " ".join((asked.text, *asked.choices, asked.why)), tuple(quiz.sources)
    for lesson in CATALOGUE.lessons.values():
        for n, panel in enumerate(lesson.panels, 1):
            yield f"lessons/{lesson.name} [## {n}]", panel.alt, tuple(lesson.sources)
        for section, words in lesson.sections.passages():
            yield f"lessons/{lesson.name} [## {section}]", words, tuple(lesson.sections.sources[section])
    for plan in CATALOGUE.plans.values():
        yield f"plans/{plan.name}", " ".join((plan.goal, plan.tip, *(d.step for d in plan.days))), plan.sources
    for scene in CATALOGUE.scenes.values():
        yield f"scenes/{scene.name}", " ".join(turn.model for turn in scene.turns), tuple(scene.sources)
    for need in CATALOGUE.directory.needs.values():
        yield f"directory/needs/{need.id}", " ".join((need.opening, *(x.text for x in need.lines))), tuple(need.sources)


def unsourced(text: str, sources: tuple[str, ...]) -> list[str]:
    """The statements of a text that its sources do not carry."""
    wrong = []
    for found in _LAW.finditer(text):
        section, called = LAWS[found[1]]
        named = [s for s in sources if re.match(rf"facts:(?:.*、)?{re.escape(section)}(?!\d)", s)]
        if not named:
            wrong.append(f"{found[0]}: no source in {section}")
        for article in re.findall(r"\d+", found[2] or ""):
            listed = [s for s in named if int(article) in articles(s.partition(" ")[2])]
            if not any(called in s for s in listed):
                wrong.append(f"{found[0]}: no source names article {article} of {called}")
    if (found := _MEDICAL.search(text)) and not any(_MEDICAL_SOURCE.search(s) for s in sources):
        wrong.append(f"{found[0]}: no medical source")
    if (found := _LEGAL.search(text)) and not any(re.match(_LEGAL_SOURCE, s) for s in sources):
        wrong.append(f"{found[0]}: no legal source")
    if (found := _STATED.search(text)) and not any(_FACT.match(s) for s in sources):
        wrong.append(f"{found[0]}: nothing but ways of doing things among the sources")
    if (found := _PHONE.search(text)) and not any(re.match(r"channels:|corrections:|facts:[46]", s) for s in sources):
        wrong.append(f"{found[0]}: no source for a number to dial")
    return wrong


SAID = list(said())


def test_no_number_law_or_medical_statement_is_without_a_source() -> None:
    assert [f"{where} {fault}" for where, text, sources in SAID for fault in unsourced(text, sources)] == []


@pytest.mark.parametrize(
    "text",
    [
        "民法典第36条写着",
        "未成年人保护法23条",
        "没满16岁，不能进厂",
        "三成的孩子，40%",
        "按胸口，不停",
        "打12356",
        "这是犯罪",
    ],
)
def test_a_statement_without_a_source_is_found(text: str) -> None:
    assert unsourced(text, ("facts:5.2 做法, 不作为事实陈述",))


def test_nothing_that_is_from_memory_or_false_is_said() -> None:
    """Figures that only such statements have, and the old errors by name."""
    texts = {where: text for where, text, _ in SAID}
    texts |= {f"texts.toml [{t}.{k}]": v for t, lines in CATALOGUE.texts.tables.items() for k, v in lines.items()}
    for where, text in texts.items():
        plain = text.replace(",", "").replace("，", "")
        for figure in TABLE.withheld:
            assert not re.search(rf"(?<![\d.]){re.escape(figure.replace(',', ''))}(?!\d)", plain), (where, figure)
        for wait in re.findall(r".{0,6}等(?:满|够|到)?(?:24|48)(?:个)?小时", text):
            assert "不用等" in wait or "没有" in wait or "不是" in wait, (where, wait)


def test_the_table_is_whole() -> None:
    assert len(TABLE.section) >= 50
    assert len(TABLE.correction) == 39
    assert {"12391", "12380", "3,600"} <= TABLE.withheld.keys()
    assert 13 in TABLE.memory["3.5"]
