"""What is wrong with a sentence, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.admin.titles import Titles
from bot.training.live_checks import Finding

WORDS = {
    "form": "这句写法不行：不能是空的，最多 400 字，开头不要 / 或 -，里面不要 \\ 和 ]( ]{ 这样的符号。",
    "personal": "这句里像是有名字、电话、证件号。先去掉，再教。",
    "near_holdout": "这句和考题太像了，不能拿来教。拿考题教它，考出来的分数就不算数了。",
    "danger": (
        "这句话里，警觉那一层觉得可能有孩子或大人出事。归到别的话题，以后同样的求救就可能听不见。确实没事，"
        "请编辑或管理员勾上“我看过了”再来一次。"
    ),
    "gone": "这句已经不在了，可能别人刚改过。请刷新。",
    "no_intent": "没有这个话题。",
    "thin": "这个话题的句子已经很少了，不能再少。先加几句新的。",
}
INTENT_WORDS = {"thin": "句子太少", "much": "句子比别的话题多太多", "frame": "太多句子开头一样"}


def explain(finding: Finding, titles: Titles) -> str:
    """A finding as a sentence for whoever teaches."""
    if finding.kind == "repeats" and finding.other:
        return f"已经有差不多的一句了：「{finding.other[1]}」"
    if finding.kind == "near_other" and finding.other:
        intent, text = finding.other
        return f"这句和「{titles.of(intent)}」里的一句差不多：「{text}」。一句话只能归一个话题，先去那边挪走或删掉。"
    return WORDS[finding.kind]


def explain_all(findings: Sequence[Finding], titles: Titles) -> list[str]:
    """Each once, in order."""
    return list(dict.fromkeys(explain(f, titles) for f in findings))


def explain_lines(lines: Sequence[tuple[str, Sequence[Finding]]], titles: Titles) -> list[str]:
    """What is wrong with which of several sentences; of a single one it is plain which is meant."""
    told = [(text, explain_all(found, titles)) for text, found in lines]
    if len(lines) == 1:
        return told[0][1]
    return [f"「{text}」：{''.join(said)}" for text, said in told if said]
