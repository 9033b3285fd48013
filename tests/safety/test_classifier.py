"""The classifier behind the patterns: trained small, written, read, and joined by the detector."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.safety.classifier import STEP, WINDOW, Classifier, windows, with_row
from bot.safety.detector import NOTHING, Detector
from bot.safety.grams import PLACES, hashed
from bot.safety.row import JOINT
from bot.training.safety import fit
from bot.training.safety_samples import Sample, samples

NOW = [
    f"{who}{how}"
    for who in ("他爸", "她后妈", "娃他舅", "邻居")
    for how in ("拿皮带抽娃", "把娃锁屋里饿着", "天天掐娃胳膊")
]
CONCERN = [
    f"{who}{how}"
    for who in ("娃", "闺女", "侄儿")
    for how in ("忽然怕回家", "身上有青印说是摔的", "不肯跟叔叔单独待着")
]
NONE = [
    f"{who}{how}"
    for who in ("娃", "儿子", "闺女", "孙子")
    for how in ("不爱写作业", "天天玩手机", "吃饭挑食", "想要新书包")
]
HURT = "他爸又拿皮带抽娃"


class Vectors:
    """A double of the encoder: 384 numbers from the characters, always the same for a text."""

    def encode(self, texts: list[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[ord(character) % 384] += 1
            row /= max(1e-6, float(np.linalg.norm(row)))
        return rows


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [Sample(t, "now", "report_physical_abuse", "hard") for t in NOW]
    rows += [Sample(t, "concern", "report_neglect", "hard") for t in CONCERN]
    rows += [
        Sample(f"{who}不见了找不到", "now", "report_missing_child", "hard") for who in ("娃", "闺女", "侄儿", "孙子")
    ]
    groups = ("hard", "ordinary", "together")
    rows += [Sample(t, "none", "", groups[i // 2 % 3]) for i, t in enumerate(NONE)]
    rows = [replace(r, turns=("在吗", "下班了", r.text)) if r.group == "together" else r for r in rows]
    for who in ("哥", "姐"):
        turns = (f"{who}在吗", "下班了", HURT)
        rows.append(Sample(JOINT.join(turns), "now", "report_physical_abuse", "together", turns=turns))
    rows = [replace(row, held_back=i % 2 == 0) for i, row in enumerate(rows)]
    path = tmp_path_factory.mktemp("weights") / "w.npz"
    np.savez(path, **fit(rows, Vectors()))  # type: ignore[arg-type]
    return path


def test_what_was_trained_is_judged(weights: Path) -> None:
    classifier = Classifier.load(weights, Vectors().encode)
    danger = [classifier.judge(t).danger for t in (*NOW, *CONCERN)]
    harmless = [classifier.judge(t).danger for t in NONE]
    assert np.mean(danger) > np.mean(harmless) + 0.3
    assert classifier.judge(NOW[0]).kind == "report_physical_abuse"
    assert classifier.judge(NOW[0]).now > classifier.judge(CONCERN[0]).now


def test_a_disclosure_in_the_second_half_counts(weights: Path) -> None:
    classifier = Classifier.load(weights, Vectors().encode)
    small_talk = "儿子不爱写作业天天玩手机吃饭挑食想要新书包" * 7
    assert classifier.judge(small_talk + NOW[0] + NOW[1]).danger > classifier.judge(small_talk).danger


def test_the_detector_joins_patterns_and_classifier(weights: Path) -> None:
    detector = Detector()
    text = "他爸拿皮带抽娃"
    detector.classifier = Classifier.load(weights, Vectors().encode)
    detector.classifier.alone = detector.classifier.together = (0.5, 0.5)
    assert detector.detect(text).tier in ("now", "concern")
    assert detector.detect("儿子不爱写作业").tier == "none"
    detector.classifier.confirmed_from = detector.classifier.heard_from = 0.0
    assert detector.detect("我不想活了").kind == "report_own_suicide", "patterns come first"
    assert detector.detect("我不想活了").urgent
    detector.classifier.confirmed_from = 1.0
    doubted = detector.detect("我不想活了")
    assert (doubted.tier, doubted.kind) == ("concern", "report_own_suicide"), "doubted, and asked about"
    detector.classifier.heard_from = doubted.confidence + 0.01
    assert detector.detect("我不想活了").tier == "none", "less danger than in any disclosure of such words"
    detector.classifier.alone = (doubted.confidence - 0.01,) * 2
    assert detector.detect("我不想活了").tier != "none", "what the classifier itself finds stays found"
    assert detector.detect("好的").confidence == 0.0, "nothing is judged of two characters"


def test_what_is_said_in_pieces_is_read_together(weights: Path) -> None:
    detector = Detector()
    detector.classifier = Classifier.load(weights, Vectors().encode)
    row = detector.classifier.judge_row(["他爸又", "拿皮带", "抽娃……"], always=False)
    assert row is not None
    alone = detector.classifier.judge("抽娃……").danger
    detector.classifier.alone, detector.classifier.together = (1.0, 1.0), (row.danger, row.danger)
    assert detector.detect("抽娃……").tier == "none"
    assert detector.detect("抽娃……", ["他爸又", "拿皮带"]).tier != "none"
    assert detector.detect("抽娃……", ["他爸又", "拿皮带"]).confidence == pytest.approx(row.danger, abs=0.2) != alone


def test_a_row_is_more_dangerous_for_what_is_in_it(weights: Path) -> None:
    classifier = Classifier.load(weights, Vectors().encode)
    scores = {last: classifier.row_score(["在吗", "下班了", last]) for last in (HURT, "孙子想要新书包")}
    assert scores[HURT] > scores["孙子想要新书包"]


def test_what_cannot_disclose_is_not_read_together(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs more than the rest of the detector; but what a pattern sees in the pieces is always heard."""
    detector = Detector()
    detector.classifier = classifier = Classifier.load(weights, Vectors().encode)
    assert classifier.row_from == -np.inf, "with few conversations to learn from all are read"
    asked: list[str] = []
    judge = classifier.judge_all
    monkeypatch.setattr(classifier, "judge_all", lambda texts: asked.extend(texts) or judge(texts))
    classifier.row_from = np.inf
    detector.detect("娃不爱写作业", ["今天加班", "饭也不吃"])
    assert asked == ["娃不爱写作业"]
    detector.detect("一个晚上没回", ["我娃", "不见了"])
    assert asked[-1] == "我娃，不见了，一个晚上没回"
    detector.detect("了", ["不想", "再活"])
    assert asked[-1] == "不想，再活，了", "cut where no comma belongs"
    classifier.row_from = -np.inf
    detector.detect("娃不爱写作业", ["今天加班", "饭也不吃"])
    assert asked[-1] == "今天加班，饭也不吃，娃不爱写作业"


@given(st.floats(0, 1), st.floats(-30, 30), st.floats(-30, 30))
def test_danger_of_a_row_is_a_share_and_grows_with_its_score(danger: float, low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert 0 <= with_row(danger, low) <= with_row(danger, high) <= 1


def test_damaged_weights_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "w.npz").write_bytes(b"PK nonsense")
    with pytest.raises((OSError, ValueError)):
        Classifier.load(tmp_path / "w.npz", Vectors().encode)


def test_weights_of_another_version_are_an_error(tmp_path: Path) -> None:
    np.savez(tmp_path / "w.npz", kinds=np.array(["report_neglect"]))
    with pytest.raises(ValueError, match="another version"):
        Classifier.load(tmp_path / "w.npz", Vectors().encode)


@given(st.text(min_size=1, max_size=300))
def test_hashes_are_in_range_and_of_length_one(text: str) -> None:
    places, strengths = hashed(text)
    assert places.min() >= 0
    assert places.max() < PLACES
    assert np.linalg.norm(strengths) == pytest.approx(1, abs=1e-4)


@given(st.text(max_size=700))
def test_windows_cover_the_message(text: str) -> None:
    parts = windows(text)
    assert parts[0] == text
    assert all(len(p) <= WINDOW for p in parts[1:])
    if len(parts) > 1:
        assert len(parts) - 1 >= (len(text) - WINDOW) / STEP


def test_what_the_detector_learns_from() -> None:
    rows = samples()
    assert sum(r.tier != "none" for r in rows) > 4000
    assert sum(r.tier == "none" and r.group == "hard" for r in rows) > 5000
    assert sum(r.group == "together" for r in rows) > 400
    held = [r for r in rows if r.held_back]
    assert {r.kind for r in held} == {r.kind for r in rows}, "thresholds are fitted on every kind"
    assert {r.kind for r in rows if r.tier != "none"} == {r.kind for r in rows} - {""}
    pieces = {r.text for r in rows if r.group == "window"}
    assert pieces == {piece for r in rows if r.tier == "none" for piece in windows(r.text)[1:]}
    assert not any(r.tier != "none" for r in rows if r.group == "window"), "a piece of a disclosure may be harmless"


def test_english_is_heard_only_where_it_is_sure(weights: Path) -> None:
    """A concern is left to the answer that names the numbers to dial; nor does English colour what comes after it."""
    detector = Detector()
    detector.classifier = classifier = Classifier.load(weights, Vectors().encode)
    english = "My son does not do his homework, what should I do"
    classifier.alone, classifier.urgent_from = (2.0, 0.0), 0.0
    assert detector.detect(english) == NOTHING
    classifier.alone = (0.0, 0.0)
    assert detector.detect(english).urgent
    classifier.together = (0.0, 0.0)
    classifier.alone = (2.0, 2.0)
    assert detector.detect("谢谢你呀", [english]) == detector.detect("谢谢你呀")
    assert detector.detect("谢谢你呀", ["他不说话"]).urgent


def test_weights_of_before_the_glance_suspect_everything(weights: Path) -> None:
    with np.load(weights) as stored:
        arrays = {name: stored[name] for name in stored.files if name != "glance_from"}
    assert Classifier(arrays, Vectors().encode).suspects("今天加班到九点")


def test_a_row_is_looked_at_as_one_text(weights: Path) -> None:
    with np.load(weights) as stored:
        arrays = dict(stored)
    arrays["glance_from"] = np.array([np.inf, -np.inf])
    classifier = Classifier(arrays, Vectors().encode)
    assert not classifier.suspects("今天加班到九点", ["今天加班到九点"])
    assert classifier.suspects("今天加班到九点", ["在吗", "今天加班到九点"])
