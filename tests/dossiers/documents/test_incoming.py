"""A document that came: entered once, read by the leader, followed to its end."""

import uuid

import pytest

from dossiers.documents import assigning, incoming
from dossiers.documents.status import DocumentState, TaskState
from dossiers.models import CalendarDay, DocumentEvent, Office, OfficialDocument
from portal.errors import DomainError
from portal.models import AuditEvent, Notice, Role
from tests.dossiers.documents.making import FRIDAY, MONDAY, TODAY, Home, paper
from tests.dossiers.factories import UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Home()


def test_a_document_gets_the_next_number_of_the_year_it_came_in(home):
    home.registered()
    second = home.registered()
    next_year = home.registered(received_on=at("2027-01-04").date())

    assert (second.number, second.year, next_year.number) == (2, 2026, 1)
    assert second.events.get().sentence == "Vào sổ văn bản đến"
    assert AuditEvent.objects.filter(action="document.register").count() == 3
    assert Notice.objects.filter(user=home.leader, text__contains="chờ bút phê").count() == 3


def test_the_same_form_sent_twice_is_one_document(home):
    key = uuid.uuid4()

    first, again = (
        incoming.register(home.unit, home.entry(), by=home.keeper, form_key=key, papers=[paper()])
        for _ in range(2)
    )

    assert first == again
    assert OfficialDocument.objects.count() == 1


def test_what_has_the_same_number_and_day_may_be_the_same_document(home):
    first = home.registered()
    incoming.make_void(home.registered(), reason="Vào nhầm", by=home.keeper)

    same = incoming.same_as(home.unit, sender_number="1508/ubnd-nc", issued_on=first.issued_on)

    assert list(same) == [first]
    assert not incoming.same_as(home.unit, sender_number="1508/UBND-NC", issued_on=TODAY).exists()


def test_confidential_documents_are_refused_unless_the_office_records_their_numbers(home):
    words = {
        "sender": "Công an tỉnh", "sender_number": "12/CAT-ANCT", "issued_on": TODAY, "received_on": TODAY,
    }  # fmt: skip
    with pytest.raises(DomainError, match="Văn bản mật không đưa vào hệ thống"):
        incoming.register_confidential(home.unit, by=home.keeper, form_key=uuid.uuid4(), **words)
    Office.objects.create(unit=home.unit, records_confidential=True)

    kept = incoming.register_confidential(home.unit, by=home.keeper, form_key=uuid.uuid4(), **words)

    assert (kept.title, kept.subject, str(kept.book)) == ("Văn bản mật", "", "Sổ văn bản mật đến")
    assert not kept.files.exists()
    assert not Notice.objects.exists()
    with pytest.raises(DomainError, match="chỉ ghi số"):
        incoming.instruct(kept, text="Xử lý", assignments=[], by=home.leader)


def test_the_leaders_instruction_gives_work_and_starts_it(home):
    document = home.instructed(home.work(co_workers=[home.helper]))
    task = document.tasks.get()

    assert document.state == DocumentState.IN_WORK
    assert document.instructions.get().text == "Giao văn phòng tham mưu."
    assert (task.lead, task.due_on, list(task.co_workers.all())) == (home.officer, FRIDAY, [home.helper])
    told = set(Notice.objects.filter(text__startswith="Việc giao").values_list("user", flat=True))
    assert told == {home.officer.pk, home.helper.pk}


def test_an_instruction_without_work_is_to_be_known_and_ends_the_document(home):
    document = incoming.instruct(
        home.registered(), text="Để biết.", assignments=[], by=home.leader, at=MONDAY
    )

    assert (document.state, document.done_on) == (DocumentState.DONE, TODAY)


def test_only_a_leader_of_the_unit_gives_instructions(home):
    other = UserFactory(unit=UnitFactory(parent=home.unit, kind="division"), roles=[Role.LEADER])

    for stranger in (home.keeper, other):
        with pytest.raises(DomainError, match="Bút phê do lãnh đạo"):
            incoming.instruct(home.registered(), text="Giao", assignments=[], by=stranger)


def test_work_is_due_on_a_working_day_of_the_office(home):
    CalendarDay.objects.create(day=FRIDAY, works=False, reason="Nghỉ bù", unit=home.unit)

    with pytest.raises(DomainError, match=r"06/03/2026 là ngày nghỉ\. Ngày làm việc tiếp theo là 09/03/2026"):
        home.instructed(home.work(due_on=FRIDAY))
    assert assigning.day_after(home.unit, 4, today=TODAY) == at("2026-03-09").date()


def test_work_goes_to_people_of_the_unit(home):
    with pytest.raises(DomainError, match="không làm việc ở Xã Vĩnh Lâm"):
        home.instructed(home.work(lead=UserFactory(roles=[Role.PROCESSING])))


def test_a_divisions_officer_takes_its_work_and_sees_its_document(home):
    division = UnitFactory(parent=home.unit, kind="division")
    member = UserFactory(unit=division, roles=[Role.PROCESSING])
    task = home.task(lead=None, division=division)

    assert OfficialDocument.objects.visible_to(member).get() == task.document
    taken = assigning.take(task, by=member)

    assert taken.lead == member
    with pytest.raises(DomainError, match=f"do {member} làm"):
        assigning.report(taken, result="Xong", by=home.officer)


def test_accepted_work_is_done_on_the_day_it_was_reported_and_ends_the_document(home):
    task = assigning.accept(home.reported(), by=home.leader, at=at("2026-03-10 09:00"))

    task.document.refresh_from_db()
    assert (task.state, task.done_on, task.is_late_on(at("2026-03-10").date())) == (
        TaskState.DONE, TODAY, False,
    )  # fmt: skip
    assert task.document.state == DocumentState.DONE
    assert task.document.done_on == at("2026-03-10").date()


def test_work_sent_back_is_done_again_under_the_same_day(home):
    task = assigning.redo(home.reported(), reason="Thiếu số liệu", by=home.leader)

    assert (task.state, task.due_on, task.reported_on) == (TaskState.OPEN, FRIDAY, None)


def test_work_is_extended_once_and_keeps_its_first_day(home):
    later = at("2026-03-10").date()
    task = assigning.extend(home.task(), due_on=later, reason="Chờ số liệu", by=home.leader, at=MONDAY)

    assert (task.first_due_on, task.due_on) == (FRIDAY, later)
    with pytest.raises(DomainError, match="đã gia hạn một lần"):
        assigning.extend(task, due_on=at("2026-03-12").date(), reason="Nữa", by=home.leader, at=MONDAY)


def test_a_document_ends_only_when_no_work_is_left(home):
    document = home.instructed()

    with pytest.raises(DomainError, match="Còn 1 việc giao chưa xong"):
        incoming.finish(document, reason="Lưu", by=home.keeper)
    assigning.cancel(document.tasks.get(), reason="Giao nhầm", by=home.leader)
    assert incoming.finish(document, reason="Lưu", by=home.keeper).state == DocumentState.DONE


def test_what_was_entered_is_corrected_with_a_reason_until_it_is_done(home):
    document = home.registered()

    corrected = incoming.correct(
        document, home.entry(sender="UBND huyện Vĩnh Linh"), reason="Ghi nhầm nơi gửi", by=home.keeper
    )

    assert corrected.sender == "UBND huyện Vĩnh Linh"
    assert corrected.events.last().details == {"fields": ["sender"]}
    with pytest.raises(DomainError, match="Chưa sửa gì"):
        incoming.correct(corrected, home.entry(sender="UBND huyện Vĩnh Linh"), reason="", by=home.keeper)


def test_the_history_of_a_document_is_only_written_on(home):
    event = home.registered().events.get()

    with pytest.raises(TypeError):
        event.save()
    with pytest.raises(TypeError):
        event.delete()
    assert DocumentEvent.objects.count() == 1
