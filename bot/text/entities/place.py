"""The place a message names: county, city or province, as far as it is certain."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.text.entities.entity import Entity
from bot.text.entities.gazetteer import Gazetteer, gazetteer
from bot.text.entities.people import CHILD

# What is made, sold, sung or flown under a name: 长沙臭豆腐, 云南白药, 河南豫剧.
_PRODUCT = (
    r"[臭热大小老陈黄白红黑辣酸甜干鲜手油香肉脆腊咸卤赣]{0,2}(?:过桥|豆腐|豆[干瓣]|馒头|馍|[烧大煎月]饼|锅盔|"
    r"[干拌烩削汤凉]面|凉皮|米[线粉酒]|腊肉|"
    r"香?肠(?!胃)|火腿|腌肉|[板烤酱]鸭|[烧扒炒盘]鸡|鸡饭|麻花|包子|饺子|汤圆|粽子|年?糕|桃酥|酥糖|酱|醋|酒(?!店|吧|"
    r"楼|厂)|"
    r"茶(?!厂|山|园)|毛[峰尖]|龙井|普洱|白?药(?!厂|店|材)|膏药?|枸杞|枣|苹果|雪?梨|脐?橙|[橘桔柚桃](?!园|花|子园)|"
    r"荔枝|龙眼|芒果|"
    r"葡萄|哈密瓜|土豆|[大小]米|木耳|香菇|[花辣]椒|[泡榨咸酸]菜|螃蟹|闸蟹|海鲜|[牛羊]肉|[牛酸]奶|奶粉|瓷器?(?!厂|砖)|"
    r"玉[器镯]|"
    r"刺绣|剪纸|底料|特产|航空|铁路|高铁|动车|汽车(?!站|厂|东|西|南|北|客)|股份|足球|队(?!长)|"
    r"[豫川越粤京沪评秦楚赣湘]剧|黄梅戏|梆子|二人转|方言|"
    r"[口风]味|欢迎你|滩|事变|会议|条约|宣言|奥运|亚运|世博|爱情|往事|茅台(?!镇)|现代|大众|起义)"
)
# What a name is only a part of: 中山路, 四川话, 三明治, 开封口.
_THINGS = re.compile(
    rf"{_PRODUCT}|路(?!上|边)|街(?!道|上)|大学|学院|银行|卫视|电视|日报|时间|话|菜|火锅|小面|小吃|拉面|米粉|螺蛳|"
    rf"烤鸭|扒鸡|扑克|"
    r"治|瓜|茶|啤酒|香烟|腔|口音|羊肉|大枣|玉石|装(?!厂)|口(?!岸|味)|府菜|长安|久安|小异|巴巴|云南白药|"
    r"下(?=来|去|$|[,。!?的])|号(?!角)|牌(?!坊)|式|同学|老师|叔叔?|阿姨|哥|姐(?!妹)"
)
_BORDERS = re.compile(r"[市县区州旗盟省](?!场|面|民|长|里有人|别|域|分|委|政)")
_HOME = re.compile(
    r"(?:老家|籍贯|户口|户籍|老屋|婆家|娘家|屋头|屋里|屋企|家)(?:就|都|是|在|喺|系|那边|住|的|:|也|本来)*$|来自$|"
    r"(?:我们|俺们|咱们|咱|我|俺|额|人家?)(?:们)?(?:都|就|也)?是$|"
    r"(?:娃儿?|孩子|小孩|崽|儿子|女儿|闺女|宝宝|他们?|她们?|奶奶|爷爷|外婆|外公|老人|父母|爸妈|老婆|媳妇)(?:都|还|"
    r"一直|现在|就|留|放|住|目前)*在$|"
    r"(?:留|放|寄养|扔|丢)在$"
)
_IN = re.compile(
    r"(?:^|[,。.!?;: ~…]|在|喺|到|从|去|回|来|住|往|是|老家|家里?|[我俺额咱]们?|[娃子儿女妈爸婆公奶爷哥姐]在)$"
)
_AFTER = re.compile(r"$|[,。.!?;: ~…人的那这来去打上读念做干租带过生住工县市区州省镇村乡下老农厂附]")
_AFTER_SURE = re.compile(
    rf"{_AFTER.pattern}|{CHILD}|"
    rf"[没有是离和跟同与也都太很不还又学务电出山被挨走放我俺他她佢妈爸爷奶外家地深今现已刚天疫务儿后呢吧啊吗呀哈嘛了哪这边城卖开跑当派公法民劳妇摘屋户]|"
    rf"积分|技校|学校|育儿|产假|低保|社保|政策|小学|幼儿|各|[个格](?![人性])"
)
_TOWARDS = re.compile(
    r"(?:在|喺|到|从|去了?|回了?|来了?|到了|往|是|系|离|由|自|于|住|跑|待|呆|搁|老家|籍贯|户口|户籍|家里?|屋[里头企]|"
    r"[我俺额咱]们?|地址|[:])$"
)
_HARM = re.compile(r"被|挨|不见|走丢|失踪|出事|没人(?:管|带|看|要)|让人|遭")
_STRONGLY = re.compile(
    r"人(?!家)|打工|上班|进厂|读书|上学|老家|那边|这边|农村|乡下|市区|县城|电子厂|务工|工地|过来的|出来的"
)
_ENDS = re.compile(
    r"$|[,。.!?;: ~…]|人(?!家)|县|市|区|州|那边|这边|农村|乡下|老家|打工|上班|读书|上学|的(?:$|[,。.!?;: 人])"
)
_FROM = re.compile(r"人(?!家)|的?老家|农村|乡下|山里|下面|那边农村|县城|的(?:$|[,。!?; ])")
_AWAY = re.compile(r".{0,4}?(?:打工|上班|务工|进厂|工地|电子厂|鞋厂|厂里?|做工|干活|租房|出租屋|打螺丝|出差)")
_GONE = re.compile(
    r"(?:来|到|去|出来|[我俺额]们?(?:两口子|现在|人|目前|都|也|就)*在|爸妈?(?:都|也)?在|爹妈(?:都)?在|老公在)$"
)
_ASKS_TO_STAY = re.compile(
    r"外地(?:户口|户籍|孩子|娃|学生)|随迁|异地(?:中|高)考|借读|积分|居住证|没有?.{0,5}(?:户口|户籍)|"
    r"(?:需要|要|得有?)(?:什么|啥子?|哪些|哪样)(?:条件|材料|手续|证)|(?:能不能|能|可以|可不可以|让不让|让)(?:在这)?"
    r"(?:上学|读书|参加|中考|高考)"
)
"""Words of somebody who wants the child where they work: 外地户口孩子在东莞上小学要什么条件."""
_AT_HOME = re.compile(r"老家|籍贯|老屋|屋头|家里|娘家|婆家")
_GAPS = frozenset(
    ("", "的", "的,", "市", "省", "区", "州", "县", " ", ",", "、", "那边", "那边的", "下面", "下面的", "这边")
)

_MOST = 12  # Names looked at in one message; more is no message.


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    written: str
    codes: tuple[str, ...]
    trust: str
    full: bool
    chain: int = -1
    """Where the chain it goes on begins, as an index of hits: 贵州 … 毕节 … 织金."""


def find_place(text: str) -> list[Entity]:
    """The one `place` of a normalised text: home rather than where somebody works, else the first."""
    rated = rate_place(text)
    return [rated[1]] if rated else []


def rate_place(text: str) -> tuple[int, Entity] | None:
    """The place of a normalised text and how it is spoken of: above 0 as home, below 0 as where somebody works."""
    book = gazetteer()
    hits = _join(_scan(text, book), text)
    best: tuple[int, Entity] | None = None
    for index, hit in enumerate(hits):
        if any(other.chain == index for other in hits) or not (hit.chain >= 0 or _trusted(text, hit)):
            continue
        head, start = hit, hit.start
        while head.chain >= 0:
            head = hits[head.chain]
            start = min(start, head.start)
        value = book.resolve(hit.written, hit.codes)
        if value == hit.written and hit.chain >= 0 and not hit.full:
            value = book.resolve(hits[hit.chain].written, hits[hit.chain].codes)
        score = _score(text[max(0, start - 10) : start], text[hit.end : hit.end + 12])
        if score > 0 and _ASKS_TO_STAY.search(text) and not _AT_HOME.search(text):
            score = -1
        if best is None or score > best[0]:
            best = score, Entity("place", value, start, hit.end)
    return best


def _scan(text: str, book: Gazetteer) -> list[_Hit]:
    hits: list[_Hit] = []
    at = 0
    while at < len(text) - 1 and len(hits) < _MOST:
        for size in book.lengths.get(text[at : at + 2], ()):
            name = book.names.get(text[at : at + size]) if at + size <= len(text) else None
            if name is None or (name.full and size > 2 and not _BORDERS.match(text[at + size - 1 : at + size + 3])):
                continue
            end = at + size
            if not name.full and _BORDERS.match(text[end : end + 4]):
                end += 1
            hits.append(_Hit(at, end, text[at:end], name.codes, name.trust, name.full))
            at = end - 1
            break
        at += 1
    return hits


def _join(hits: list[_Hit], text: str) -> list[_Hit]:
    """Neighbours of which one lies in the other become a chain; each is narrowed to what fits."""
    done: list[_Hit] = []
    for hit in hits:
        if done and text[done[-1].end : hit.start] in _GAPS:
            before = done[-1]
            inner, outer = _fit(hit.codes, before.codes)
            if inner:
                done[-1] = replace(before, codes=outer)
                hit = replace(hit, codes=inner, chain=len(done) - 1)
            elif before.end == hit.start and all(len(c) == 6 for c in hit.codes):
                continue  # 东莞长安 is no county of Xi'an
        done.append(hit)
    for index, hit in enumerate(done):
        for other in done if len(hit.codes) > 1 else ():
            inner = _fit(hit.codes, other.codes)[0] if other.trust == "sure" and other is not hit else ()
            if inner and len(inner) < len(hit.codes):
                hit = done[index] = replace(hit, codes=inner)
    return done


def _fit(codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of either side that lie in, or around, one of the other side."""

    def within(mine: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(c for c in mine if any(c != o and (c.startswith(o) or o.startswith(c)) for o in theirs))

    return within(codes, others), within(others, codes)


def _trusted(text: str, hit: _Hit) -> bool:
    left, right = text[max(0, hit.start - 10) : hit.start], text[hit.end : hit.end + 6]
    if _THINGS.match(right) or (left.endswith("黄") and hit.written in ("河南", "河北")):
        return False
    whole = hit.full or hit.written[-1] in "市县区州旗盟省"
    if hit.trust == "sure" and not (whole or _AFTER_SURE.match(right) or _TOWARDS.search(left)):
        return False  # 重庆森林, 天津狗不理
    if hit.trust == "sure" or (hit.written.endswith("县") and len(hit.written) > 2):
        return True
    if hit.trust == "near":
        if text.removesuffix("的").removesuffix("人") == hit.written or (
            _HOME.search(left) and (_AFTER.match(right) or _HARM.match(right))
        ):
            return True
        return bool(
            _IN.search(left)
            and _AFTER.match(right)
            and (left or _STRONGLY.match(right) or re.match(r"的?[,。 ]", right))
        )
    if text in (hit.written + "的", hit.written + "人") and any(len(code) == 4 for code in hit.codes):
        return True
    return not hit.full and bool(_HOME.search(left) and _ENDS.match(right))


def _score(left: str, right: str) -> int:
    home = bool(_HOME.search(left)) * 2 + bool(_FROM.match(right)) * 2
    return home - bool(_AWAY.match(right)) * 2 - bool(_GONE.search(left))
