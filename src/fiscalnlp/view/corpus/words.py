"""The words of the overview in both languages: `data/view/corpus.toml`."""

from __future__ import annotations

from typing import Literal, NamedTuple

from fiscalnlp.data import read_toml

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class Words(NamedTuple):
    """One text in Chinese and in English."""

    zh: str
    en: str

    @classmethod
    def alike(cls, text: str) -> Words:
        """Return what is the same in both languages, such as the words of a document."""
        return cls(text, text)

    def of(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" else self.en


def say(key: str, **values: object) -> Words:
    """Return a text (`page.title`) with its fields filled in, of `Words` the language that fits."""
    table, _, name = key.partition(".")
    both = read_toml("view/corpus.toml")[table][name]
    return Words(
        *(
            both[language].format(**{k: v.of(language) if isinstance(v, Words) else v for k, v in values.items()})
            for language in LANGUAGES
        )
    )


def record_kind(kind: str) -> Words:
    """Return what a kind of record is called."""
    return Words(**read_toml("view/records.toml")["kinds"][kind])
