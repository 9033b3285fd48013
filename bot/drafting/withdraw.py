"""Take a text of the console out of force: back to what the files say, or away where there is no file.

A withdrawal is a draft that says what the file says, or nothing. It goes the way of all drafts (who may approve it, the
checks, a set moment), and nothing is deleted: its versions stay and may be made drafts again. Blocking.
"""

from __future__ import annotations

from bot.content.overlay import read
from bot.drafting.drafting import BUSY, FAULTY, FILED, Drafting, pair
from bot.drafting.faults import Fault
from bot.errors import DraftError
from bot.store.drafts import DROPPED, REVIEW, Draft


def withdraw(drafting: Drafting, file: str, who: str, why: str) -> Draft:
    """Ask for it: to be read by somebody else. Raises DraftError."""
    aims = _aims(drafting, file)
    if faults_without(drafting, file):
        raise DraftError(FAULTY)
    now, asked = drafting.overlay(), list[Draft]()
    for each, text in aims.items():
        draft = drafting.drafts.begin(each, now[each], text, who, REVIEW, why)
        if draft is None:
            for begun in asked:
                drafting.drafts.move(begun, DROPPED)
            raise DraftError(BUSY)
        asked.append(draft)
    for draft in asked:
        drafting.note(who, "content_withdraw", draft.file, f"#{draft.id}.{draft.edits}")
    return asked[0]


def faults_without(drafting: Drafting, file: str) -> list[Fault]:
    """What would be wrong afterwards, a page that leads here above all. Raises DraftError."""
    return drafting.faults_of(_aims(drafting, file), file)


def why_not(drafting: Drafting, file: str) -> str:
    """What was said when a withdrawal was refused; empty when that is not what came last."""
    last = drafting.drafts.last(file)
    return last.note if last is not None and last.state == DROPPED and drafting.withdraws(last) else ""


def restore(drafting: Drafting, version: Draft, text: str, who: str) -> Draft:
    """An older text as a new draft; of a lesson that is gone its quiz as well, without which it is nothing."""
    draft = drafting.save(version.file, text, who, 0)
    other = pair(version.file)
    if other is None or draft.base or drafting.there(other) or drafting.drafts.under_way(other):
        return draft
    last = next((v for v in drafting.drafts.versions(other) if v.text), None)
    if last is not None:
        drafting.save(other, last.text, who, 0)
    return draft


def gone(drafting: Drafting) -> list[str]:
    """Files that were withdrawn and are not there any more, the latest first."""
    found = dict.fromkeys(draft.file for draft in drafting.drafts.withdrawals())
    there = drafting.texts() if found else {}
    return [file for file in found if file not in there]


def _aims(drafting: Drafting, file: str) -> dict[str, str]:
    """What the files shall say: this one, and with a lesson that only stands here its quiz. Raises DraftError."""
    now = drafting.overlay()
    if file not in now:
        raise DraftError(FILED)
    aims, other = {file: read(file, drafting.data)}, pair(file)
    if not aims[file] and other in now and not read(other, drafting.data):
        aims[other] = ""
    return aims
