"""The audit log in words. Rows keep short codes, which stay the same whatever a page is called later; here they are
read as whoever looks after the house would say them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from bot.admin.duty_pages import STATE_NAMES as DUTY_STATES
from bot.admin.model_pages import refusal
from bot.admin.plan_pages import AUDIENCES
from bot.admin.plan_pages import STATE_NAMES as PLAN_STATES
from bot.admin.roles import ROLE_NAMES
from bot.admin.talk_pages import ROLES
from bot.admin.titles import Titles
from bot.admin.words import written

Read = Callable[[str], str]
BY_COMMAND = "command line"
_WAYS = {"window": "发出去了", "next": "等对方下次说话送到"}
_SEEN = {"yes": "看过的", "no": "没看过的"}


class Deeds:
    """Reads rows of the log."""

    def __init__(self, titles: Titles, page: Read) -> None:
        """`page`: what a file of content is called; may block."""
        self._titles, self._page = titles, page
        self._known = {
            **_of_accounts(), **_of_releases(), **_of_the_server(), **self._of_sentences(), **self._of_content(),
            **self._of_people(),
        }  # fmt: skip

    def tell(self, action: str, object_: str, detail: str) -> tuple[str, str]:
        """Object and details in words; a row that was written otherwise (by an older release) as it stands there."""
        try:
            return self.read(action, object_, detail)
        except ValueError:
            return object_, detail

    def read(self, action: str, object_: str, detail: str) -> tuple[str, str]:
        """The same. Raises ValueError for what is not written like this deed."""
        if action not in self._known:
            raise ValueError(action)
        of_object, of_detail = self._known[action]
        return of_object(object_), of_detail(detail)

    def _of_sentences(self) -> dict[str, tuple[Read, Read]]:
        topic, some = self._titles.of, _like(r"(\d+)", "{} 句")
        moved = _like(r"(\d+)(?: → (\w+))?", lambda n, to: f"{n} 句" + (f"，挪到“{topic(to)}”" if to else ""))
        taught = _like(r"(\w+) \+(\d+)", lambda to, n: f"归到“{topic(to)}”，教了 {n} 句")
        stopped = _like(r"(?:(\w+)\?)?", lambda to: f"想归到“{topic(to)}”，可能有人出事，拦下了" if to else "")
        changed = _like(r"(\d+)", "{} 处改动")
        return {
            **dict.fromkeys(("discard", "new_topic", "reopen", "delete_message"), (_messages, _nothing)),
            "label": (_messages, taught), "flag": (_messages, stopped), "sentence_move": (topic, moved),
            **dict.fromkeys(("sentence_add", "sentence_edit", "sentence_delete"), (topic, some)),
            "export": (_like(r"data/nlu", "文件"), changed), "import": (_as_it_is, changed),
        }  # fmt: skip

    def _of_content(self) -> dict[str, tuple[Read, Read]]:
        steps = ("begin", "save", "hand_in", "back", "drop", "approve", "alone", "publish", "withdraw", "withdrawn")
        of_lesson = _like(r"(\w+)", lambda name: self._page(f"lessons/{name}.md"))
        which = _like(r"(\d+)", "第 {} 次")
        planned = _like(r"#(\d+) (\w+) (.+)", lambda n, to, at: f"第 {n} 次，发给{AUDIENCES.get(to, to)}，{at}")
        return {
            **dict.fromkeys(
                (f"content_{step}" for step in steps), (self._page, _like(r"#(\d+)\.(\d+)", "草稿 {}，第 {} 稿"))
            ),
            "content_restore": (self._page, _like(r"#(\d+)", "照版本 {}")),
            "content_export": (_like(r"data", "文件"), _like(r"(\d+)", "{} 页")),
            "plan": (of_lesson, planned), "plan_cancel": (which, _nothing), "plan_preview": (of_lesson, _nothing),
            "plan_send": (which, _one_of(PLAN_STATES)), "plan_take_back": (which, _nothing),
        }  # fmt: skip

    def _of_people(self) -> dict[str, tuple[Read, Read]]:
        talk, row = _like(r"(?:(\d+))?", lambda n: f"第 {n} 段对话" if n else ""), _like(r"(\d+)", "第 {} 条")
        rules = _like(r"(.+); (\d+) h; (\d+) h(?:; (\d+))?", _rules)
        marked = ("talk_view", "talk_mark", "talk_review", "talk_reopen", "talk_script", "take_over")
        return {
            **dict.fromkeys(marked, (talk, _by_command(_nothing))),
            "talks_list": (_like(r"(\d+)", "{} 段"), _by_command(self._filters)),
            "officer_says": (talk, _one_of(_WAYS)),
            "hand_back": (talk, _by_command(_like(r"(\S+)?", lambda who: f"{who} 太久没写话" if who else ""))),
            "desk_view": (_nothing, _nothing), "desk_rules": (_nothing, rules),
            "duty_view": (_one_of({"open": "没结束的", "all": "全部"}), _like(r"(\d+)", "{} 条")),
            "duty_mark": (row, _one_of(DUTY_STATES)), "duty_take": (row, _like(r"(\d+)", "第 {} 段对话")),
        }  # fmt: skip

    def _filters(self, asked: str) -> str:
        """How a list of conversations was narrowed, as the filters above it are called."""
        named: dict[str, Read] = {
            "since": "从 {}".format, "until": "到 {}".format, "role": lambda role: ROLES.get(role, role),
            "kind": lambda kind: "有求救的" if kind == "any" else self._titles.of(kind), "topic": self._titles.of,
            "tag": "标签 {}".format, "seen": lambda seen: _SEEN.get(seen, seen),
        }  # fmt: skip
        given = parse_qsl(asked, strict_parsing=True) if asked else []
        if not named.keys() >= {name for name, _ in given}:
            raise ValueError(asked)
        return "，".join(named[name](value) for name, value in given)


def _of_accounts() -> dict[str, tuple[Read, Read]]:
    source = _like(r"(.+)?", lambda code: f"码 {code}" if code else "")
    return {
        **dict.fromkeys(("sign_in", "sign_in_failed", "locked", "sign_out"), (_nothing, _nothing)),
        **dict.fromkeys(("password", "account_disable", "account_enable"), (_as_it_is, _nothing)),
        "account_add": (_as_it_is, _like(r"(\w+)(?: (.+))?", _role)),
        "stats_export": (source, _nothing), "factory_view": (source, _nothing),
    }  # fmt: skip


def _of_releases() -> dict[str, tuple[Read, Read]]:
    run, release = _like(r"(.+)", "训练 {}"), _like(r"(.+)", "版本 {}")
    return {
        "train": (run, _nothing), "cancel": (run, _nothing), "judged": (release, _as_it_is),
        "promote": (release, _as_it_is), "refused": (release, refusal), "roll_back": (release, _as_it_is),
    }  # fmt: skip


def _of_the_server() -> dict[str, tuple[Read, Read]]:
    """What only the command line does."""
    letters = _like(r"(?:(\d+))?", lambda n: f"第 {n} 封" if n else ""), _like(r"(\d+)", "{} 封")
    return {
        **dict.fromkeys(("outbox_retry", "outbox_drop"), letters),
        "menu_push": (_nothing, _nothing),
        "qr_poster": (_like(r"(.+)", "码 {}"), _like(r"(?:(\d+) d)?", lambda days: f"用 {days} 天" if days else "")),
        "backup": (_nothing, _one_of({"": "", "key": "连密钥一起"})),
        "restore": (_nothing, _like(r"(\S+)", lambda made: f"{written(made)} 的备份")),
    }


def _like(pattern: str, words: str | Callable[..., str]) -> Read:
    """A reader of what a pattern matches whole: its groups into a sentence."""

    def read(written: str) -> str:
        found = re.fullmatch(pattern, written)
        if found is None:
            raise ValueError(written)
        return words.format(*found.groups()) if isinstance(words, str) else words(*found.groups())

    return read


def _one_of(names: dict[str, str]) -> Read:
    def read(written: str) -> str:
        if written not in names:
            raise ValueError(written)
        return names[written]

    return read


def _by_command(else_: Read) -> Read:
    return lambda written: "用命令做的" if written == BY_COMMAND else else_(written)


def _nothing(written: str) -> str:
    if written:
        raise ValueError(written)
    return ""


def _as_it_is(written: str) -> str:
    """Names, and what somebody typed."""
    return written


def _messages(written: str) -> str:
    if re.fullmatch(r"\d+(?:,\d+)*", written) is None:
        raise ValueError(written)
    return f"第 {written.replace(',', '、')} 句"


def _role(role: str, source: str | None) -> str:
    return ROLE_NAMES.get(role, role) + (f"，码 {source}" if source else "")


def _rules(hours: str, back: str, remind: str, canned: str | None) -> str:
    staffed = "没有人值班" if hours == "—" else hours
    more = f"，常用的话 {canned} 条" if canned is not None else ""
    return f"{staffed}；{back} 小时没写话自动交还，{remind} 小时没人看就提醒{more}"
