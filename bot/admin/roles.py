"""Who may do what in the console: six roles, a dozen permissions. Pure; a test walks role × route."""

from __future__ import annotations

from enum import Enum


class May(Enum):
    """What a page or a button asks of a visitor."""

    COME_IN = "come_in"
    """Nothing: the door itself."""
    SIGNED_IN = "signed_in"
    """Any account."""
    READ_INBOX = "read_inbox"
    LABEL = "label"
    READ_DATA = "read_data"
    EDIT_DATA = "edit_data"
    READ_MODEL = "read_model"
    TRAIN = "train"
    PROMOTE = "promote"
    DUTY = "duty"
    TALKS = "talks"
    """Conversations of people, and writing to them."""
    STATS = "stats"
    FACTORY = "factory"
    """The figures of one's own source, and nothing else."""
    AUDIT = "audit"
    ACCOUNTS = "accounts"


ADMIN, EDITOR, ANNOTATOR, VIEWER, SAFEGUARDING = "admin", "editor", "annotator", "viewer", "safeguarding"
MANAGER = "manager"
ROLE_NAMES = {
    ADMIN: "管理员",
    EDITOR: "编辑",
    ANNOTATOR: "标注员",
    VIEWER: "查看员",
    SAFEGUARDING: "儿童保护专员",
    MANAGER: "工厂",
}
_ALL = frozenset({May.COME_IN, May.SIGNED_IN, May.STATS})
_VIEWER = _ALL | {May.READ_DATA, May.READ_MODEL}
_ANNOTATOR = _VIEWER | {May.READ_INBOX, May.LABEL}
_EDITOR = _ANNOTATOR | {May.EDIT_DATA, May.TRAIN}
PERMISSIONS: dict[str, frozenset[May]] = {
    VIEWER: _VIEWER,
    ANNOTATOR: _ANNOTATOR,
    EDITOR: _EDITOR,
    SAFEGUARDING: _ALL | {May.DUTY, May.TALKS},
    MANAGER: frozenset({May.COME_IN, May.SIGNED_IN, May.FACTORY}),
    ADMIN: _EDITOR | {May.PROMOTE, May.DUTY, May.TALKS, May.AUDIT, May.ACCOUNTS},
}
"""A viewer reads no person's words; duty log and conversations are for those who answer for them. A manager sees the
figures of those who came by the factory's own code, and not everybody's: from the two a third could be had."""


def allowed(role: str, what: May) -> bool:
    """Whether a role may; an unknown role may nothing."""
    return what in PERMISSIONS.get(role, frozenset())
