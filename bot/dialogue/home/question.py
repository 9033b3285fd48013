"""The questions of the router, and what answers them: which county, which of several of that name, is it there.

What is asked stands in `Talk.ask` as `place:<need>:<codes>`; the codes are those an answer may narrow down.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.content.catalogue import Catalogue
from bot.content.directory import Need
from bot.dialogue.home.card import CALL, card
from bot.dialogue.reply import Option, Reply
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn, payload
from bot.text.entities.gazetteer import gazetteer
from bot.text.entities.place import rate_place
from bot.text.near import bare
from bot.text.normalise import normalise
from bot.text.places.divisions import LONGEST_ANSWER, around, brief, named, title

_ASKED = "place:"
_LONGEST_LABEL = 14
_NOT_TOLD = re.compile(
    r"(?:我|俺)?(?:也)?(?:不(?:想|愿意?|方便|敢)(?:说|讲|告诉)(?:你|您)?|不(?:知道|清楚|晓得|记得|告诉你?)|忘(?:记)?了|"
    r"唔知|算了|随便|没有|不说|别问|保密)(?:了|啊|吧|呢|哦|的)*"
)


def ask_county(need: Need, turn: Turn, catalogue: Catalogue) -> Reply:
    """「老家在哪个县」."""
    return _asked(need, catalogue.texts.line("home", "ask"), (), (), turn, catalogue)


def ask_city(need: Need, province: str, turn: Turn, catalogue: Catalogue) -> Reply:
    """A province has many area codes: none is guessed."""
    line = catalogue.texts.line("home", "ask_city", place=title(province))
    return _asked(need, line, (), (province,), turn, catalogue)


def which(need: Need, codes: Sequence[str], turn: Turn, catalogue: Catalogue) -> Reply:
    """「您说的是哪个省的鼓楼区」: every place of that name."""
    texts = catalogue.texts
    key = "which_province" if len({c[:2] for c in codes}) == len(codes) else "which"
    name = title(codes[0]) if len({title(c) for c in codes}) == 1 else gazetteer().short[codes[0]]
    options = [Option(_label(c), payload(CALL, need=need.id, codes=[c])) for c in codes]
    options.append(Option(texts.line("home", "none_of_these"), payload(CALL, need=need.id, ask=True)))
    return _asked(need, texts.line("home", key, name=name, n=len(codes)), options, tuple(codes), turn, catalogue)


def confirm(need: Need, code: str, turn: Turn, catalogue: Catalogue) -> Reply:
    """A place named in passing may be where the factory is: it is asked about once."""
    texts = catalogue.texts
    options = (
        Option(texts.line("home", "yes"), payload(CALL, need=need.id, codes=[code])),
        Option(texts.line("home", "other"), payload(CALL, need=need.id, ask=True)),
    )
    return _asked(need, texts.line("home", "confirm", place=brief(code)), options, (), turn, catalogue)


def _label(code: str) -> str:
    return brief(code) if len(brief(code)) <= _LONGEST_LABEL else (around(code) + title(code)[:2])[:_LONGEST_LABEL]


def _asked(
    need: Need, line: str, options: Sequence[Option], within: tuple[str, ...], turn: Turn, catalogue: Catalogue
) -> Reply:
    """The question; in danger it never stands in the way: what holds in the whole country is said before it."""
    ask = f"{_ASKED}{need.id}:{'+'.join(within)}"
    if need.urgent:
        shown = card(need, None, catalogue, turn.now, turn.role)
        return replace(shown, text=f"{shown.text}\n\n{line}", options=(*options, *shown.options[:-1]), ask=ask)
    national = Option(catalogue.texts.line("home", "national"), payload(CALL, need=need.id, national=True))
    return Reply(line, (*options, national), ask=ask)


def answered(talk: Talk, text: str, catalogue: Catalogue, now: float) -> Turn | None:
    """The turn that an answer to one of the questions means; None when it is none, and an ordinary message.

    Neither a disclosure nor a choice: those were settled before.
    """
    if not (talk.ask or "").startswith(_ASKED):
        return None
    _, need, pending = (talk.ask or "").split(":", 2)
    if _NOT_TOLD.fullmatch(bare(text)):
        return Turn(CALL, talk, {"need": need, "national": True}, text=text, now=now)
    within = tuple(pending.split("+")) if pending else ()
    codes = _codes(text, within)
    if not codes and within and all(len(c) > 2 for c in within):
        codes = _codes(text, ())  # none of those, another place
    return Turn(CALL, talk, {"need": need, "codes": list(codes)}, text=text, now=now) if codes else None


def _codes(text: str, within: tuple[str, ...]) -> tuple[str, ...]:
    codes = named(text, within)
    clean = normalise(text)
    if codes or len(clean) > LONGEST_ANSWER:
        return codes
    rated = rate_place(clean)
    return named(str(rated[1].value), within) if rated and rated[0] > 0 else ()
