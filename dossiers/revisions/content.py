"""Nội dung thủ tục: all that a decision sets of a procedure, frozen as plain values and written back."""

from collections.abc import Iterable, Sequence
from datetime import time
from difflib import SequenceMatcher
from typing import Any

from dossiers.models import (
    FeeKind,
    Field,
    Procedure,
    ProcedureComponent,
    ProcedureFee,
    ServiceLevel,
    TimeUnit,
)
from portal.text import fold

Content = dict[str, Any]
LINES = {
    "steps": "Trình tự thực hiện",
    "conditions": "Yêu cầu, điều kiện",
    "legal_basis": "Căn cứ pháp lý",
    "subjects": "Đối tượng thực hiện",
}
"""Texts of several lines, in the order of the pages."""
_COLUMNS = ("name", "service_level", "time_value", "time_unit", "authority", "result", *LINES)
_PAPER = ("name", "originals", "copies", "form", "required")
_FEE = ("kind", "amount", "note")
_LARGEST = 2_000_000_000
_ALIKE = 0.6
"""From this likeness on a paper of another name is the same paper, renamed."""


def empty() -> Content:
    """A procedure of which nothing is written yet."""
    texts = dict.fromkeys(("name", "field", "time_unit", "same_day_if_before", "authority", "result"), "")
    lists: Content = {key: [] for key in (*LINES, "components", "fees")}
    return {**texts, **lists, "service_level": ServiceLevel.PARTIAL.value, "time_value": None}


def freeze(procedure: Procedure) -> Content:
    """What the catalogue says now."""
    before = procedure.same_day_if_before
    return {
        **{name: getattr(procedure, name) for name in _COLUMNS},
        "field": procedure.field.code,
        "same_day_if_before": before.strftime("%H:%M") if before else "",
        "components": [{name: getattr(row, name) for name in _PAPER} for row in procedure.components.all()],
        "fees": [{name: getattr(row, name) for name in _FEE} for row in procedure.fees.all()],
    }


def write(procedure: Procedure, content: Content) -> None:
    """Make the catalogue say it.

    A paper that goes on keeps its row, renamed or moved or both: dossiers and forms point to it.
    """
    for name in _COLUMNS:
        setattr(procedure, name, content[name])
    procedure.field = Field.objects.get(code=content["field"])
    before = content["same_day_if_before"]
    procedure.same_day_if_before = time.fromisoformat(before) if before else None
    procedure.save()
    _write_papers(procedure, content["components"])
    procedure.fees.all().delete()
    ProcedureFee.objects.bulk_create(
        ProcedureFee(procedure=procedure, position=position, **fee)
        for position, fee in enumerate(content["fees"], start=1)
    )


def _write_papers(procedure: Procedure, papers: Sequence[Content]) -> None:
    standing = list(procedure.components.all())
    kept = _same_papers(standing, papers)
    for place, paper in enumerate(papers):
        row = kept.get(place) or ProcedureComponent(procedure=procedure)
        row.position = place + 1
        for name in _PAPER:
            setattr(row, name, paper[name])
        row.save()
    going_on = {row.pk for row in kept.values()}
    for row in standing:
        if row.pk not in going_on:
            row.delete()


def _same_papers(
    standing: Sequence[ProcedureComponent], papers: Sequence[Content]
) -> dict[int, ProcedureComponent]:
    """Place of a paper → the row that it goes on in: of its name, else the likest, wherever it stood."""
    likeness = sorted(
        (
            (-_likeness(row, place, paper), place, number)
            for number, row in enumerate(standing)
            for place, paper in enumerate(papers)
        ),
    )
    found: dict[int, int] = {}
    for unlike, place, number in likeness:
        if -unlike >= _ALIKE and place not in found and number not in found.values():
            found[place] = number
    return {place: standing[number] for place, number in found.items()}


def _likeness(row: ProcedureComponent, place: int, paper: Content) -> float:
    """2 and more for the same name; the same form or place speaks for the same paper too."""
    if row.name == paper["name"]:
        return 2 + (row.position == place + 1)
    words = SequenceMatcher(a=fold(row.name), b=fold(paper["name"]), autojunk=False).ratio()
    has_same_form = bool(row.form) and row.form == paper["form"]
    return words + 0.5 * has_same_form + _ALIKE * (row.position == place + 1)


def faults(content: Content, *, fields: Iterable[str] | None = None) -> list[str]:
    """What keeps it from being published, in sentences; `fields` where the caller has their codes already."""
    known = set(Field.objects.values_list("code", flat=True) if fields is None else fields)
    found = []
    if not content["name"]:
        found.append("Chưa ghi tên thủ tục.")
    elif len(content["name"]) > 500:
        found.append("Tên thủ tục dài quá 500 ký tự.")
    if content["field"] not in known:
        found.append(f"Danh mục không có lĩnh vực mang mã “{content['field']}”.")
    if content["service_level"] not in ServiceLevel.values:
        found.append(f"Mức độ dịch vụ công phải là một trong: {', '.join(ServiceLevel.labels)}.")
    found += _time_faults(content)
    found += [f"{label} dài quá {most} ký tự." for label, most in _too_long(content)]
    for number, paper in enumerate(content["components"], start=1):
        found += _paper_faults(number, paper)
    for number, fee in enumerate(content["fees"], start=1):
        found += _fee_faults(number, fee)
    return found


def _time_faults(content: Content) -> Iterable[str]:
    value, unit = content["time_value"], content["time_unit"]
    if (value is None) != (not unit):
        yield "Thời hạn phải có cả số và đơn vị tính; không quy định thì để trống cả hai."
    elif value is not None and (not _is_count(value, 9_999) or value == 0):
        yield "Thời hạn phải là số từ 1 đến 9.999."
    elif unit and unit not in TimeUnit.values:
        yield f"Đơn vị tính thời hạn phải là một trong: {', '.join(TimeUnit.labels)}."
    try:
        time.fromisoformat(content["same_day_if_before"] or "00:00")
    except ValueError:
        yield "Giờ trả trong ngày ghi theo dạng 15:00."


def _too_long(content: Content) -> Iterable[tuple[str, int]]:
    for key, label, most in (("authority", "Cơ quan thực hiện", 300), ("result", "Kết quả", 500)):
        if len(content[key]) > most:
            yield label, most


def _paper_faults(number: int, paper: Content) -> Iterable[str]:
    if not paper["name"]:
        yield f"Giấy tờ thứ {number} chưa có tên."
    elif len(paper["name"]) > 600:
        yield f"Tên giấy tờ thứ {number} dài quá 600 ký tự."
    if not (_is_count(paper["originals"], 99) and _is_count(paper["copies"], 99)):
        yield f"Số bản chính, bản sao của giấy tờ thứ {number} phải là số từ 0 đến 99."
    if len(paper["form"]) > 300:
        yield f"Mẫu của giấy tờ thứ {number} dài quá 300 ký tự."


def _fee_faults(number: int, fee: Content) -> Iterable[str]:
    if fee["kind"] not in FeeKind.values:
        yield f"Khoản thu thứ {number} phải là Phí hoặc Lệ phí."
    if fee["amount"] is not None and not _is_count(fee["amount"], _LARGEST):
        yield f"Mức thu thứ {number} phải là số đồng, không âm."
    if len(fee["note"]) > 500:
        yield f"Ghi chú của khoản thu thứ {number} dài quá 500 ký tự."


def _is_count(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most
