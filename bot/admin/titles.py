"""What an intent is called in the console: its title where a worker would see one, else a name of ours."""

from __future__ import annotations

from collections.abc import Iterable

from bot.content.catalogue import Catalogue

OURS = {
    "affirm": "说“是、好”",
    "deny": "说“不是、不要”",
    "bot_challenge": "问是不是机器人",
    "chitchat": "随便聊聊",
    "choose": "选第几个",
    "feedback_bad": "说没用、不满意",
    "feedback_good": "说有用、夸",
    "goodbye": "告别",
    "greet": "打招呼",
    "insult": "骂人",
    "lesson_comic": "要看漫画课",
    "lesson_find": "找某一课",
    "lesson_latest": "最新一课",
    "lesson_next": "下一课",
    "lesson_video": "要看视频",
    "more_detail": "要说细一点",
    "out_of_scope": "不归我们管的事",
    "quiz_explain": "问小测的道理",
    "quiz_progress": "问小测成绩",
    "repeat": "再说一遍",
    "set_role": "说自己是谁",
    "share_platform": "想转给别人",
    "show_profile": "看我的资料",
    "stop": "停、不做了",
    "subscribe_weekly": "要每周一课",
    "unsubscribe_weekly": "不要每周一课",
    "tell_child": "说孩子的情况",
    "thanks": "道谢",
}
"""These have no title on purpose: nobody is asked 「您是想问：打招呼」."""
FAMILIES = {
    "parent": "家长",
    "guardian": "监护",
    "manager": "班组长",
    "young": "年轻工人",
    "report": "有危险",
    "lesson": "课",
    "quiz": "小测",
}


class Titles:
    """Names of intents and back."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def of(self, intent: str | None) -> str:
        """The name; the intent itself where there is none."""
        name = intent or ""
        return self._catalogue.title(name) or OURS.get(name, name)

    def family(self, intent: str) -> str:
        """What kind of intent it is."""
        return FAMILIES.get(intent.partition("_")[0], "对话")

    def options(self, intents: Iterable[str]) -> list[tuple[str, str]]:
        """Intents with what is shown of them in a search: title, family and name, so that each is only once."""
        return sorted(((i, f"{self.of(i)}（{self.family(i)} · {i}）") for i in intents), key=lambda pair: pair[1])

    def chosen(self, typed: str, intents: Iterable[str]) -> str | None:
        """The intent somebody picked or typed: an option of the list, a name or a title; None for none or two."""
        known = list(intents)
        if typed in known:
            return typed
        exact = [i for i, shown in self.options(known) if shown == typed]
        titled = [i for i in known if self.of(i) == typed]
        found = exact or titled
        return found[0] if len(found) == 1 else None
