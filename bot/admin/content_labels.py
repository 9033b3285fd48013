"""What the fields of content are called."""

from __future__ import annotations

from bot.content.fields import Field

_FIELDS = {
    "title": "标题", "audience": "给谁看", "sources": "出处", "keywords": "关键词", "channels": "用到的号码",
    "summary": "一句话介绍", "need": "冲什么来的", "topics": "属于哪些话题", "published": "哪一天出（星期一）",
    "minutes": "几分钟", "words": "正文", "options": "选项", "body": "内容", "text": "问题", "choices": "答案",
    "right": "第几个对", "why": "为什么", "name": "名字", "number": "号码", "dial": "怎么拨", "what": "管什么",
    "hours": "什么时候有人接", "confidence": "查实没有", "checked": "哪天核对的", "place": "地区代码",
    "channel": "哪个号码", "opening": "第一句", "lines": "一行一行怎么说", "leads": "下面的选项", "pages": "从哪些页来",
    "class": "为什么不说", "lesson": "属于哪一课",
}  # fmt: skip
_HINTS = {
    "audience": "一行一个：parent 家长，manager 班组长，young_worker 年轻工人",
    "sources": "一行一个，用 facts:、corrections: 或 channels: 开头",
    "keywords": "一行一个", "topics": "一行一个", "choices": "一行一个", "channels": "一行一个", "pages": "一行一个",
    "options": "一行一个：选项 => 去处",
    "leads": "一行一个：选项 => 去处",
    "lines": "一行一句：号码的名字 => 怎么说。没有号码的，从 => 开始写",
    "dial": "home 要加老家区号，plain 直接拨",
    "confidence": "confirmed 查实了，partly_confirmed 没有全查实",
    "checked": "打过、或者看过官网，就改成今天",
}  # fmt: skip
_PANEL = "scene 在哪、什么时候；cast 谁、姿势、表情、站哪边；alt 图上有什么；narration 旁白；后面是谁说什么"
_GROUPS = {
    "start": "第一次看到的", "more": "接着问", "still": "还是不行", "text": "文字版", "do": "今天就做",
    "grandparents": "转给老人的卡片", "group": "十分钟小组", "channel": "号码", "entry": "地方", "need": "需要",
    "withheld": "不说", "question": "第几题",
}  # fmt: skip
_TAGS = {
    "parent": "家长", "manager": "班组长", "young_worker": "年轻工人",
    "grandparents": "老人带", "one_parent": "一个人带",
    "relative": "亲戚带", "school": "住校", "nobody": "没人带",
}  # fmt: skip


def label(field: Field) -> str:
    """A field's name."""
    return _FIELDS.get(field.label, field.label)


def hint(field: Field) -> str:
    """How it is filled in, where that is not plain."""
    return _PANEL if field.group.isdigit() else _HINTS.get(field.label, "")


def group_name(group: str) -> str:
    """A section's or entry's name: what it is for, for whom, and what the file calls it."""
    if not group:
        return ""
    if group.isdigit():
        return f"第 {group} 格"
    base, at, tags = group.partition("@")
    kind, _, name = base.partition(" ")
    whose = "、".join(_TAGS.get(tag, f"{tag} 岁") for tag in tags.split("+")) if at else ""
    shown = f"{_GROUPS[kind]} {name}".strip() if kind in _GROUPS else base
    return f"{shown}（{whose}）" if whose else shown
