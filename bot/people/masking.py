"""Take what identifies a person out of a message before it is kept for review.

Masked: mobile and other long numbers (phones, ID and bank cards, QQ), WeChat ids after their
name, e-mail addresses, and names after 我叫, 名字叫 and the like. What is left is enough to
learn how people ask.
"""

from __future__ import annotations

import re

_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_ID = re.compile(r"(?<!\d)\d{6}[ -]?(?:19|20)\d{2}[ -]?\d{4}[ -]?\d{3}[\dXx](?!\d)")
_NUMBER = re.compile(r"(?<![\d.])\+?\d(?:[ -]?\d){5,}(?![\d])")
_CHINESE_NUMBER = re.compile(r"[零〇一二三四五六七八九幺]{7,}")
_WECHAT = re.compile(r"((?:微信号?|威信|薇信|wx|vx|v信|weixin)[是为:：号\s]{0,3})([A-Za-z][A-Za-z0-9_-]{5,19})", re.I)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_NAMED = re.compile(
    rf"((?:我|他|她|娃|孩子|儿子|女儿|闺女|崽)?(?:的)?(?:名字|姓名|真名|大名|本名|全名)?(?:叫做|叫|是叫|姓名是|名字是|名字叫))"
    rf"\s*([{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)(?=[,，。.!！?？\s的、]|$|在|今年|他|她|上|住|是|，)"
)


def mask(text: str) -> str:
    """The text with every identifying part replaced by what it was, in square brackets.

    >>> mask("我叫王小芳，电话13812345678")
    '我叫[名字]，电话[号码]'
    """
    text = _MAIL.sub("[邮箱]", text)
    text = _WECHAT.sub(r"\1[微信号]", text)
    text = _ID.sub("[身份证]", text)
    text = _NUMBER.sub(_long_number, text)
    text = _CHINESE_NUMBER.sub("[号码]", text)
    return _NAMED.sub(r"\1[名字]", text)


def _long_number(found: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", found[0])
    return "[卡号]" if len(digits) >= 15 else "[号码]"
