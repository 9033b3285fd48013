"""Facts named in a message, as normalised values: role, age, grade, sex, carer, place, lesson topic, a choice.

`extract` finds them all with their places; `facts` is what of it belongs to a profile. Rules, no
training, no Rasa: the bot uses them too while the engine is away.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from bot.text.entities.age import find_age, pick_age
from bot.text.entities.birth import find_birth
from bot.text.entities.carer import find_carer
from bot.text.entities.choice import find_choice
from bot.text.entities.entity import Entity
from bot.text.entities.grade import find_grade
from bot.text.entities.place import find_place
from bot.text.entities.role import find_role
from bot.text.entities.sex import find_sex
from bot.text.entities.topic import find_topic
from bot.text.normalise import normalise

PROFILE = frozenset({"role", "child_age_months", "grade", "caregiver", "child_sex", "place"})

_TAKEN_BACK = re.compile(
    r"(?:不是|唔系|不系|哪是|不对)(?P<old>[^,，。.;；!！?？]{1,12}?)(?:了|啦|的)?[,，。.;；\s]*(?=(?:而|应该|其实|已经|现在)?(?:是|系)(?!不是))"
)
"""What a correction takes back: 不是三岁，是五岁."""


_REPLACEMENT = 24  # Characters read behind 不对: what replaces stands at once.
_CORRECTED = re.compile(r"(?:不对|[说打写发记讲]错了?)[,，。.!\s]*(?=(?:应该|其实|哦|噢)?[是系](?!不是))")
"""What follows it replaces what was said before: 五年级,不对,是六年级."""


def extract(text: str, now: datetime.date | None = None) -> list[Entity]:
    """Every entity of a message, at most one of each name; places count in the normalised text.

    `now` is the day a year of birth is reckoned from (07年的); today when left out.

    >>> [(e.name, e.value) for e in extract("娃三岁半，他外婆带")]
    [('child_age_months', 42), ('caregiver', 'grandparents_maternal')]
    """
    whole = normalise(text)
    clean = _TAKEN_BACK.sub(lambda found: " " * len(found[0]), whole)
    found = _stated(clean, now or datetime.date.today())
    corrected = _CORRECTED.search(clean)
    if corrected:
        end = corrected.end()
        later = _stated(" " * end + clean[end : end + _REPLACEMENT], now or datetime.date.today())
        found = [e for e in found if e.name not in {new.name for new in later}] + later
    # A correction is the choice's own to read: 不是2,是3.
    number = find_choice(whole)
    if number is not None:
        found.append(Entity("choice", number, 0, len(clean)))
    return found


def _stated(clean: str, today: datetime.date) -> list[Entity]:
    """All but the choice."""
    return [
        *find_role(clean),
        *pick_age([*find_age(clean), *find_birth(clean, today)], clean),
        *find_grade(clean),
        *find_carer(clean),
        *find_sex(clean),
        *find_place(clean),
        *find_topic(clean),
    ]


def facts(text: str, now: datetime.date | None = None) -> dict[str, Any]:
    """What a message tells of the person and the child, by field of the profile."""
    return {e.name: e.value for e in extract(text, now) if e.name in PROFILE}


__all__ = ["Entity", "extract", "facts"]
