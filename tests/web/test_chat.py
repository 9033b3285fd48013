"""The local chat page: what it accepts, how it plays WeChat, and how it looks in a real browser."""

from __future__ import annotations

import asyncio
import os
import re
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

import httpx
import pytest
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw, text
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from bot.web.chat import FAULT, create_chat_blueprint
from bot.web.platform import Platform
from tests.conftest import free_ports, need, serve

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
SHOTS = os.environ.get("QIANGUA_SHOTS", "")
OPENID = "oGY26t0AbCdEfGhIjKlMnOpQrStU"
HOTLINE = "孩子遇到难事，打 12355 青少年服务台。"
EVIL = '<img src=x onerror="document.title=1"><b>粗</b><a href="javascript:alert(1)">坏</a>&lt;'
PATIENCE = 0.4


def tap(label: str) -> str:
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={quote(label)}&msgmenuid=1">{label}</a>'


MENU = "\n".join(f"{n}. {tap(label)}" for n, label in enumerate(("该打哪个电话", "想孩子了", "50%+1"), 1))
ANSWERS = {
    "菜单": f"我能说说这些：\n\n{MENU}",
    "该打哪个电话": f'{HOTLINE}\n\n<a href="https://example.org/12355?a=1&b=2">看看是什么</a> 🌹',
    "标签": EVIL,
    "长": "很长的一句话不停地说下去" * 40 + "\n" + "https://example.org/" + "x" * 300,
    "空": "",
    "多行": "第一行\n第二行",
}


@dataclass
class Account:
    """A double of /wechat; keeps what arrived."""

    arrived: list[dict[str, str]] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    def last_event_is(self, event: str) -> bool:
        return self.arrived[-1].get("Event") == event

    async def answer(self, request: Request) -> HTTPResponse:
        fields = {child.tag: child.text or "" for child in ET.fromstring(request.body)}
        self.arrived.append(fields)
        self.bodies.append(request.body + request.query_string.encode())
        said = fields.get("Content", fields.get("Event", fields["MsgType"]))
        if said == "慢":
            await asyncio.sleep(PATIENCE * 10)
        if said == "一会儿":
            await asyncio.sleep(PATIENCE / 2)
        if said == "坏" or (said == "第三次" and len(self.arrived) < 3):
            return text("broken", status=500)
        if said == "不是回复":
            return text('{"content": "JSON"}')
        if said == "不说话":
            return text("success")
        if said == "subscribe":
            return reply(f"您好，我是牵挂。\n\n{MENU}")
        return reply(ANSWERS.get(said, f"收到：{said}"))


def reply(content: str) -> HTTPResponse:
    body = f"<xml><MsgType>text</MsgType><Content>{escape(content)}</Content></xml>"
    return raw(body.encode(), content_type="application/xml")


@dataclass
class Served:
    base: str
    account: Account

    def send(self, **body: Any) -> httpx.Response:
        message = {"openid": OPENID, **body}
        return httpx.post(f"{self.base}/chat/send", json=message, timeout=10, trust_env=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Served]:
    """Page and account in one app, in a thread of their own: selenium blocks."""
    port, account = free_ports(1), Account()
    app = Sanic(f"test_chat_{os.getpid()}_{port}", configure_logging=False)
    app.add_route(account.answer, "/wechat", methods=["POST"])
    platform = Platform("token", "wx0123456789abcdef")
    app.blueprint(create_chat_blueprint(platform, f"http://127.0.0.1:{port}/wechat", patience=PATIENCE))
    ready, loop = threading.Event(), asyncio.new_event_loop()
    over = asyncio.Event()

    async def run() -> None:
        async with serve(app, port):
            ready.set()
            await over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),), daemon=True)
    thread.start()
    assert ready.wait(20), "the double did not start"
    yield Served(f"http://127.0.0.1:{port}", account)
    loop.call_soon_threadsafe(over.set)
    thread.join(10)


@pytest.fixture
def served(server: Served) -> Served:
    server.account.arrived.clear()
    server.account.bodies.clear()
    return server


# --- the server ------------------------------------------------------------------------------


def test_page_allows_nothing_from_elsewhere(served: Served) -> None:
    page = httpx.get(f"{served.base}/chat", trust_env=False)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert not re.findall(r"(?:src|href)=\"(?!/chat/static/|data:,)[^\"]*\"", page.text)
    for name in ("chat.css", "chat.js"):
        assert httpx.get(f"{served.base}/chat/static/{name}", trust_env=False).status_code == 200


def test_text_reaches_the_account_and_its_answer_comes_back(served: Served) -> None:
    answer = served.send(type="text", text="多行")
    assert answer.json()["content"] == "第一行\n第二行"
    assert isinstance(answer.json()["ms"], int)
    [arrived] = served.account.arrived
    assert (arrived["FromUserName"], arrived["Content"]) == (OPENID, "多行")
    assert "bizmsgmenuid" not in arrived


def test_tap_is_marked(served: Served) -> None:
    served.send(type="text", text="菜单", tapped=True)
    assert "bizmsgmenuid" in served.account.arrived[0]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("image", {"PicUrl", "MediaId"}),
        ("voice", {"MediaId", "Format", "Recognition"}),
        ("video", {"MediaId", "ThumbMediaId"}),
        ("location", {"Location_X", "Location_Y", "Scale", "Label"}),
    ],
)
def test_other_messages_carry_all_their_fields(served: Served, kind: str, fields: set[str]) -> None:
    assert served.send(type=kind).json()["content"] == f"收到：{kind}"
    common = {"ToUserName", "FromUserName", "CreateTime", "MsgType", "MsgId"}
    assert set(served.account.arrived[0]) == common | fields


def test_every_message_has_its_own_id(served: Served) -> None:
    for _ in range(3):
        served.send(type="text", text="菜单")
    assert len({a["MsgId"] for a in served.account.arrived}) == 3


def test_nothing_is_shown_for_success_and_for_leaving(served: Served) -> None:
    assert served.send(type="text", text="不说话").json()["content"] is None
    assert served.send(type="event", event="unsubscribe").json()["content"] is None
    assert served.account.arrived[1]["Event"] == "unsubscribe"


def test_third_try_may_succeed_and_is_the_very_same_request(served: Served) -> None:
    started = time.monotonic()
    assert served.send(type="text", text="第三次").json()["content"] == "收到：第三次"
    assert time.monotonic() - started >= 2 * PATIENCE
    assert len(served.account.bodies) == 3
    assert len(set(served.account.bodies)) == 1


@pytest.mark.parametrize(("said", "tries"), [("坏", 3), ("慢", 3), ("不是回复", 1), ("空", 1)])
def test_account_that_fails(served: Served, said: str, tries: int) -> None:
    answer = served.send(type="text", text=said)
    assert (answer.status_code, answer.json()) == (502, {"error": FAULT})
    assert len(served.account.arrived) == tries


def test_characters_xml_cannot_hold_are_dropped(served: Served) -> None:
    assert served.send(type="text", text="菜\x00\x0b单").json()["content"] == ANSWERS["菜单"]
    assert served.send(type="text", text="a]]>b<c>").json()["content"] == "收到：a]]>b<c>"
    lone = b'{"openid": "%s", "type": "text", "text": "\\ud83d"}' % OPENID.encode()
    assert httpx.post(f"{served.base}/chat/send", content=lone, trust_env=False).status_code == 400


@pytest.mark.parametrize(
    "body",
    [
        {"type": "text", "text": ""},
        {"type": "text", "text": "长" * 2001},
        {"type": "text", "text": ["菜单"]},
        {"type": "text"},
        {"type": "event", "event": "delete"},
        {"type": "event", "event": ["subscribe"]},
        {"type": "event", "event": "CLICK", "key": "k" * 129},
        {"type": "sticker"},
        {"type": ["text"]},
        {},
        {"openid": "o123", "type": "text", "text": "菜单"},
        {"openid": "x" * 28, "type": "text", "text": "菜单"},
        {"openid": OPENID + "\n", "type": "text", "text": "菜单"},
        {"openid": None, "type": "text", "text": "菜单"},
    ],
)
def test_what_is_no_message_is_refused_kindly(served: Served, body: dict[str, Any]) -> None:
    answer = served.send(**body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not served.account.arrived


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff"])
def test_no_json_object_is_refused_kindly(served: Served, body: bytes) -> None:
    answer = httpx.post(f"{served.base}/chat/send", content=body, trust_env=False)
    assert (answer.status_code, answer.json()) == (400, {"error": "a JSON object is expected"})


# --- the page in a browser -------------------------------------------------------------------


class Phone:
    """The page in a browser, as wide as a phone."""

    def __init__(self, driver: Chrome, served: Served) -> None:
        self.driver, self.served = driver, served

    def size(self, width: int, height: int = 844) -> None:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": width < 481}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def open(self) -> None:
        self.driver.get(f"{self.served.base}/chat")

    def js(self, script: str) -> Any:
        return self.driver.execute_script(f"return {script}")

    def all(self, selector: str) -> list[str]:
        return [e.text for e in self.driver.find_elements(By.CSS_SELECTOR, selector)]

    @property
    def mine(self) -> list[str]:
        return self.all(".mine .bubble")

    @property
    def theirs(self) -> list[str]:
        return self.all(".row:not(.mine) .bubble")

    def until(self, condition: Callable[[], object]) -> None:
        WebDriverWait(self.driver, 10, 0.05).until(lambda _: condition())

    def until_answers(self, count: int) -> None:
        self.until(lambda: len(self.theirs) == count)

    def click(self, selector: str) -> None:
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def click_link(self, label: str) -> None:
        self.driver.find_elements(By.LINK_TEXT, label)[-1].click()

    def write(self, said: str) -> None:
        self.driver.find_element(By.ID, "input").send_keys(said)

    def say(self, said: str) -> None:
        before = len(self.theirs)
        self.write(said)
        self.click("#send")
        self.until(lambda: len(self.theirs) > before)

    def fits(self) -> bool:
        # A bubble's tail reaches out of it; what counts is that nothing around it scrolls.
        inside = "[...document.querySelectorAll('.phone, main, footer, form, nav, .panel:not([hidden])')]"
        root = self.js("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        wide = self.js(f"{inside}.filter(e => e.scrollWidth > e.clientWidth).map(e => e.className || e.id)")
        return bool(root) and wide == []

    def shot(self, name: str) -> None:
        if SHOTS:
            self.driver.save_screenshot(f"{SHOTS}/chat_{name}.png")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    need(CHROMIUM.exists() and DRIVER.exists(), "Chromium (apt-get install chromium chromium-driver)")
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    quiet = "no-first-run disable-background-networking disable-component-update disable-sync"
    for flag in f"headless no-sandbox disable-gpu disable-quic {quiet}".split():
        options.add_argument(f"--{flag}")
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('chromium')}")
    options.add_argument("--window-size=390,844")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = Chrome(options=options, service=Service(str(DRIVER)))
    yield driver
    driver.quit()


@pytest.fixture
def phone(browser: Chrome, served: Served) -> Iterator[Phone]:
    """A phone nobody has used yet, welcomed by the account."""
    phone = Phone(browser, served)
    phone.size(390)
    browser.get("about:blank")  # a stylesheet opened as a page would ask for an icon, at any later time
    browser.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": served.base, "storageTypes": "local_storage"})
    browser.get_log("browser")
    phone.open()
    phone.until(lambda: phone.theirs)
    yield phone
    complaints = [line["message"] for line in browser.get_log("browser") if " 502 " not in line["message"]]
    assert not complaints, complaints


def test_opening_follows_and_shows_the_welcome(phone: Phone) -> None:
    [event] = phone.served.account.arrived
    assert event["Event"] == "subscribe"
    assert re.fullmatch(r"o[\w-]{27}", event["FromUserName"])
    assert phone.theirs[0].startswith("您好，我是牵挂。\n\n1. 该打哪个电话\n2. 想孩子了")
    assert phone.all(".dev") == ["本地试聊 · 开发模式"]
    phone.shot("welcome")


def test_person_is_kept_over_a_reload_and_changed_by_the_menu(phone: Phone) -> None:
    first = phone.js("localStorage.openid")
    phone.open()
    phone.until(lambda: any("接着聊" in line for line in phone.all(".note")))
    assert phone.js("localStorage.openid") == first
    assert len(phone.served.account.arrived) == 1
    phone.click("#more")
    phone.shot("more")
    phone.click("#new")
    phone.until(lambda: phone.theirs)
    assert phone.js("localStorage.openid") != first
    assert phone.served.account.arrived[-1]["Event"] == "subscribe"


def test_typing_and_sending_shows_both_bubbles(phone: Phone) -> None:
    send = phone.driver.find_element(By.ID, "send")
    assert not send.is_displayed()
    phone.write("该打哪个电话")
    assert send.is_displayed()
    phone.shot("typing")
    phone.click("#send")
    phone.until(lambda: len(phone.theirs) == 2)
    assert phone.mine == ["该打哪个电话"]
    assert phone.theirs[1].startswith(HOTLINE)
    assert not send.is_displayed()
    link = phone.driver.find_element(By.LINK_TEXT, "看看是什么")
    assert link.get_attribute("href") == "https://example.org/12355?a=1&b=2"
    assert link.get_attribute("target") == "_blank"
    phone.shot("talk")


def test_enter_sends_and_the_title_says_that_an_answer_is_coming(phone: Phone) -> None:
    phone.write("一会儿" + Keys.ENTER)
    assert phone.all("h1") == ["对方正在输入…"]
    phone.until(lambda: len(phone.theirs) == 2)
    phone.until(lambda: phone.all("h1") == ["牵挂"])


@pytest.mark.parametrize("label", ["该打哪个电话", "50%+1"])
def test_tap_on_a_link_sends_its_label(phone: Phone, label: str) -> None:
    phone.click_link(label)
    phone.until(lambda: len(phone.theirs) == 2)
    assert phone.mine == [label]
    arrived = phone.served.account.arrived[-1]
    assert arrived["Content"] == label
    assert "bizmsgmenuid" in arrived


def test_html_in_an_answer_is_text(phone: Phone) -> None:
    phone.say("标签")
    assert phone.theirs[-1] == EVIL
    assert phone.js("document.querySelectorAll('main img, main b, main a[href^=javascript]').length") == 0
    assert phone.js("document.title") == "牵挂 · 本地试聊"


def test_own_words_are_never_a_link(phone: Phone) -> None:
    phone.say('<a href="https://example.org">x</a>')
    assert phone.mine == ['<a href="https://example.org">x</a>']
    assert phone.js("document.querySelectorAll('.mine a').length") == 0


def test_bottom_entries_and_the_panel(phone: Phone) -> None:
    for number, entry in enumerate(phone.driver.find_elements(By.CSS_SELECTOR, "nav button"), 2):
        entry.click()
        phone.until_answers(number)
    assert phone.mine == ["菜单", "该打哪个电话", "你是真人吗"]
    for number, kind in enumerate(("image", "voice", "location"), 5):
        phone.click("#plus")
        phone.shot("panel")
        phone.click(f"#panel [data-type={kind}]")
        phone.until_answers(number)
        assert phone.served.account.arrived[-1]["MsgType"] == kind
    phone.shot("media")
    for event in ("unsubscribe", "subscribe"):
        phone.click("#plus")
        phone.click(f"#panel [data-event={event}]")
        phone.until(partial(phone.served.account.last_event_is, event))
    phone.until(lambda: len(phone.theirs) == 8)


def test_faces_and_voice(phone: Phone) -> None:
    phone.click("#face")
    phone.driver.find_elements(By.CSS_SELECTOR, "#faces button")[0].click()
    phone.shot("faces")
    assert phone.js("document.getElementById('input').value") == "😊"
    phone.click("#send")
    phone.until(lambda: phone.theirs[-1] == "收到：😊")
    phone.click("#voice")
    phone.shot("voice")
    phone.click("#hold")
    phone.until(lambda: phone.theirs[-1] == "收到：voice")


def test_fault_is_a_grey_line(phone: Phone) -> None:
    phone.write("坏" + Keys.ENTER)
    phone.until(lambda: FAULT in phone.all(".note"))
    assert len(phone.theirs) == 1
    phone.shot("fault")
    phone.write("不说话" + Keys.ENTER)
    phone.until(lambda: phone.all("h1") == ["牵挂"])
    assert len(phone.theirs) == 1


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_overflows(phone: Phone, width: int) -> None:
    phone.size(width)
    for said in ("长", "x" * 300, "菜单"):
        phone.say(said)
        assert phone.fits()
    for opener in ("#plus", "#face", "#more"):
        phone.click(opener)
        assert phone.fits()
        phone.shot(f"{opener[1:]}_{width}")
    assert phone.js("document.querySelector('.phone').offsetWidth") == min(width, 480)
    phone.click("#talk .row:last-child .avatar")
    phone.write("字" * 200)
    assert phone.fits()
    phone.shot(f"width_{width}")


def test_type_is_large(phone: Phone) -> None:
    phone.say("菜单")
    phone.click("#plus")
    small = phone.js(
        "[...document.querySelectorAll('.phone *:not(.dev):not(svg):not(svg *)')]"
        ".filter(e => e.innerText && parseFloat(getComputedStyle(e).fontSize) < 17).map(e => e.outerHTML)"
    )
    assert small == []
