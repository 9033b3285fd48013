"""Who may look after a child, in the words of many dialects."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Longest words first within a kind; the kinds are joined so that 姑妈 is found before 妈.
_KINDS: dict[str, str] = {
    "relative": (
        "姑奶奶 姑爷爷 姨奶奶 姨外婆 姨婆 姑婆 舅奶奶 舅婆 舅爷爷 舅爷 舅公 叔爷爷 叔公 伯爷爷 伯公 婶婆 太奶奶 "
        "太爷爷 太婆 太公 曾祖母 祖祖 "
        "姑姑 姑妈 姑父 姑丈 大姑 小姑子 小姑 二姑 三姑 姨妈 姨娘 姨父 姨夫 姨丈 大姨子 大姨 小姨子 小姨 二姨 三姨 "
        "老姨 老姑 老叔 老舅 老婶 娘舅 四姨 幺姨 嬢嬢 孃孃 娘娘 "
        "叔叔 小叔子 小叔 大叔 二叔 三叔 幺叔 堂叔 表叔 伯伯 伯父 伯母 大伯娘 大伯母 大伯 二伯 伯娘 大妈 大娘 二妈 "
        "婶婶 婶娘 婶子 二婶 三婶 大婶 "
        "舅舅 舅父 叔父 姑姐 细姑 细姨 细叔 细舅 舅妈 舅母 舅娘 大舅子 小舅子 大舅 二舅 三舅 小舅 妗子 妗妈 二爸 "
        "三爸 幺爸 幺妈 大爹 二爹 幺爹 表姐 表哥 "
        "表嫂 家姐 家嫂 家兄 阿姐 阿哥 我娘娘 我家嬢嬢 堂姐 堂哥 堂嫂 大嫂 二嫂 嫂子 嫂嫂 "
        "哥嫂 大哥 二哥 大姐 二姐 三姐 我姐夫 我姐 我哥 我妹 我弟媳 我弟 俺姐 俺哥 俺妹 俺弟 姐夫 妹夫 弟媳妇 弟媳 "
        "弟妹 他哥 她哥 他姐 她姐 娃姐 姐姐 哥哥 亲戚"
    ),
    "other": (
        "邻居 隔壁邻居 隔壁 保姆 月嫂 育儿嫂 阿姨 干妈 干爹 干爸 房东 老乡 村里人 村干部 同村的 对门 朋友 闺蜜 工友 "
        "同事 后妈 后娘 继母 继父 "
        "后爸 福利院 孤儿院 托管班 托管所 托管老师 托管中心 托管机构 午托班 午托 晚托 小饭桌 晚托班 托管 别人家 别人 "
        "外人"
    ),
    # The child's parents together: no carer of the contract.
    "both": (
        "他妈老汉 她妈老汉 娃儿妈老汉 佢爸妈 他爸妈 她爸妈 他爹妈 她爹妈 他父母 她父母 孩子父母 娃爸妈 他爹娘 "
        "娃他爸妈 孩子爸妈 他们父母 爸爸妈妈"
    ),
    "maternal": (
        "外公外婆 外婆外公 姥姥姥爷 家公家婆 家婆家公 丈母娘 老丈人 老丈母 岳父岳母 岳母岳父 岳父母 岳父 岳母 丈人 "
        "外婆 外公 外爷爷 外爷 外奶奶 外奶 外嫲 "
        "姥姥 姥爷 姥娘 家家 家婆 家公 姐公姐婆 姐公 姐婆 外嬷 外娭毑 嘎嘎 嘎婆 嘎公 嘎爷 娘家妈 娘家 外家"
    ),
    "paternal": (
        "他婆婆 她婆婆 娃婆婆 爷爷奶奶 奶奶爷爷 爷爷婆婆 婆婆爷爷 公公婆婆 公婆 爷爷 奶奶 爷奶 爷婆 婆婆 公公 "
        "我家婆 阿公阿婆 阿嫲阿公 "
        "阿嫲 阿嬷 嫲嫲 阿公 阿婆 阿奶 阿爷 娭毑 嗲嗲 "
        "爹爹婆婆 爹爹 恩妈 好婆 老人家 老人们 老人 两个老的 老的 老两口 俩老 二老 老爷子 老太太 老婆子 老头子 "
        "老妈子 他婆 她婆 娃婆"
    ),
    "own": (
        "我爸我妈 我妈我爸 我爸妈 我妈老汉儿 我妈老汉 我老豆老母 我老豆 我老母 我阿妈 我阿爸 我阿娘 我阿爹 我妈妈 "
        "我爸爸 我老妈 我老爸 我父母 我父亲 我母亲 我爹娘 我爹妈 我妈 我爸 我爹 "
        "我娘 俺爹俺娘 俺爸妈 俺爹娘 俺爹妈 俺妈 俺娘 俺爸 俺爹 "
        "额妈 额爸 额爹 额娘 咱妈 咱爸 咱爸妈 咱爹 咱娘 我屋妈 我屋里妈 家里父母 家里爸妈 老妈 老爸 老娘 老爹 "
        "老母亲 老父亲 爸妈 爹妈 爹娘 父母 妈老汉 我老汉 老汉儿"
    ),
    "mother": (
        "儿媳妇 儿媳 孩儿他娘 孩子他妈 孩子妈妈 孩子妈 娃他妈 娃他娘 娃儿他妈 娃妈 他妈妈 她妈妈 他老妈 她老妈 他妈 "
        "她妈 他娘 她娘 佢妈妈 佢阿妈 佢老母 佢妈 妈妈 妈咪 阿妈 前妻 老婆 媳妇 堂客 婆娘 我女人 屋里人 妻子 爱人"
    ),
    "father": (
        "孩儿他爹 孩子他爸 孩子爸爸 孩子爸 娃他爸 娃他爹 娃儿他爸 娃爸 他爸爸 她爸爸 他爸 她爸 他爹 她爹 佢爸爸 "
        "佢阿爸 佢老豆 佢爸 爸爸 阿爸 老豆 "
        "前夫 老公 丈夫 我男人 我男的 他老汉 她老汉"
    ),
}
# What a word means to people from Guangdong, where 公公 is mother's father and 家公 the husband's.
_CANTONESE = re.compile(
    r"[佢喺嘅咗嚟唔睇哋啲嗰嘢]|细路|屋企|凑[紧住仔大埋]|嫲嫲|依家|返工|(?:^|我|,)个[仔女](?![人孩生])"
)
_CANTONESE_WORDS = {
    **dict.fromkeys("公公婆婆 婆婆公公 公公 婆婆 阿公阿婆 阿公 阿婆".split(), "maternal"),
    **dict.fromkeys("家公家婆 家婆家公 家公 家婆".split(), "paternal"),
}
# The old ones, of either side: father's as is the custom, unless mother's parents are the writers.
_ELDERS = frozenset("老人家 老人们 老人 两个老的 老的 老两口 俩老 二老 老爷子 老太太 老婆子 老头子".split())
_MOTHERS_PARENTS_WRITE = re.compile(r"外孙|我[是系][^,。]{0,6}(?:外[公婆爷奶]|姥|[嘎家][公婆])")
# Of one character, and so only after an owner: 他奶, 娃他姑; not 断奶, 大爷.
_SHORT = {
    **dict.fromkeys("爷奶", "paternal"),
    "姥": "maternal",
    **dict.fromkeys("姑姨舅叔伯婶", "relative"),
    **dict.fromkeys("妈娘", "mother"),
    **dict.fromkeys("爸爹", "father"),
}
_BY_WORD = {word: kind for kind, words in _KINDS.items() for word in words.split()} | _SHORT


def _by_first_character(words: Iterable[str]) -> str:
    """One alternation by first character: a position that starts no word costs one look."""
    tails: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        tails.setdefault(word[0], []).append(word[1:])
    return f"(?=[{''.join(tails)}])(?:" + "|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in tails.items()) + ")"


# 老婆婆 and 我家婆婆 are no wife and no 家婆; 他妈的 is nobody; 家家户户.
_NO_KIN = (
    "(?!我家婆婆|家婆婆|家公公|家公司|家家[户都有人]|[他她]妈[的逼]|[爸妈爷]呀|妈的|娘的|爷们|叔本|姑且|姑娘|舅是|"
    "伯仲|老婆婆|"
    "我姐妹|我妹子|大娘子|人家)"
)
_OWNED = rf"(?:(?<=[他她佢伊娃我俺额恁咱你])|(?<=孩子)|(?<=娃儿)|(?<=^))[{''.join(_SHORT)}](?![粉瓶糖茶头牛子活])"
KIN = rf"{_NO_KIN}(?:{_by_first_character(w for w in _BY_WORD if len(w) > 1)}|{_OWNED})"
GROUP = re.compile(rf"(?P<kin>{KIN})(?:(?:和|跟|与|、|还有|同)?(?:他|她|娃)?{KIN}){{0,2}}")
"""One or more carers in a row: 爷爷奶奶, 他爷和他奶. The first counts."""
_MOTHER_WRITES = re.compile(
    r"我(?:老公|男人|丈夫|婆婆|家婆|公公|前夫|公婆|对象他妈)|婆家|娘家|公婆|俺(?:男人|公公|婆婆|对象)|(?:他|她|娃|"
    r"孩子|娃他|孩子他|孩儿他)(?:爸|爹|老汉)|我是.{0,6}[妈娘]|"
    r"(?:当|做)妈(?:的|妈)|宝妈|坐月子|产假|喂奶|我怀|我生[了完他她]|妈妈我|我这个妈|老公"
)
_FATHER_WRITES = re.compile(
    r"我(?:老婆|媳妇|堂客|婆娘|女人|前妻|妻子|丈母娘|岳母|岳父|老丈人|爱人)|丈母娘|岳母|岳父|(?:他|她|娃|孩子|娃他|"
    r"孩子他|孩儿他)(?:妈|娘)|我是.{0,6}[爸爹]|(?:当|做)[爸爹]的|我这个当?[爸爹]|老婆|媳妇"
)

_SURE_MOTHER = re.compile(r"[我俺](?:老公|男人|婆婆|公公)|娘家|[我俺]是[^,。]{0,6}[妈娘]")
_SURE_FATHER = re.compile(r"[我俺](?:老婆|媳妇|堂客|婆娘)|岳|[我俺]是[^,。]{0,6}[爸爹]")


def carer_of(word: str, text: str) -> str:
    """The contract's carer for a word of kin; whose parents 我妈 means depends on who writes.

    >>> carer_of("嘎婆", ""), carer_of("我妈", "我老公在外面,我妈带"), carer_of("我妈", "我妈带")
    ('grandparents_maternal', 'grandparents_maternal', 'grandparents_paternal')
    """
    kind = _BY_WORD[word]
    if word in _CANTONESE_WORDS and _CANTONESE.search(text):
        kind = _CANTONESE_WORDS[word]
    elif word in _ELDERS and _MOTHERS_PARENTS_WRITE.search(text):
        kind = "maternal"
    if kind == "own":
        return "grandparents_maternal" if writer_is(text) == "mother" else "grandparents_paternal"
    return f"grandparents_{kind}" if kind in ("maternal", "paternal") else kind


def kind_of(word: str) -> str:
    """The kind of kin before it is fitted to who writes: `own` for 我妈, `mother` for 妈妈."""
    return _BY_WORD[word]


def writer_is(text: str) -> str | None:
    """`mother` or `father` when the text shows which of them writes."""
    mother, father = _MOTHER_WRITES.search(text), _FATHER_WRITES.search(text)
    if mother and father:
        # 老公, 他爸 and 他妈 are said of third people too; 我老公 is not.
        mother, father = _SURE_MOTHER.search(text), _SURE_FATHER.search(text)
    if bool(mother) == bool(father):
        return None
    return "mother" if mother else "father"


def is_surely_parent(text: str) -> bool:
    """Whether the writer has parents-in-law or a spouse of a parent's age to speak of, so is no grandparent."""
    return bool(re.search(r"公婆", text) or _SURE_MOTHER.search(text) or _SURE_FATHER.search(text))
