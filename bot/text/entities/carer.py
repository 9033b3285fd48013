"""Who looks after the child: grandmother and the rest in dialect, doing it and not merely mentioned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.entities import carer_words as said
from bot.text.entities.entity import Entity
from bot.text.entities.kin import GROUP, carer_of, is_surely_parent, kind_of, writer_is
from bot.text.entities.people import CHILD, CLAUSE_END, clause_end, clause_start, subject
from bot.text.entities.without_kin import find_without_kin

_PARENTS_OF_WHOM = frozenset(("爸妈", "爹妈", "爹娘", "父母"))
_OWN_CHILDREN = frozenset("工友 同事 朋友 老乡 闺蜜 别人 外人 对门 房东 隔壁 邻居 别人家 村里人 同村的".split())


_TODAY = re.compile(r"现在|如今|眼下|目前|后来|这[会阵]儿?")
_WAY_OUT = re.compile(r"只[好能得]|没办法|没法|就|才")
_HIRED = re.compile(r"[雇请]")


def find_carer(text: str) -> list[Entity]:
    """The first `caregiver` of a normalised text."""
    found = [*_by_kin(text), *_writer(text), *find_without_kin(text)]
    found.sort(key=lambda e: e.start)
    return [_of_today(text, found)] if found else []


def _of_today(text: str, found: list[Entity]) -> Entity:
    """The first, unless a later one is said to be today's (现在是姑姑带) or the way out (没人带,只好放姑姑家)."""
    for entity in found[1:]:
        left = text[clause_start(text, entity.start) : entity.start]
        if _TODAY.search(left) or (found[0].value == "nobody" and _WAY_OUT.search(left)):
            return entity
    return found[0]


def _by_kin(text: str) -> Iterator[Entity]:
    for group in GROUP.finditer(text):
        word, kind = group["kin"], kind_of(group["kin"])
        begin = clause_start(text, group.start())
        left = text[begin : group.start()]
        if kind == "both" or said.NOT_NOW.search(left):
            continue
        remark = said.REMARK.match(text, group.end())
        after = remark.end() if remark else group.end()
        between = said.BETWEEN.match(text, after)
        care = _last_care(text, after, between.end() if between else after)
        if care:
            if text[care.start()] == "看" and said.THINGS.search(left) and not _HIRED.search(left):
                continue
            value = _looking_after(text, word, text[after : care.start()], care[0], text[care.end() : care.end() + 6])
            if value and remark:
                value = _side_of(remark["remark"] or remark["same"], text) or value
            if value and not (re.search(r"我(?:是|从小)[^,。]{0,3}$", left) and text.startswith("大", care.end())):
                yield Entity("caregiver", value, group.start(), care.end())
                continue
        if _lives_with(text, group, left) or _is_bare(text, group):
            value = carer_of(word, text)
            if word in ("他妈", "他爸妈") and re.search(r"前夫|老公|男方|他爸", left):
                value = "grandparents_paternal"
            yield Entity("caregiver", value, group.start(), group.end())


def _side_of(remark: str, text: str) -> str | None:
    """Which grandparents a remark beside the carer tells: 我妈(孩子外婆), 阿婆(我娘家的)."""
    if re.search(r"娘家|女方|妈妈?[这那]边", remark):
        return "grandparents_maternal"
    kin = GROUP.search(remark)
    value = carer_of(kin["kin"], text) if kin else ""
    return value if value.startswith("grandparents") else None


def _last_care(text: str, start: int, end: int) -> re.Match[str] | None:
    """The verb of caring after the words between; these are greedy and may have eaten its beginning."""
    return next((m for at in range(end, max(start, end - 3) - 1, -1) if (m := said.CARES.match(text, at))), None)


def _looking_after(text: str, word: str, between: str, verb: str, right: str) -> str | None:
    if said.NO_CARE.search(between) or said.SURE_NO_AFTER.match(right) or between.endswith(("说", "让我", "把我")):
        return None
    mine = bool(re.search(r"[给帮替]我?", between)) or bool(re.match(r"着?我(?:们)?(?:家|孩|娃|儿|女|闺)", right))
    if verb == "带" and right.startswith("不了"):
        return None
    if re.match(r"(?:着|大)?了?我(?!们?(?:家|屋|的|儿|女|娃|孩|崽|弟|妹|两|俩|三|大|小|那|这|外|闺))", right):
        return None
    if word in _OWN_CHILDREN and not mine and not verb.startswith(("照", "看护", "看管", "抚养")):
        return None
    if word in _PARENTS_OF_WHOM and not (mine or "老家" in between or re.match(rf"着?{CHILD}", right)):
        return None
    if word in ("妈妈", "爸爸", "妈", "爸", "娘", "爹", "阿妈") and mine:
        return carer_of("我妈", text)
    return carer_of(word, text)


def _lives_with(text: str, group: re.Match[str], left: str) -> bool:
    """跟外婆过, 放在姑姑家, 丢给爷爷奶奶; not 跟外婆吵架, 手机丢给奶奶."""
    right = text[group.end() : group.end() + 10]
    if group["kin"] in _PARENTS_OF_WHOM:
        return False
    if "小时候" in left and subject(text, group.start()) not in ("child", "he"):
        return False
    if said.TOGETHER_LEFT.search(left):
        if kind_of(group["kin"]) == "other":
            return False
        if re.search(
            r"(?:我|我们|俺|额|咱|老公|老婆|怎么|如何|咋|没|没有|不|不想|不肯|别)(?:也|都|现在)?(?:跟着?|和|与|"
            r"同)(?:我|俺|额|咱|他|她)?$",
            left,
        ):
            return False
        if said.LIVES.match(right):
            return True
        refuses = r"怎么|咋|要|想|别|只|不|去|说|商量|吵|亲|闹|来|打|聊|发|我[跟和]|我们[跟和]"
        return bool(said.STOPS.match(right)) and not re.search(refuses, left)
    if said.LEFT_WITH.search(left) and said.THE_TWO.match(right):
        return True
    if said.THINGS.search(left[-12:]) or said.WISH.search(left):
        return False
    if said.GIVEN_LEFT.search(left) and said.GIVEN.match(right):
        return True
    sent, house = said.HOUSE_LEFT.search(left), _house(group, right)
    clause = text[clause_start(text, group.start()) : clause_end(text, group.end())]
    if not sent or house is None or re.search(r"昨天|今天|刚才|明天|过年|[去来]玩", clause):
        return False
    return sent["verb"] not in ("在", "给") or bool(said.STAYS.match(right, house))


def _house(group: re.Match[str], right: str) -> int | None:
    """Where the word for the house behind a carer ends; an institution is a house itself."""
    if group[0].endswith("家"):
        return 0
    house = said.HOUSE.match(right)
    if house:
        return house.end()
    return 0 if group["kin"].startswith(said.INSTITUTIONS) and not said.ASKED.match(right) else None


def _is_bare(text: str, group: re.Match[str]) -> bool:
    """A bare answer (奶奶, 跟爷爷奶奶的), or one among other short facts (8岁 男孩 外婆)."""
    start, end = clause_start(text, group.start()), clause_end(text, group.end())
    kind, before = kind_of(group["kin"]), text[start : group.start()]
    if re.search(r"[我俺额]是|[我俺]$|就$", before) or group["kin"] in _PARENTS_OF_WHOM:
        return False
    if (kind in ("mother", "father") and group["kin"].startswith(("孩", "娃", "儿媳"))) or before.endswith(
        ("孩子", "娃")
    ):
        return False  # 孩子他爹 introduces himself
    if not said.BEFORE_BARE.fullmatch(text, start, group.start()) or not said.AFTER_BARE.fullmatch(
        text, group.end(), end
    ):
        return False
    others = [part for part in CLAUSE_END.split(text[:start] + " " + text[end:]) if part.strip()]
    facts = r"岁|年级|[男女]|个月|[小中大]班|初[一二三]|高[一二三]"
    if kind == "other":
        return not others and group["kin"] in (
            "保姆",
            "阿姨",
            "邻居",
            "干妈",
            "月嫂",
            "托管班",
            "福利院",
            "亲戚",
            "后妈",
        )
    return not others or (len(text) <= 25 and all(len(part) <= 8 for part in others) and bool(re.search(facts, text)))


def _writer(text: str) -> Iterator[Entity]:
    """我带: the writer, when the text shows whether that is mother, father, or a grandmother."""
    found = said.MINE.search(text)
    if not found or said.NOT_NOW.search(text[max(0, found.start() - 8) : found.start()]):
        return
    kin = said.WRITER.search(text)
    if re.search(r"(?:侄|外甥|[我俺](?:姐|妹|哥|弟)[姐妹哥弟]?的?(?:孩子|娃))[^。]{0,10}$", text[: found.start()]):
        yield Entity("caregiver", "relative", found.start(), found.end())
        return
    if kin and kind_of(kin["kin"]) in ("paternal", "maternal", "relative"):
        yield Entity("caregiver", carer_of(kin["kin"], text), found.start(), found.end())
    elif re.search(r"外孙|孙[子女儿伢]", text) and not is_surely_parent(text):
        side = "maternal" if "外孙" in text else "paternal"
        yield Entity("caregiver", f"grandparents_{side}", found.start(), found.end())
    elif not (found["weak"] or found["here"] or found[0].startswith("帮")) and (who := writer_is(text)):
        yield Entity("caregiver", who, found.start(), found.end())
