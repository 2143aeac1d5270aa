"""Text cut into words, the same way for the index and for what is typed. PURE."""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[a-z0-9]+")
_POSSESSIVE = re.compile(r"['’]s\b")
_KEY = re.compile(r"[^A-Z0-9]")
_SPELLINGS = (
    ("aemi", "emi"),
    ("haem", "hem"),
    ("oedema", "edema"),
    ("oeso", "eso"),
    ("oea", "ea"),
    ("paed", "ped"),
    ("gynae", "gyne"),
    ("anaes", "anes"),
    ("caes", "ces"),
    ("aec", "ec"),
    ("foet", "fet"),
    ("oest", "est"),
    ("coeli", "celi"),
    ("our", "or"),
    ("tre", "ter"),
    ("fibre", "fiber"),
    ("ise", "ize"),
    ("isa", "iza"),
    ("yse", "yze"),
    ("lling", "ling"),
    ("ph", "f"),
)


def words(text: str) -> list[str]:
    """Lower-case words without accents or possessives: "Colles' fx" is colles, fx."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    plain = _POSSESSIVE.sub("", plain.lower())
    return _WORD.findall(plain if plain.isascii() else plain.encode("ascii", "ignore").decode())


def code_key(code: str) -> str:
    """A code as it is looked up: capitals and digits only, so the dot and the hyphen are free."""
    return _KEY.sub("", code.upper())


def american(word: str) -> Iterator[str]:
    """American spellings that a British word may stand for, likeliest first."""
    for british, here in _SPELLINGS:
        if british in word:
            yield word.replace(british, here)
    folded = word
    for british, here in _SPELLINGS[:-1]:
        folded = folded.replace(british, here)
    yield folded


def without_one_letter(word: str) -> set[str]:
    """The word with each one of its letters left out."""
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter is wrong, missing, too many, or swapped with its neighbour."""
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    at = next((i for i, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if at is None:
        return True
    tail, other = typed[at:], meant[at:]
    swapped = tail[:2] == other[1::-1] and tail[2:] == other[2:] and len(other) > 1
    return swapped or tail[1:] == other[1:] or tail[1:] == other or tail == other[1:]
