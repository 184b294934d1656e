"""Điền mẫu: what is known of the dossier and its person stands in the fields before anybody types."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, FilledForm, WordPurpose, WordTemplate
from dossiers.printing import letterheads
from dossiers.printing.sheets import BLANK_DAY
from dossiers.wordforms import wordfiles
from portal import formats
from portal.errors import DomainError
from portal.models import User

NUMBER, ISSUED_ON = "so_ket_qua", "ngay_ket_qua"
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
    "ngay_tiep_nhan": ("Ngày tiếp nhận", lambda dossier: dossier.received_on),
    "don_vi": ("Đơn vị tiếp nhận", lambda dossier: dossier.receiving_unit.name),
    "co_quan": ("Cơ quan giải quyết", lambda dossier: letterheads.agency(dossier.resolving_unit)),
    "dia_danh": ("Địa danh", lambda dossier: letterheads.place(dossier.resolving_unit)),
    "kinh_gui": ("Kính gửi", lambda dossier: letterheads.agency(dossier.resolving_unit)),
    "hom_nay": ("Ngày điền mẫu", lambda _: formats.day_in_text(timezone.localdate())),
}
"""The fields that fill themselves, with their labels: what an office may put into its templates."""
OF_RESULTS: dict[str, tuple[str, Callable[[Dossier], Any]]] = {
    NUMBER: ("Số, ký hiệu của kết quả", lambda _: ""),
    ISSUED_ON: ("Ngày ban hành", lambda _: timezone.localdate()),
}
"""In a template for results: number and day, kept with the result; the day is printed in words."""
FIELDS = KNOWN | OF_RESULTS
_ACTIONS = {WordPurpose.DECLARATION: "fill_declaration", WordPurpose.RESULT: "draft_result"}
_EMPTY = {ISSUED_ON: BLANK_DAY}
MOST_TEXT = 2000


def usual_label(key: str) -> str:
    """`noi_cap_giay` → “Noi cap giay”, to be set right by the office."""
    return FIELDS[key][0] if key in FIELDS else key.replace("_", " ").capitalize()


def known_values(template: WordTemplate, dossier: Dossier) -> dict[str, str]:
    """What stands in the fields at first: filled before for this dossier, else what `first_values` knows."""
    earlier = FilledForm.objects.filter(template=template, dossier=dossier).first()
    if earlier is None:
        return first_values(template, dossier)
    return {field["key"]: earlier.value(field["key"]) for field in template.fields}


def first_values(template: WordTemplate, dossier: Dossier) -> dict[str, str]:
    """What is known of a dossier, saved or not yet; else as the same person had it in their last declaration
    of this template. No result is made after an earlier one."""
    last = None
    if template.purpose == WordPurpose.DECLARATION and dossier.personal_number:
        theirs = FilledForm.objects.filter(
            template=template,
            dossier__personal_number=dossier.personal_number,
            dossier__receiving_unit=dossier.receiving_unit_id,
        )
        last = theirs.order_by("-filled_at", "-pk").first()
    values = {}
    for key in (field["key"] for field in template.fields):
        if key in FIELDS:
            values[key] = _in_words(FIELDS[key][1](dossier))
        else:
            values[key] = last.value(key) if last else ""
    return values


@transaction.atomic
def keep(template: WordTemplate, dossier: Dossier, *, values: Mapping[str, str], by: User) -> FilledForm:
    """Lưu bản đã điền; filling it again replaces the values, and the history tells of each time."""
    current = locked(dossier)
    if template.procedure_id != current.procedure_id:
        raise DomainError(f"Mẫu “{template.name}” không thuộc thủ tục của hồ sơ {current.code}.")
    keys = {field["key"] for field in template.fields}
    kept, _ = FilledForm.objects.update_or_create(
        dossier=current,
        template=template,
        defaults={
            "values": {key: value for key, value in values.items() if key in keys},
            "filled_by": by,
        },
    )
    tell(
        current, _ACTIONS[WordPurpose(template.purpose)], current.status,
        at=timezone.now(), by=by, reason=template.name, details={"form": kept.pk},
    )  # fmt: skip
    return kept


def word_file(template: WordTemplate, values: Mapping[str, str]) -> bytes:
    """What was filled in as Word file; fields left empty keep a dotted line to write on."""
    with template.file.open("rb") as file:
        data: bytes = file.read()
    return wordfiles.fill(data, {field["key"]: _printed(field["key"], values) for field in template.fields})


def day_of(text: str) -> date | None:
    """The day that a field holds as it was typed."""
    try:
        day, month, year = (int(part) for part in text.split("/"))
        return date(year, month, day)
    except ValueError:
        return None


def _printed(key: str, values: Mapping[str, str]) -> str:
    text = values.get(key, "")
    if key == ISSUED_ON and (day := day_of(text)) is not None:
        return formats.day_in_words(day)
    return text or _EMPTY.get(key, "…………")


def _in_words(value: Any) -> str:
    return formats.day_on_screen(value) if isinstance(value, date) else str(value or "")
