"""Practice: its course, its interruptions, danger that may be real; and no way through it ends in silence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.content.catalogue import load_catalogue
from bot.dialogue import feedback
from bot.dialogue.choice import choose
from bot.dialogue.fiction import meant
from bot.dialogue.front import Ask, Fetch, before_engine, settle
from bot.dialogue.menus import welcome
from bot.dialogue.reply import Option, Reply
from bot.dialogue.respond import respond
from bot.dialogue.scene import live
from bot.dialogue.scene_run import SceneRun
from bot.dialogue.scoring import Verdict
from bot.dialogue.talk import Talk
from bot.dialogue.turn import Turn
from bot.people.profile import Profile
from bot.reply.render import render
from tests.dialogue.test_scoring import REPLIES

CATALOGUE = load_catalogue()
LINES = CATALOGUE.texts
LEAVE, CRISIS = CATALOGUE.scenes["leave_child_ill"], CATALOGUE.scenes["cannot_go_on"]
GOOD = "难为你了，走，到门口说，娃烧多少度，五点前我给你回话"


class Manager:
    """Practises; the engine is a table of what it would understand."""

    def __init__(self, **understood: str) -> None:
        self.talk, self.understood = Talk(profile=Profile(role="manager")), understood
        self.asked: list[str] = []

    def says(self, text: str, danger: str | None = None, concern: str | None = None) -> Reply:
        outcome = before_engine(self.talk, text, danger, {}, CATALOGUE, 0.0, concern)
        if isinstance(outcome, Ask):
            self.asked.append(outcome.text)
            outcome = respond(Turn(self.understood.get(outcome.text, "nlu_fallback"), self.talk), CATALOGUE)
        if isinstance(outcome, Fetch):
            outcome = Reply(LINES.line("talk", "nothing_kept"))
        reply = settle(self.talk, outcome, CATALOGUE)
        self.talk = self.talk.after(reply, 0.0)
        return reply

    @property
    def labels(self) -> list[str]:
        return [option.label for option in self.talk.options]


def practising(name: str = LEAVE.name, **understood: str) -> Manager:
    manager = Manager(**understood)
    manager.talk = manager.talk.after(respond(Turn("scene_start", entities={"scene": name}), CATALOGUE), 0.0)
    return manager


def test_there_are_scenes_for_every_situation() -> None:
    assert len(CATALOGUE.scenes) >= 10
    assert all(len(scene.turns) == 3 for scene in CATALOGUE.scenes.values())


@pytest.mark.parametrize("name", CATALOGUE.scenes)
def test_a_scene_goes_to_its_end(name: str) -> None:
    manager, scene = practising(name), CATALOGUE.scenes[name]
    for number, turn in enumerate(scene.turns):
        assert turn.says in manager.says("再说一遍").text
        reply = manager.says(turn.model)
        assert turn.model in reply.text
        assert reply.text.count("★") >= 7, "four criteria are told"
        if number < 2:
            assert scene.turns[number + 1].says in reply.text
    assert manager.talk.scene is None
    assert any(sentence in reply.text for sentence in scene.tomorrow.values())
    assert manager.asked == [], "practice never goes to the engine"


def test_a_scene_of_life_and_death_ends_in_the_protocol_whatever_was_answered() -> None:
    for answer in ("别闹了，回宿舍睡一觉", LINES.line("scene", "read")):
        manager = practising(CRISIS.name)
        for _ in range(3):
            reply = manager.says(answer)
        page = CATALOGUE.pages["report_own_suicide"]
        assert page.section("other_person").text in reply.text
        assert reply.page == page.name
        assert [o.label for o in reply.options] == [link.label for link in page.section("other_person").links]
        assert not reply.urgent, "nobody is in danger"


def test_who_does_not_listen_hears_the_worker_close_up() -> None:
    heard, unheard = practising(), practising()
    kind, cold = heard.says(GOOD), unheard.says("不行，赶货，回去干活")
    assert LEAVE.turns[1].shut in cold.text
    assert LEAVE.turns[1].shut not in kind.text


@pytest.mark.parametrize("text", ["在吗", "嗯", "哈哈", "你个傻逼", "不知道怎么说", "……", "7", "99"])
def test_nothing_useful_is_met_kindly_and_costs_no_turn(text: str) -> None:
    manager = practising()
    before = manager.talk.scene
    reply = manager.says(text)
    assert manager.talk.scene == before
    assert "★" not in reply.text
    kinds = ("nothing", "angry", "number")
    assert any(LINES.line("scene", kind) in reply.text for kind in kinds)
    assert LEAVE.turns[1].says in manager.says(GOOD).text


def test_a_sentence_can_be_said_again_and_the_model_be_read_instead() -> None:
    manager = practising()
    manager.says("不行")
    assert LEAVE.turns[0].says in manager.says(LINES.line("scene", "again")).text
    assert manager.talk.scene == SceneRun(LEAVE.name)
    reply = manager.says(LINES.line("scene", "read"))
    assert LEAVE.turns[0].model in reply.text
    assert LEAVE.turns[1].says in reply.text
    assert manager.talk.scene == SceneRun(LEAVE.name, ((),))


def test_an_old_tap_changes_nothing() -> None:
    manager = practising()
    manager.says(GOOD)
    run = manager.talk.scene
    for intent in ("scene_read", "scene_again"):
        reply = respond(Turn(intent, manager.talk, {"scene": LEAVE.name, "turn": 0}), CATALOGUE)
        assert LEAVE.turns[1].says in reply.text
        assert reply.scene == run


@pytest.mark.parametrize("word", ["退出", "停", "结束", LINES.line("scene", "leave")])
def test_a_scene_can_be_left(word: str) -> None:
    manager = practising()
    assert manager.says(word).text == LINES.line("scene", "stopped")
    assert manager.talk.scene is None
    assert CATALOGUE.pages[LEAVE.topics[0]].title in manager.labels


@pytest.mark.parametrize("word", ["菜单", "小测", "想家、孤单"])
def test_another_flow_pauses_it_and_the_way_back_is_shown(word: str) -> None:
    manager = practising(小测="quiz_start")
    manager.says(GOOD)
    reply = manager.says(word)
    assert manager.talk.scene == SceneRun(LEAVE.name, (manager.talk.scene.scores[0],), paused=True)  # type: ignore[union-attr]
    if reply.quiz is None:
        assert reply.options[-1].label == LINES.line("scene", "back")
    back = manager.says(LINES.line("scene", "back"))
    assert LEAVE.turns[1].says in back.text
    assert live(manager.talk, CATALOGUE) is LEAVE


def test_a_word_while_it_is_paused_is_no_practice() -> None:
    manager = practising(作业怎么办="parent_homework")
    manager.says("菜单")
    assert manager.says("作业怎么办").page == "parent_homework"
    assert LEAVE.turns[0].says in manager.says("继续").text


def test_quiz_and_scene_wait_for_each_other() -> None:
    manager = practising()
    quiz = CATALOGUE.quizzes["manager_first_talk"]
    manager.talk = manager.talk.after(respond(Turn("quiz_start", entities={"quiz": quiz.name}), CATALOGUE), 0.0)
    assert quiz.questions[0].text in manager.says("继续").text
    assert LINES.line("quiz", "stopped") in manager.says("退出").text
    assert manager.labels[-1] == LINES.line("scene", "back")
    assert LEAVE.turns[0].says in manager.says("继续").text
    assert LINES.line("scene", "stopped") in manager.says("退出").text


@pytest.mark.parametrize("word", ["练习", "练一练", " 练一练 "])
def test_the_way_in_by_word(word: str) -> None:
    assert LEAVE.title in [o.label for o in Manager().says(word).options]


def test_the_way_in_by_menu_and_page() -> None:
    manager = Manager()
    manager.says("菜单")
    assert LINES.line("scene", "menu") in manager.labels
    page = respond(Turn("manager_pregnancy", manager.talk, {"section": "script"}), CATALOGUE)
    manager.talk = manager.talk.after(page, 0.0)
    listed = manager.says("练一练")
    assert listed.options[0].label == CATALOGUE.scenes["pregnant_worker"].title, "the page's own scene comes first"


def test_every_scene_is_in_the_list() -> None:
    manager, seen = Manager(), set()
    reply = manager.says("练一练")
    for _ in range(5):
        seen |= {o.label for o in reply.options}
        reply = manager.says(LINES.line("scene", "more"))
    assert {scene.title for scene in CATALOGUE.scenes.values()} <= seen


ASKS = LINES.line("scene", "practice_or_real")


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("你是不是不想活了？我陪着你", "practice"),
        ("你别跳，我过去拉着你", "practice"),
        ("小周说她想跳楼，我该怎么办", "unclear"),
        ("他把孩子打得满头是血", "unclear"),
        ("有人跳楼了快来", "unclear"),
        ("楼上有人要跳，你快告诉我打哪个电话", "unclear"),
        ("我不想活了", "real"),
        ("其实我也不想活了", "real"),
        ("我女儿不见了", "real"),
        ("儿子放学没回家", "real"),
        ("不想活了", "real"),
        ("不想活了吗？跟我说说", "unclear"),
        ("我昨晚被人摸了", "real"),
        ("老公又打我了", "real"),
        ("妈你下班没，爷爷把妹妹写到别人户口上了，明天那家开车来接", "real"),
        ("不是练习，我们宿舍有人割腕了", "real"),
        ("真的出事了，小周从楼上跳下去了", "real"),
    ],
)
def test_what_words_of_danger_may_mean(text: str, how: str) -> None:
    assert meant(text, CATALOGUE.signs) == how


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("小周，你是不是动了寻死的念头？我不走", "practice"),
        ("小周说她现在要跳楼", "unclear"),
        ("小周要跳楼了，你快告诉我打哪个电话", "unclear"),
        ("小周在楼顶，你说我咋整", "unclear"),
        ("小王要跳楼，你们来人", "unclear"),
    ],
)
def test_a_name_of_the_scene_is_no_sign_of_somebody_real(text: str, how: str) -> None:
    assert meant(text, CATALOGUE.signs, {"小周"}) == how


def test_practice_text_about_danger_is_asked_about_and_not_lost() -> None:
    manager = practising(CRISIS.name)
    text = "你是不是想过死？我陪着你，不走"
    reply = manager.says(text, danger="report_own_suicide")
    assert reply.text == ASKS
    assert len(reply.options) == 2
    back = manager.says("1")
    assert CRISIS.turns[1].says in back.text
    assert back.text.count("★★") >= 2, "the held words were judged"
    assert manager.talk.scene is not None
    assert manager.talk.scene.held is None
    again = manager.says("你现在还想死吗？我打给你信得过的人", danger="report_own_suicide")
    assert "★" in again.text, "once said to be practice, words to the worker are not asked about again"


@pytest.mark.parametrize("words", ["真的有人出事了", "2", "是真的", "真的", "真有人出事"])
def test_what_is_real_gets_the_protocol_for_another_person(words: str) -> None:
    manager = practising(CRISIS.name)
    manager.says("小周说她想跳楼", danger="report_own_suicide")
    reply = manager.says(words)
    assert reply.urgent
    assert reply.text == CATALOGUE.pages["report_own_suicide"].section("other_person").text
    assert manager.talk.scene is not None
    assert manager.talk.scene.paused


@pytest.mark.parametrize("words", ["这是练习", "练习的", "没有真事，练着呢", "假的"])
def test_practice_in_own_words(words: str) -> None:
    manager = practising(CRISIS.name)
    manager.says("你是不是想死", danger="report_own_suicide")
    assert CRISIS.turns[1].says in manager.says(words).text


def test_a_real_disclosure_outranks_the_practice() -> None:
    for sure in (False, True):
        manager = practising(CRISIS.name)
        manager.talk = replace(manager.talk, scene=SceneRun(CRISIS.name, sure=sure))
        assert manager.says("我不想活了", danger="report_own_suicide").page == "report_own_suicide"
    manager.says("知道了")
    assert manager.says("安全了").options[-1].label == LINES.line("scene", "back")


def test_danger_while_the_question_is_open_is_not_asked_about_twice() -> None:
    manager = practising()
    manager.says("小周说她想跳楼", danger="report_own_suicide")
    assert manager.says("他在楼顶上了", danger="report_own_suicide").urgent
    manager.says("知道了")
    manager.says("安全了")
    assert LEAVE.turns[0].says in manager.says("继续").text, "nothing is left open"


def test_the_open_question_is_asked_again_and_never_scored_over() -> None:
    manager = practising()
    manager.says("小周说她想跳楼", danger="report_own_suicide")
    for text in ("嗯", "菜单", "难为你了", "怎么办"):
        assert manager.says(text).text == ASKS
    left = manager.says("退出")
    assert LINES.line("scene", "stopped") in left.text
    assert left.options[-1].label == LINES.line("talk", "need_help")


def test_leaving_the_open_question_by_a_tap_keeps_help_in_reach() -> None:
    manager = practising()
    manager.says("小周说她想跳楼", danger="report_own_suicide")
    reply = manager.says("想家、孤单")
    assert reply.options[-1].label == LINES.line("talk", "need_help")
    assert manager.says(LINES.line("scene", "back")).text == ASKS


def test_a_possible_danger_that_is_not_the_workers_gets_the_warm_question() -> None:
    manager = practising()
    mine = manager.says("我家里的娃也老挨打，唉", concern="report_physical_abuse")
    assert LINES.line("talk", "concern") in mine.text
    assert LINES.line("talk", "concern") not in manager.says("你慢慢说，我听着", concern="report_own_suicide").text


def test_the_state_survives_json() -> None:
    run = SceneRun(LEAVE.name, ((2, 1, 0, 1), ()), True, "report_neglect", "话", True)
    talk = Talk(scene=run)
    assert Talk.from_dict(talk.as_dict()).scene == run
    reply = Reply("话", scene=run)
    assert Reply.from_dict(reply.as_dict()) == reply
    assert "scene" not in talk.metadata(), "practice stays in the bot"


def test_the_summary_names_strongest_and_weakest() -> None:
    def end(*scores: tuple[int, ...]) -> str:
        return feedback.summary(LEAVE, scores, LINES)

    assert end((2, 0, 1, 1), (2, 1, 1, 1), ()) == LINES.line(
        "scene", "end", best="倾听", weak="了解情况", sentence=LEAVE.tomorrow["facts"]
    )
    assert end((2, 2, 2, 2)) == LINES.line("scene", "end_all_well", sentence=LEAVE.tomorrow["listening"])
    assert end((1, 1, 1, 1)) == LINES.line("scene", "end_even", sentence=LEAVE.tomorrow["listening"])
    assert end((), ()) == LINES.line("scene", "only_read", sentence=LEAVE.tomorrow["listening"])


@pytest.mark.parametrize("name", CATALOGUE.scenes)
def test_every_message_fits_in_one(name: str) -> None:
    scene = CATALOGUE.scenes[name]
    for number, turn in enumerate(scene.turns):
        told = max(
            (feedback.lines(Verdict((p,) * 4, p == 0), turn, n, LINES) for p in (0, 1, 2) for n in range(3)), key=len
        )
        manager = practising(name)
        manager.talk = replace(manager.talk, scene=SceneRun(name, ((0, 1, 1, 1),) * number))
        reply = manager.says("不行")
        longest = replace(
            reply, text=reply.text.replace(feedback.lines(Verdict((0,) * 4, True), turn, number, LINES), told)
        )
        _, text, rest = render(longest)
        assert rest is None
        assert "<a href" in text, "it can be tapped"


TEXTS = [text for _, _, _, text in REPLIES]
DANGER = ["我不想活了", "我儿子不见了", "你是不是想死？", "小周要跳楼，怎么办", "他被打得满头是血", "你别割自己，我在"]
WORDS = [
    "退出",
    "菜单",
    "继续",
    "练一练",
    "小测",
    "看结果",
    "这是练习，接着练",
    "真的有人出事了",
    "安全了，接着说",
    "还不安全",
    "练习",
    "最后一个",
]
_step = st.one_of(
    st.tuples(st.just("words"), st.sampled_from(TEXTS)),
    st.tuples(st.just("tap"), st.integers(0, 11)),
    st.tuples(st.just("number"), st.integers(0, 12)),
    st.tuples(st.just("danger"), st.sampled_from(DANGER)),
    st.tuples(st.just("concern"), st.sampled_from(TEXTS)),
    st.tuples(st.just("words"), st.sampled_from(WORDS)),
    st.tuples(st.just("scene"), st.sampled_from(sorted(CATALOGUE.scenes))),
    st.tuples(st.just("words"), st.text(max_size=12).filter(str.strip)),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_step, max_size=16))
def test_no_sequence_ends_in_silence_a_dead_end_or_a_lost_disclosure(steps: list[tuple[str, object]]) -> None:
    manager = Manager(小测="quiz_start")
    manager.talk = manager.talk.after(welcome(CATALOGUE), 0.0)
    for kind, value in steps:
        before = manager.talk
        if kind == "scene":
            reply = manager.says(CATALOGUE.scenes[str(value)].title)
        elif kind == "tap":
            reply = manager.says(before.options[int(value) % len(before.options)].label)  # type: ignore[call-overload]
        elif kind == "danger":
            reply = manager.says(str(value), danger="report_own_suicide")
            how = meant(str(value), CATALOGUE.signs)
            if not isinstance(choose(str(value), before.options), Option):
                asked = reply.scene is not None and reply.scene.asked is not None and reply.scene.held == value
                judged = how == "practice" and before.scene is not None and before.scene.sure
                assert reply.urgent or (how != "real" and live(before, CATALOGUE) is not None and (asked or judged))
        elif kind == "concern":
            reply = manager.says(str(value), concern="report_own_suicide")
        else:
            reply = manager.says(str(value))
        assert reply.text.strip()
        assert manager.talk.options, "there is always something to choose"
        run = manager.talk.scene
        if run is not None:
            assert len(run.scores) < 3
            assert (run.asked is None) == (run.held is None)
        if before.scene and not reply.scene_over and not reply.forget:
            assert run is not None, "a scene is never lost"
        if reply.urgent:
            assert run is None or run.paused
        if run is not None and before.scene is not None and run.scene == before.scene.scene:
            assert len(run.scores) <= len(before.scene.scores) + 1
