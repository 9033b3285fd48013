"""What an administrator does, in a real browser, against the whole product: a message that was not understood is
labelled, a release is trained, passes the gate and goes live, the chat shows the new answer; and back.

    .venv/bin/python -m tests.proof.loop        some minutes; the pictures of docs/admin.zh-CN.md into docs/pictures

Really trained and really judged, on a few intents (`tests.proof.small`). Nothing outside a temporary folder is changed
but the pictures. At the end it says how long the whole took, and how long of it a person was busy
(`tests.proof.effort`).
"""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PIL import Image
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from bot.content.catalogue import load_catalogue
from bot.training.release import ROOT
from bot.web.chat import FAULT
from tests.conftest import free_ports
from tests.proof.effort import Effort
from tests.proof.small import small_copy
from tests.web.browser import chromium

PICTURES = ROOT / "docs" / "pictures"
SENTENCES = ("他那几张纸又是白的", "娃的簿子天天空着", "又拖到灯都关了还没动", "一摊开就喊手酸")
"""Of which the first that is not understood is taught."""
TOPIC, TITLE = "parent_homework", "作业在老家没人管"
NAME = "wang"
PATIENCE = 3600
"""Seconds any one step may take, before something must be wrong; a training is one."""
SIZE = (1000, 700)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


class Walk:
    """The browser of an administrator."""

    def __init__(self, chrome: Chrome, base: str, pictures: Path) -> None:
        self.chrome, self.base, self._pictures, self._number = chrome, base, pictures, 0
        self.effort = Effort()

    def shot(self, name: str) -> None:
        """Keep what is on the screen, in few colours."""
        self._number += 1
        picture = Image.open(io.BytesIO(self.chrome.get_screenshot_as_png())).convert("RGB")
        path = self._pictures / f"loop-{self._number}-{name}.png"
        picture.quantize(32).save(path, optimize=True)
        say(f"{path.name}: {path.stat().st_size // 1024} KB")

    @property
    def wait(self) -> WebDriverWait[Chrome]:
        """Patient, and not upset by a page that is just being exchanged for the next."""
        upset = [NoSuchElementException, StaleElementReferenceException]
        return WebDriverWait(self.chrome, PATIENCE, ignored_exceptions=upset)

    def open(self, path: str) -> None:
        """Go to an address: for a person a click in the menu."""
        self.effort.click()
        self.chrome.get(f"{self.base}{path}")

    def text(self) -> str:
        """What the page says; asked in one step, for the page may be exchanged for the next between two."""
        return str(self.chrome.execute_script("return document.body ? document.body.innerText : ''"))

    def until(self, words: str) -> None:
        """Wait until the page says it; it is read."""
        self.wait.until(lambda c: words in self.text())
        self.effort.reading(words)

    def read(self) -> None:
        """Read everything that is on the screen, menu included."""
        script = """
            const seen = e => { const b = e.getBoundingClientRect(); return b.bottom > 0 && b.top < innerHeight; };
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            let text = '';
            while (walker.nextNode()) if (seen(walker.currentNode.parentElement)) text += walker.currentNode.data;
            return text;
        """
        self.effort.reading(str(self.chrome.execute_script(script)))

    def press(self, label: str) -> None:
        """Press the button whose name begins so, and say yes where the page asks."""
        self.effort.click()
        button = self.chrome.find_element(
            By.XPATH, f"//button[not(@hidden) and starts-with(normalize-space(), '{label}')]"
        )
        asks = button.get_attribute("data-ask")
        button.click()
        if asks:
            self.effort.reading(asks)
            self.effort.click()
            self.chrome.switch_to.alert.accept()

    def fill(self, name: str, value: str) -> None:
        """Type into a field."""
        self.effort.type(value)
        self.chrome.find_element(By.NAME, name).send_keys(value)

    def ask(self, text: str, *, counted: bool = False) -> str:
        """The answer of the chat to somebody new; asked again where WeChat had waited too long for it."""
        if counted:
            self.effort.type(text)
        self.chrome.get(f"{self.base}/chat")
        self.chrome.execute_script("localStorage.clear()")
        self.open("/chat")
        self._answers(1, 0)
        faults = 0
        while True:
            self.chrome.find_element(By.ID, "input").send_keys(text, Keys.ENTER)
            said = self._answers(2, faults)
            if len(said) > 1:
                self.effort.reading(said[-1] if counted else "")
                return said[-1]
            faults += 1

    def _answers(self, count: int, faults: int) -> list[str]:
        """What the account has said, once it is so much or a fault more was shown."""

        def there(chrome: Chrome) -> list[str]:
            said = [e.text for e in chrome.find_elements(By.CSS_SELECTOR, ".row:not(.mine) .bubble")]
            return said if len(said) >= count or self.text().count(FAULT) > faults else []

        return self.wait.until(there) or []


@contextmanager
def product(folder: Path) -> Iterator[str]:
    """The whole product out of a copy; its base address."""
    port = free_ports(4)
    environment = {
        **os.environ, "PYTHONPATH": str(folder), "PYTHONUNBUFFERED": "1", "RASA_TELEMETRY_ENABLED": "false",
        "QIANGUA_ENV": "dev", "QIANGUA_HOST": "127.0.0.1", "QIANGUA_PORT": str(port),
        "QIANGUA_DATABASE_URL": f"sqlite:///{folder}/var/loop.db", "QIANGUA_REDIS_URL": "",
    }  # fmt: skip
    with (folder / "var" / "bot.log").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"], cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=errors,
            text=True,
        )  # fmt: skip
    try:
        assert process.stdout is not None
        for line in process.stdout:
            say(line.rstrip())
            if line.startswith("ready"):
                break
        else:
            raise AssertionError((folder / "var" / "bot.log").read_text(encoding="utf-8")[-3000:])
        os.environ["QIANGUA_DATABASE_URL"] = environment["QIANGUA_DATABASE_URL"]
        yield f"http://127.0.0.1:{port}"
    finally:
        os.environ.pop("QIANGUA_DATABASE_URL", None)
        process.send_signal(signal.SIGINT)
        process.wait(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def account(folder: Path) -> str:
    """An administrator as the page says it is made; the password."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "accounts", "add", NAME, "--role", "admin", "--generate"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = re.search(r"(\S{12,})\s*$", done.stdout.strip())
    assert found, done.stdout
    return found[1]


def walk(folder: Path, pictures: Path) -> Effort:
    """Every step; what it asked of a person until the chat understood. An AssertionError or a TimeoutException where
    one does not lead on."""
    pages = load_catalogue().pages
    homework = pages[TOPIC].sections["start"].text[:16]
    began = time.monotonic()
    with product(small_copy(folder)) as base, chromium(*SIZE) as chrome:
        me = Walk(chrome, base, pictures)
        sentence = next(text for text in SENTENCES if not_understood(me.ask(text)))
        me.shot("before")
        password = account(folder)
        me.open("/admin")
        me.fill("name", NAME)
        me.fill("password", password)
        me.shot("sign-in")
        me.press("登录")
        me.until("退出")
        me.open("/admin/inbox")
        me.until(sentence)
        me.read()
        me.fill("intent", TITLE)
        me.shot("inbox")
        me.press("归到这里")
        me.until("归好了 1 条")
        me.open("/admin/model")
        me.press("开始训练")
        me.until("开始训练了")
        time.sleep(8)
        me.shot("training")
        me.wait.until(lambda c: any(w in me.text() for w in ("跑完了", "没跑成")))
        assert "没跑成" not in me.text(), me.text()
        chrome.find_element(By.PARTIAL_LINK_TEXT, "看成绩").click()
        me.wait.until(lambda c: any(w in me.text() for w in ("考过了，可以上线", "不许上线")))
        assert "不许上线" not in me.text(), me.text()
        me.effort.click()
        me.read()
        me.shot("gate")
        me.fill("why", "教会了“簿子空着”")
        me.press("上线")
        me.until("新版本上线了")
        me.shot("promoted")
        wait_for_answer(me, sentence, homework, there=True)
        me.shot("after")
        taught = replace(me.effort)
        me.open("/admin/model")
        me.fill("why", "先退回去看看")
        me.press("退回到上一个")
        me.until("退回去了")
        wait_for_answer(me, sentence, homework, there=False)
        me.open("/admin/model")
        me.shot("rolled-back")
        me.open("/admin/audit")
        for deed in ("登录", "归类", "开始训练", "上线", "退回"):
            assert deed in me.text(), deed
        me.shot("audit")
        say(f"until it is understood: {taught}")
        say(f"the whole way, and back, in {time.monotonic() - began:.0f} s: {me.effort}")
        return taught


def not_understood(answer: str) -> bool:
    """Whether the bot asked what was meant, or said that this is not for it: such messages come to the inbox."""
    lines = load_catalogue().texts
    return any(answer.startswith(lines.line("talk", key)[:8]) for key in ("unsure", "out_of_scope"))


def wait_for_answer(me: Walk, sentence: str, start: str, *, there: bool) -> None:
    """Ask until the release that answers is the other one."""
    until = time.monotonic() + PATIENCE
    right = (start in me.ask(sentence, counted=True)) is there
    while not right:
        assert time.monotonic() < until, "the chat does not show the other release"
        time.sleep(2)
        right = (start in me.ask(sentence)) is there


if __name__ == "__main__":
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.glob("loop-*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as scratch:
        walk(Path(scratch) / "copy", PICTURES)
