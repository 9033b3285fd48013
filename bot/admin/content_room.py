"""What the pages of content share: the drafting room, what is in force, what things are called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from bot.admin.titles import Titles
from bot.admin.visit import Sorry, Visit
from bot.content.catalogue import DATA, Catalogue, Shelf, load_catalogue
from bot.content.overlay import files, is_file
from bot.drafting.drafting import BUSY, FAULTY, GONE, MOVED, OWN, SAME, Drafting
from bot.errors import DraftError
from bot.store.drafts import DRAFT, DROPPED, LIVE, REVIEW, WAITING, Draft

KINDS = {"topics": "话题", "protocols": "求救步骤", "directory": "号码名录", "lessons": "课", "quizzes": "小测"}
STATES = {DRAFT: "草稿", REVIEW: "等人看", WAITING: "等到时间上线", LIVE: "上线了", DROPPED: "不要了"}
DIRECTORY = {"national": "全国的号码", "local": "各地不一样的", "needs": "什么事打什么电话", "withheld": "不能说的号码"}
REASONS = {
    GONE: "别人刚改过这一页，或者这一步已经做过了。请刷新，看看现在是什么样。",
    FAULTY: "检查没有通过，不能往下走。照下面说的改好再来。",
    OWN: "自己写的不能自己批。请另一个人看。",
    MOVED: "您写的时候，线上的这一页已经变了。先看看变了什么，再决定留哪个。",
    SAME: "和线上的一模一样，没有要改的。",
    BUSY: "这一页别人正在改，草稿已经有了。请刷新。",
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

    def files(self) -> list[str]:
        """Every file that may be edited."""
        return files(self.editing.data)

    def title(self, file: str) -> str:
        """What a file is called."""
        kind, name = file.partition("/")[0], Path(file).stem
        if kind == "directory":
            return DIRECTORY.get(name, name)
        found = {"lessons": self.catalogue.lessons, "quizzes": self.catalogue.quizzes}.get(kind, {}).get(name)  # type: ignore[attr-defined]
        return found.title if found is not None else Titles(self.catalogue).of(name)

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
