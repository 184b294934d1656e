"""Nộp, xác nhận, kiểm tra đơn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from openpyxl import load_workbook
from pytest_django.asserts import assertContains

from initiatives import limits, people, sending
from initiatives.models import Initiative
from portal.errors import DomainError
from portal.models import AuditEvent, Notice, Role
from portal.models.unit import UnitTree
from tests.dossiers.factories import UnitFactory, UserFactory, at
from tests.initiatives.factories import InitiativeFactory, author_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return UnitFactory(name="Tỉnh Quảng Trị", kind="province", subkind="tỉnh")


@pytest.fixture
def commune(province):
    return UnitFactory(name="Xã Vĩnh Lâm", parent=province)


def officer(unit, role, **fields):
    return UserFactory(unit=unit, roles=[role], **fields)


def test_initiative_goes_from_its_author_by_the_leader_to_the_own_commune(client, commune):
    leader, keeper = officer(commune, Role.LEADER), officer(commune, Role.REFORM)
    made = InitiativeFactory(unit=commune)
    client.force_login(made.created_by)
    client.post(f"/sang-kien/{made.pk}/buoc/nop/")
    assert Notice.objects.get(user=leader).text.endswith("chờ xác nhận của đơn vị.")

    client.force_login(leader)
    client.post(f"/sang-kien/{made.pk}/buoc/xac-nhan/", {"to": commune.pk})

    made.refresh_from_db()
    year = made.confirmed_on.year
    assert (made.status, made.code) == ("confirmed", f"SK-{year}-01")
    assert (made.deciding_unit, made.confirmed_by) == (commune, leader)
    assert made.next_due_on == limits.months_after(made.confirmed_on, 1)
    assert Notice.objects.filter(
        user=keeper, text__startswith=f"Sáng kiến SK-{year}-01 được gửi đến"
    ).exists()
    assert AuditEvent.objects.filter(action="initiative.confirm", actor=leader).exists()


def test_leader_may_send_it_to_the_superior_which_reads_it_only_from_then_on(client, province, commune):
    leader, above = officer(commune, Role.LEADER), officer(province, Role.SUPERVISOR)
    made = InitiativeFactory(unit=commune, status="submitted")
    client.force_login(above)
    assert client.get(f"/sang-kien/{made.pk}/").status_code == 404

    sending.confirm(made, to=province, by=leader)

    assert client.get(f"/sang-kien/{made.pk}/").status_code == 200
    assertContains(client.get("/sang-kien/?phia=can-xet"), made.title)


def test_superior_reads_what_a_commune_decides_itself_only_once_recognised(client, province, commune):
    client.force_login(officer(province, Role.SUPERVISOR))
    kept, known = (
        InitiativeFactory(unit=commune, status="accepted"),
        InitiativeFactory(unit=commune, status="recognised"),
    )

    assert client.get(f"/sang-kien/{kept.pk}/").status_code == 404
    assert client.get(f"/sang-kien/{known.pk}/").status_code == 200


def test_neighbour_never_reads_anything(client, commune, province):
    client.force_login(
        UserFactory(unit=UnitFactory(parent=province), roles=[Role.LEADER, Role.REFORM, Role.SUPERVISOR])
    )

    for status in ("submitted", "accepted", "recognised"):
        made = InitiativeFactory(unit=commune, status=status)
        assert client.get(f"/sang-kien/{made.pk}/").status_code == 404


def test_initiative_is_not_sent_to_a_unit_beside(commune):
    made = InitiativeFactory(unit=commune, status="submitted")

    with pytest.raises(DomainError, match="không xét công nhận được"):
        sending.confirm(made, to=UnitFactory(), by=officer(commune, Role.LEADER))


def test_until_the_reform_of_2025_the_district_decides_and_since_then_the_commune(province):
    district = UnitFactory(
        name="Huyện Vĩnh Linh", kind="district", parent=province, valid_to=date(2025, 6, 30)
    )
    new = UnitFactory(name="Xã Vĩnh Thủy", parent=province, valid_from=date(2025, 7, 1))
    old = UnitFactory(name="Xã Vĩnh Lâm", parent=district, valid_to=district.valid_to, successor=new)
    tree = UnitTree.load()

    before = people.deciding_units(old, tree, on=date(2022, 11, 1))
    since = people.deciding_units(old, tree, on=date(2025, 7, 1))

    assert [unit.name for unit in before] == ["Huyện Vĩnh Linh", "Xã Vĩnh Lâm", "Tỉnh Quảng Trị"]
    assert [unit.name for unit in since] == ["Xã Vĩnh Thủy", "Tỉnh Quảng Trị"]
    made = InitiativeFactory(unit=old, status="submitted")
    leader = officer(new, Role.LEADER)
    sent = sending.confirm(made, to=district, by=leader, at=at("2022-10-05 09:00"))
    assert (sent.code, sent.deciding_unit) == ("SK-2022-01", district)


def test_leader_does_not_confirm_their_own(commune):
    leader = officer(commune, Role.LEADER)
    made = InitiativeFactory(unit=commune, by=leader, status="submitted")

    with pytest.raises(DomainError, match="Tác giả không xác nhận sáng kiến của mình"):
        sending.confirm(made, to=commune, by=leader)


def test_codes_have_no_gaps_within_a_deciding_unit_and_year(commune, province):
    leader = officer(commune, Role.LEADER)
    made = [InitiativeFactory(unit=commune, status="submitted") for _ in range(4)]

    first, second, third = (
        sending.confirm(one, to=commune, by=leader, at=at("2026-03-02 09:00")) for one in made[:3]
    )
    with pytest.raises(DomainError):
        sending.confirm(first, to=commune, by=leader, at=at("2026-03-02 09:00"))
    next_year = sending.confirm(made[3], to=commune, by=leader, at=at("2027-01-04 09:00"))

    codes = [one.code for one in (first, second, third, next_year)]
    assert codes == ["SK-2026-01", "SK-2026-02", "SK-2026-03", "SK-2027-01"]


def test_form_is_sent_back_for_correction_once_and_within_a_month(client, commune):
    checker = officer(commune, Role.REFORM)
    made = InitiativeFactory(unit=commune, status="confirmed")
    made = sending.ask(made, reason="Thiếu số liệu", by=checker, at=at("2026-01-31 09:00"))
    assert made.next_due_on == date(2026, 2, 28)

    with pytest.raises(DomainError, match="còn thời hạn chỉnh sửa đến hết ngày 28/02/2026"):
        sending.decline(made, reason="Không sửa", by=checker, at=at("2026-02-28 17:00"))
    author = made.created_by
    made = sending.correct(made, by=author, at=at("2026-02-20 09:00"))
    assert made.next_due_on == date(2026, 3, 20)
    with pytest.raises(DomainError, match="đã được yêu cầu chỉnh sửa một lần"):
        sending.ask(made, reason="Nữa", by=checker)
    assert sending.accept(made, by=checker, at=at("2026-03-02 09:00")).next_due_on == date(2026, 6, 2)


def test_correction_that_never_comes_may_be_declined_with_a_reason_the_author_reads(client, commune):
    checker = officer(commune, Role.REFORM)
    made = InitiativeFactory(unit=commune, status="confirmed")
    made = sending.ask(made, reason="Thiếu", by=checker, at=at("2026-01-31 09:00"))

    sending.decline(made, reason="Quá hạn nộp lại", by=checker, at=at("2026-03-01 08:00"))

    made.refresh_from_db()
    assert (made.status, made.decided_on) == ("refused", date(2026, 3, 1))
    client.force_login(made.created_by)
    assertContains(client.get(f"/sang-kien/{made.pk}/"), "Quá hạn nộp lại")


def test_author_does_not_check_the_own_form(commune):
    checker = officer(commune, Role.REFORM)
    made = InitiativeFactory(unit=commune, by=checker, status="confirmed")

    with pytest.raises(DomainError, match="tác giả không tự kiểm tra"):
        sending.accept(made, by=checker)


def test_authors_take_back_and_withdraw(client, commune):
    made = InitiativeFactory(unit=commune, status="submitted")
    client.force_login(made.created_by)

    client.post(f"/sang-kien/{made.pk}/buoc/lay-lai/")
    made.refresh_from_db()
    assert made.status == "draft"
    client.post(f"/sang-kien/{made.pk}/buoc/nop/")
    client.post(f"/sang-kien/{made.pk}/buoc/rut/", {"reason": "Thôi"})
    again = client.post(f"/sang-kien/{made.pk}/buoc/rut/", {"reason": "Thôi"})

    made.refresh_from_db()
    assert made.status == "withdrawn"
    assertContains(again, "chưa làm được việc “Tác giả rút”")


def test_leader_sends_back_with_a_reason_that_stands_over_the_draft(client, commune):
    leader = officer(commune, Role.LEADER)
    made = InitiativeFactory(unit=commune, status="submitted")
    client.force_login(leader)
    client.post(f"/sang-kien/{made.pk}/buoc/tra-lai/", {"reason": "Nêu rõ kỳ số liệu"})

    client.force_login(made.created_by)
    assertContains(client.get(f"/sang-kien/{made.pk}/viet/"), "Nêu rõ kỳ số liệu")
    client.force_login(leader)
    assert client.get(f"/sang-kien/{made.pk}/").status_code == 404  # a draft again


def test_steps_of_others_are_refused(client, commune):
    made = InitiativeFactory(unit=commune, status="submitted")
    client.force_login(officer(commune, Role.REFORM))

    for word in ("xac-nhan", "tra-lai", "rut"):
        assert client.post(f"/sang-kien/{made.pk}/buoc/{word}/", {"to": commune.pk}).status_code == 403
    assert client.get(f"/sang-kien/{made.pk}/buoc/bay-len/").status_code == 404


def test_list_costs_the_same_for_one_and_for_many_and_is_searched_without_accents(
    client, commune, django_assert_max_num_queries
):
    keeper = officer(commune, Role.REFORM)
    client.force_login(keeper)
    counts = []
    for title in ("Tờ rơi tuyên truyền", "Niêm yết mã QR", "Chữ ký số"):
        InitiativeFactory(
            unit=commune, by=author_of(commune, full_name=f"Đỗ Thị {title}"), title=title, status="submitted"
        )
        with django_assert_max_num_queries(60) as counted:
            client.get("/sang-kien/?phia=don-vi")
        counts.append(len(counted.captured_queries))
    assert counts[0] == counts[1] == counts[2]

    found = client.post("/sang-kien/", {"phia": "don-vi", "q": "do thi NIEM yet"}, follow=True)

    assertContains(found, "Niêm yết mã QR")
    assert found.context["page_obj"].paginator.count == 1
    assert "niem" not in found.redirect_chain[-1][0]


def test_list_goes_out_as_excel(client, commune):
    client.force_login(officer(commune, Role.REFORM))
    made = InitiativeFactory(unit=commune, status="accepted", title="=Tờ rơi")
    InitiativeFactory(unit=commune, status="submitted")

    file = client.get("/sang-kien/excel/?phia=don-vi&trang_thai=accepted")

    sheet = load_workbook(BytesIO(file.content)).active
    rows = [[cell.value for cell in row] for row in sheet]
    assert rows[0][:3] == ["Mã", "Tên sáng kiến", "Tác giả"]
    assert [row[:2] for row in rows[1:]] == [[made.code, "=Tờ rơi"]]
    assert Initiative.objects.count() == 2


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_leaders_confirming_at_once_give_every_code_once_and_leave_no_gap():
    """Each is confirmed by two at the same time: one of them reads that it is done."""
    commune = UnitFactory()
    leaders = [officer(commune, Role.LEADER) for _ in range(2)]
    waiting = [InitiativeFactory(unit=commune, status="submitted") for _ in range(6)]

    def confirm(pair):
        try:
            sending.confirm(pair[0], to=commune, by=pair[1])
        except DomainError as error:
            return error.message
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as desks:
        said = list(desks.map(confirm, [(one, leader) for one in waiting for leader in leaders]))

    assert sorted(Initiative.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    assert len([words for words in said if words]) == 6
