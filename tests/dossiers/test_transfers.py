from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers.models import Dossier, Transfer
from dossiers.process import queues, transfers
from dossiers.process.control import agencies
from portal.errors import DomainError
from portal.models import Role, UnitTree
from reports.figures import By, figure_set
from reports.periods import Period
from tests.dossiers.factories import DossierFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return UnitFactory(name="Xã Nhà")


@pytest.fixture
def other():
    return UnitFactory(name="Phòng Kinh tế")


@pytest.fixture
def specialist(home):
    return UserFactory(unit=home, full_name="Trần Quang", roles=[Role.PROCESSING])


@pytest.fixture
def consulted(other):
    return UserFactory(unit=other, full_name="Lý Thị Giang", roles=[Role.PROCESSING])


@pytest.fixture
def dossier(home, specialist):
    return DossierFactory(
        unit=home, processing=True, assignee=specialist, applicant_name="Trần Thị Bích Ngọc"
    )


def ask(dossier, by, other=None, **fields):
    how = {"content": "Có thuộc quy hoạch không?", "due_at": timezone.now() + timedelta(days=2)} | fields
    return transfers.send(dossier, by=by, to_unit=other, **how)


def page(dossier, rest=""):
    return f"/ho-so/{dossier.code}/{rest}"


def test_the_asked_unit_finds_the_question_sees_the_page_and_answers_there(
    client, dossier, specialist, other, consulted
):
    asked = ask(dossier, specialist, other)
    client.force_login(consulted)

    queue = client.get("/ho-so/phoi-hop/")
    record = client.get(page(dossier))
    client.post(page(dossier, f"lien-thong/{asked.pk}/nhan/"))
    answer = client.post(page(dossier, f"lien-thong/{asked.pk}/tra-loi/"), {"answer": "Thuộc quy hoạch."})

    assertContains(queue, dossier.code)
    assertContains(record, "Có thuộc quy hoạch không?")
    assertRedirects(answer, page(dossier))
    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by, asked.received_by) == ("Thuộc quy hoạch.", consulted, consulted)
    assertContains(client.get("/ho-so/phoi-hop/?hang=da-tra-loi"), dossier.code)
    client.force_login(specialist)
    assertContains(client.get(page(dossier)), "Thuộc quy hoạch.")
    assert [event.action for event in dossier.events.all()] == [
        "transfer", "transfer_received", "transfer_answered",
    ]  # fmt: skip


def test_the_asked_unit_sees_no_person_unless_the_asker_opens_the_file(
    client, dossier, specialist, other, consulted
):
    asked = ask(dossier, specialist, other)
    client.force_login(consulted)

    masked = client.get(page(dossier))
    Transfer.objects.filter(pk=asked.pk).update(shows_person=True)
    opened = client.get(page(dossier))

    for hidden in ("Trần Thị Bích Ngọc", dossier.personal_number, dossier.phone):
        assertNotContains(masked, hidden)
    assertContains(opened, "Trần Thị Bích Ngọc")


@pytest.mark.parametrize("shows_person", [True, False])
def test_a_unit_that_was_not_asked_sees_nothing(client, dossier, specialist, other, shows_person):
    ask(dossier, specialist, other, shows_person=shows_person)
    stranger = UserFactory(roles=[Role.PROCESSING, Role.LEADER])
    client.force_login(stranger)

    assert client.get(page(dossier)).status_code == 404
    assert not Dossier.objects.open_to(stranger).exists()
    assert not Dossier.objects.visible_to(stranger).exists()
    assertNotContains(client.get("/ho-so/phoi-hop/"), dossier.code)


def test_only_who_works_in_the_asked_unit_sees_the_page(client, dossier, specialist, other):
    ask(dossier, specialist, other, shows_person=True)

    for role in (Role.REFORM, Role.SUPERVISOR):
        client.force_login(UserFactory(unit=other, roles=[role]))

        assert client.get(page(dossier)).status_code == 404


def test_asking_opens_the_page_and_nothing_that_moves_the_dossier(
    client, dossier, specialist, other, consulted
):
    ask(dossier, specialist, other, shows_person=True)
    client.force_login(consulted)

    assert client.get(page(dossier, "chuyen-buoc/")).status_code == 403
    assert client.post(page(dossier, "co-ket-qua/")).status_code == 403


def test_a_dossier_asked_about_is_counted_where_it_is_resolved_and_there_once(
    dossier, specialist, home, other
):
    Dossier.objects.update(received_at=at("2024-03-15 09:30"))
    dossier.refresh_from_db()
    dossier.save()
    day = Period.parse("2024-03-15..2024-03-15")
    before = figure_set(home, day, by=By.UNIT, tree=UnitTree.load()).figures

    ask(dossier, specialist, other, shows_person=True)

    assert figure_set(home, day, by=By.UNIT, tree=UnitTree.load()).figures == before
    assert before["received"] == 1
    assert figure_set(other, day, by=By.UNIT, tree=UnitTree.load()).figures["received"] == 0


def test_lists_and_numbers_go_by_the_units_own_books(client, dossier, specialist, other, consulted):
    ask(dossier, specialist, other, shows_person=True)
    client.force_login(consulted)

    listed = client.get("/ho-so/")

    assertNotContains(listed, dossier.code)
    assertContains(listed, '<span class="counts__number">0</span> trễ hạn')


def test_an_outside_agencys_answer_is_recorded_by_the_officer(client, dossier, specialist):
    asked = ask(dossier, specialist, to_agency="Công an xã")
    client.force_login(specialist)

    client.post(page(dossier, f"lien-thong/{asked.pk}/tra-loi/"), {"answer": "Có cư trú.", "at": ""})

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Có cư trú.", specialist)
    assert agencies(dossier) == ["Công an xã"]


def test_the_asking_unit_does_not_answer_for_the_asked_one(client, dossier, specialist, other):
    asked = ask(dossier, specialist, other)
    client.force_login(specialist)

    assert client.get(page(dossier, f"lien-thong/{asked.pk}/tra-loi/")).status_code == 403
    with pytest.raises(DomainError, match="do người của cơ quan ấy trả lời"):
        transfers.answer(asked, by=specialist, answer="Đồng ý")


def test_a_question_is_answered_once(dossier, specialist, other, consulted):
    asked = ask(dossier, specialist, other)
    transfers.answer(asked, by=consulted, answer="Đồng ý")

    with pytest.raises(DomainError, match="đã trả lời lúc"):
        transfers.answer(asked, by=consulted, answer="Không đồng ý")
    asked.refresh_from_db()
    assert asked.answer == "Đồng ý"


def test_a_unit_is_asked_once_at_a_time_and_never_itself(dossier, specialist, home, other):
    ask(dossier, specialist, other)

    with pytest.raises(DomainError, match="chưa trả lời"):
        ask(dossier, specialist, other)
    with pytest.raises(DomainError, match="đang giải quyết hồ sơ này"):
        ask(dossier, specialist, home)


def test_a_limit_that_has_passed_shows_at_both_ends(client, dossier, specialist, other, consulted):
    asked = ask(dossier, specialist, other)
    Transfer.objects.filter(pk=asked.pk).update(
        sent_at=timezone.now() - timedelta(days=9), due_at=timezone.now() - timedelta(days=3)
    )

    for user, address in ((consulted, "/ho-so/phoi-hop/"), (specialist, page(dossier))):
        client.force_login(user)
        assertContains(client.get(address), "trễ 3 ngày")


def test_a_dossier_that_waits_for_an_agency_stands_in_that_queue(dossier, specialist, other, consulted):
    asked = ask(dossier, specialist, other)
    found = queues.of_user(specialist)
    assert queues.counts(found, timezone.localdate())["cho-co-quan"] == 1

    transfers.answer(asked, by=consulted, answer="Đồng ý")

    assert queues.counts(found, timezone.localdate())["cho-co-quan"] == 0


def test_the_form_asks_one_agency_and_keeps_what_was_typed(client, dossier, specialist, other):
    client.force_login(specialist)
    typed = {"content": "Có thuộc quy hoạch không?", "due_at": "01/02/2099 17:00"}

    neither = client.post(page(dossier, "lien-thong/"), typed)
    client.post(page(dossier, "lien-thong/"), typed | {"to_unit": other.pk})

    assertContains(neither, "Chọn một đơn vị, hoặc ghi tên một cơ quan ngoài hệ thống.")
    assertContains(neither, "Có thuộc quy hoạch không?")
    assert [(one.agency, one.content) for one in dossier.transfers.all()] == [
        ("Phòng Kinh tế", "Có thuộc quy hoạch không?")
    ]


def test_the_questions_cost_the_same_for_one_and_for_many(client, home, specialist, other, consulted):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get("/ho-so/phoi-hop/")
        return len(asked)

    client.force_login(consulted)
    ask(DossierFactory(unit=home, processing=True, assignee=specialist), specialist, other)
    first = cost()
    for _ in range(3):
        ask(DossierFactory(unit=home, processing=True, assignee=specialist), specialist, other)

    assert cost() == first
