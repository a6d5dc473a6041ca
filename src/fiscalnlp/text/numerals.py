"""Chinese numerals in list markers and dates; the arithmetic is cn2an's."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万亿]+")


@lru_cache(maxsize=1024)
def chinese_integer(text: str) -> int | None:
    """Return the value of a Chinese or Arabic integer (`二十八`, `28`), `None` if it is none.

    Years written digit by digit (`二〇二三`) are read too.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    if not _NUMERAL.fullmatch(text):
        return None
    import cn2an  # noqa: PLC0415 - heavy, and only needed for Chinese numerals

    try:
        return int(cn2an.cn2an(text.replace("〇", "零"), "smart"))
    except (ValueError, KeyError):
        return None


def chinese_numeral(number: int) -> str:
    """Return a count as Chinese prints it (`十二`)."""
    import cn2an  # noqa: PLC0415 - heavy, and seldom needed

    return str(cn2an.an2cn(number))
