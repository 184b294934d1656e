import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from dossiers.models import Process, StepKind
from dossiers.process import configuring, handing, ways
from dossiers.process.configuring import Draft
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import (
    DossierFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

SHORT = (
    Draft("Tiếp nhận", StepKind.INTAKE, 20, Role.INTAKE),
    Draft("Chứng thực", StepKind.APPRAISE, 70, Role.PROCESSING),
    Draft("Trả kết quả", StepKind.RETURN, 10, Role.INTAKE),
)


@pytest.fixture
def admin(client):
    admin = UserFactory(unit=UnitFactory(name="Xã Nhà"), roles=[Role.UNIT_ADMIN])
    client.force_login(admin)
    return admin


def names(dossier):
    return [step.name for step in ways.of(dossier).steps]


def received_now(unit, **fields):
    return DossierFactory(unit=unit, received_at=timezone.now(), **fields)


def define(admin, procedure=None, steps=SHORT):
    return configuring.define(unit=admin.unit, procedure=procedure, steps=steps, by=admin)


def test_a_dossier_takes_the_nearest_process(admin):
    procedure = ProcedureFactory()
    assert names(received_now(admin.unit)) == [name for _, name, _, _ in ways.SHIPPED]

    define(admin)
    define(admin, procedure, (SHORT[0], Draft("Xác nhận", StepKind.APPRAISE, 70, Role.PROCESSING), SHORT[2]))

    assert names(received_now(admin.unit)) == ["Tiếp nhận", "Chứng thực", "Trả kết quả"]
    assert names(received_now(admin.unit, procedure=procedure)) == ["Tiếp nhận", "Xác nhận", "Trả kết quả"]
    division = UnitFactory(kind="division", parent=admin.unit)
    assert names(received_now(division)) == ["Tiếp nhận", "Chứng thực", "Trả kết quả"]
    assert len(names(received_now(UnitFactory()))) == 5


def test_a_running_dossier_keeps_the_steps_it_started_with(admin):
    waiting, moved = received_now(admin.unit), received_now(admin.unit)
    officer = OfficerFactory(unit=admin.unit)
    handing.hand_over(moved, by=officer, to_step=2, seen_at=1)

    define(admin)
    define(admin, steps=(SHORT[0], Draft("Khác", StepKind.APPRAISE, 70, Role.PROCESSING), SHORT[2]))

    for dossier in (waiting, moved):
        dossier.refresh_from_db()
        assert len(names(dossier)) == 5
    assert names(received_now(admin.unit)) == ["Tiếp nhận", "Khác", "Trả kết quả"]


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((SHORT[0], SHORT[1], Draft("Trả", StepKind.RETURN, 5, Role.INTAKE)), "cộng lại là 95%"),
        ((SHORT[1], SHORT[0], SHORT[2]), "Bước đầu phải là “Tiếp nhận”"),
        ((SHORT[0], SHORT[2]), "từ 3 đến 12 bước"),
        ((SHORT[0], Draft("Ai?", StepKind.APPRAISE, 70), SHORT[2]), "một vai trò hoặc một người"),
        ((SHORT[0], SHORT[2], SHORT[1], SHORT[2]), "Các bước ở giữa"),
    ],
)
def test_steps_that_make_no_process_are_refused_with_the_reason(admin, steps, why):
    with pytest.raises(DomainError, match=why):
        define(admin, steps=steps)
    assert not Process.objects.exists()


def test_a_unit_sets_its_own_processes_only(admin):
    with pytest.raises(DomainError, match="ngoài phạm vi quản trị"):
        configuring.define(unit=UnitFactory(), procedure=None, steps=SHORT, by=admin)


def typed(lines):
    data = {"buoc-TOTAL_FORMS": len(lines), "buoc-INITIAL_FORMS": 0}
    for number, line in enumerate(lines):
        keys = ("order", "name", "kind", "who", "share")
        data |= {f"buoc-{number}-{key}": value for key, value in zip(keys, line, strict=True)}
    return data


LINES = [
    (1, "Tiếp nhận", "intake", "role-intake", 20),
    (3, "Trả kết quả", "return", "role-intake", 10),
    (2, "Chứng thực", "appraise", "role-processing", 70),
    ("", "", "appraise", "role-intake", ""),
]


def test_the_administrator_sets_the_steps_in_the_order_of_their_numbers(client, admin):
    named = OfficerFactory(unit=admin.unit, full_name="Trần Quang")
    lines = [*LINES[:2], (2, "Chứng thực", "appraise", f"user-{named.pk}", 70), LINES[3]]
    page = f"/quan-tri/quy-trinh/{admin.unit.pk}/chung/"

    answer = client.post(page, typed(lines))

    assertRedirects(answer, f"/quan-tri/quy-trinh/?don-vi={admin.unit.pk}")
    steps = Process.objects.get().steps.all()
    assert [(step.name, step.holder, step.share) for step in steps] == [
        ("Tiếp nhận", Role.INTAKE.label, 20), ("Chứng thực", "Trần Quang", 70),
        ("Trả kết quả", Role.INTAKE.label, 10),
    ]  # fmt: skip
    assert AuditEvent.objects.filter(action="process.set").count() == 1
    assertContains(client.get(answer["Location"]), "Chứng thực")


def test_a_sum_that_is_not_100_is_told_and_what_was_typed_stays(client, admin):
    lines = [*LINES[:2], (2, "Chứng thực kỹ", "appraise", "role-processing", 60)]

    answer = client.post(f"/quan-tri/quy-trinh/{admin.unit.pk}/chung/", typed(lines))

    assertContains(answer, "cộng lại là 90%, phải bằng 100%")
    assertContains(answer, "Chứng thực kỹ")


def test_saving_the_same_steps_again_changes_nothing(client, admin):
    for _ in range(2):
        client.post(f"/quan-tri/quy-trinh/{admin.unit.pk}/chung/", typed(LINES))

    assert Process.objects.count() == 1


def test_the_default_can_be_restored(client, admin):
    procedure = ProcedureFactory()
    define(admin, procedure)

    client.post(f"/quan-tri/quy-trinh/{admin.unit.pk}/{procedure.code}/mac-dinh/")

    assert len(names(received_now(admin.unit, procedure=procedure))) == 5
    assert not Process.objects.in_force().exists()
    assert Process.objects.count() == 1


def test_a_procedure_chosen_leads_to_its_steps(client, admin):
    procedure = ProcedureFactory()

    answer = client.get(f"/quan-tri/quy-trinh/?don-vi={admin.unit.pk}&procedure={procedure.code}")

    assertRedirects(answer, f"/quan-tri/quy-trinh/{admin.unit.pk}/{procedure.code}/")


def test_a_unit_is_chosen_by_its_plain_number(client, admin):
    division = UnitFactory(pk=12345, kind="division", parent=admin.unit, name="Phòng Kinh tế")

    page = client.get("/quan-tri/quy-trinh/?don-vi=12345")

    assertContains(page, '<option value="12345" selected>Phòng Kinh tế</option>', html=True)
    assertContains(page, f"/quan-tri/quy-trinh/{division.pk}/chung/")


@pytest.mark.parametrize("code", ["", "../../etc/passwd", "9.999999"])
def test_no_procedure_chosen_is_told_beside_the_field(client, admin, code):
    answer = client.get("/quan-tri/quy-trinh/", {"procedure": code})

    assertContains(answer, "is-invalid")
