"""The training data are right, and what is wrong in others is found."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.training.bench_hashes import hash_bench, hashed_grams, load_bench
from bot.training.dataset import Example, check_examples, load_examples, load_holdout

GOOD = [
    Example(f"这是第{n}句完全不一样的话{chr(0x4E00 + n * 37)}{chr(0x5E00 + n * 53)}{chr(0x6E00 + n * 71)}吧{n}", "a")
    for n in range(30)
]


def test_our_own_data_are_right() -> None:
    examples, holdout = load_examples(), load_holdout()
    assert len(examples) > 14_000
    assert len(holdout) >= 40
    assert check_examples(examples, holdout, load_bench()) == []


def test_every_intent_of_the_domain_has_examples() -> None:
    domain = (Path(__file__).parents[2] / "domain.yml").read_text(encoding="utf-8").split("entities:")[0]
    intents = {line[4:] for line in domain.splitlines() if line.startswith("  - ")}
    assert {e.intent for e in load_examples()} == intents


@pytest.mark.parametrize(
    ("added", "fault"),
    [
        (Example("孩子老是不肯写作业怎么办", "b"), "repeats a"),
        (Example("孩子老是不肯写作业,怎么办呀", "a"), "repeats a"),
        (Example("隔壁村的水库边上老有娃去耍", "a"), "near the holdout"),
        (Example("帮我订一张去北京的机票", "a"), "near the bench"),
    ],
)
def test_faults_are_named(added: Example, fault: str) -> None:
    examples = [*GOOD, Example("孩子老是不肯写作业怎么办", "a"), added]
    bench = [hashed_grams("帮我订一张去北京的机票吧")]
    faults = check_examples(examples, ["隔壁村水库边上老有娃去耍"], bench)
    assert any(fault in f for f in faults)


def test_a_thin_intent_and_one_of_one_frame_are_refused() -> None:
    thin = check_examples([Example("就这一句", "thin")], [])
    assert thin == ["thin: 1 examples, at least 25"]
    words = "作业手机吃饭睡觉上学画画唱歌跑步撒谎打架发烧咳嗽逃课考试洗澡穿衣刷牙喝水读书写字数学语文英语体育音乐美术"
    pairs = [words[i : i + 2] for i in range(0, len(words), 2)]
    frame = [Example(f"孩子不{w}{w[::-1]}{w}", "frame") for w in pairs]
    assert any("begin with 孩子不" in f for f in check_examples(frame, []))


def test_the_bench_is_kept_as_hashes_alone(tmp_path: Path) -> None:
    (tmp_path / "smp2019.json").write_text('[{"text": "帮我订一张去北京的机票"}, {"text": "短"}]', encoding="utf-8")
    path = tmp_path / "hashes"
    assert hash_bench(tmp_path, path) == 1
    assert load_bench(path) == [hashed_grams("帮我订一张去北京的机票")]
    assert "北京" not in path.read_text(encoding="ascii")


def test_the_holdout_is_as_it_was_frozen() -> None:
    folder = Path(__file__).parents[1] / "holdout"
    sums = dict(reversed(line.split()) for line in (folder / "SHA256SUMS").read_text(encoding="ascii").splitlines())
    assert set(sums) == {str(p.relative_to(folder)) for p in folder.rglob("*.jsonl")}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
