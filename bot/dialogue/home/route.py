"""From a need and what is known of home to an answer: the card, or the one question that is left."""

from __future__ import annotations

from dataclasses import replace

from bot.content.catalogue import GENERAL_PROTOCOL, Catalogue
from bot.content.directory import Need
from bot.content.directory.models import EVERYTHING
from bot.dialogue.home.card import CALL, card, leads, takes_home
from bot.dialogue.home.place import NOT_THEIRS, Home, home_of
from bot.dialogue.home.question import ask_city, ask_county, confirm, which
from bot.dialogue.reply import Reply
from bot.dialogue.turn import Turn, payload
from bot.people.profile import SURE, UNTOLD
from bot.text.entities.gazetteer import gazetteer
from bot.text.near import bare
from bot.text.places.divisions import named, path


def home_call(turn: Turn, catalogue: Catalogue) -> Reply:
    """「老家打什么电话」, for the need of the option (`need`), else of the page on screen."""
    directory = catalogue.directory
    wanted = str(turn.entities.get("need") or directory.need_of(turn.talk.page))
    need = directory.needs.get(wanted) or directory.needs[EVERYTHING]
    profile = turn.talk.profile
    codes = [c for c in turn.entities.get("codes") or () if c in gazetteer().title]
    if codes:
        return _settled(need, codes, turn, catalogue)
    if turn.entities.get("national"):
        shown = card(need, None, catalogue, turn.now, turn.role)
        return shown if turn.role in NOT_THEIRS else replace(shown, profile={"home": UNTOLD})
    if not takes_home(need, catalogue):
        return card(need, home_of(profile), catalogue, turn.now, turn.role)
    if not turn.entities.get("ask") and turn.role not in NOT_THEIRS:
        if profile.place and (found := named(profile.place)):
            if profile.home == SURE or len(found) > 1:
                return _settled(need, list(found), turn, catalogue)
            return confirm(need, found[0], turn, catalogue)
        if profile.home == UNTOLD:
            return card(need, None, catalogue, turn.now, turn.role)
    return ask_county(need, turn, catalogue)


def _settled(need: Need, codes: list[str], turn: Turn, catalogue: Catalogue) -> Reply:
    """The places home may be: one with one area code is answered and kept, more are asked about, never guessed."""
    if len(codes) > 1:
        return which(need, codes, turn, catalogue)
    home = Home(codes[0])
    if len(home.area.codes) > 1:
        return ask_city(need, home.division, turn, catalogue)
    shown = card(need, home, catalogue, turn.now, turn.role)
    if turn.role in NOT_THEIRS:
        return shown
    return replace(shown, profile={"place": path(home.division), "home": SURE})


def labels(catalogue: Catalogue) -> dict[str, str]:
    """What the router's labels mean in an older message; one with several meanings opens the general protocol."""
    texts, several = catalogue.texts, dict[str, set[str]]()
    for need in catalogue.directory.needs.values():
        for option in leads(need):
            several.setdefault(bare(option.label), set()).add(option.payload)
    found = {label: means.pop() if len(means) == 1 else payload(GENERAL_PROTOCOL) for label, means in several.items()}
    found |= {bare(need.title): payload(CALL, need=need.id) for need in catalogue.directory.needs.values()}
    asking = {bare(texts.line("home", key)): payload(CALL, need=EVERYTHING, ask=True) for key in ("other", "tell")}
    return found | asking | {bare(texts.line("home", "national")): payload(CALL, need=EVERYTHING, national=True)}
