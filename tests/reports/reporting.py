"""A commune below its district with a period's dossiers: what reports are tried on."""

from datetime import timedelta

from dossiers.status import Channel, Outcome
from portal.models import Role
from tests.dossiers.factories import (
    CaseTypeFactory,
    DossierFactory,
    FieldFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
    at,
)

PERIOD = "2022"
TEXTS = {
    "guiding-documents": "Đã ban hành:\n- Kế hoạch số 04/KH-UBND ngày 12/01/2022;\n- Quyết định số 22.",
    "e-government": "Tổ công nghệ số hỗ trợ nộp [received_online] hồ sơ, [change online%].",
}


def commune():
    """Xã Vĩnh Lâm, huyện Vĩnh Linh, tỉnh Quảng Trị."""
    province = UnitFactory(code="45", name="Tỉnh Quảng Trị", subkind="tỉnh", kind="province")
    district = UnitFactory(
        code="464", name="Huyện Vĩnh Linh", subkind="huyện", kind="district", parent=province
    )
    return UnitFactory(code="19405", name="Xã Vĩnh Lâm", subkind="xã", parent=district)


def officer(unit, *roles):
    return UserFactory(unit=unit, roles=roles or [Role.REFORM])


def fill(unit, *, late=0):
    """Ten of two fields received in 2022: six online, nine concluded, `late` of them after their day."""
    status = ProcedureFactory(field=FieldFactory(code="ho-tich", name="Hộ tịch", position=1))
    contract = ProcedureFactory(field=FieldFactory(code="chung-thuc", name="Chứng thực", position=2))
    sale = CaseTypeFactory(procedure=contract, name="Chuyển nhượng quyền sử dụng đất")
    received = at("2022-03-10 08:00")
    for number in range(10):
        DossierFactory(
            unit=unit,
            procedure=contract if number < 3 else status,
            case_type=sale if number < 3 else None,
            channel=Channel.ONLINE_FULL if number < 6 else Channel.DIRECT,
            received_at=received,
            due_at=received + timedelta(days=5),
            concluded=number < 9,
            **({"finished_at": received + timedelta(days=8 if number < late else 3)} if number < 9 else {}),
            papers_to_digitise=2,
            papers_digitised=2 if number < 5 else 1,
            fee=8000,
        )
    DossierFactory(
        unit=unit, procedure=status, received_at=at("2021-03-10 08:00"), channel=Channel.DIRECT, returned=True
    )
    DossierFactory(
        unit=unit,
        procedure=status,
        received_at=at("2021-11-01 08:00"),
        due_at=at("2021-12-20 08:00"),
        concluded=True,
        outcome=Outcome.REFUSED,
        finished_at=at("2021-12-16 08:00"),
    )
