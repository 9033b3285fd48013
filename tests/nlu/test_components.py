"""The components of the engine: what each adds to a message, and that a trained one loads as it was."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.doubt import Doubt
from bot.nlu.entities import RuleEntities
from bot.nlu.heads import LinearHeads
from bot.nlu.ngrams import NgramFeaturizer
from bot.nlu.safety import SafetyMarker
from bot.nlu.tokenizer import ChineseTokenizer
from bot.nlu.vectors import SentenceVectors
from bot.safety.detector import Disclosure, load_detector

EXAMPLES = [
    ("孩子总玩手机怎么办", "phone"),
    ("天天打游戏不写作业", "phone"),
    ("手机没收了又偷偷玩", "phone"),
    ("孩子不见了", "report_missing"),
    ("娃走丢了找不到人", "report_missing"),
    ("儿子离家出走了", "report_missing"),
]
VIEWS = {
    "characters": {"C": 10.0, "weight": 1.0},
    "words": {"C": 10.0, "weight": 0.5},
    "vector": {"C": 10.0, "weight": 1.0},
}


@pytest.fixture
def context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}))


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage.create(tmp_path)


def said(text: str) -> Message:
    return Message(data={"text": text})


def featurizers(storage: LocalModelStorage, context: ExecutionContext, *, load: bool) -> list[Any]:
    """The views, new or loaded from the storage."""
    made: list[Any] = [ChineseTokenizer(ChineseTokenizer.get_default_config())]
    for view in ("characters", "words"):
        config = {**NgramFeaturizer.get_default_config(), "view": view}
        maker = NgramFeaturizer.load if load else NgramFeaturizer.create
        made.append(maker(config, storage, Resource(view), context))
    return [*made, SentenceVectors.create({}, storage, Resource("v"), context)]


def test_a_trained_pipeline_understands_and_loads_as_it_was(
    storage: LocalModelStorage, context: ExecutionContext, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.nlu.vectors.CACHE", tmp_path / "cache.npz")
    data = TrainingData([Message(data={"text": t, "intent": i}) for t, i in EXAMPLES])
    for component in featurizers(storage, context, load=False):
        if isinstance(component, NgramFeaturizer):
            component.train(data)
        data = component.process_training_data(data)
    config = {**LinearHeads.get_default_config(), "views": VIEWS}
    heads = LinearHeads.create(config, storage, Resource("heads"), context)
    heads.train(data)
    messages = [said(t) for t in ("娃儿不见了咋办", "一天到晚打游戏", "啊")]
    for component in featurizers(storage, context, load=True):
        messages = component.process(messages)
    loaded = LinearHeads.load(config, storage, Resource("heads"), context)
    assert (loaded.probabilities(messages) == heads.probabilities(messages)).all()
    loaded.process(messages)
    assert [m.get("intent")["name"] for m in messages[:2]] == ["report_missing", "phone"]
    for message in messages:
        assert sum(r["confidence"] for r in message.get("intent_ranking")) == pytest.approx(1)


@pytest.mark.parametrize(
    ("ranking", "intent"),
    [
        ([("phone", 0.9), ("report_x", 0.05)], "phone"),
        ([("phone", 0.2), ("thanks", 0.15)], "nlu_fallback"),
        ([("phone", 0.4), ("report_x", 0.35), ("report_y", 0.25)], "report_x"),
        ([("phone", 0.5), ("report_x", 0.4)], "nlu_fallback"),
    ],
)
def test_doubt_asks_and_danger_is_answered(ranking: list[tuple[str, float]], intent: str) -> None:
    message = said("x")
    listed = [{"name": n, "confidence": c} for n, c in ranking]
    message.set("intent", listed[0])
    message.set("intent_ranking", listed)
    Doubt({"threshold": 0.3, "disclosure": 0.55, "concern": 0.35}).process([message])
    assert message.get("intent")["name"] == intent
    assert message.get("intent_ranking") == listed


MARKER = {"share": 0.25, "neutral": 0.001, "alone": 0.35}


@pytest.mark.parametrize(
    ("text", "ranking", "tier", "kind"),
    [
        ("我不想活了", [], "now", "report_own_suicide"),
        ("今晚过后就没人再烦你们了", [("report_own_suicide", 0.7)], "concern", "report_own_suicide"),
        ("今晚过后就没人再烦你们了", [("thanks", 0.6), ("report_own_suicide", 0.4)], "concern", "report_own_suicide"),
        ("谢谢", [("thanks", 0.9), ("report_own_suicide", 0.1)], "none", None),
    ],
)
def test_safety_stands_beside_any_intent(
    text: str, ranking: list, tier: str, kind: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.nlu.safety.SAFETY", tmp_path / "no weights here")
    monkeypatch.setattr(load_detector(), "classifier", None)
    message = said(text)
    message.set("intent_ranking", [{"name": n, "confidence": c} for n, c in ranking])
    SafetyMarker(MARKER).process([message])
    safety = message.get("safety")
    assert (safety["tier"], safety["urgent"], safety["intent"]) == (tier, tier == "now", kind)
    assert "safety" in message.as_dict(only_output_properties=True)


def test_an_engine_reads_the_weights_of_its_own_release(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not the live one's: a candidate that is judged or warmed has others."""
    monkeypatch.setattr(load_detector(), "classifier", None)
    damaged = tmp_path / "candidate.safety.npz"
    np.savez(damaged, alone=np.array([0.5, 0.2]))
    monkeypatch.setenv("QIANGUA_SAFETY_WEIGHTS", str(damaged))
    with pytest.raises(ValueError, match="another version"):
        SafetyMarker(MARKER)


@pytest.mark.parametrize(
    ("seen", "mass", "tier"),
    [
        (Disclosure("none", None, 0.15), 0.9, "concern"),  # unlikely alone, likely together
        (Disclosure("none", None, 0.15), 0.001, "none"),
        (Disclosure("none", None, 0.001), 0.9, "none"),  # the detector is sure that it is harmless
        (Disclosure("concern", "report_neglect", 0.4), 0.95, "concern"),  # the intents never make it now
        (Disclosure("concern", "report_neglect", 0.4), 0.001, "concern"),
        (Disclosure("now", "report_neglect", 0.9), 0.001, "now"),
    ],
)
def test_the_intents_raise_to_a_concern_and_no_further(
    seen: Disclosure, mass: float, tier: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("bot.nlu.safety.SAFETY", tmp_path / "no weights here")
    marker = SafetyMarker(MARKER)
    weights = SimpleNamespace(alone=(0.6, 0.25))
    monkeypatch.setattr(marker, "_detector", SimpleNamespace(detect=lambda text: seen, classifier=weights))
    message = said("饭点到了灶是冷的")
    message.set("intent_ranking", [{"name": "report_neglect", "confidence": mass}])
    marker.process([message])
    assert message.get("safety")["tier"] == tier


def test_the_bots_judgement_is_used_and_goes_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[tuple[str, object]] = []
    detector = SimpleNamespace(
        detect=lambda text: Disclosure("none", None, 0.1),
        take_over=lambda text, metadata: taken.append((text, metadata.pop("judged", None))),
    )
    marker = SafetyMarker(MARKER)
    monkeypatch.setattr(marker, "_detector", detector)
    message = said("饭点到了灶是冷的")
    message.set("metadata", {"role": "parent", "judged": {"danger": 0.1}})
    marker.process([message, said("没有随信")])
    assert taken == [("饭点到了灶是冷的", {"danger": 0.1})]
    assert message.get("metadata") == {"role": "parent"}


def test_what_the_detector_thinks_harmless_is_asked_about_and_not_alarmed() -> None:
    message = said("报警器买哪种")
    ranking = [
        {"name": "report_medical_emergency", "confidence": 0.8},
        {"name": "parent_home_safety", "confidence": 0.2},
    ]
    for tier, intent in (("none", "nlu_fallback"), ("concern", "report_medical_emergency")):
        message.set("safety", Disclosure(tier, None, 0.1).as_dict())  # type: ignore[arg-type]
        message.set("intent", ranking[0])
        message.set("intent_ranking", ranking)
        Doubt({"threshold": 0.3, "disclosure": 0.55, "concern": 0.35}).process([message])
        assert message.get("intent")["name"] == intent


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("我是线长", "manager"),
        ("我带一条线的拉长", "manager"),
        ("我今年17，刚进厂", "young_worker"),
        ("我是孩子他爸", "parent"),
        ("当妈的", "parent"),
        ("你好", None),
    ],
)
def test_roles_are_normalised(text: str, role: str | None) -> None:
    message = said(text)
    RuleEntities().process([message])
    assert [e["value"] for e in message.get("entities") or [] if e["entity"] == "role"] == ([role] if role else [])


@pytest.mark.parametrize(("text", "choice"), [("选B", 2), ("第三个", 3), ("3岁", None)])
def test_choices_are_numbers(text: str, choice: int | None) -> None:
    message = said(text)
    RuleEntities().process([message])
    chosen = [e["value"] for e in message.get("entities") or [] if e["entity"] == "choice"]
    assert chosen == ([choice] if choice else [])


def test_a_changed_helper_means_retraining(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = ChineseTokenizer.fingerprint_addon({})
    other = tmp_path / "dictionary.txt"
    other.write_text("新词 1000 n\n", encoding="utf-8")
    monkeypatch.setattr("bot.nlu.tokenizer.DICTIONARY", other)
    assert ChineseTokenizer.fingerprint_addon({}) != before
