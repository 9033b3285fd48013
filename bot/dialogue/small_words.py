"""Words that need no engine because they are too small for one: English, faces alone, sarcasm, a number to dial.

Pure. Each is answered as the conversation it is part of; whatever a detector holds for danger was settled before.
"""

from __future__ import annotations

import re

from bot.content.catalogue import GENERAL_PROTOCOL, Catalogue
from bot.dialogue.menus import menu_options
from bot.dialogue.pages import MENU
from bot.dialogue.reply import Option, Reply
from bot.dialogue.safe_now import are_you_safe
from bot.dialogue.talk import Talk
from bot.dialogue.turn import payload
from bot.text.near import bare
from bot.text.normalise import normalise

HOTLINES = "guardian_hotlines"
_DIALLED = {
    "110": "danger", "119": "danger", "120": "danger", "122": "danger", "12110": "danger", "12345": "nobody_cares",
    "12355": "feelings", "12356": "feelings", "12348": "law", "12338": "start",
}  # fmt: skip
"""What somebody wants who types a number to us, by section of that page."""
_ENGLISH_WORDS = {
    "hello": "greet", "hi": "greet", "hey": "greet", "good morning": "greet", "good evening": "greet",
    "thanks": "thanks", "thank you": "thanks", "thank u": "thanks", "thx": "thanks", "3q": "thanks",
    "ok": "affirm", "okay": "affirm", "yes": "affirm", "no": "deny", "bye": "goodbye", "byebye": "goodbye",
    "bye bye": "goodbye", "goodbye": "goodbye", "stop": "stop", "who are you": "bot_challenge",
}  # fmt: skip
_HANDS = ((re.compile(r"[👍👏💪🏻-🏿]+"), "feedback_good"), (re.compile(r"[👎🏻-🏿]+"), "feedback_bad"),
          (re.compile(r"[🙏🏻-🏿]+"), "thanks"))  # fmt: skip
_SAD = re.compile(
    r"[😢😭😞😔😟😿💔😣😖😫😩🥺😥😰☹🙁]|\[(?:流泪|大哭|难过|快哭了|委屈|心碎|裂开|崩溃|破涕为笑|Cry|Sob)\]|/::~|/::'\(|/::\(|/:break|/::<"
)
_SARCASM = re.compile(
    r"(?:呵呵+|切+|哼+|嗤)[,。!~]*"
    r"|(?:呵呵+|哈哈+|切|哼)?,?(?:你|您)?(?:可|还|倒)真(?:是)?(?:行|能|能耐|会说|聪明|厉害|有本事|有用|懂|智能|棒|能干)(?:啊|呀|哈|呢|哦|了)*[,。!~]*(?:呵呵+|哈哈+|佩服)?[。!~]*"
    r"|(?:你|您)?(?:这)?(?:说了|讲了|问了)(?:等于|跟|和|也是)(?:没|白)(?:说|讲|问)(?:一样)?[,。!~]*"
    r"|(?:说了|讲了|问了)(?:也)?(?:白说|白讲|白问)[,。!~]*"
    r"|(?:你|您)?(?:说的|讲的)?(?:全|都|净|尽)?是(?:些)?(?:废话|空话|套话|大道理)[,。!~]*"
    r"|(?:又是)?(?:这一套|老一套)[,。!~]*|(?:你|您)?(?:真是)?站着说话不腰疼[,。!~]*|就这[?。!~]*"
    r"|(?:这)?(?:还)?(?:用|要)(?:得着)?(?:你|您)(?:来)?(?:说|教|讲)(?:吗)?[?。!~]*|(?:这)?谁不(?:知道|晓得|会)(?:啊|呀)*[?。!~]*"
    r"|(?:你|您)?(?:说|讲)(?:得|的)(?:倒)?(?:轻巧|容易|好听|简单)(?:啊|呀|哦)*[,。!~]*"
)


def small(text: str) -> str | None:
    """The intent of an English word, a thumb or sarcasm; None for everything else."""
    clean = normalise(text)
    for hands, intent in _HANDS:
        if hands.fullmatch(clean):
            return intent
    word = clean.strip(" .!?~,")
    if word in _ENGLISH_WORDS:
        return _ENGLISH_WORDS[word]
    return "feedback_bad" if _SARCASM.fullmatch(clean) else None


def english(talk: Talk, catalogue: Catalogue) -> Reply:
    """That we know Chinese alone, in both languages, with the two numbers that cannot wait."""
    return Reply(catalogue.texts.line("talk", "english"), menu_options(catalogue, talk.profile.role))


def no_words(text: str) -> bool:
    """Faces and marks alone."""
    return not bare(text)


def faces(talk: Talk, text: str, catalogue: Catalogue) -> Reply:
    """Faces alone: a sad one is asked about, with help at hand; another moves nothing. After a protocol a face is no
    riddle: it is met by 「您现在安全吗」 like any word."""
    lines = catalogue.texts
    if talk.check:
        return are_you_safe("", catalogue, again=talk.held is not None)
    if not _SAD.search(text):
        return Reply(lines.line("talk", "other"), aside=True)
    need = Option(lines.line("talk", "need_help"), payload(GENERAL_PROTOCOL))
    return Reply(lines.line("talk", "sad_face"), (Option(lines.line("menu", "back"), MENU), need))


def dialled(text: str) -> str | None:
    """The section of the page of numbers for a number to dial that was typed to us."""
    return _DIALLED.get(text.strip())
