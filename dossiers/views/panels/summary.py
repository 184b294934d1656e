"""Tóm tắt: who, what, where and how, and whose turn it is."""

from dossiers.models import Dossier, Purpose
from dossiers.receipt import in_words
from dossiers.standing import turn
from dossiers.views.panels.model import Panel, Viewer
from portal import formats


def panel(dossier: Dossier, viewer: Viewer) -> Panel:
    return Panel(
        "dossiers/panels/summary.html",
        {
            "dossier": dossier,
            "person": viewer.veil.summary(dossier, in_full=viewer.sees_numbers),
            "purposes": Purpose.choices if viewer.is_clear and not viewer.sees_numbers else [],
            "case": _case(dossier),
            "turn": turn(dossier),
            "is_clear": viewer.is_clear,
        },
    )


def _case(dossier: Dossier) -> list[tuple[str, str]]:
    """What was asked for, where and how, as pairs of label and value."""
    units = dossier.resolving_unit.name
    if dossier.receiving_unit_id != dossier.resolving_unit_id:
        units = f"{units}; tiếp nhận tại {dossier.receiving_unit.name}"
    channel = dossier.get_channel_display()
    if dossier.channel_as_written:
        channel = f"{channel} (trong bảng nguồn: {dossier.channel_as_written})"
    rows = [
        ("Thủ tục", f"{dossier.procedure.name} ({dossier.procedure.code})"),
        ("Đơn vị giải quyết", units),
        ("Kênh tiếp nhận", f"{channel}, liên thông" if dossier.is_inter_agency else channel),
        ("Tiếp nhận", in_words(dossier.received_at) if dossier.received_at else "chưa tiếp nhận"),
        ("Người tiếp nhận", dossier.officer_name or "không ghi"),
        ("Phí, lệ phí", _fee(dossier)),
    ]
    if dossier.case_type:
        rows.insert(1, ("Loại việc", dossier.case_type.name))
    if dossier.original_due_on != dossier.due_on and dossier.original_due_at:
        rows.append(("Hẹn trả ban đầu", in_words(dossier.original_due_at)))
    if dossier.outcome:
        electronic = ", có kết quả điện tử" if dossier.has_electronic_result else ""
        rows.append(("Kết quả giải quyết", f"{dossier.get_outcome_display()}{electronic}"))
    return rows


def _fee(dossier: Dossier) -> str:
    if not dossier.fee:
        return "không thu"
    return f"{formats.money(dossier.fee)}{', đã thanh toán trực tuyến' if dossier.is_paid_online else ''}"
