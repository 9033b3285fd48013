"""What the pages of content share: the drafting room, what is in force, what things are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.admin.titles import Titles
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import DATA, Catalogue, Shelf, load_catalogue
from bot.content.names import TITLE, title_in
from bot.content.overlay import EDITABLE, is_file
from bot.drafting.begin import CHOICE, NAME, TITLE_LENGTH, TITLE_TAKEN
from bot.drafting.drafting import BUSY, FAULTY, FILED, GONE, MOVED, OWN, SAME, TAKEN, Drafting
from bot.drafting.entry import NUMBER, PLACE
from bot.errors import DraftError
from bot.store.drafts import DRAFT, DROPPED, LIVE, REVIEW, WAITING, WITHDRAWAL, WITHDRAWN, Draft

KINDS = {"topics": "话题", "protocols": "求救步骤", "directory": "号码名录", "lessons": "课", "quizzes": "小测"}
STATES = {
    DRAFT: "草稿", REVIEW: "等人看", WAITING: "等到时间上线", LIVE: "上线了", DROPPED: "不要了",
    WITHDRAWN: "后来撤下了", WITHDRAWAL: "撤下",
}  # fmt: skip
DIRECTORY = {"national": "全国的号码", "local": "各地不一样的", "needs": "什么事打什么电话", "withheld": "不能说的号码"}
REASONS = {
    GONE: "别人刚改过这一页，或者这一步已经做过了。请刷新，看看现在是什么样。",
    FAULTY: "检查没有通过，不能往下走。照下面说的改好再来。",
    OWN: "自己写的不能自己批。请另一个人看。",
    MOVED: "您写的时候，线上的这一页已经变了。先看看变了什么，再决定留哪个。",
    SAME: "和线上的一模一样，没有要改的。",
    BUSY: "这一页别人正在改，草稿已经有了。请刷新。",
    FILED: "线上的就是文件里的那一版，没有后台写的可以撤。要改，写一份草稿。",
    TAKEN: "这个短名已经有了，可能是一页、一课，也可能是别人的草稿。换一个。",
    NAME: "短名只能用小写的英文字母，几个词用 _ 连起来，比如 night_shift，最多 40 个字母。",
    TITLE_LENGTH: f"标题和名字要 {TITLE[0]} 到 {TITLE[1]} 个字，里面不要引号。",
    TITLE_TAKEN: "这个标题别处已经用了。两件事叫一个名字，人会走错，换一个。",
    CHOICE: "有一项没选对，从列表里选一个。",
    PLACE: "没有认出是哪个地方。写省、市、县的全名，比如 贵州省；有几个同名的，写地区代码。",
    NUMBER: "电话只写数字和短横线，比如 12345 或 0851-12345678。",
}
"""Why the drafting room refuses, in words."""
PagePreview = Callable[[Path, str], str]
PicturePreview = Callable[[Path, str, int], str]


@dataclass(frozen=True)
class Editing:
    """What the rest of the product gives the pages of content."""

    shelf: Shelf = field(default_factory=lambda: Shelf(load_catalogue()))
    left_out: Callable[[], tuple[str, ...]] = lambda: ()
    """Published files the bot does not answer from (`bot.drafting.follow`)."""
    page: PagePreview = lambda data, name: ""
    """A lesson's page out of a folder of data."""
    picture: PicturePreview = lambda data, name, number: ""
    per_month: int = 4
    """Mass sends an audience may get in a month."""
    waking: Callable[[float], float] = lambda at: at
    """The moment itself, or the next at which people may be written to."""
    data: Path = DATA


class ContentRoom:
    """The drafting room with the console's words."""

    def __init__(self, drafting: Drafting, editing: Editing) -> None:
        self.drafting, self.editing = drafting, editing

    @property
    def catalogue(self) -> Catalogue:
        """What is in force."""
        return self.editing.shelf.present

    def texts(self) -> dict[str, str]:
        """Every file that may be edited, those too that are drafts so far, with what is in force. Blocking."""
        found = self.drafting.texts()
        return {file: found[file] for file in sorted(found, key=lambda f: (EDITABLE.index(f.partition("/")[0]), f))}

    def title(self, file: str, text: str = "") -> str:
        """What a file is called; one that is not in force yet, by its text."""
        kind, name = file.partition("/")[0], Path(file).stem
        if kind == "directory":
            return DIRECTORY.get(name, name)
        found = {"lessons": self.catalogue.lessons, "quizzes": self.catalogue.quizzes}.get(kind, {}).get(name)  # type: ignore[attr-defined]
        known = found.title if found is not None else Titles(self.catalogue).of(name)
        return title_in(text) or known if known == name else known

    def called(self, file: str, text: str = "") -> str:
        """What a file is or was called, be it in force or not. Blocking."""
        title = self.title(file, text)
        if title != Path(file).stem:
            return title
        last = self.drafting.drafts.last(file)
        return title_in(last.text) or title_in(last.base) or file if last is not None else file

    @staticmethod
    def file_of(kind: str, name: str) -> str:
        """The file of an address. Raises Sorry for one that is none."""
        file = f"{kind}/{name}.{'toml' if kind in ('directory', 'quizzes') else 'md'}"
        if not is_file(file):
            raise Sorry("没有这一页。", 404)
        return file

    @staticmethod
    def address(file: str) -> str:
        """Where a file is edited."""
        return f"/admin/content/{file.rpartition('.')[0]}"

    async def text(self, visit: Visit, file: str) -> str:
        """What is in force of a file. Raises Sorry when there is no such file."""
        try:
            return await visit.db(self.drafting.text, file)
        except DraftError as err:
            raise Sorry("没有这一页。", 404) from err

    async def under_way(self, visit: Visit, file: str) -> Draft | None:
        """The file's text under way."""
        return next(iter(await visit.db(self.drafting.drafts.under_way, file)), None)
