"""Mã kết quả số hóa: one code for the life of a paper, given once it is scanned and described.

TT 01/2023/TT-VPCP Đ.7: scanned, described, coded, kept. How the code is built is the office's to set: whose
paper it is, the code of its kind, and a running part that no other paper has.
"""

import re

from dossiers.models import DossierComponent, Office

IDENTIFIER, KIND, YEAR, RUNNING = "{so_dinh_danh}", "{ma_loai}", "{nam}", "{so}"
USUAL_KIND = "GT"
_PLACES = (IDENTIFIER, KIND, YEAR, RUNNING)
_OTHERWISE = re.compile(r"[A-Z0-9.-]*")


def refusal(pattern: str) -> str:
    """Why codes can't be built so; empty if they can."""
    if RUNNING not in pattern:
        return f"Cấu trúc mã phải có {RUNNING}: phần chạy, để mỗi giấy tờ một mã."
    rest = pattern
    for place in _PLACES:
        rest = rest.replace(place, "")
    if not _OTHERWISE.fullmatch(rest):
        return f"Ngoài {', '.join(_PLACES)} chỉ dùng chữ in hoa không dấu, số, dấu chấm, gạch ngang."
    return ""


def give(component: DossierComponent) -> bool:
    """Cấp mã, if the paper is scanned and described and has none; whether it was given now. The row is of a
    dossier that is locked. What is reused keeps the code of the paper it stands for."""
    if component.digital_code or component.reused_from_id or not component.is_described:
        return False
    if not component.has_counting_scan:
        return False
    component.digital_code = _code(component)
    component.save(update_fields=["digital_code"])
    return True


def _code(component: DossierComponent) -> str:
    dossier = component.dossier
    values = {
        IDENTIFIER: component.holder_number
        or dossier.owner_number
        or dossier.personal_number
        or dossier.receiving_unit.code,
        KIND: component.type_code or USUAL_KIND,
        YEAR: f"{dossier.created_at:%Y}",
        RUNNING: f"{component.pk:08d}",
    }
    code = Office.of(dossier.resolving_unit).digital_code_pattern
    for place, value in values.items():
        code = code.replace(place, re.sub(r"[^A-Z0-9.-]", "", value.upper()))
    return code
