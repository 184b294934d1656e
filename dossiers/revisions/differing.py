"""Khác gì: two contents side by side, line by line, in the words of the page."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from dossiers.models import FeeKind, Procedure, ServiceLevel, TimeUnit
from dossiers.revisions.content import LINES, Content
from portal import formats

_COPIES = (("originals", "bản chính"), ("copies", "bản sao"))
Marked = tuple[str, str]
"""A line, and `removed`, `added` or nothing."""


@dataclass(frozen=True)
class Difference:
    """One part of a procedure as it was and as it becomes."""

    label: str
    before: list[Marked]
    after: list[Marked]

    @property
    def is_changed(self) -> bool:
        return any(mark for _, mark in (*self.before, *self.after))


def between(before: Content | None, after: Content, *, fields: dict[str, str]) -> list[Difference]:
    """Every part, changed or not; nothing stood before a new procedure. `fields`: code → name."""
    old, new = in_words(before, fields) if before else {}, in_words(after, fields)
    return [Difference(label, *_marked(old.get(label, []), lines)) for label, lines in new.items()]


def changed(before: Content | None, after: Content, *, fields: dict[str, str]) -> list[Difference]:
    return [one for one in between(before, after, fields=fields) if one.is_changed]


def in_words(content: Content, fields: dict[str, str]) -> dict[str, list[str]]:
    """Each part of a content as the lines that people read."""
    level = content["service_level"]
    parts = {
        "Tên thủ tục": [content["name"]],
        "Lĩnh vực": [fields.get(content["field"], content["field"])],
        "Mức độ dịch vụ công": [ServiceLevel(level).label if level in ServiceLevel.values else level],
        "Thời hạn giải quyết": [time_in_words(content)],
        "Thành phần hồ sơ": [_paper(paper) for paper in content["components"]],
        "Phí, lệ phí": [_fee(fee) for fee in content["fees"]],
        **{label: [str(line) for line in content[key]] for key, label in LINES.items()},
        "Cơ quan thực hiện": [content["authority"]],
        "Kết quả": [content["result"]],
    }
    return {label: [line for line in lines if line] for label, lines in parts.items()}


def time_in_words(content: Content) -> str:
    """As `Procedure.time_limit_label`, of a content; a unit that is none is shown as it was written."""
    value, unit, before = content["time_value"], content["time_unit"], content["same_day_if_before"]
    if value is None:
        return Procedure().time_limit_label
    label = f"{value:02d} {TimeUnit(unit).label if unit in TimeUnit.values else unit}"
    return f"{label}; nhận trước {before} trả trong ngày" if before else label


def _paper(paper: Content) -> str:
    said = [f"{paper[key]} {word}" for key, word in _COPIES if paper[key]]
    said += [paper["form"]] if paper["form"] else []
    said += [] if paper["required"] else ["khi cần"]
    return f"{paper['name']} ({'; '.join(said)})" if said else str(paper["name"])


def _fee(fee: Content) -> str:
    kind = FeeKind(fee["kind"]).label if fee["kind"] in FeeKind.values else fee["kind"]
    amount = "theo quy định của tỉnh" if fee["amount"] is None else formats.money(fee["amount"])
    return f"{kind}: {amount}{f' ({note})' if (note := fee['note']) else ''}"


def _marked(before: list[str], after: list[str]) -> tuple[list[Marked], list[Marked]]:
    left: list[Marked] = []
    right: list[Marked] = []
    for tag, a, b, c, d in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        same = tag == "equal"
        left += [(line, "" if same else "removed") for line in before[a:b]]
        right += [(line, "" if same else "added") for line in after[c:d]]
    return left, right
