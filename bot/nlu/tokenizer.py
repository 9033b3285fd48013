"""Rasa's door to `bot.text.words`: every message is normalised and cut into Chinese words."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.fingerprints import source_hash
from bot.nlu.parts import Word
from bot.text.normalise import normalise
from bot.text.words import DICTIONARY, words


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ChineseTokenizer(Tokenizer):
    """Words of the normalised text; their places are places in that text."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No intent splitting, no word pattern: neither means anything in Chinese."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    @staticmethod
    def required_packages() -> list[str]:
        """Packages Rasa checks for before training."""
        return ["spacy", "jieba", "opencc"]

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Retrain when the dictionary, the normaliser or the cutter changes."""
        return source_hash("bot/text/normalise.py", "bot/text/words.py", str(DICTIONARY))

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The words of one message."""
        text = normalise(str(message.get(attribute)))
        return [Word(word, start) for word, start in words(text)] or [Word("_", 0)]
