"""Headless Chromium at phone width, from Debian's packages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tests.conftest import need

_FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --hide-scrollbars --lang=zh-CN --force-device-scale-factor=1""".split()


@contextmanager
def chromium(width: int = 390, height: int = 844) -> Iterator[Chrome]:
    """A browser whose page is that many CSS pixels wide and high."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    need(bool(browser and driver), "Chromium with its driver")
    assert browser is not None
    with TemporaryDirectory() as profile:
        options = ChromeOptions()
        options.binary_location = browser
        for flag in (*_FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
            options.add_argument(flag)
        options.add_experimental_option(
            "mobileEmulation", {"deviceMetrics": {"width": width, "height": height, "pixelRatio": 1.0}}
        )
        options.set_capability("goog:loggingPrefs", {"browser": "WARNING"})
        chrome = Chrome(options=options, service=Service(driver))
        try:
            yield chrome
        finally:
            chrome.quit()
