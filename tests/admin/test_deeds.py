"""The audit log: every deed that is written anywhere has a name, and its row is read in words."""

from __future__ import annotations

import ast
import re

import pytest

from bot.admin.words import DEEDS
from bot.settings import ROOT
from tests.admin.conftest import Site, deeds

COMMAND = "用命令做的"
ROWS: dict[str, list[tuple[str, str, str, str]]] = {
    "sign_in": [("", "", "", "")],
    "sign_in_failed": [("", "", "", "")],
    "locked": [("", "", "", "")],
    "sign_out": [("", "", "", "")],
    "password": [("ann", "", "ann", "")],
    "account_add": [("ann", "editor", "ann", "编辑"), ("bea", "manager dongguan-1", "bea", "工厂，码 dongguan-1")],
    "account_disable": [("ann", "", "ann", "")],
    "account_enable": [("ann", "", "ann", "")],
    "label": [("3,17", "parent_homework +1", "第 3、17 句", "归到“作业在老家没人管”，教了 1 句")],
    "discard": [("3", "", "第 3 句", "")],
    "flag": [
        ("3", "", "第 3 句", ""),
        ("3", "greet?", "第 3 句", "想归到“打招呼”，可能有人出事，拦下了"),
    ],
    "new_topic": [("3", "", "第 3 句", "")],
    "reopen": [("3", "", "第 3 句", "")],
    "delete_message": [("3", "", "第 3 句", "")],
    "sentence_add": [("greet", "2", "打招呼", "2 句")],
    "sentence_edit": [("greet", "1", "打招呼", "1 句")],
    "sentence_move": [("greet", "2 → thanks", "打招呼", "2 句，挪到“道谢”")],
    "sentence_delete": [("greet", "2", "打招呼", "2 句")],
    "export": [("data/nlu", "12", "文件", "12 处改动")],
    "import": [("new", "12", "new", "12 处改动")],
    "train": [("20261126-1", "", "训练 20261126-1", "")],
    "cancel": [("20261126-1", "", "训练 20261126-1", "")],
    "judged": [("r2", "可以上线", "版本 r2", "可以上线")],
    "promote": [("r2", "更懂作业", "版本 r2", "更懂作业")],
    "refused": [
        ("r2", "听见的求救比线上的少", "版本 r2", "听见的求救比线上的少"),
        (
            "r2", "the files of r2 are not those that were judged",
            "版本 r2", "r2 的文件和考试的时候不一样了。请再训练一次。",
        ),
        ("r2", "r2.tar.gz is not there", "版本 r2", "r2.tar.gz 这个文件不在了。请再训练一次。"),
    ],
    "roll_back": [("r1", "不对劲", "版本 r1", "不对劲")],
    **{
        f"content_{step}": [("topics/greet.md", "#4.2", "一页", "草稿 4，第 2 稿")]
        for step in ("begin", "save", "hand_in", "back", "drop", "approve", "alone", "publish", "withdraw", "withdrawn")
    },
    "content_restore": [("topics/greet.md", "#4", "一页", "照版本 4")],
    "content_export": [("data", "3", "文件", "3 页")],
    "plan": [("parent_praise", "#5 all 2026年11月30日 19:30", "一页", "第 5 次，发给所有人，2026年11月30日 19:30")],
    "plan_cancel": [("5", "", "第 5 次", "")],
    "plan_preview": [("parent_praise", "", "一页", "")],
    "plan_send": [("5", "sent", "第 5 次", "发了"), ("5", "failed", "第 5 次", "没发成")],
    "plan_take_back": [("5", "", "第 5 次", "")],
    "duty_view": [("open", "3", "没结束的", "3 条"), ("all", "9", "全部", "9 条")],
    "duty_mark": [("7", "passed_on", "第 7 条", "转出去了"), ("7", "closed", "第 7 条", "结束了")],
    "duty_take": [("7", "12", "第 7 条", "第 12 段对话")],
    "talks_list": [
        ("4", "", "4 段", ""),
        ("4", "command line", "4 段", COMMAND),
        ("4", "since=2026-11-01&role=parent&kind=any&tag=%E6%80%A5&seen=no", "4 段",
         "从 2026-11-01，家长，有求救的，标签 急，没看过的"),
        ("1", "until=2026-11-02&kind=report_neglect&topic=parent_homework", "1 段",
         "到 2026-11-02，孩子没人照看，作业在老家没人管"),
    ],
    **{
        deed: [("12", "", "第 12 段对话", ""), ("12", "command line", "第 12 段对话", COMMAND)]
        for deed in ("talk_view", "talk_mark", "talk_review", "talk_reopen", "talk_script", "take_over")
    },
    "officer_says": [
        ("12", "window", "第 12 段对话", "发出去了"),
        ("12", "next", "第 12 段对话", "等对方下次说话送到"),
    ],
    "hand_back": [
        ("12", "", "第 12 段对话", ""),
        ("12", "command line", "第 12 段对话", COMMAND),
        ("", "ann", "", "ann 太久没写话"),
    ],
    "desk_view": [("", "", "", "")],
    "desk_rules": [
        (
            "", "周一到周五 9:00到17:30; 2 h; 24 h; 3",
            "", "周一到周五 9:00到17:30；2 小时没写话自动交还，24 小时没人看就提醒，常用的话 3 条",
        ),
        ("", "—; 2 h; 24 h", "", "没有人值班；2 小时没写话自动交还，24 小时没人看就提醒"),
    ],
    "stats_export": [("", "", "", ""), ("dongguan-1", "", "码 dongguan-1", "")],
    "factory_view": [("dongguan-1", "", "码 dongguan-1", "")],
    "outbox_retry": [("3", "1", "第 3 封", "1 封"), ("", "4", "", "4 封")],
    "outbox_drop": [("3", "1", "第 3 封", "1 封"), ("", "4", "", "4 封")],
    "menu_push": [("", "", "", "")],
    "qr_poster": [("factory_dg_017", "", "码 factory_dg_017", ""), ("fair", "30 d", "码 fair", "用 30 天")],
    "backup": [("", "", "", ""), ("", "key", "", "连密钥一起")],
    "restore": [("", "2026-11-26T00:00:00Z", "", "2026-11-26 08:00 的备份")],
}  # fmt: skip
"""Of each deed rows as they are written, and what is read."""
SEVERAL = {
    ("bot/admin/visit.py", "action"): set(),  # hands on what the pages say
    ("bot/admin/inbox_pages.py", "deed"): {"discard", "flag", "new_topic", "reopen", "label"},
    ("bot/admin/accounts_pages.py", "f'account_{what}'"): {"account_disable", "account_enable"},
    ("bot/admin/data_pages.py", "f'sentence_{deed}'"): {f"sentence_{x}" for x in ("add", "edit", "move", "delete")},
    ("bot/admin/talk_pages.py", "f'talk_{what}'"): {"talk_review", "talk_reopen"},
    ("bot/drafting/drafting.py", "deed"): {"content_approve", "content_alone"},
    ("bot/backup_command.py", "deed"): {"backup", "restore"},
}
"""Where the deed is no word but made of one: what it may be."""
_PLACES = {"visit.note": 0, "drafting.note": 1, "self.note": 1, "self._move": 4}


def place(call: ast.Call, file: str) -> int | None:
    """Which argument of a call is a deed; None when it writes none down."""
    name = ast.unparse(call.func)
    if name.endswith("audit.add"):
        return 1
    if call.args and name.endswith((".db", ".to_thread")) and ast.unparse(call.args[0]).endswith("audit.add"):
        return 2
    return _PLACES.get(name) if name == "visit.note" or "/drafting/" in file else None


def written() -> set[str]:
    """Every deed that the code writes down."""
    found: set[str] = set()
    for path in sorted((ROOT / "bot").rglob("*.py")):
        file = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            at = place(node, file) if isinstance(node, ast.Call) else None
            if not isinstance(node, ast.Call) or at is None:
                continue
            deed = node.args[at]
            for part in (deed.body, deed.orelse) if isinstance(deed, ast.IfExp) else (deed,):
                known = SEVERAL.get((file, ast.unparse(part)))
                found |= {str(ast.literal_eval(part))} if known is None else known
    return found


def test_every_deed_that_is_written_has_a_name_and_is_read() -> None:
    assert written() == DEEDS.keys() == ROWS.keys()
    assert {name for name in DEEDS.values() if re.search("[A-Za-z]", name)} == set()
    assert len(set(DEEDS.values())) == len(DEEDS), "a list to choose from has no two alike"


@pytest.mark.parametrize("deed", sorted(ROWS))
def test_its_rows_are_told_in_words(deed: str) -> None:
    for object_, detail, told_object, told_detail in ROWS[deed]:
        assert deeds().read(deed, object_, detail) == (told_object, told_detail)


@pytest.mark.parametrize(
    ("deed", "object_", "detail"),
    [("burn", "1", "2"), ("duty_mark", "7", "burnt"), ("label", "3", "x"), ("talks_list", "4", "name=x")],
)
def test_a_row_of_another_time_stays_as_it_is(deed: str, object_: str, detail: str) -> None:
    assert deeds().tell(deed, object_, detail) == (object_, detail)
    with pytest.raises(ValueError, match=r".*"):
        deeds().read(deed, object_, detail)


async def test_the_page_tells_it(site: Site) -> None:
    site.store.audit.add("editor", "content_save", "lessons/parent_praise.md", "#4.2")
    site.store.audit.add("admin", "duty_mark", "7", "passed_on")
    draft = site.store.drafts.begin("topics/parent_night.md", "", 'title = "夜班怎么带娃"\n', "editor")
    assert draft is not None
    site.store.audit.add("editor", "content_begin", draft.file, f"#{draft.id}.1")
    page = (await (await site.signed_in("admin")).get("/admin/audit")).text
    for told in ("处理值守记录", "转出去了", "第 7 条", "夜班怎么带娃", "草稿 4，第 2 稿"):
        assert told in page
    for code in ("passed_on", "parent_praise", "parent_night", "#4.2"):
        assert code not in page
