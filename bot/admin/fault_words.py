"""The checks' findings in words for whoever edits content. What has no words here is shown as the checks say it."""

from __future__ import annotations

import re

from bot.drafting.faults import Fault

_TABLE = (
    (r"(\d+) characters between stops; at most (\d+): (.*)", "这句 {0} 个字，最多 {1} 个，断成两句：{2}"),
    (r"(\d+) characters without a comma; at most (\d+): (.*)", "这一截 {0} 个字没有停顿，最多 {1} 个，加个逗号：{2}"),
    (r"bookish word (.*); say (.*)", "“{0}”太书面，换成：{1}"),
    (r"rare character (.*): (.*)", "“{1}”里的“{0}”字少见，换个说法"),
    (r"rare word: (.*)", "“{0}”少见，换个说法"),
    (r"(.*) is explained nowhere; say one of: (.*)", "“{0}”没有解释。这一页里要有一句：{1}"),
    (r"(\d+) characters; at most (\d+): (.*)", "{0} 个字，最多 {1} 个：{2}"),
    (r"(\d+) characters; at most (\d+)", "{0} 个字，最多 {1} 个"),
    (r"(\d+) characters; (\d+) to (\d+) that say .*", "{0} 个字，要 {1} 到 {2} 个，说清图上有什么"),
    (r"(\d+) characters; (\d+) to (\d+): (.*)", "{0} 个字，要 {1} 到 {2} 个：{3}"),
    (r"longer than (\d+)(?:: (.*))?", "太长，最多 {0} 个字 {1}"),
    (r"label longer than (\d+): (.*)", "选项最多 {0} 个字：{1}"),
    (r"leads nowhere: (.*)", "选项指到的“{0}”不存在"),
    (r"has no option: a dead end", "下面没有选项，人到这里就走不下去了"),
    (r"has no text", "没有正文"),
    (r"names (\d+) phone numbers; at most two", "有 {0} 个电话，最多两个，不然人不知道打哪个"),
    (r"names more than (\d+) numbers", "电话多于 {0} 个，人不知道打哪个"),
    (r"names (\S+), which is withheld: .*", "“{0}”这个号码没有查实，不能出现"),
    (r"(\S+) is withheld", "“{0}”这个号码没有查实，不能出现"),
    (r"numbers of no channel: (.*)", "这些号码不在名录里：{0}"),
    (r"says what (\S+) says: (.*)", "这句和“{0}”里的一样：{1}"),
    (r"every (?:page|quiz) names where (?:its|their) facts come from", "没写出处"),
    (r"where does this come from\?", "没写出处"),
    (r"is missing: every fact says where it comes from", "没写出处"),
    (r"begins with facts:, corrections: or channels:, not (.*)", "出处用 facts:、corrections:、channels: 开头：{0}"),
    (r"there is no channel (\w+) in the directory", "出处里的号码“{0}”不在名录里"),
    (r"no such channel(?:: (.*))?", "名录里没有“{0}”这个号码"),
    (r"there is no (?:topic page|topic|lesson|quiz) (\S+).*", "没有“{0}”这一页"),
    (r"nobody of (.*) reads (.*)", "“{1}”不是给这些人看的：{0}"),
    (r"is another page's or quiz's: (.*)", "标题“{0}”别处已经用了"),
    (r"says for everybody how it goes on .*", "要写明危险过去以后接到哪一节"),
    (r"no such (?:role or|disclosure or )?section: (.*)", "没有这一节：{0}"),
    (r"no such tag: (.*)", "没有“{0}”这种人群标记"),
    (r"there is no (## \S+) for everybody else", "缺给其他人看的“{0}”"),
    (r"is there twice|stands there twice", "有两个同名的"),
    (r"not of the form `\* label => target`: (.*)", "要写成“选项 => 去处”：{0}"),
    (r"unknown (?:key|table)", "不认识这一项"),
    (r"unknown heading.*", "不能自己加“##”开头的标题"),
    (r"is missing", "缺了这一项"),
    (r"must be the file's name, (.*)", "名字要和文件一样：{0}"),
    (r"some of (.*)", "只能从这里选：{0}"),
    (r"one of (.*)", "只能是其中一个：{0}"),
    (r"a day(?: like|, such as) .*", "写成日期，比如 2026-11-23"),
    (r"a number is expected", "要一个数字"),
    (r"a (?:list of )?texts? is expected|words are expected", "不能空着"),
    (r"what is only partly confirmed needs words that say so", "没有全查实的号码，要在“什么时候有人接”里说清楚"),
    (r"(\S+) may not be the first number", "“{0}”不能排第一个"),
    (r"only \{number\}, of a channel that has one: (.*)", "这里只能用 {{number}}，而且这个渠道要有号码：{0}"),
    (r"two to four", "要有两到四个答案"),
    (r"the number of the one right choice", "对的那个答案的序号不对"),
    (r"two say the same.*", "有两个答案一样"),
    (r"(\d+) questions; (\d+)", "有 {0} 道题，要 {1} 道"),
    (r"needs exactly (.*)", "要有这几项：{0}"),
    (r"(\d+) things to do; exactly (\d+), .*", "有 {0} 件事，要正好 {1} 件，每件一行，用“* ”开头"),
    (r"(\d+) steps; (\d+) to (\d+)", "有 {0} 步，要 {1} 到 {2} 步"),
    (r"takes (\d+) minutes; (\d+)", "加起来 {0} 分钟，要正好 {1} 分钟"),
    (r"a step is .*, not (.*)", "一步写成“* 2分钟：说什么、做什么”：{0}"),
    (r"a line begins with `\* `: (.*)", "这一行要用“* ”开头：{0}"),
    (r"(\d+) panels; (\d+) to (\d+)", "有 {0} 格，要 {1} 到 {2} 格"),
    (r"at most (\d+) speeches", "一格里最多 {0} 句话"),
    (r"(\S+) speaks and is not there", "{0} 说话了，可是图上没有他"),
    (r"not understood: (.*)", "这一行没写完，或者没看懂：{0}"),
    (r"says nothing", "这一格没有话"),
    (r"two stand in one place", "两个人站在一个地方"),
    (r"the speeches do not fit into the picture: (.*)", "话太长，图里放不下：{0}"),
    (r"too much to read for a video of (\d+) s.*", "话太多，{0} 秒的视频里读不完"),
    (r"too little to say for a video of (\d+) s", "话太少，不够 {0} 秒的视频"),
    (r"front matter.*|.*front matter between two lines.*", "文件开头两行“+++”之间的部分不对"),
)  # fmt: skip
_WORDS = [(re.compile(pattern, re.S), words) for pattern, words in _TABLE]


def explain(fault: Fault, here: str = "") -> str:
    """A fault as a sentence; of another file than `here`, with its place."""
    parts = " ".join(fault.parts)
    place = f"{fault.file} {parts}：" if fault.file and fault.file != here else ""
    for pattern, words in _WORDS:
        found = pattern.fullmatch(fault.said)
        if found:
            return f"{place}{words.format(*(group or '' for group in found.groups()))}".strip()
    return f"{place}检查说：{fault.said}"
