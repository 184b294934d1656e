"""Thiết lập của xã dùng thử: the home commune as its administrator fitted it out before the weeks that are
lived move by move."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from uuid import UUID

from dossiers import assigning, drafts, offering, office_settings, saved_searches
from dossiers.models import Field, Procedure, StepKind, WordPurpose
from dossiers.models import Office as Settings
from dossiers.process import configuring
from dossiers.process.configuring import Draft
from dossiers.wordforms import templates
from portal.models import Role, Unit, User
from reports.demo import people, samples

CONFIRMATION, BIRTH, ALLOWANCE = "1.004873", "1.001193", "1.001776"
NOT_OFFERED = ("thuy-san", "khoang-san", "duong-thuy")
"""Fields that nobody asks for in a commune without a coast: their procedures are left out of its list."""


@dataclass(frozen=True)
class Staff:
    """The accounts of the commune, by what they do."""

    home: Unit
    intake: User
    specialist: User
    leader: User
    records: User
    admin: User

    @property
    def place(self) -> str:
        """The commune within a sentence: “xã Vĩnh Thủy”."""
        return self.home.name[:1].lower() + self.home.name[1:]


def fit_out(staff: Staff) -> None:
    """Bộ phận Một cửa as it stands in the settings: contacts, a sample account, who is in charge of what."""
    office = Settings.objects.get(unit=staff.home)
    office.one_stop_name = f"Trung tâm Phục vụ hành chính công {staff.place}"
    office.address, office.phone = f"Trụ sở UBND {staff.place}, tỉnh Quảng Trị", "0233 000 0000"
    office.email = "motcua@xavinhthuy.example.vn"
    office.bank_bin, office.bank_account = "970436", "0000000000"
    office.bank_holder = "TAI KHOAN MAU KHONG CHUYEN TIEN"
    office.has_queue = True
    office_settings.change(office, by=staff.admin)
    offering.choose(staff.home, chosen=[], dropped=_keys(), by=staff.admin)
    offering.set_terms(
        staff.home, Procedure.objects.get(code=CONFIRMATION), by=staff.admin,
        note="Trả trong ngày nếu hộ tịch gốc lưu tại xã.",
    )  # fmt: skip
    fields = list(Field.objects.filter(code__in=("ho-tich", "chung-thuc", "bao-tro-xa-hoi")))
    assigning.set_competences(staff.specialist, staff.home, fields=fields, procedures=(), by=staff.admin)
    configuring.define(
        unit=staff.home, procedure=Procedure.objects.get(code=ALLOWANCE), steps=_steps(staff), by=staff.admin
    )
    _word_templates(staff)


def _keys() -> list[int]:
    return list(Procedure.objects.filter(field__code__in=NOT_OFFERED).values_list("pk", flat=True))


def _steps(staff: Staff) -> tuple[Draft, ...]:
    """Trợ giúp xã hội: appraised, looked at by the council of the commune, signed, numbered."""
    return (
        Draft("Tiếp nhận", StepKind.INTAKE, 5, role=Role.INTAKE),
        Draft("Thẩm định hồ sơ", StepKind.APPRAISE, 35, user=staff.specialist),
        Draft("Họp Hội đồng xét duyệt", StepKind.APPRAISE, 40, role=Role.PROCESSING),
        Draft("Lãnh đạo ký", StepKind.SIGN, 10, role=Role.LEADER),
        Draft("Văn thư cấp số", StepKind.STAMP, 5, role=Role.RECORDS),
        Draft("Trả kết quả", StepKind.RETURN, 5, role=Role.INTAKE),
    )


def _word_templates(staff: Staff) -> None:
    """Mẫu Word: what the applicant signs and what the commune issues, for one procedure."""
    known = (
        ("Họ, chữ đệm, tên người yêu cầu", "ho_ten"), ("Số định danh cá nhân", "so_dinh_danh"),
        ("Nơi cư trú", "dia_chi"), ("Tình trạng hôn nhân hiện tại", "tinh_trang_hon_nhan"),
        ("Mục đích sử dụng", "muc_dich"),
    )  # fmt: skip
    declared = (("Kính gửi", "kinh_gui"), *known, ("Ngày làm tờ khai", "hom_nay"))
    issued = (("Số", "so_ket_qua"), *known, ("Ngày ban hành", "ngay_ket_qua"))
    for purpose, name, asked in (
        (WordPurpose.DECLARATION, "Tờ khai cấp Giấy xác nhận tình trạng hôn nhân", declared),
        (WordPurpose.RESULT, "Giấy xác nhận tình trạng hôn nhân", issued),
    ):
        made = templates.take_in(
            unit=staff.home, procedure=Procedure.objects.get(code=CONFIRMATION), name=name, purpose=purpose,
            data=samples.word_form(name, asked), file_name=f"{purpose}.docx", by=staff.admin,
        )  # fmt: skip
        templates.label(made, labels={field: label for label, field in asked}, by=staff.admin)


def leave_for_tomorrow(staff: Staff, rng: Random, today: date) -> None:
    """What lies on the desk overnight: two sheets not finished, filters kept by name, a leave ahead."""
    for code in (CONFIRMATION, BIRTH):
        person = people.invent(rng, today)
        typed = {
            "applicant_name": person.name, "personal_number": person.personal_number, "phone": person.phone,
            "procedure": code, "unit": str(staff.home.pk), "address": f"Thôn 3, {staff.home.name}",
        }  # fmt: skip
        key = UUID(int=rng.getrandbits(128), version=4)
        drafts.keep(key, typed=typed, by=staff.intake, unit=staff.home)
    for user, name, address, filters in (
        (staff.specialist, "Trễ hạn của tôi", "han=tre", {"han": ["tre"]}),
        (
            staff.intake, "Chứng thực nộp trực tuyến", "linh-vuc=chung-thuc&kenh=truc-tuyen",
            {"linh-vuc": ["chung-thuc"], "kenh": ["truc-tuyen"]},
        ),
    ):  # fmt: skip
        saved_searches.keep(
            name=name,
            address=address,
            text="",
            filters=filters,
            tells_daily=user == staff.specialist,
            by=user,
        )
    assigning.set_absence(
        staff.records, from_on=today + timedelta(days=7), to_on=today + timedelta(days=9),
        delegate=staff.intake, reason="Nghỉ phép năm", by=staff.admin,
    )  # fmt: skip
