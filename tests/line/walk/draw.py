"""What the people of the walk send: a seeded mixture, every intent in its turn."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import replace

from bot.training.dataset import Example, load_examples
from bot.training.safety_data import Labelled, load_labelled
from tests.line.walk.oracle import State
from tests.line.walk.sent import Sent

# How often what is sent, in a hundred.
MIXTURE = {
    "sentence": 38, "in_range": 22, "tap": 12, "out_of_range": 4, "old_tap": 3, "door": 5, "disclosure": 5,
    "again": 3, "resent": 1, "junk": 2, "faces": 2, "long": 1, "picture": 1, "follow": 1,
}  # fmt: skip
# Words that open a flow wherever somebody is, and what they mean.
DOORS = {
    "定个小计划": "plan_list", "练一练": "scene_list", "小测": "quiz_start", "看课": "lesson_list", "菜单": "show_menu",
    "老家打什么电话": None, "我是线长、管理": "set_role", "我是孩子爸妈": "set_role", "我是年轻工人": "set_role",
}  # fmt: skip
JUNK = (
    "asdfghjkl", "。。。", "？？？", "hello my friend", "ok", "1+1=?", "http://a.cn/x?y=1", "好好好好", "啊" * 50,
    "<a href='x'>1</a>", "{title}", "/restart", "\u200b\u200b测\u200b", "ｈｅｌｐ", "13800138000", "　", "-1", "3.5",
    "一二三四五六七", "ni hao ma", "…", "]]>", "%s%d", "零", "NULL", "第", "再见再见再见", "①②③", "孩子孩子孩子",
)  # fmt: skip
FACES = ("😂", "😭😭😭", "/:rose", "[捂脸][捂脸]", "👍", "/::)", "❤️🙏", "[强]", "🤷‍♀️", "/:,@-D谢谢")
PICTURES = ("image", "voice", "video", "location", "link", "file")
SHOWN_BEFORE = 40
THROUGH = 0.5
"""How often somebody goes on with what they have begun."""


class Draw:
    """Draws for one person at a time; `start` begins a new one."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        by_intent: dict[str, list[Example]] = defaultdict(list)
        for example in load_examples():
            by_intent[example.intent].append(example)
        self._by_intent = dict(by_intent)
        labelled, _ = load_labelled()
        self.tiers = {x.text: x.tier for x in labelled}
        """What readers have said of a sentence; disclosures stand among the sentences of topics too."""
        self._disclosures: dict[str, list[Labelled]] = defaultdict(list)
        for x in labelled:
            if x.hard and x.tier == "now":
                self._disclosures[x.kinds[0]].append(x)
        self._deck: deque[str] = deque()
        self._kinds: deque[str] = deque()
        self._doors: deque[str] = deque()
        self.start()

    def start(self) -> None:
        """A new person, who has seen and sent nothing."""
        self._seen: deque[str] = deque(maxlen=SHOWN_BEFORE)
        self._last: Sent | None = None

    def next(self, state: State) -> Sent:
        """The next message of somebody who sees that list; the first is mostly that they follow."""
        how = self._random.choices(list(MIXTURE), list(MIXTURE.values()))[0]
        if self._last is None and self._random.random() < 0.7:
            how = "follow"
        elif self._in_flow(state) and self._random.random() < THROUGH:
            how = "in_range"
        draws: dict[str, Callable[[State], Sent | None]] = {
            "sentence": self._sentence, "in_range": self._in_range, "tap": self._tap, "old_tap": self._old_tap,
            "out_of_range": self._out_of_range, "door": self._door, "disclosure": self._disclosure,
            "again": self._again, "resent": self._resent, "long": self._long,
        }  # fmt: skip
        if how in draws:
            sent = draws[how](state) or self._sentence(state)
        elif how == "follow":
            sent = Sent("", "follow")
        elif how == "picture":
            sent = Sent(self._random.choice(PICTURES), "picture")
        else:
            sent = Sent(self._random.choice(JUNK if how == "junk" else FACES))
        self._seen.extend(state.options)
        self._last = sent
        return sent

    def _in_flow(self, state: State) -> bool:
        return state.quiz_on_screen or state.plan_on_screen or (self._last is not None and self._last.text in DOORS)

    def _turn(self, deck: deque[str], names: list[str]) -> str:
        if not deck:
            deck.extend(self._random.sample(names, len(names)))
        return deck.popleft()

    def _sentence(self, state: State) -> Sent:
        intent = self._turn(self._deck, sorted(self._by_intent))
        text = self._random.choice(self._by_intent[intent]).text
        tier = self.tiers.get(text, "now" if intent.startswith("report_") else "none")
        return Sent(text, "words", intent, tier)

    def _disclosure(self, state: State) -> Sent:
        kind = self._turn(self._kinds, sorted(self._disclosures))
        return Sent(self._random.choice(self._disclosures[kind]).text, "words", kind, "now")

    def _in_range(self, state: State) -> Sent | None:
        if not state.options:
            return None
        return Sent(str(self._random.randint(1, len(state.options))), "number")

    def _out_of_range(self, state: State) -> Sent:
        return Sent(str(self._random.choice([0, len(state.options) + 1, 99, 17, 25])), "number")

    def _tap(self, state: State) -> Sent | None:
        return Sent(self._random.choice(state.options), "tap") if state.options else None

    def _old_tap(self, state: State) -> Sent | None:
        return Sent(self._random.choice(self._seen), "old_tap") if self._seen else None

    def _door(self, state: State) -> Sent:
        text = self._turn(self._doors, list(DOORS))
        return Sent(text, "words", DOORS[text])

    def _again(self, state: State) -> Sent | None:
        if self._last is None or self._last.how != "words":
            return None
        return replace(self._last, again=True)

    def _resent(self, state: State) -> Sent | None:
        return replace(self._last, resent=True) if self._last is not None and not self._last.again else None

    def _long(self, state: State) -> Sent:
        picked = [self._random.choice(self._by_intent[self._random.choice(sorted(self._by_intent))]) for _ in range(60)]
        return Sent("，".join(x.text for x in picked)[:2000], "words", None)
