"""Typed settings, read once from the environment and `.env`; one class per room.

Nothing else in the project reads the environment. Every field here is named in
`.env.example`, and a test refuses a field that is not.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseSettings, Field, SecretStr, root_validator

from bot.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent
DEV_SECRET = "qiangua-dev-secret-key"  # noqa: S105 - public on purpose; production refuses it
DEV_TOKEN = "qiangua-dev"  # noqa: S105 - the same
DEV_APP_ID = "wxqianguadev00000"
_CLOCK = r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]"


class _Base(BaseSettings):
    class Config:
        env_prefix = "QIANGUA_"
        env_file = ROOT / ".env"
        env_file_encoding = "utf-8"
        frozen = True


class AppSettings(_Base):
    """What every room may know."""

    env: Literal["dev", "production"] = "dev"
    """`production` refuses default secrets and has no /chat."""
    secret_key: SecretStr = SecretStr(DEV_SECRET)
    """Keys the hash of every openid; changing it makes everybody a stranger."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """Level of the JSON log on standard error."""

    @root_validator
    def _no_default_secret_in_production(cls, values: dict[str, Any]) -> dict[str, Any]:
        key = values.get("secret_key")
        if values.get("env") == "production" and (
            key is None or key.get_secret_value() == DEV_SECRET or len(key.get_secret_value()) < 16
        ):
            raise ValueError("production needs QIANGUA_SECRET_KEY: 16 random characters or more")
        return values

    def derived_key(self, purpose: str) -> str:
        """A hex key for one purpose (64 characters), derived from the secret key with HMAC-SHA256."""
        secret = self.secret_key.get_secret_value().encode()
        return hmac.new(secret, purpose.encode(), hashlib.sha256).hexdigest()


class WebSettings(_Base):
    """The public port."""

    host: str = "127.0.0.1"
    """Address the bot listens on."""
    port: int = Field(5005, ge=1, le=65535)
    """Port the bot listens on."""
    public_url: str = ""
    """Address people's phones reach us at, for links to lessons; empty: http://host:port."""


class StoreSettings(_Base):
    """The database."""

    database_url: str = "sqlite:///var/qiangua.db"
    """SQLAlchemy URL; a relative SQLite path counts from the project's root."""
    events_days: int = Field(7, ge=1)
    """Days Rasa's log of the talk is kept; it holds what people wrote."""
    review_days: int = Field(90, ge=1)
    """Days an unsure message waits for review, personal data masked."""

    def resolved_url(self) -> str:
        """The URL with a relative SQLite path made absolute, so that all three processes agree."""
        prefix = "sqlite:///"
        if self.database_url.startswith(prefix):
            path = Path(self.database_url[len(prefix) :])
            if not path.is_absolute():
                return prefix + str(ROOT / path)
        return self.database_url


class WeChatSettings(_Base):
    """The Official Account, as on the console's page 「消息与事件推送」."""

    wechat_token: SecretStr = SecretStr(DEV_TOKEN)
    """令牌 (Token)."""
    wechat_app_id: str = DEV_APP_ID
    """AppID; checked at the end of every decrypted message."""
    wechat_aes_key: SecretStr = SecretStr("")
    """EncodingAESKey, 43 characters; empty: plain mode."""
    wechat_aes_key_previous: SecretStr = SecretStr("")
    """The key before the last change, still accepted."""
    wechat_time_window: int = Field(300, ge=15, le=3600)
    """Seconds a request's timestamp may differ from our clock."""
    wechat_reply_seconds: float = Field(4.0, gt=0, le=4.5)
    """When a passive reply must be out; WeChat gives up after 5."""
    wechat_dedupe_seconds: int = Field(600, ge=60)
    """How long the answer to a message is kept for WeChat's repeats."""
    wechat_max_body: int = Field(65536, ge=4096)
    """Largest request body in bytes."""
    wechat_app_secret: SecretStr = SecretStr("")
    """AppSecret; empty: nothing is ever called at WeChat, answers are passive replies alone."""
    wechat_api_base: str = "https://api.weixin.qq.com"
    """Where WeChat's API is; another address only to rehearse against `python -m bot fakewechat`."""
    wechat_account: Literal["auto", "passive", "full"] = "auto"
    """What the account may do: `auto` finds out and steps back when refused; `passive` calls nothing; `full` tries."""
    wechat_mass_per_month: int = Field(4, ge=0, le=31)
    """Mass sends to one audience in a month; a service account has 4."""
    wechat_notice_template: str = ""
    """Template id of the subscription notification for a plan's question; empty: none is sent."""
    wechat_notice_field: str = "thing1"
    """The field of that template that takes our words (20 characters)."""
    outbox_rate: float = Field(20.0, gt=0, le=500)
    """Messages a second that one bot pushes at most."""
    redis_url: str = ""
    """Redis for repeats, tokens and limits across several bots; empty: this process's memory."""

    @root_validator
    def _keys(cls, values: dict[str, Any]) -> dict[str, Any]:
        for name in ("wechat_aes_key", "wechat_aes_key_previous"):
            key = values.get(name)
            if key and not re.fullmatch("([A-Za-z0-9+/]{43})?", key.get_secret_value()):
                raise ValueError(f"QIANGUA_{name.upper()} must be 43 letters and digits")
        if values.get("wechat_aes_key_previous") and not values.get("wechat_aes_key"):
            # it would make the door demand encryption with the old key alone
            raise ValueError("QIANGUA_WECHAT_AES_KEY_PREVIOUS is set without QIANGUA_WECHAT_AES_KEY")
        return values


class LimitSettings(_Base):
    """How much of one sender is too much; counted in Redis where `redis_url` is set."""

    limit_person: int = Field(120, ge=0)
    """Free messages a minute of one person that are answered; 0: all. What may be a disclosure is never counted."""
    limit_address: int = Field(3000, ge=0)
    """Requests a minute for pages from one address, which a whole factory may share; 0: any number."""
    limit_forged: int = Field(6000, ge=0)
    """Wrong signatures a minute from one address that get 403; then 429. 0: always 403."""
    proxies: int = Field(1, ge=0, le=9)
    """Proxies of ours before the bot, whose X-Forwarded-For is believed; 0: none."""


class SpeechSettings(_Base):
    """The speech service for voice messages (docs/operations.md)."""

    speech_url: str = ""
    """Where a recording is posted to and its words come from; empty: people are asked to dictate."""
    speech_key: SecretStr = SecretStr("")
    """Sent as a bearer token; empty: none."""
    speech_seconds: float = Field(2.5, gt=0, le=3.5)
    """Seconds for download and recognition together; the rest of WeChat's five is for the answer."""


class DeskSettings(_Base):
    """The officers who may answer beside the bot."""

    staffed_hours: str = Field("", regex=rf"^(?:[1-7]{{1,7}} {_CLOCK}-{_CLOCK})?$")
    """When they are there, on Beijing's clock: `12345 9:00-17:30`, 1 is Monday; empty: never. What is set in the
    console (真人值班) goes before it."""


class EngineSettings(_Base):
    """The engine (Rasa) and the action server, both on loopback."""

    engine_port: int = Field(0, ge=0, le=65535)
    """Port of the engine; 0: the bot's port + 1."""
    engine_port_next: int = Field(0, ge=0, le=65535)
    """Port of the engine that takes over when a release is promoted; 0: the bot's port + 3."""
    actions_port: int = Field(0, ge=0, le=65535)
    """Port of the action server; 0: the bot's port + 2."""
    engine_token: SecretStr = SecretStr("")
    """Token between bot and engine; empty: derived from the secret key."""
    engine_timeout: float = Field(20.0, gt=0)
    """Seconds one turn may take before it is given up."""
    engine_turns: int = Field(32, ge=1)
    """Turns one bot has at the engine at once; further questions are kept. A possible disclosure always goes."""


class BenchSettings(_Base):
    """Material to measure against, outside the repository."""

    bench_dir: str = "../shared/bench"
    """Folder of the public data sets; absent: that part of a benchmark is left out, and said so."""


class Settings:
    """All rooms' settings; built once by `load_settings`."""

    def __init__(self) -> None:
        self.app = AppSettings()
        self.web = WebSettings()
        self.store = StoreSettings()
        self.wechat = WeChatSettings()
        self.limits = LimitSettings()
        self.speech = SpeechSettings()
        self.desk = DeskSettings()
        self.engine = EngineSettings()
        self.bench = BenchSettings()
        if self.app.env == "production":
            self._refuse_dev_defaults()

    def _refuse_dev_defaults(self) -> None:
        if self.wechat.wechat_token.get_secret_value() == DEV_TOKEN:
            raise SettingsError("production needs QIANGUA_WECHAT_TOKEN: the development token is public")
        if self.wechat.wechat_app_id == DEV_APP_ID:
            raise SettingsError("production needs QIANGUA_WECHAT_APP_ID: the account's own AppID")

    @property
    def engine_port(self) -> int:
        return self.engine.engine_port or self.web.port + 1

    @property
    def engine_ports(self) -> tuple[int, int]:
        """The two that engines take in turn."""
        return self.engine_port, self.engine.engine_port_next or self.web.port + 3

    @property
    def actions_port(self) -> int:
        return self.engine.actions_port or self.web.port + 2

    @property
    def engine_token(self) -> str:
        return self.engine.engine_token.get_secret_value() or self.app.derived_key("engine")[:32]

    @property
    def public_url(self) -> str:
        return (self.web.public_url or f"http://{self.web.host}:{self.web.port}").rstrip("/")


@lru_cache(maxsize=1)
def load_settings() -> Settings:
    """The settings of this process. Raises SettingsError with every wrong value named."""
    try:
        return Settings()
    except ValueError as err:
        raise SettingsError(f"settings: {err}") from err
