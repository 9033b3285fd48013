"""`topic` of a lesson asked for, and `choice`, a number somebody answers with."""

from __future__ import annotations

import pytest

from tests.text.entities.table import rows, told

TOPICS = """
有没有讲防溺水的课 = 防溺水
想看跟孩子打电话的那课 = 跟孩子打电话
想看怎么控制自己脾气的那课 = 怎么控制自己脾气
关于青春期的漫画 = 青春期
来个防拐骗的小测 = 防拐骗
有没得讲娃儿撒谎的课 = 娃儿撒谎
找一节教怎么跟娃打视频的课 = 怎么跟娃打视频
给我发个讲用电安全的视频 = 用电安全
用电安全课有吗 = 用电安全
早恋的课 = 早恋
你们有防拐的课吗 = 防拐
想看下关于交朋友的课程 = 交朋友
把讲求助电话的那课翻出来 = 求助电话
有冇教女仔来月经嘅课 = 女仔来月经嘅
再看一遍防骗的漫画 = 防骗
我想学怎么夸孩子那一课 = 怎么夸孩子
上次那个讲零花钱的小测 = 零花钱
讲讲防溺水 =
有什么课 =
这周的课 =
有没有新课 =
第三课 =
下一课 =
孩子上课不听讲 =
天天刷短视频 =
给孩子补课要多少钱 =
不做功课怎么办 =
跟娃打视频没话说 =
一放动画片就不哭 =
老师讲课听不懂 =
我想看孩子的视频 =
"""
CHOICES = """
选B = 2
第二个 = 2
② = 2
2吧 = 2
二号 = 2
就第三个吧 = 3
ａ = 1
第一个好 = 1
最后一个不要，就第二个 = 2
不选3了选4 = 4
按错了，是第二个 = 2
2️⃣ = 2
倒数第一个 =
3岁 =
八个月 =
两个娃 =
我选老二 =
我二十岁 =
三年级 =
8了8了 =
886啦 =
第一个和第三个 =
2、3 =
后面那个 =
第二个不要 =
第二个问题 =
"""


@pytest.mark.parametrize(("text", "topic"), rows(TOPICS))
def test_topic_of_a_lesson(text: str, topic: str) -> None:
    assert told("topic", text) == topic


@pytest.mark.parametrize(("text", "choice"), rows(CHOICES))
def test_choice(text: str, choice: str) -> None:
    assert told("choice", text) == choice
