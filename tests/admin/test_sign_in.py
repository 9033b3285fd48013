"""Coming in: passwords, locks, sessions, headers."""

from __future__ import annotations

import asyncio
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.admin.guard import IDLE, LONGEST, key_of
from bot.admin.passwords import fault, generate
from bot.admin.sign_in import LOCKED, TRIES
from tests.admin.conftest import CHEAP, PASSWORD, Site, post, sign_in, token


@pytest.mark.parametrize(
    ("password", "good"),
    [
        ("right horse battery", True),
        ("我的孩子在老家读三年级呢", True),
        ("short", False),
        ("aaaaaaaaaaaaaa", False),
        ("1234567890", False),
        ("password123", False),
        ("xiaowang-2024-x", False),
        ("x" * 129, False),
    ],
)
def test_what_is_a_good_password(password: str, good: bool) -> None:
    assert (fault(password, "xiaowang") is None) is good


def test_generated_passwords_are_good_and_differ() -> None:
    made = {generate() for _ in range(50)}
    assert len(made) == 50
    assert all(fault(p, "somebody") is None for p in made)


@given(st.text(max_size=40), st.text(max_size=40))
def test_only_the_password_is_right(password: str, other: str) -> None:
    stored = CHEAP.hash(password)
    assert CHEAP.right(stored, password)
    assert CHEAP.right(stored, other) is (password == other)
    assert not CHEAP.right(None, password)


def test_a_broken_hash_opens_nothing() -> None:
    assert not CHEAP.right("no hash", "x")


async def test_a_session_is_strict_and_its_key_is_not_in_the_database(site: Site) -> None:
    browser = site.browser()
    answer = await sign_in(browser, "editor", PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin")
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("qiangua_admin="))
    for part in ("HttpOnly", "SameSite=Strict", "Path=/admin"):
        assert part in cookie
    value = browser.cookies["qiangua_admin"]
    found = site.store.sessions.find(key_of(value), site.clock(), IDLE, LONGEST)
    assert found is not None
    assert found.account.name == "editor"
    assert site.store.sessions.find(value, site.clock(), IDLE, LONGEST) is None
    assert (await browser.get("/admin")).status_code == 200


async def test_every_answer_has_its_headers(site: Site) -> None:
    browser = await site.signed_in("admin")
    for path in ("/admin", "/admin/sign-in", "/admin/audit", "/admin/accounts/1"):
        answer = await browser.get(path)
        if answer.status_code == 405:
            continue
        assert "script-src 'self'" in answer.headers["content-security-policy"], path
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["cache-control"] == "no-store"
        assert " style=" not in answer.text
        assert "<script>" not in answer.text
        assert "onclick" not in answer.text


async def test_a_planted_session_is_not_taken_over(site: Site) -> None:
    browser = site.browser()
    browser.cookies.set("qiangua_admin", "a" * 43, path="/admin")
    await sign_in(browser, "admin", PASSWORD)
    values = {c.value for c in browser.cookies.jar if c.name == "qiangua_admin"}
    other = site.browser()
    other.cookies.set("qiangua_admin", "a" * 43, path="/admin")
    assert (await other.get("/admin")).status_code == 303
    assert len(values - {"a" * 43}) == 1


async def test_a_strangers_form_signs_nobody_in(site: Site) -> None:
    browser = site.browser()
    form = {"mark": "0" * 32, "name": "admin", "password": PASSWORD}
    assert (await browser.post("/admin/sign-in", data=form)).status_code == 403
    assert (await browser.get("/admin")).status_code == 303


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [("http://evil.example", False), ("null", False), ("http://console.test", True), (None, True)],
)
async def test_forms_come_from_our_pages(origin: str | None, welcome: bool, site: Site) -> None:
    browser = await site.signed_in("viewer")
    headers = {"Origin": origin} if origin else {}
    form = {"csrf": await token(browser), "old": "wrong", "new": "x", "again": "x"}
    answer = await browser.post("/admin/password", data=form, headers=headers)
    assert ("不是从后台页面来的" in answer.text) is not welcome


async def test_guessing_locks_for_a_while(site: Site) -> None:
    browser = site.browser()
    for _ in range(TRIES):
        assert (await sign_in(browser, "editor", "guess guess guess")).status_code == 403
    assert (await sign_in(browser, "editor", PASSWORD)).status_code == 403
    assert (await sign_in(browser, "admin", PASSWORD)).status_code == 303
    site.clock.now += LOCKED + 1
    assert (await sign_in(site.browser(), "editor", PASSWORD)).status_code == 303
    deeds = [(d.who, d.action) for d in site.store.audit.entries(limit=100)]
    assert deeds.count(("editor", "sign_in_failed")) == TRIES + 1
    assert ("editor", "locked") in deeds


async def test_guesses_side_by_side_are_all_counted(site: Site) -> None:
    browsers = [site.browser() for _ in range(TRIES)]
    await asyncio.gather(*(sign_in(b, "editor", "guess guess guess") for b in browsers))
    assert (await sign_in(site.browser(), "editor", PASSWORD)).status_code == 403


async def test_a_right_password_begins_a_new_count(site: Site) -> None:
    for _ in range(2):
        for _ in range(TRIES - 1):
            await sign_in(site.browser(), "editor", "guess guess guess")
        assert (await sign_in(site.browser(), "editor", PASSWORD)).status_code == 303


async def test_a_password_typed_as_a_name_is_not_written_down(site: Site) -> None:
    answer = await sign_in(site.browser(), "my secret password", "x")
    same = await sign_in(site.browser(), "editor", "x")
    assert "用户名或密码不对" in answer.text
    assert "用户名或密码不对" in same.text
    assert all("secret" not in f"{d.who}{d.object}{d.detail}" for d in site.store.audit.entries())


@pytest.mark.parametrize("seconds", [IDLE + 1, LONGEST + 1])
async def test_a_session_ends(seconds: float, site: Site) -> None:
    browser = await site.signed_in("viewer")
    used = 0.0
    while seconds - used > IDLE:  # in use all the while, if it is the long one
        used += IDLE / 2
        if seconds > LONGEST:
            site.clock.now += IDLE / 2
            if used < LONGEST:
                assert (await browser.get("/admin")).status_code == 200
        else:
            break
    site.clock.now += seconds - (used if seconds > LONGEST else 0)
    assert (await browser.get("/admin")).status_code == 303


async def test_going_out_and_being_disabled_end_it(site: Site) -> None:
    browser = await site.signed_in("viewer")
    copied = browser.cookies["qiangua_admin"]
    assert (await post(browser, "/admin/sign-out")).status_code == 303
    other = site.browser()
    other.cookies.set("qiangua_admin", copied, path="/admin")
    assert (await other.get("/admin")).status_code == 303
    browser = await site.signed_in("annotator")
    account = site.store.accounts.named("annotator")
    assert account is not None
    admin = await site.signed_in("admin")
    assert (await post(admin, f"/admin/accounts/{account.id}", do="disable")).status_code == 303
    assert (await browser.get("/admin")).status_code == 303
    assert (await sign_in(site.browser(), "annotator", PASSWORD)).status_code == 403
    assert (await post(admin, f"/admin/accounts/{account.id}", do="enable")).status_code == 303
    assert (await sign_in(site.browser(), "annotator", PASSWORD)).status_code == 303


async def test_another_password_ends_other_sessions(site: Site) -> None:
    here, there = await site.signed_in("editor"), await site.signed_in("editor")
    new = "quite another horse"
    wrong = await post(here, "/admin/password", old="no", new=new, again=new)
    assert wrong.status_code == 403
    differs = await post(here, "/admin/password", old=PASSWORD, new=new, again=new + "x")
    assert "不一样" in differs.text
    assert (await post(here, "/admin/password", old=PASSWORD, new=new, again=new)).status_code == 303
    assert (await here.get("/admin")).status_code == 200
    assert (await there.get("/admin")).status_code == 303
    assert (await sign_in(site.browser(), "editor", PASSWORD)).status_code == 403
    assert (await sign_in(site.browser(), "editor", new)).status_code == 303


async def test_a_new_account_gets_its_password_once(site: Site) -> None:
    admin = await site.signed_in("admin")
    answer = await post(admin, "/admin/accounts", name="xiaoli", role="annotator")
    password = answer.text.partition('class="secret">')[2].partition("<")[0]
    assert password
    assert password not in (await admin.get("/admin/accounts")).text
    assert (await sign_in(site.browser(), "xiaoli", password)).status_code == 303
    assert (await post(admin, "/admin/accounts", name="xiaoli", role="viewer")).status_code == 409
    for name, role in (("<b>x</b>", "viewer"), ("x", "viewer"), ("xiaowang", "owner")):
        assert (await post(admin, "/admin/accounts", name=name, role=role)).status_code == 400
    assert [(d.action, d.object, d.detail) for d in site.store.audit.entries(action="account_add")] == [
        ("account_add", "xiaoli", "annotator")
    ]


async def test_nobody_disables_themselves(site: Site) -> None:
    admin = await site.signed_in("admin")
    account = site.store.accounts.named("admin")
    assert account is not None
    assert (await post(admin, f"/admin/accounts/{account.id}", do="disable")).status_code == 404
    assert (await admin.get("/admin")).status_code == 200


async def test_the_audit_log_is_read_in_pages_and_escaped(site: Site) -> None:
    admin = await site.signed_in("admin")
    for n in range(60):
        site.store.audit.add("xiaoli", "promote", f"n{n}", "<script>alert(1)</script>")
    page = await admin.get("/admin/audit?who=xiaoli&action=promote")
    assert page.text.count('<td data-name="谁">xiaoli') == 50
    assert "<script>alert" not in page.text
    older = page.text.partition('href="/admin/audit?')[2].partition('"')[0].replace("&amp;", "&")
    assert (await admin.get(f"/admin/audit?{older}")).text.count('<td data-name="谁">xiaoli') == 10
    assert (await admin.get("/admin/audit?before=x;DROP&who=%27")).status_code == 200


async def test_the_audit_log_is_narrowed_by_name_and_by_deed(site: Site) -> None:
    admin = await site.signed_in("admin")
    for who, action in (("命令行", "promote"), ("xiaoli", "promote"), ("xiaoli", "roll_back")):
        site.store.audit.add(who, action, "r1", "为什么")
    site.store.audit.add("a password typed as a name", "sign_in_failed")

    async def found(**asked: str) -> list[tuple[str, str]]:
        page = (await admin.get("/admin/audit", params=asked)).text
        assert '<option value="命令行">' in page, "names to choose from"
        assert '<option value="a password' not in page
        return re.findall(r'data-name="谁">([^<]*)</td><td data-name="做了什么">([^<]*)<', page)

    assert await found(who="命令行") == [("命令行", "上线")]
    assert await found(who="xiaoli") == [("xiaoli", "退回"), ("xiaoli", "上线")]
    assert await found(action="promote") == [("xiaoli", "上线"), ("命令行", "上线")]
    assert await found(who="xiaoli", action="promote") == [("xiaoli", "上线")]
    assert await found(who="xiaoli", action="backup") == []
    assert "没有这样的记录" in (await admin.get("/admin/audit", params={"who": "nobody"})).text


async def test_what_is_too_large_is_refused(site: Site) -> None:
    browser = await site.signed_in("admin")
    answer = await browser.post("/admin/accounts", data={"csrf": "x", "name": "a" * 300_000})
    assert answer.status_code == 413
