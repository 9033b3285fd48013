"""The files of data/nlu and their sentences: nothing is lost, nothing else is touched."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TrainingError
from bot.training.dataset import NLU, load_examples
from bot.training.nlu_files import (
    Change,
    apply,
    difference,
    read_file,
    read_folder,
    render,
    tidy,
    writable,
    write_folder,
)

SENTENCE = st.text(min_size=1, max_size=12).map(tidy).filter(writable)
SETS = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.lists(SENTENCE, max_size=6, unique=True))


def test_export_and_import_of_our_own_data_give_no_diff(tmp_path: Path) -> None:
    sentences = read_folder(NLU)
    assert sum(map(len, sentences.values())) == len(load_examples())
    written = write_folder(tmp_path, sentences)
    assert len(written) == len(list(NLU.glob("*.yml")))
    for path in NLU.glob("*.yml"):
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
    assert difference(sentences, read_folder(tmp_path)) == []
    assert write_folder(tmp_path, read_folder(tmp_path)) == [], "what is the same is not written"
    assert all(writable(text) for texts in sentences.values() for text in texts)


@given(SETS)
def test_what_is_written_is_read(sentences: dict[str, list[str]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        write_folder(Path(folder), sentences)
        assert read_folder(Path(folder)) == sentences


def test_rasa_reads_what_we_write() -> None:
    import yaml

    texts = ["你好", "#不是注释", "冒号: 引号\" ' 也行", "[号码]打不通", "{大括号}", "| 竖线", "😮‍💨 唉", "- 不行"]
    texts = [t for t in texts if writable(t)]
    assert len(texts) == 7
    read = yaml.safe_load(render("greet", texts))["nlu"][0]["examples"]
    assert [line.removeprefix("- ") for line in read.rstrip("\n").split("\n")] == texts


@pytest.mark.parametrize(
    "text", ["", " a", "a\nb", "a\u2028b", "/greet", "- a", "a\\nb", "[八岁](age)", "x" * 401, "a\x00"]
)
def test_what_cannot_be_written(text: str) -> None:
    assert not writable(text)


@given(st.text(max_size=60))
def test_a_tidy_text_is_one_line(text: str) -> None:
    assert len(tidy(text).splitlines()) <= 1
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ([(None, ("a", "新"))], {"a": ["一", "二", "三", "新"], "b": ["四"]}),
        ([(("a", "二"), None)], {"a": ["一", "三"], "b": ["四"]}),
        ([(("a", "二"), ("a", "两"))], {"a": ["一", "两", "三"], "b": ["四"]}),
        ([(("a", "二"), ("b", "二"))], {"a": ["一", "三"], "b": ["四", "二"]}),
        ([(("a", "没有"), None), (None, ("a", "一"))], {"a": ["一", "二", "三"], "b": ["四"]}),
        (
            [(None, ("a", "新")), (("a", "新"), ("b", "新")), (("b", "新"), None)],
            {"a": ["一", "二", "三"], "b": ["四"]},
        ),
    ],
)
def test_changes_in_order(changes: list[Change], after: dict[str, list[str]]) -> None:
    before = {"a": ["一", "二", "三"], "b": ["四"]}
    assert apply(before, changes) == after
    assert before == {"a": ["一", "二", "三"], "b": ["四"]}
    assert apply(after, changes) == after, "a change that stands in the files already changes nothing"


@given(SETS, SETS)
def test_a_difference_leads_there(before: dict[str, list[str]], after: dict[str, list[str]]) -> None:
    def as_sets(sentences: dict[str, list[str]]) -> dict[str, set[str]]:
        return {intent: set(texts) for intent, texts in sentences.items() if texts}

    assert as_sets(apply(before, difference(before, after))) == as_sets(after)


@pytest.mark.parametrize(
    "text",
    [
        'version: "3.1"\nnlu:\n- intent: a\n  examples: |\n    - x\n',
        "",
        'version: "3.1"\nnlu:\n  - intent: a\n    examples: |\n      -x\n',
    ],
)
def test_another_form_is_refused_by_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    with pytest.raises(TrainingError, match=r"a\.yml:\d"):
        read_file(tmp_path / "a.yml")
