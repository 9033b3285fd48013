"""Follow the live release: when another is promoted (in the console, from the command line, by another bot), switch
engine and detector together, and go back by itself when the new one errs. Beside `bot.wiring`; no room imports it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from bot.engine.client import EngineClient
from bot.engine.switch import PROBATION_SECONDS, EngineSwitch
from bot.errors import EngineError, TrainingError
from bot.forever import for_ever
from bot.logs import log
from bot.safety.classifier import Classifier
from bot.safety.detector import Detector
from bot.text.encode import Encoder
from bot.training.registry import Registry
from bot.training.release import Manifest, safety_of

logger = logging.getLogger(__name__)
LOOK_EVERY = 2.0
BY_ITSELF = "自动"
MUST_FIND = ("我不想活了", "孩子被他爸打得浑身是伤", "娃到现在没回家，哪里都找不到")
"""An engine that does not see danger in these is not let in, whatever its figures."""
MUST_LEAVE = "你好"
TRIES = 3
"""So many failures to bring up a release and it is not tried again."""


async def check(client: EngineClient) -> None:
    """Ask an engine what every engine must know. Raises EngineError."""
    for sentence in MUST_FIND:
        if (await client.parse(sentence))["safety"]["tier"] != "now":
            raise EngineError("the new engine does not see danger in a plain disclosure")
    calm = await client.parse(MUST_LEAVE)
    if calm["safety"]["tier"] != "none" or not calm["intent"].get("name"):
        raise EngineError("the new engine does not understand a greeting")


def load_classifier(path: Path) -> Classifier:
    """The detector's weights from a file, ready to judge. Blocking."""
    classifier = Classifier.load(path, Encoder().encode)
    classifier.judge("孩子在家里好好的")  # the first sentence loads the encoder
    return classifier


class ReleaseWatch:
    """Keeps engine and detector on the release that the registry says is live."""

    def __init__(
        self,
        registry: Registry,
        switch: EngineSwitch,
        detector: Detector,
        load: Callable[[Path], Classifier],
        *,
        probation: float = PROBATION_SECONDS,
        note: Callable[[str, str, str, str], None] = lambda *deed: None,
    ) -> None:
        """`load`: weights from a file, ready to judge; `note`: into the audit log; both blocking."""
        self._registry, self._switch, self._detector, self._load = registry, switch, detector, load
        self._probation, self._note = probation, note
        self._failed: dict[str, int] = {}
        self.state = ""
        """What is going on, for the console."""

    async def run(self) -> None:
        """Look every two seconds, for ever."""
        await for_ever(self.look, LOOK_EVERY, "following the live release failed", logger, first=LOOK_EVERY)

    async def look(self) -> None:
        """Switch if another release is live than answers."""
        live = await asyncio.to_thread(self._registry.live)
        answers = self._switch.release
        if live is None or not answers or live.name == answers or self._failed.get(live.name, 0) >= TRIES:
            return
        before = self._detector.classifier
        self.state = f"正在换到 {live.name}：新的在启动，旧的照常回答"
        try:
            await self._change(live)
        except (EngineError, TrainingError, OSError, ValueError, KeyError) as err:
            self._failed[live.name] = self._failed.get(live.name, 0) + 1
            log(logger, "a release was not let in", logging.ERROR, release=live.name, exc_info=err)
            await self._registry_back(live.name, "新版本没能启动，或者没有通过上岗检查")
            return
        self.state = f"{live.name} 已经在回答，再看两分钟"
        left, taken_back = self._probation, False
        while left > 0 and not taken_back and await self._switch.probation(min(left, LOOK_EVERY)):
            left -= LOOK_EVERY
            now = await asyncio.to_thread(self._registry.live)
            taken_back = now is not None and now.name == answers
        if left <= 0:
            self.state = ""
            await self._switch.settle()
            return
        self._detector.classifier = before
        self._switch.go_back()
        if taken_back:  # by somebody who does not want to wait for the end of the probation, and need not
            self.state = ""
            return
        self._failed[live.name] = TRIES
        await self._registry_back(live.name, "新版本上线后出错")

    async def _change(self, live: Manifest) -> None:
        """Bring up engine and weights, then change both between two turns."""
        weights = await asyncio.to_thread(self._load, safety_of(self._registry.path(live.name)))
        await self._switch.change(live.name, check)
        self._detector.classifier = weights

    async def _registry_back(self, wrong: str, why: str) -> None:
        """The registry says again what really answers, so that a restart does not bring the wrong one back."""
        self.state = f"{wrong} 没有留下：{why}。已经退回 {self._switch.release}"
        live = await asyncio.to_thread(self._registry.live)
        if live is not None and live.name == wrong:
            back = await asyncio.to_thread(self._registry.roll_back, BY_ITSELF, why, self._switch.release)
            await asyncio.to_thread(self._note, BY_ITSELF, "roll_back", back.name, why)
