"""Điền tờ khai: what is known of the dossier and its person stands in the fields before anybody types."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.declarations import wordfiles
from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Declaration, DeclarationTemplate, Dossier
from portal import formats
from portal.errors import DomainError
from portal.models import User

KNOWN: dict[str, tuple[str, Callable[[Dossier], Any]]] = {
    "ho_ten": ("Họ và tên người nộp", lambda dossier: dossier.applicant_name),
    "so_dinh_danh": ("Số định danh", lambda dossier: dossier.personal_number),
    "ngay_sinh": ("Ngày sinh", lambda dossier: dossier.born_on),
    "gioi_tinh": ("Giới tính", lambda dossier: dossier.get_sex_display()),
    "dia_chi": ("Địa chỉ", lambda dossier: dossier.address),
    "dien_thoai": ("Số điện thoại", lambda dossier: dossier.phone),
    "thu_dien_tu": ("Thư điện tử", lambda dossier: dossier.email),
    "chu_ho_so": ("Chủ hồ sơ", lambda dossier: dossier.owner_name),
    "so_dinh_danh_chu_ho_so": ("Số định danh của chủ hồ sơ", lambda dossier: dossier.owner_number),
    "uy_quyen": ("Giấy ủy quyền", lambda dossier: dossier.authority_note),
    "thu_tuc": ("Thủ tục", lambda dossier: dossier.procedure.name),
    "loai_viec": ("Loại việc", lambda dossier: dossier.case_type or ""),
    "ma_ho_so": ("Mã hồ sơ", lambda dossier: dossier.code),
    "don_vi": ("Đơn vị tiếp nhận", lambda dossier: dossier.receiving_unit.name),
    "kinh_gui": ("Kính gửi", lambda dossier: f"Ủy ban nhân dân {dossier.resolving_unit.name}"),
    "hom_nay": ("Ngày làm tờ khai", lambda _: formats.day_in_text(timezone.localdate())),
}
"""The fields that fill themselves, with their labels: what an office may put into its templates."""
MOST_TEXT = 2000


def usual_label(key: str) -> str:
    """`noi_cap_giay` → “Noi cap giay”, to be set right by the office."""
    return KNOWN[key][0] if key in KNOWN else key.replace("_", " ").capitalize()


def known_values(template: DeclarationTemplate, dossier: Dossier) -> dict[str, str]:
    """What stands in the fields at first: filled before for this dossier, else known, else as the same
    person had it in their last declaration of this template."""
    kept = Declaration.objects.filter(template=template)
    earlier = kept.filter(dossier=dossier).first()
    if earlier is None and dossier.personal_number:
        theirs = kept.filter(
            dossier__personal_number=dossier.personal_number,
            dossier__receiving_unit=dossier.receiving_unit_id,
        )
        last = theirs.order_by("-filled_at", "-pk").first()
    else:
        last = None
    values = {}
    for key in (field["key"] for field in template.fields):
        if earlier is not None:
            values[key] = earlier.value(key)
        elif key in KNOWN:
            values[key] = _in_words(KNOWN[key][1](dossier))
        else:
            values[key] = last.value(key) if last else ""
    return values


@transaction.atomic
def keep(
    template: DeclarationTemplate, dossier: Dossier, *, values: Mapping[str, str], by: User
) -> Declaration:
    """Lưu tờ khai đã điền; filling it again replaces the values, and the history tells of each time."""
    current = locked(dossier)
    if template.procedure_id != current.procedure_id:
        raise DomainError(f"Mẫu “{template.name}” không thuộc thủ tục của hồ sơ {current.code}.")
    keys = {field["key"] for field in template.fields}
    kept, _ = Declaration.objects.update_or_create(
        dossier=current,
        template=template,
        defaults={
            "values": {key: value for key, value in values.items() if key in keys},
            "filled_by": by,
        },
    )
    tell(
        current, "fill_declaration", current.status,
        at=timezone.now(), by=by, reason=template.name, details={"declaration": kept.pk},
    )  # fmt: skip
    return kept


def word_file(template: DeclarationTemplate, values: Mapping[str, str]) -> bytes:
    """The declaration as Word file; fields left empty keep a dotted line to write on."""
    with template.file.open("rb") as file:
        data: bytes = file.read()
    told = {field["key"]: values.get(field["key"], "") or "…………" for field in template.fields}
    return wordfiles.fill(data, told)


def _in_words(value: Any) -> str:
    return formats.day_on_screen(value) if isinstance(value, date) else str(value or "")
