"""Names in files that nothing else imports: components, endpoints, channel, settings, docs."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from pydantic import BaseSettings

from bot import settings
from bot.errors import SettingsError
from bot.settings import Settings

ROOT = Path(__file__).parents[1]
CLASSES = [c for c in vars(settings).values() if isinstance(c, type) and issubclass(c, BaseSettings) and c.__fields__]
NAMES = sorted(f"QIANGUA_{name.upper()}" for c in CLASSES for name in c.__fields__)


@pytest.mark.parametrize("file", ["config.yml", "credentials.yml"])
def test_every_dotted_path_imports(file: str) -> None:
    paths = re.findall(r"\b(bot\.[\w.]+\.[A-Z]\w+)", (ROOT / file).read_text(encoding="utf-8"))
    assert paths
    for path in paths:
        module, _, name = path.rpartition(".")
        assert hasattr(importlib.import_module(module), name)


def test_every_setting_is_in_the_example_with_its_default() -> None:
    lines = dict(re.findall(r"^(QIANGUA_\w+)=(.*)$", (ROOT / ".env.example").read_text(encoding="utf-8"), re.M))
    assert sorted(lines) == NAMES
    for c in CLASSES:
        for name, value in c.__fields__.items():
            default = value.default
            default = default.get_secret_value() if hasattr(default, "get_secret_value") else default
            assert lines[f"QIANGUA_{name.upper()}"] == str(default), name


def test_every_setting_has_a_docstring() -> None:
    source = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
    for c in CLASSES:
        for name in c.__fields__:
            assert re.search(rf"\n    {name}: [^\n]+\n    \"\"\"", source), name


@pytest.mark.parametrize(
    "wrong",
    [
        {"QIANGUA_ENV": "production"},
        {"QIANGUA_ENV": "production", "QIANGUA_SECRET_KEY": "short"},
        {"QIANGUA_ENV": "production", "QIANGUA_SECRET_KEY": "x" * 32},
        {"QIANGUA_ENV": "production", "QIANGUA_SECRET_KEY": "x" * 32, "QIANGUA_WECHAT_TOKEN": "t0ken"},
        {"QIANGUA_PORT": "0"},
        {"QIANGUA_WECHAT_AES_KEY": "short"},
        {"QIANGUA_ENV": "staging"},
    ],
)
def test_wrong_settings_are_refused(wrong: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises((ValueError, SettingsError)):
        Settings()


def test_every_path_in_the_readmes_exists() -> None:
    for readme in ("README.md", "README.zh-CN.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        for path in re.findall(r"\]\(((?!http)[^)#]+)\)", text) + re.findall(
            r"`((?:bot|data|docs|tests|actions)/[\w./-]*)`", text
        ):
            assert (ROOT / path).exists(), f"{readme}: {path}"


def test_every_make_target_in_the_readmes_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for readme in ("README.md", "README.zh-CN.md"):
        for target in re.findall(r"`?make ([a-z]+)", (ROOT / readme).read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:", makefile, re.M), f"{readme}: make {target}"


def test_no_lock_names_a_host() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text(encoding="utf-8"), lock.name


def test_rasa_finds_nothing_of_ours_under_data() -> None:
    for path in (ROOT / "data").rglob("*"):
        if path.suffix in (".yml", ".yaml", ".json"):
            assert path.relative_to(ROOT / "data").parts[0] in ("nlu", "rules", "stories"), path


def test_every_intent_stands_in_one_rule() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "data" / "rules").glob("*.yml")))
    ruled = re.findall(r"- intent: (\w+)", text)
    domain = (ROOT / "domain.yml").read_text(encoding="utf-8").split("entities:")[0]
    assert sorted(ruled) == sorted([*re.findall(r"^  - (\w+)$", domain, re.M), "nlu_fallback"])


def test_the_vocabulary_has_titles() -> None:
    from bot.content.catalogue import load_catalogue

    catalogue = load_catalogue()
    for intent in re.findall(
        r"^  - ((?:parent|guardian|manager|young|report)_\w+)$", (ROOT / "domain.yml").read_text(encoding="utf-8"), re.M
    ):
        assert catalogue.title(intent), intent
