"""Coming in and going out. Guessing is slow (Argon2), counted, and locks the account for a while."""

from __future__ import annotations

import asyncio
import hmac
import secrets

from sanic.response import HTTPResponse, redirect

from bot.admin.guard import COOKIE, SIGN_IN, Guard, Route, key_of
from bot.admin.passwords import LONGEST, Passwords, fault
from bot.admin.roles import May
from bot.admin.visit import Sorry, Visit

FORM = "qiangua_admin_form"
TRIES, LOCKED = 5, 15 * 60.0
"""So many wrong passwords in a row lock an account for so many seconds; `accounts password` unlocks at once."""
AT_ONCE, QUEUE = 2, 20
"""Passwords checked side by side, and requests that may wait for it: each takes 32 MiB and a core for a while."""
WRONG = "用户名或密码不对。连着输错几次，账号会锁十五分钟。"


class Door:
    """Sign-in, sign-out and one's own password."""

    def __init__(self, guard: Guard, passwords: Passwords) -> None:
        self._guard, self._passwords = guard, passwords
        self._turn, self._waiting = asyncio.Semaphore(AT_ONCE), 0

    def routes(self) -> list[Route]:
        """The door's addresses."""
        return [
            Route("GET", SIGN_IN, May.COME_IN, self.form),
            Route("POST", SIGN_IN, May.COME_IN, self.sign_in),
            Route("POST", "/admin/sign-out", May.SIGNED_IN, self.sign_out),
            Route("GET", "/admin/password", May.SIGNED_IN, self.password_form),
            Route("POST", "/admin/password", May.SIGNED_IN, self.change_password),
        ]

    async def form(self, visit: Visit, wrong: str = "", status: int = 200) -> HTTPResponse:
        """The form, with a mark that only this browser has: nobody can be signed in by a stranger's page."""
        mark = secrets.token_hex(16)
        answer = visit.page("sign_in.html", status=status, mark=mark, wrong=wrong)
        self._guard.set_cookie(answer, FORM, mark, 3600)
        return answer

    async def sign_in(self, visit: Visit) -> HTTPResponse:
        """Check name and password."""
        mark = visit.request.cookies.get(FORM) or ""
        if not mark or not hmac.compare_digest(mark.encode(), visit.field("mark").encode()):
            return await self.form(visit, "页面放太久了，请再登录一次。", 403)
        name, password = visit.field("name", 64), str((visit.request.form or {}).get("password") or "")[: LONGEST + 1]
        store, now = visit.store, self._guard.clock()
        account = await visit.db(store.accounts.named, name)
        locked = account is not None and account.locked_until > now
        usable = account is not None and account.disabled is None and not locked
        right = await self._check(visit, account.password if account is not None and usable else None, password)
        if account is None or not right:
            await self._failed(
                visit, account.id if account is not None and usable else None, account.name if account else ""
            )
            return await self.form(visit, WRONG, 403)
        new = self._passwords.hash(password) if self._passwords.outdated(account.password) else None
        await visit.db(store.accounts.succeeded, account.id, new)
        await visit.db(store.audit.add, account.name, "sign_in")
        old = visit.request.cookies.get(COOKIE)
        if old:
            await visit.db(store.sessions.close, key_of(old))
        return await self._guard.begin(visit, account.id, "/admin")

    async def _check(self, visit: Visit, stored: str | None, password: str) -> bool:
        if self._waiting >= QUEUE:
            raise Sorry("现在登录的人太多，请过一分钟再试。", 503)
        self._waiting += 1
        try:
            async with self._turn:
                return await visit.db(self._passwords.right, stored, password)
        finally:
            self._waiting -= 1

    async def _failed(self, visit: Visit, account_id: int | None, name: str) -> None:
        """Who fails under no name of ours may have typed a password there: it is not written down."""
        store = visit.store
        await visit.db(store.audit.add, name or "?", "sign_in_failed")
        if account_id is not None:
            until = self._guard.clock() + LOCKED
            if await visit.db(store.accounts.failed, account_id, TRIES, until):
                await visit.db(store.audit.add, name, "locked")

    async def sign_out(self, visit: Visit) -> HTTPResponse:
        """End the session."""
        assert visit.session is not None
        await visit.note("sign_out")
        await visit.db(visit.store.sessions.close, visit.session.key)
        answer = redirect(f"{SIGN_IN}?said=signed_out", status=303)
        self._guard.set_cookie(answer, COOKIE, "", 0)
        return answer

    async def password_form(self, visit: Visit, wrong: str = "", status: int = 200) -> HTTPResponse:
        """One's own password."""
        return visit.page("password.html", status=status, wrong=wrong)

    async def change_password(self, visit: Visit) -> HTTPResponse:
        """Another password of one's own, the present one given; all other sessions end."""
        form = visit.request.form or {}
        old, new, again = (str(form.get(name) or "") for name in ("old", "new", "again"))
        if visit.account.locked_until > self._guard.clock():
            raise Sorry("输错太多次，十五分钟后再试。", 403)
        if not await self._check(visit, visit.account.password, old[: LONGEST + 1]):
            await self._failed(visit, visit.account.id, visit.account.name)
            return await self.password_form(visit, "现在的密码不对。", 403)
        wrong = fault(new, visit.account.name) or ("两次输入的新密码不一样。" if new != again else None)
        if wrong:
            return await self.password_form(visit, wrong, 400)
        assert visit.session is not None
        stored = await visit.db(self._passwords.hash, new)
        await visit.db(visit.store.accounts.set_password, visit.account.id, stored, visit.session.key)
        await visit.note("password", visit.account.name)
        return visit.back_to("/admin/password", "password")
