"""Chỉ tiêu nộp trực tuyến: set by the leader for a month, judged by what the figures count."""

import io
from datetime import date

import openpyxl
import pypdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import ServiceLevel
from dossiers.status import Channel
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from reports import targets
from reports.figures import Scope
from reports.models import OnlineTarget
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, FieldFactory, ProcedureFactory, UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
BOARD, SET = (f"/bao-cao/so-lieu/chi-tieu/{word}" for word in ("", "giao/"))


def this_month():
    return timezone.localdate().replace(day=1)


def month_before(month):
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


@pytest.fixture
def unit():
    return UnitFactory(code="19405", name="Xã Vĩnh Lâm")


@pytest.fixture
def leader(unit, client):
    user = UserFactory(unit=unit, roles=[Role.LEADER])
    client.force_login(user)
    return user


@pytest.fixture
def officer(unit):
    return UserFactory(unit=unit, roles=[Role.INTAKE], full_name="Lê Thị Loan")


@pytest.fixture
def births():
    field = FieldFactory(code="ho-tich", name="Hộ tịch")
    ProcedureFactory(field=field, code="1.001193", service_level=ServiceLevel.FULL)
    return field


def received(unit, field, *, online=True, digitised=1, officer_name="Lê Thị Loan"):
    return DossierFactory(
        unit=unit, procedure=field.procedures.get(), officer_name=officer_name,
        channel=Channel.ONLINE_FULL if online else Channel.DIRECT,
        received_at=timezone.now(), papers_to_digitise=1, papers_digitised=digitised,
    )  # fmt: skip


def set_for(leader, field, count, *, officers=(), month=None):
    return targets.set_targets(
        leader.unit, month or this_month(), fields={field.pk: count}, officers=dict(officers), by=leader
    )


def cells(page, name):
    """The line of a board that begins with a name."""
    for _, _, lines in page.context["parts"]:
        for one in lines:
            if one.line.label == name:
                return one
    raise AssertionError(f"no line {name}")


def test_the_leader_sets_targets_and_the_board_shows_what_is_missing(client, leader, officer, births):
    for _ in range(2):
        received(leader.unit, births)
    received(leader.unit, births, digitised=0)
    received(leader.unit, births, online=False)

    sent = {f"linh-vuc-{births.pk}": "5", "can-bo-0": "2"}
    said = client.post(SET, sent, follow=True)

    assertContains(said, f"Đã giao chỉ tiêu tháng {this_month():%m/%Y}")
    line = cells(said, "Hộ tịch").line
    assert (line.target, line.done, line.missing, line.judgement) == (5, 2, 3, "Còn thiếu 3 hồ sơ")
    assert (line.figures["received"], line.figures["received_online"]) == (4, 3)
    mine = cells(said, "Lê Thị Loan").line
    assert (mine.target, mine.done, mine.judgement) == (2, 2, "Đạt chỉ tiêu")
    assert AuditEvent.objects.filter(action="target.set").count() == 1
    client.post(SET, sent)
    assert AuditEvent.objects.filter(action="target.set").count() == 1


def test_what_one_field_has_too_much_makes_up_for_no_other(leader, births):
    land = FieldFactory(name="Đất đai")
    for _ in range(3):
        received(leader.unit, births)
    targets.set_targets(leader.unit, this_month(), fields={births.pk: 1, land.pk: 2}, officers={}, by=leader)

    board = targets.board(Scope.of(leader.unit, Period.parse(f"cal-{this_month():%Y-%m}")))

    assert (board.total.target, board.total.done, board.total.missing) == (3, 3, 2)
    assert board.total.judgement == "1 trong 2 lĩnh vực đạt chỉ tiêu"
    assert [line.judgement for line in board.fields] == ["Vượt chỉ tiêu", "Còn thiếu 2 hồ sơ"]


def test_only_fields_that_can_come_online_are_asked_for(leader, births):
    at_the_desk = FieldFactory()
    ProcedureFactory(field=at_the_desk, service_level=ServiceLevel.INFORMATION)

    assert targets.offered_fields(leader.unit) == [births]
    assert at_the_desk in targets.offered_fields(leader.unit, also=[at_the_desk.pk])


def test_each_count_opens_exactly_its_dossiers(client, leader, officer, births):
    received(leader.unit, births)
    received(leader.unit, births, digitised=0)
    received(leader.unit, births, officer_name="Trần Văn Sơn")
    set_for(leader, births, 9)

    page = client.get(BOARD)

    for name, counts in (("Hộ tịch", [2, 3, 3]), ("Lê Thị Loan", [1, 2, 2])):
        figures = cells(page, name).figures
        assert [figure.value for figure in figures] == counts
        opened = [client.get(figure.url).context["page_obj"].paginator.count for figure in figures]
        assert opened == counts


def test_last_months_targets_are_copied_once_and_what_is_set_stays(client, leader, officer, births):
    other = FieldFactory(name="Đất đai")
    last = month_before(this_month())
    for number, (field, name) in enumerate(
        [(births, ""), (other, ""), (None, "Lê Thị Loan"), (None, "Đã nghỉ")]
    ):
        OnlineTarget.objects.create(
            unit=leader.unit, month=last, field=field, officer_name=name, dossiers=10 + number,
            set_by=leader, set_at=timezone.now(),
        )  # fmt: skip
    set_for(leader, births, 3)

    for _ in range(2):
        assertRedirects(
            client.post(SET, {"copy": "1"}),
            f"{BOARD}?don-vi=19405&thang={this_month():%Y-%m}",
            fetch_redirect_response=False,
        )

    assert targets.wanted(leader.unit, this_month()) == ({births.pk: 3, other.pk: 11}, {"Lê Thị Loan": 12})


def test_without_targets_last_month_copying_says_so(client, leader):
    assertContains(client.post(SET, {"copy": "1"}, follow=True), "chưa giao chỉ tiêu nào để chép")


def test_a_month_that_has_ended_keeps_its_targets(client, leader, births):
    last = month_before(this_month())

    with pytest.raises(DomainError, match="đã kết thúc: chỉ tiêu giữ như đã giao"):
        set_for(leader, births, 3, month=last)
    assertContains(client.get(f"{SET}?thang={last:%Y-%m}"), "đã kết thúc")
    client.post(f"{SET}?thang={last:%Y-%m}", {f"linh-vuc-{births.pk}": "5"})
    assert not OnlineTarget.objects.exists()


def test_a_wrong_number_is_told_beside_its_field_and_the_rest_stays_typed(client, leader, officer, births):
    page = client.post(SET, {f"linh-vuc-{births.pk}": "bốn mươi", "can-bo-0": "7"})

    assertContains(page, "Ghi số hồ sơ, ví dụ 40.")
    assertContains(page, 'value="bốn mươi"')
    assertContains(page, 'value="7"')
    assert not OnlineTarget.objects.exists()


def test_an_emptied_target_is_taken_back(client, leader, births):
    set_for(leader, births, 5)

    client.post(SET, {f"linh-vuc-{births.pk}": ""})

    assert not OnlineTarget.objects.exists()
    assertContains(client.get(BOARD), "Tháng này chưa giao chỉ tiêu nào")


def test_an_officer_sees_the_fields_and_nobody_elses_results(client, leader, officer, births):
    received(leader.unit, births)
    received(leader.unit, births, officer_name="Trần Văn Sơn")
    set_for(leader, births, 5, officers={"Lê Thị Loan": 4, "Trần Văn Sơn": 6})
    client.force_login(officer)

    page = client.get(BOARD)

    assertContains(page, "Hộ tịch")
    assertContains(page, "Lê Thị Loan")
    assertNotContains(page, "Trần Văn Sơn")
    assertNotContains(page, "Giao chỉ tiêu</a>")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{BOARD}bang.xlsx").content))["Theo cán bộ"]
    assert [row[0].value for row in sheet] == ["Cán bộ", "Lê Thị Loan"]


def test_another_units_targets_are_not_there(client, leader):
    UnitFactory(code="19409")

    for path in (BOARD, SET, f"{BOARD}bang.pdf"):
        assert client.get(f"{path}?don-vi=19409").status_code == 404
    assert client.get(f"{BOARD}?thang=2026-13").status_code == 404
    with pytest.raises(DomainError, match="do lãnh đạo đơn vị giao"):
        targets.set_targets(UnitFactory(), this_month(), fields={}, officers={"Lê Thị Loan": 1}, by=leader)


def test_the_board_goes_out_as_a_sheet_and_on_paper(client, leader, officer, births):
    received(leader.unit, births)
    set_for(leader, births, 4, officers={"Lê Thị Loan": 1})

    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{BOARD}bang.xlsx").content))
    paper = pypdf.PdfReader(io.BytesIO(client.get(f"{BOARD}bang.pdf").content))

    rows = [[cell.value for cell in row] for row in book["Theo lĩnh vực"]]
    assert rows[0] == ["Lĩnh vực", *targets.HEADINGS]
    assert rows[1] == ["Hộ tịch", 4, 1, 3, 25, 1, 1, 100, "Còn thiếu 3 hồ sơ"]
    assert rows[2] == ["Cộng", 4, 1, 3, None, 1, 1, 100, "0 trong 1 lĩnh vực đạt chỉ tiêu"]
    text = " ".join(" ".join(page.extract_text() for page in paper.pages).split())
    assert f"TRỰC TUYẾN THÁNG {this_month():%m/%Y}" in text
    assert "Còn thiếu 3 hồ sơ" in text
    assert "Đạt chỉ tiêu" in text


def test_a_board_costs_the_same_for_one_field_and_for_four(client, leader, births):

    def cost():
        with CaptureQueriesContext(connection) as work:
            client.get(BOARD)
        return len(work)

    received(leader.unit, births)
    set_for(leader, births, 4)
    client.get(BOARD)
    one = cost()
    for number in range(3):
        field = FieldFactory(name=f"Lĩnh vực {number}")
        ProcedureFactory(field=field)
        received(leader.unit, field, officer_name=f"Cán bộ {number}")
        set_for(leader, field, 4)

    assert cost() == one
