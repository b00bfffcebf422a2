"""The dialect of APIs whose requests are forms: every value is text, and JSON values of fixture files mean the same."""

import re
from typing import Any

from mockserver.core.fields.field import Dialect
from mockserver.core.fields.refusals import refuse

_DECIMAL = re.compile(r"[+-]?\d{1,18}(\.\d{1,12})?", re.ASCII)


class FormDialect(Dialect):
    """Reads text for everything; the empty text is no value."""

    empty_text = True
    whole_number = re.compile(r"-?\d{1,18}", re.ASCII)

    def text(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, (int, float)):
            return str(value)
        raise refuse("text", value=value)

    def whole(self, value: Any) -> int:
        text = self.text(value).strip()
        if isinstance(value, bool) or not self.whole_number.fullmatch(text):
            raise refuse("whole", text=text)
        return int(text)

    def number(self, value: Any) -> float:
        text = self.text(value).strip()
        if isinstance(value, bool) or not _DECIMAL.fullmatch(text):
            raise refuse("number", text=text)
        return float(text)

    def flag(self, value: Any) -> bool:
        text = self.text(value)
        if text.lower() not in ("true", "false"):
            raise refuse("flag", text=text)
        return text.lower() == "true"
