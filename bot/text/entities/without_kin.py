"""Carers that are no kin: the boarding school, or nobody at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.entities.entity import Entity
from bot.text.entities.people import CHILD, clause_start, subject

_SCHOOL = re.compile(
    r"住校(?!外)|寄宿(?!家庭|在[^,。]{1,4}[家屋])|寄读|住读|住宿生|全托|住学校|住在学校|在学校(?:里)?住|学校(?:里)?住(?:宿|着|的|,|$)|"
    r"全封闭|"
    r"封闭式(?:学校|管理)|"
    r"(?:住|放|放在|在|托管在|寄在|住在|搁)(?:班主任|老师)(?:家|那里?|那儿|屋里)(?!吃|补|写|玩|闹)|读寄宿"
)
_NOBODY = re.compile(
    r"(?:没得?有?|冇得?|莫得|莫|无|没)(?:个)?(?:大)?人(?:在家)?(?:来|能|会|帮忙|帮)?(?P<care>带(?!头|他去|她去|"
    r"[他她]出去|队|路|我|着走)|照看|照顾|照管|看(?=$|[,。.!?; 着管娃孩他她护的了])|管(?!得|钱|饭|这|理|事|我)|凑|"
    r"睇)|"
    r"(?:家里|屋里|屋头|身边)(?:也|都)?(?:没得?有?|冇得?|莫得|莫)(?:个)?(?:大人|别人)|"
    r"(?:独自|一个人|一人|自己|自个儿?|单独|自己一个)(?:一个人?|锁|丢|扔|留|放|关|待|呆)*在(?:老)?(?:家|屋里|屋头|"
    r"出租屋|宿舍)(?:里|头)?(?!带|看(?:娃|孩|家)|照|管|做活|做手工|上班)|"
    r"(?:兄妹|姐弟|姐妹|兄弟|姊妹|两个娃|俩娃|俩孩子|两个孩子|三个娃|哥俩|姐俩|姊弟)(?:几个|俩|两个?|三个|"
    r"人)*(?:自己|单独)(?:在家|过|住)?|"
    r"(?:跟|和|带着?)(?:弟弟|妹妹|哥哥|姐姐)(?:两个人?|俩|两)?(?:自己|单独|搭伙)(?:在家|过|住|生活)|"
    r"(?:自己|独自|一个人|一人|单独)(?:一个人?)?(?:过(?=$|[,。.!?; 了的日])|住(?=$|[,。.!?; 了的着在校镇县外出])|"
    r"生活)|"
    r"自己(?:照顾|管)自己|没人跟他作伴|俩孩子搭伙住|把(?:他|她|娃|孩子)(?:一个人)?锁在?(?:家|屋)"
)
_ABOUT_CHILD = re.compile(rf"{CHILD}|[他她]|岁|年级")
_NOT_NOW = re.compile(
    r"(?:要不要|该不该|要不|想|不(?!肯|是)|没|打算|准备|能不能|可不可以|可以|能|敢|怕|担心|允许|准|放心|不放心|让|"
    r"如果|要是|万一|几岁|多大|规定|会不会|是不是|以前|之前|小时候|教|学会|送|去|转|考虑|愿意|喜欢|"
    r"谁|别|脱离监护|免得|省得|防止)(?:他|她|娃儿?|孩子|小孩|儿子|女儿|把|去|又|再|也|都|就|我|俺|们|到|读|上|会|在)*$"
)
_ASKS = re.compile(
    r"(?:好不好|好吗|行不行|好还是|合适吗|可以吗|可以不|要不要|违法|犯法|费用|多少钱|的?学校(?:好|哪|怎|贵|在哪|要|"
    r"收)|家庭|家长|生活费标准|有什么好处)"
)
_GROWN = re.compile(
    r"(?:我|俺|我们|老人|爷爷|奶奶|婆婆|我妈|我爸|他爸|他妈|他爷|他奶|老公|老婆|外婆|外公|老爷子|老太太|工友|"
    r"员工)(?:都|也|又|还|现在|经常|只能)*$"
)


def _of_child(text: str, found: re.Match[str], left: str) -> bool:
    """Alone at home: the child, not the writer or grandmother."""
    if _GROWN.search(left) or subject(text, found.start()) in ("writer", "adult"):
        return False
    return len(text) <= len(found[0]) + 3 or bool(_ABOUT_CHILD.search(text))


def find_without_kin(text: str) -> Iterator[Entity]:
    """`school` and `nobody`: said of the child, now, and not asked or wished."""
    for value, pattern in (("school", _SCHOOL), ("nobody", _NOBODY)):
        for found in pattern.finditer(text):
            left = text[max(clause_start(text, found.start()), found.start() - 12) : found.start()]
            right = text[found.end() : found.end() + 8]
            if _NOT_NOW.search(left) or _ASKS.match(right):
                continue
            if value == "school" and re.search(r"(?:[我俺]|老师|班主任|员工|工人)(?:都|也|在|一直|要|得)*$", left):
                continue
            if value == "nobody" and not found["care"] and not _of_child(text, found, left):
                continue
            yield Entity("caregiver", value, found.start(), found.end())
            break
