"""Each role × each route, over HTTP; the table is written by hand, so that a new route must be decided on."""

from __future__ import annotations

import re

import pytest

from bot.admin.console import Console
from bot.admin.roles import ADMIN, ANNOTATOR, EDITOR, MANAGER, PERMISSIONS, SAFEGUARDING, VIEWER, May, allowed
from tests.admin.conftest import Site, token

STAFF = {ADMIN, EDITOR, ANNOTATOR, VIEWER, SAFEGUARDING}
EVERYBODY = STAFF | {MANAGER}
READERS = STAFF - {SAFEGUARDING}
OFFICERS = {ADMIN, SAFEGUARDING}
LABELLERS = {ADMIN, EDITOR, ANNOTATOR}
EDITORS = {ADMIN, EDITOR}
TABLE = {
    ("GET", "/admin"): EVERYBODY,
    ("GET", "/admin/password"): EVERYBODY,
    ("POST", "/admin/password"): EVERYBODY,
    ("POST", "/admin/sign-out"): EVERYBODY,
    ("GET", "/admin/accounts"): {ADMIN},
    ("POST", "/admin/accounts"): {ADMIN},
    ("POST", "/admin/accounts/<account_id:int>"): {ADMIN},
    ("GET", "/admin/audit"): {ADMIN},
    ("GET", "/admin/inbox"): LABELLERS,
    ("POST", "/admin/inbox"): LABELLERS,
    ("GET", "/admin/data"): READERS,
    ("GET", "/admin/data/<intent:str>"): READERS,
    ("POST", "/admin/data/<intent:str>/check"): EDITORS,
    ("POST", "/admin/data/<intent:str>"): EDITORS,
    ("GET", "/admin/model"): READERS,
    ("POST", "/admin/model/train"): EDITORS,
    ("GET", "/admin/model/run/<run_id:str>"): READERS,
    ("GET", "/admin/model/run/<run_id:str>/progress"): READERS,
    ("POST", "/admin/model/run/<run_id:str>/cancel"): EDITORS,
    ("GET", "/admin/model/release/<name:str>"): READERS,
    ("POST", "/admin/model/release/<name:str>/promote"): {ADMIN},
    ("POST", "/admin/model/roll-back"): {ADMIN},
    ("GET", "/admin/content"): STAFF,
    ("GET", "/admin/content/new"): EDITORS,
    ("POST", "/admin/content/new"): EDITORS,
    ("GET", "/admin/content/<kind:str>/<name:str>"): STAFF,
    ("GET", "/admin/content/<kind:str>/<name:str>/versions"): STAFF,
    ("GET", "/admin/content/<kind:str>/<name:str>/page"): STAFF,
    ("GET", "/admin/content/<kind:str>/<name:str>/picture/<picture:str>"): STAFF,
    ("POST", "/admin/content/<kind:str>/<name:str>/check"): EDITORS,
    ("POST", "/admin/content/<kind:str>/<name:str>"): EDITORS,
    ("POST", "/admin/content/<kind:str>/<name:str>/decide"): EDITORS | {SAFEGUARDING},
    ("POST", "/admin/content/<kind:str>/<name:str>/withdraw"): EDITORS | {SAFEGUARDING},
    ("GET", "/admin/plan"): STAFF,
    ("POST", "/admin/plan"): EDITORS,
    ("POST", "/admin/plan/<mailing_id:int>/cancel"): EDITORS,
    ("GET", "/admin/duty"): OFFICERS,
    ("POST", "/admin/duty/<entry_id:int>"): OFFICERS,
    ("POST", "/admin/duty/<entry_id:int>/talk"): OFFICERS,
    ("GET", "/admin/talks"): OFFICERS,
    ("GET", "/admin/talks/<talk_id:int>"): OFFICERS,
    ("GET", "/admin/talks/<talk_id:int>/lines"): OFFICERS,
    ("GET", "/admin/talks/<talk_id:int>/script"): OFFICERS,
    ("POST", "/admin/talks/<talk_id:int>"): OFFICERS,
    ("POST", "/admin/talks/<talk_id:int>/take"): OFFICERS,
    ("POST", "/admin/talks/<talk_id:int>/say"): OFFICERS,
    ("POST", "/admin/talks/<talk_id:int>/back"): OFFICERS,
    ("GET", "/admin/desk"): OFFICERS,
    ("POST", "/admin/desk"): OFFICERS,
    ("GET", "/admin/stats"): STAFF,
    ("GET", "/admin/stats.csv"): STAFF,
    ("GET", "/admin/factory"): {MANAGER},
    ("GET", "/admin/factory.csv"): {MANAGER},
}
OPEN = {("GET", "/admin/sign-in"), ("POST", "/admin/sign-in")}


def concrete(path: str) -> str:
    """A path with something in its places."""
    return re.sub(r"<\w+:str>", "greet", re.sub(r"<\w+:int>", "999", path))


def test_the_table_names_every_route(console: Console) -> None:
    routes = {(r.method, r.path) for r in console.routes()}
    assert routes == {*TABLE, *OPEN}
    assert {(r.method, r.path) for r in console.routes() if r.may is May.COME_IN} == OPEN


async def test_nobody_gets_in_without_signing_in(site: Site) -> None:
    browser = site.browser()
    for method, path in TABLE:
        answer = await browser.request(method, concrete(path))
        if method == "GET":
            assert (answer.status_code, answer.headers["location"]) == (303, "/admin/sign-in"), path
        else:
            assert answer.status_code == 401, path


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
async def test_role_by_route(role: str, site: Site) -> None:
    browser = await site.signed_in(role)
    csrf = await token(browser)
    # out of the door last of all; a wrong present password is refused by the page itself, not by the guard
    for (method, path), roles in sorted(TABLE.items(), key=lambda item: item[0][1] == "/admin/sign-out"):
        answer = await browser.request(method, concrete(path), data={"csrf": csrf} if method == "POST" else None)
        if role in roles:
            refused = "没有这个权限" in answer.text
            assert not refused, path
            assert answer.status_code not in (401, 500), (path, answer.text)
        else:
            assert answer.status_code == 403, path
            assert "没有这个权限" in answer.text


@pytest.mark.parametrize("role", sorted(PERMISSIONS))
async def test_the_navigation_shows_what_one_may(role: str, site: Site) -> None:
    browser = await site.signed_in(role)
    for path in re.findall(r'<a href="(/admin[^"]*)"', (await browser.get("/admin")).text):
        assert (await browser.get(path)).status_code == 200, path


async def test_without_the_token_nothing_changes(site: Site) -> None:
    browser = await site.signed_in(ADMIN)
    stranger = await site.signed_in(EDITOR)
    for csrf in ("", "0" * 64, await token(stranger)):
        for method, path in TABLE:
            if method == "POST":
                answer = await browser.post(concrete(path), data={"csrf": csrf, "do": "disable", "name": "x"})
                assert answer.status_code == 403, path
    assert len(site.store.accounts.all()) == len(PERMISSIONS)


def test_an_unknown_role_may_nothing() -> None:
    assert not any(allowed("owner", what) for what in May)


def test_roles_hold_what_they_must() -> None:
    assert PERMISSIONS[VIEWER] < PERMISSIONS[ANNOTATOR] < PERMISSIONS[EDITOR] < PERMISSIONS[ADMIN]
    assert May.READ_INBOX not in PERMISSIONS[SAFEGUARDING]
    assert [role for role in PERMISSIONS if May.TALKS in PERMISSIONS[role]] == [SAFEGUARDING, ADMIN]
    assert PERMISSIONS[MANAGER] == {May.COME_IN, May.SIGNED_IN, May.FACTORY}, "a manager reads nothing of a person"
    assert [role for role in PERMISSIONS if May.PROMOTE in PERMISSIONS[role]] == [ADMIN]
    assert [role for role in PERMISSIONS if May.PUBLISH_ALONE in PERMISSIONS[role]] == [ADMIN]
    assert May.EDIT_CONTENT not in PERMISSIONS[SAFEGUARDING]
