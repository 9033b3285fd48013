"""Accounts and the audit log, for administrators."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from sanic.response import HTTPResponse

from bot.admin.deeds import Deeds
from bot.admin.guard import Guard, Route
from bot.admin.passwords import Passwords, generate
from bot.admin.roles import MANAGER, PERMISSIONS, May
from bot.admin.visit import Sorry, Visit
from bot.admin.words import DEEDS

NAME = re.compile(r"[A-Za-z0-9_.-]{2,32}")
SOURCE = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""A QR code's scene, as `python -m bot qr poster` takes it."""
PAGE = 50


class AccountPages:
    """Who may come in, and what was done."""

    def __init__(self, guard: Guard, passwords: Passwords, deeds: Deeds) -> None:
        self._guard, self._passwords, self._deeds = guard, passwords, deeds

    def routes(self) -> list[Route]:
        """The addresses."""
        return [
            Route("GET", "/admin/accounts", May.ACCOUNTS, self.accounts),
            Route("POST", "/admin/accounts", May.ACCOUNTS, self.add),
            Route("POST", "/admin/accounts/<account_id:int>", May.ACCOUNTS, self.change),
            Route("GET", "/admin/audit", May.AUDIT, self.audit),
        ]

    async def accounts(
        self, visit: Visit, name: str = "", password: str = "", wrong: str = "", status: int = 200
    ) -> HTTPResponse:
        """Everybody; a password just made is shown once."""
        found = await visit.db(visit.store.accounts.all)
        return visit.page(
            "accounts.html", status, accounts=found, now=self._guard.clock(), name=name, password=password, wrong=wrong
        )

    async def add(self, visit: Visit) -> HTTPResponse:
        """A new account with a password of ours."""
        name, role, source = visit.field("name", 64), visit.field("role"), visit.field("source", 64)
        if not NAME.fullmatch(name) or role not in PERMISSIONS:
            return await self.accounts(visit, wrong="用户名用 2 到 32 个字母、数字、点、横线。", status=400)
        if (role == MANAGER) != bool(SOURCE.fullmatch(source)):
            wrong = "工厂的账号要写上工厂那个码的名字（字母、数字、_、-）；别的角色不用写。"
            return await self.accounts(visit, wrong=wrong, status=400)
        password = generate()
        stored = await visit.db(self._passwords.hash, password)
        if not await visit.db(visit.store.accounts.add, name, stored, role, self._guard.clock(), source or None):
            return await self.accounts(visit, wrong="这个用户名有人用了。", status=409)
        await visit.note("account_add", name, f"{role} {source}".strip())
        return await self.accounts(visit, name, password)

    async def change(self, visit: Visit, account_id: int) -> HTTPResponse:
        """Disable, enable, or a new password for somebody else: nobody locks themselves out by mistake."""
        account = await visit.db(visit.store.accounts.get, account_id)
        if account is None or account.id == visit.account.id:
            raise Sorry("没有这个账号，或者是您自己的账号。", 404)
        what = visit.field("do")
        if what == "password":
            password = generate()
            stored = await visit.db(self._passwords.hash, password)
            await visit.db(visit.store.accounts.set_password, account.id, stored)
            await visit.note("password", account.name)
            return await self.accounts(visit, account.name, password)
        if what not in ("disable", "enable"):
            raise Sorry("没看懂要做什么。")
        since = self._guard.clock() if what == "disable" else None
        await visit.db(visit.store.accounts.set_disabled, account.id, since)
        await visit.note(f"account_{what}", account.name)
        return visit.back_to("/admin/accounts", "account_changed")

    async def audit(self, visit: Visit) -> HTTPResponse:
        """What was done, the newest first."""
        who, action, before = visit.asked("who"), visit.asked("action"), visit.asked("before")
        last = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
        found = await visit.db(visit.store.audit.entries, who=who, action=action, before=last, limit=PAGE)
        more = ""
        if len(found) == PAGE:
            more = urlencode({"who": who, "action": action, "before": found[-1].id})
        told = await visit.db(lambda: [(d, *self._deeds.tell(d.action, d.object, d.detail)) for d in found])
        names = await visit.db(visit.store.audit.names)
        return visit.page(
            "audit.html", entries=told, deeds=DEEDS, names=names, who=who, action=action, more=more
        )  # fmt: skip
