"""The patterns: what they must find, and what they must leave alone."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ContentError
from bot.safety.detector import Detector

PATTERNS = Detector()
"""One of its own: that of the process has the live release's weights once a test before has loaded them."""

FOUND = [
    ("两岁娃没人带，一个人在屋里", "report_neglect"),
    ("我不想活了", "report_own_suicide"),
    ("活着真没意思，死了算了", "report_own_suicide"),
    ("想从楼上跳下去", "report_own_suicide"),
    ("撑不下去了想一了百了", "report_own_suicide"),
    ("唔想活啦", "report_own_suicide"),
    ("我 想 死", "report_own_suicide"),
    ("哈哈我不想活了哈哈", "report_own_suicide"),
    ("不想活了，新闻上说有热线", "report_own_suicide"),
    ("我儿子不见了", "report_missing_child"),
    ("孩子離家出走了怎麼辦", "report_missing_child"),
    ("闺女一夜没回来电话关机", "report_missing_child"),
    ("妹妹走丢了！！！！", "report_missing_child"),
    ("娃放学到现在没回家电话也打不通", "report_missing_child"),
    ("找不到我家孩子了", "report_missing_child"),
    ("女儿说不想活了", "report_child_self_harm"),
    ("儿子拿刀片划手", "report_child_self_harm"),
    ("老公又打我了", "report_domestic_violence"),
    ("他让她发裸照还威胁要钱", "report_online_exploitation"),
    ("孩子喝了农药", "report_medical_emergency"),
    ("叔叔摸她下面", "report_sexual_abuse"),
    ("他爷爷打他打得背上都青了", "report_physical_abuse"),
    ("奶奶打断他腿骨，住院了", "report_physical_abuse"),
]
LEFT = [
    "她说家里娃没人带，想走",
    "家里娃没人带，请两天假",
    "娃儿九岁，跟他爷爷奶奶在织金，昨晚打电话他又不说话",
    "他爷爷打麻将，又把他一个人放在院子里",
    "热死了",
    "今天站了十二个小时累死我了不想上班",
    "笑死",
    "手机找不到了",
    "娃把作业弄丢了",
    "看新闻说有孩子走失",
    "电视剧里那个人跳楼了",
    "怎么预防孩子走丢",
    "怕孩子走丢，给他买个手表好不好",
    "奶奶去年走了，我好想她",
    "饿死了等下吃啥",
    "孩子不见得听我的",
    "我想死你了",
    "他玩手机玩得命都不要了",
    "孩子总玩手机",
    "",
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_found(text: str, kind: str) -> None:
    found = PATTERNS.detect(text)
    assert (found.tier, found.kind) == ("now", kind)


@pytest.mark.parametrize("text", LEFT)
def test_left_alone(text: str) -> None:
    assert PATTERNS.detect(text).tier == "none"


@settings(deadline=None)
@given(st.text(max_size=600))
def test_any_text_is_judged(text: str) -> None:
    assert PATTERNS.detect(text).tier in ("now", "concern", "none")


def test_no_message_makes_it_hang() -> None:
    """Patterns must not run away: 400 characters of what they look for stay far from a passive reply's 4 s."""
    for piece in ("孩子", "我想要去", "他说", "不见", "想死我", "打了孩子他", "没回"):
        started = time.perf_counter()
        PATTERNS.detect(piece * 400)
        assert time.perf_counter() - started < 2


def test_a_wrong_pattern_is_named(tmp_path: Path) -> None:
    path = tmp_path / "patterns.toml"
    path.write_text(
        '[words]\n[everywhere]\nunless=["x"]\nreally=["y"]\n[[rule]]\nkind="report_x"\ntier="now"\nany=["("]\n'
    )
    with pytest.raises(ContentError, match="report_x"):
        Detector(path)
