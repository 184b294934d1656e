"""Phân công, nghỉ và ủy quyền: on the account's page, by the officer for themselves, in the staff table."""

from datetime import date
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertRedirects

from dossiers import assigning
from dossiers.models import Absence, Competence
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from tests.dossiers.factories import FieldFactory, ProcedureFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at("2026-11-23 08:00"))


@pytest.fixture
def unit():
    return UnitFactory(name="Xã Nhà")


@pytest.fixture
def admin(client, unit):
    admin = UserFactory(unit=unit, roles=[Role.UNIT_ADMIN], full_name="Quản Trị")
    client.force_login(admin)
    return admin


@pytest.fixture
def officer(unit):
    return UserFactory(unit=unit, roles=[Role.PROCESSING], full_name="Lê Thị Hồng", phone="0912 345 678")


class TestCompetences:
    def test_fields_and_single_procedures_are_set_together(self, client, unit, admin, officer):
        field, procedure = FieldFactory(), ProcedureFactory(code="9.000001")
        Competence.objects.create(user=officer, unit=unit, field=FieldFactory())

        response = client.post(
            f"/quan-tri/nguoi-dung/{officer.pk}/linh-vuc/", {"fields": [field.pk], "procedures": "9.000001\n"}
        )

        assertRedirects(response, f"/quan-tri/nguoi-dung/{officer.pk}/")
        found = set(officer.competences.values_list("field", "procedure"))
        assert found == {(field.pk, None), (None, procedure.pk)}
        line = AuditEvent.objects.filter(action="staff.competences_set").get()
        assert line.details == {"fields": [field.code], "procedures": ["9.000001"]}

    def test_an_unknown_code_is_told_and_what_was_typed_stays(self, client, admin, officer):
        response = client.post(f"/quan-tri/nguoi-dung/{officer.pk}/linh-vuc/", {"procedures": "9.999999"})

        assertContains(response, "không có thủ tục mang mã 9.999999")
        assertContains(response, ">\n9.999999</textarea>")

    def test_not_for_people_of_other_units(self, unit, admin):
        with pytest.raises(DomainError, match="ngoài phạm vi"):
            assigning.set_competences(UserFactory(), unit, fields=[], procedures=[], by=admin)


class TestAbsences:
    TYPED = {"from_on": "24/11/2026", "to_on": "27/11/2026", "reason": "Nghỉ phép"}

    def test_an_officer_writes_their_own(self, client, officer):
        colleague = UserFactory(unit=officer.unit, roles=[Role.PROCESSING], full_name="Trần Văn Bảo")
        client.force_login(officer)

        assertRedirects(
            client.post("/nghi-uy-quyen/", self.TYPED | {"delegate": colleague.pk}), "/nghi-uy-quyen/"
        )

        away = Absence.objects.get()
        assert (away.user, away.delegate) == (officer, colleague)
        assert (away.from_on, away.to_on) == (date(2026, 11, 24), date(2026, 11, 27))
        assertContains(client.get("/nghi-uy-quyen/"), "24/11/2026 – 27/11/2026, Trần Văn Bảo làm thay")

    def test_and_takes_it_back(self, client, officer):
        client.force_login(officer)
        client.post("/nghi-uy-quyen/", self.TYPED)

        client.post(f"/nghi-uy-quyen/{Absence.objects.get().pk}/bo/")

        assert not Absence.objects.exists()
        actions = AuditEvent.objects.values_list("action", flat=True)
        assert {"staff.absence_set", "staff.absence_removed"} <= set(actions)

    def test_sending_it_twice_is_told(self, client, officer):
        client.force_login(officer)
        client.post("/nghi-uy-quyen/", self.TYPED)

        assertContains(client.post("/nghi-uy-quyen/", self.TYPED), "đã ghi nghỉ 24/11/2026–27/11/2026")
        assert Absence.objects.count() == 1

    def test_days_turned_round_are_refused_beside_the_field(self, client, officer):
        client.force_login(officer)

        response = client.post("/nghi-uy-quyen/", self.TYPED | {"to_on": "20/11/2026"})

        assertContains(response, "Ngày cuối không được trước ngày đầu.")

    def test_an_administrator_writes_it_for_the_unit_only(self, client, admin, officer):
        client.post(f"/quan-tri/nguoi-dung/{officer.pk}/nghi/", self.TYPED)
        assert Absence.objects.get().user == officer

        day = date(2026, 12, 1)
        with pytest.raises(DomainError, match="Chỉ chính người ấy"):
            assigning.set_absence(UserFactory(), from_on=day, to_on=day, by=admin)
        with pytest.raises(DomainError, match="Chỉ chính người ấy"):
            assigning.set_absence(admin, from_on=day, to_on=day, by=officer)

    def test_nobody_stands_in_from_another_unit(self, officer):
        day = date(2026, 12, 1)

        with pytest.raises(DomainError, match="cùng đơn vị"):
            assigning.set_absence(officer, from_on=day, to_on=day, by=officer, delegate=UserFactory())

    def test_somebody_elses_absence_is_not_theirs_to_remove(self, client, officer):
        away = Absence.objects.create(user=officer, from_on=date(2026, 12, 1), to_on=date(2026, 12, 1))
        client.force_login(UserFactory(unit=officer.unit, roles=[Role.PROCESSING]))

        assert client.post(f"/nghi-uy-quyen/{away.pk}/bo/").status_code == 403
        assert Absence.objects.exists()


class TestStaffTable:
    def test_it_says_who_does_what_and_who_is_away(self, client, unit, admin, officer):
        Competence.objects.create(user=officer, unit=unit, field=FieldFactory(name="Hộ tịch"))
        Absence.objects.create(
            user=officer, from_on=date(2026, 11, 23), to_on=date(2026, 11, 25), delegate=admin
        )

        page = client.get(f"/quan-tri/don-vi/thiet-lap/{unit.pk}/can-bo/")

        assertContains(page, "Hộ tịch")
        assertContains(page, "nghỉ đến 25/11/2026, Quản Trị làm thay")
        assertContains(page, "chưa phân công")

    def test_its_queries_do_not_grow_with_the_staff(self, unit, officer, django_assert_num_queries):
        for _ in range(5):
            someone = UserFactory(unit=unit, roles=[Role.INTAKE])
            Competence.objects.create(user=someone, unit=unit, field=FieldFactory())

        with django_assert_num_queries(4):
            assert len(assigning.staff_of(unit, date(2026, 11, 23))) == 6

    def test_what_is_public_of_officers_can_be_taken(self, client, unit, admin, officer):
        Competence.objects.create(user=officer, unit=unit, field=FieldFactory(name="Hộ tịch"))

        file = client.get(f"/quan-tri/don-vi/thiet-lap/{unit.pk}/can-bo/cong-khai/")

        rows = list(load_workbook(BytesIO(file.content)).worksheets[0].iter_rows(values_only=True))
        assert rows[0] == ("Họ và tên", "Chức vụ, chức danh", "Lĩnh vực công tác", "Điện thoại")
        assert ("Lê Thị Hồng", "Công chức", "Hộ tịch", "0912 345 678") in rows
