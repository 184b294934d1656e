"""Phiếu xem thử: each form about an invented dossier, printed by the same way as a real one."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone

from dossiers.fees.transfer import Transfer
from dossiers.models import FiledAs, Office, SlipKind
from dossiers.models.office import PaperSize
from dossiers.printing import books, facts, rendering
from dossiers.printing.facts import Facts, PaperFact
from dossiers.printing.labels import Texts
from dossiers.printing.sets import NEW, REGISTER, FormSet
from dossiers.printing.slips import Issue
from portal.models import Unit

MARK = "MẪU XEM THỬ"
PICTURE_DPI = 96
_CONTENT: dict[str, dict[str, Any]] = {
    SlipKind.SUPPLEMENT: {
        "items": ["Giấy chứng sinh (bản chính)", "Văn bản ủy quyền theo quy định của pháp luật"],
        "reason": "Thành phần hồ sơ còn thiếu so với quyết định công bố thủ tục hành chính.",
    },
    SlipKind.REFUSAL: {"reason": "Hồ sơ không thuộc thẩm quyền giải quyết của Ủy ban nhân dân xã."},
    SlipKind.APOLOGY: {"reason": "phải xác minh thêm tại thực địa."},
    SlipKind.STOP: {"reason": "Ông/Bà đề nghị rút hồ sơ."},
    SlipKind.RETURN_RECEIPT: {
        "result_kind": "Giấy khai sinh",
        "result_number": "15/2026",
        "result_title": "Đăng ký khai sinh",
    },
    SlipKind.HANDOVER_LIST: {"from": "Trần Thị Mẫu", "to": "Lê Văn Mẫu"},
    SlipKind.RESULT_HANDOVER: {"from": "Lê Văn Mẫu", "to": "Trần Thị Mẫu"},
}


def picture(form_set: FormSet, kind: str, *, unit: Unit, words: Mapping[str, str]) -> str:
    """The first page of the print as an image that a page can carry."""
    import pypdfium2  # a slow library

    document = pypdfium2.PdfDocument(pdf(form_set, kind, unit=unit, words=words))
    image = document[0].render(scale=PICTURE_DPI / 72).to_pil()
    document.close()
    drawn = BytesIO()
    image.save(drawn, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(drawn.getvalue()).decode()}"


def pdf(form_set: FormSet, kind: str, *, unit: Unit, words: Mapping[str, str]) -> bytes:
    at = _moment_in(form_set)
    if kind == REGISTER:
        rows = iter([books.sample_line(number, _facts(unit, at)) for number in range(1, 4)])
        volume = books.Volume(unit, at.year, 1)
        return books.pdf(volume, rows, form_set=form_set, texts=Texts(words)).pdf
    return rendering.on_paper(
        Issue(
            kind=kind,
            form_set=form_set,
            texts=Texts(words),
            facts=_facts(unit, at),
            content=_content(kind, at),
            number=1,
            issued_at=at,
            signer="Trần Thị Mẫu",
            paper=PaperSize(Office.of(unit).slip_paper),
            marks=(MARK,),
            transfer=_transfer(unit, at) if kind == SlipKind.RECEIPT else None,
            others=(_facts(unit, at),) if kind in (SlipKind.HANDOVER_LIST, SlipKind.RESULT_HANDOVER) else (),
        )
    )


def _moment_in(form_set: FormSet) -> datetime:
    """Now; of the old set a day on which it held."""
    now = timezone.localtime()
    return now if form_set is NEW else now.replace(year=NEW.valid_from.year - 1, day=min(now.day, 28))


def _content(kind: str, at: datetime) -> dict[str, Any]:
    said = dict(_CONTENT.get(kind, {}))
    if kind == SlipKind.RETURN_RECEIPT:
        said["rating_url"] = f"{settings.BASE_URL}/danh-gia/mau/"
    if kind == SlipKind.APOLOGY:
        said["new_due_at"] = (at + timedelta(days=12)).isoformat()
    return said


def _transfer(unit: Unit, at: datetime) -> Transfer | None:
    office = Office.of(unit)
    return Transfer(office, 8000, _facts(unit, at).code) if office.bank_account else None


def _facts(unit: Unit, at: datetime) -> Facts:
    return replace(
        facts.of_office(unit, at=at),
        code=f"{unit.code_prefix}-{at:%y%m%d}-0001",
        procedure_code="1.001193",
        procedure="Đăng ký khai sinh",
        time_limit="03 ngày làm việc",
        applicant="Nguyễn Thị Mẫu",
        owner="Nguyễn Thị Mẫu",
        identifier="045190000001",
        address="Thôn 1",
        phone="0912 345 678",
        received_at=at,
        due_at=at + timedelta(days=3),
        papers=(
            PaperFact("Tờ khai đăng ký khai sinh", FiledAs.ORIGINAL.value),
            PaperFact("Giấy chứng sinh", FiledAs.CERTIFIED.value),
        ),
        fee=8000,
        officer="Trần Thị Mẫu",
        volume=1,
        entry=1,
    )
