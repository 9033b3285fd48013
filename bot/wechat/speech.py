"""Words of a voice message from a speech service of the operator's choice, in time or not at all.

WeChat itself recognises nothing any more. The recording is fetched, posted to `QIANGUA_SPEECH_URL` and forgotten; the
service answers `{"text": "…"}`. Neither sound nor words are kept or logged here.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

import httpx
from prometheus_client import Counter

from bot.errors import WeChatError
from bot.logs import log
from bot.settings import SpeechSettings
from bot.wechat.api import media
from bot.wechat.client import WeChatClient

logger = logging.getLogger(__name__)
VOICES = Counter("qiangua_voices_total", "Voice messages by what the speech service made of them", ["outcome"])
LONGEST = 2000
"""Characters; a recording has sixty seconds."""
AT_ONCE = 16
_MIMES = {"amr": "audio/amr", "speex": "audio/speex", "mp3": "audio/mpeg"}


class Speech(Protocol):
    """What the callback needs."""

    async def words(self, media_id: str, form: str) -> str:
        """What is said in a recording (`form`: amr, speex); empty when that is not known in time. Never raises."""
        ...


class HttpSpeech:
    """A speech service behind an address."""

    def __init__(self, settings: SpeechSettings, client: WeChatClient) -> None:
        self._url, self._client, self._seconds = settings.speech_url, client, settings.speech_seconds
        key = settings.speech_key.get_secret_value()
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        local = "//127." in self._url or "//localhost" in self._url
        self._http = httpx.AsyncClient(timeout=self._seconds, trust_env=not local)
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def words(self, media_id: str, form: str) -> str:
        """See Speech."""
        try:
            async with asyncio.timeout(self._seconds), self._gate:
                found = await self._recognise(media_id, _MIMES.get(form.lower(), "application/octet-stream"))
        except TimeoutError:
            VOICES.labels("late").inc()
            return ""
        except (WeChatError, httpx.HTTPError, ValueError, KeyError, TypeError) as err:
            VOICES.labels("failed").inc()
            log(logger, "voice not recognised", logging.WARNING, exc_info=err)
            return ""
        VOICES.labels("words" if found else "empty").inc()
        return found

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _recognise(self, media_id: str, mime: str) -> str:
        sound = await media.download(self._client, media_id)
        if not isinstance(sound, bytes) or not 0 < len(sound) <= media.MOST["voice"]:
            raise ValueError("no recording")
        answer = await self._http.post(self._url, content=sound, headers={**self._headers, "Content-Type": mime})
        answer.raise_for_status()
        said = answer.json()["text"]
        if not isinstance(said, str):
            raise TypeError("text is no string")
        return said.strip()[:LONGEST]


def create_speech(settings: SpeechSettings, client: WeChatClient) -> HttpSpeech | None:
    """The configured service; None where there is none."""
    return HttpSpeech(settings, client) if settings.speech_url else None
