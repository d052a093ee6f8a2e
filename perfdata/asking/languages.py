"""Other languages: enough to say kindly that questions are read in English."""

from __future__ import annotations

import unicodedata
from collections import Counter

from perfdata.asking.spelling import Spelling


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_FUNCTION_WORDS = {
    "Welsh": "sut mae faint sydd wedi yn ac yr ydy yw beth pam pryd ble ein gyda oes nhw eich ydych mynd wnewch",
    "Polish": "jak jest ile nie czy dla się są jakie gdzie kiedy dlaczego wygląda mamy który na w z o prosze proszę",
    "Romanian": "cum este câte cate sunt pentru unde când cand și si nu care ce mai avem",
    "Portuguese": "como está esta quantos quantas são sao não nao para onde quando quem fazem o os das dos",
    "Spanish": "cómo como está cuántos cuantos cuántas son para dónde donde cuándo quién los las del qué que hay",
    "French": "comment est combien sont pour où quand qui les des pourquoi nous avons le la va",
    "Italian": "come quanti quante sono dove quando perché perche gli della delle che va",
    "German": "wie ist viele sind für wo wann wer warum das die der und nicht wir haben läuft",
}
_ENGLISH_TOO = _words("o a in on to are no come as is me so he we the for i and do who how what has was die")
_LANGUAGES = {
    word: tuple(language for language, words in _FUNCTION_WORDS.items() if word in words.split())
    for word in _words(" ".join(_FUNCTION_WORDS.values())) - _ENGLISH_TOO
}
"""The languages that have a word which is none of English."""


def is_other_language(raw: str, words: list[str], known: Spelling) -> bool:
    """Whether the text is not English: mostly another script, or the small words of another language.

    `words` are its words in small letters, `known` those that English or the council uses.
    """
    if not raw.isascii():
        letters = [letter for letter in raw if letter.isalpha()]
        foreign = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
        if letters and foreign * 2 > len(letters):
            return True
    said = Counter(language for word in set(words) for language in _LANGUAGES.get(word, ()))
    hits = max(said.values(), default=0)
    return hits >= 2 or (hits >= 1 and sum(word in known for word in words) * 2 <= len(words))
