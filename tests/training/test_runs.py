"""Runs: one at a time, their state survives whoever looks, a cancelled one ends with all it started."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.training.runs import CANCELLED, DONE, FAILED, RUNNING, STARTING, Runs


@pytest.fixture
def runs(tmp_path: Path) -> Runs:
    return Runs(tmp_path / "runs")


def test_one_at_a_time(runs: Runs) -> None:
    first = runs.begin("xiaoli")
    assert runs.begin("xiaowang").id == first.id
    runs.write(replace(first, state=DONE, release="r1"))
    second = runs.begin("xiaowang")
    assert second.id != first.id
    assert {r.id for r in runs.all()} == {first.id, second.id}
    assert runs.under_way() == second


def test_a_job_that_is_gone_without_a_word_has_failed(runs: Runs) -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    run = runs.write(replace(runs.begin("x"), pid=child.pid))
    child.wait()
    found = runs.get(run.id)
    assert found is not None
    assert found.state == FAILED
    assert found.error


def test_a_job_that_never_began_has_failed(runs: Runs) -> None:
    run = runs.begin("x")
    assert runs.get(run.id) == run
    late = runs.write(replace(run, started=time.time() - STARTING - 1))
    found = runs.get(late.id)
    assert found is not None
    assert found.state == FAILED


@pytest.mark.parametrize("name", ["", "../x", "a/b", "nope"])
def test_names_that_are_none(name: str, runs: Runs) -> None:
    assert runs.get(name) is None


def test_cancelling_reaches_the_whole_group(runs: Runs, tmp_path: Path) -> None:
    mark = tmp_path / "child.pid"
    script = (
        "import subprocess,sys,time,pathlib;"
        "c=subprocess.Popen([sys.executable,'-c','import time; time.sleep(60)']);"
        f"pathlib.Path({str(mark)!r}).write_text(str(c.pid)); time.sleep(60)"
    )
    job = subprocess.Popen([sys.executable, "-c", script], start_new_session=True)
    while not (mark.exists() and mark.read_text()):
        time.sleep(0.05)
    run = runs.write(replace(runs.begin("x"), pid=job.pid))
    assert runs.cancel(run)
    job.wait(10)
    child = int(mark.read_text())
    for _ in range(100):
        try:
            state = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            break
        if state == "Z":
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child lives on")
    assert not runs.cancel(replace(run, state=CANCELLED))
    assert not runs.cancel(replace(run, pid=0, state=RUNNING))


def test_the_end_of_a_long_log(runs: Runs) -> None:
    run = runs.begin("x")
    assert runs.log(run.id) == ""
    (runs.folder / run.id / "log.txt").write_text("开始\n" + "行\n" * 20_000 + "完了\n", encoding="utf-8")
    assert runs.log(run.id).endswith("完了\n")
    assert len(runs.log(run.id)) < 21_000
    assert os.listdir(runs.folder) == [run.id]
