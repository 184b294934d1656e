"""What a document is made from besides its text: clean words, a cover, a picture."""

from dataclasses import dataclass, fields
from enum import StrEnum

from portal import text


@dataclass(frozen=True)
class TextPart:
    """Cleans its own strings, so that no renderer meets a letter that its format refuses."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, str) and not isinstance(value, StrEnum):
                object.__setattr__(self, each.name, _clean(value))
            elif isinstance(value, tuple) and value and isinstance(value[0], str):
                object.__setattr__(self, each.name, tuple(_clean(item) for item in value))


def _clean(value: str) -> str:
    return text.clean(value).replace("\n", " ").replace("\t", " ")


@dataclass(frozen=True)
class Cover(TextPart):
    """Bìa: a page of its own in a frame, before the text; not counted among the pages."""

    agency_lines: tuple[str, ...]
    kind_name: str  # SÁNG KIẾN
    title: str
    lines: tuple[str, ...]  # Họ tên, chức danh, đơn vị
    foot: str  # Năm 2023


@dataclass(frozen=True)
class Picture(TextPart):
    """Hình: a JPEG as wide as `width` mm, its caption below."""

    content: bytes
    width: float
    height: float
    caption: str = ""
