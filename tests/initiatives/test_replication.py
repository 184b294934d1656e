"""Nhân rộng: a round names recognised initiatives, units answer each, shares are never typed."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from initiatives.models import Initiative, ReplicationRound, Reply, ReplyStatus
from initiatives.replication import answering, reminding, rounds
from initiatives.status import InitiativeStatus
from portal.errors import DomainError
from portal.models import AuditEvent, Notice, Role
from tests.dossiers.factories import UnitFactory, UserFactory
from tests.initiatives import factories, spreading

pytestmark = pytest.mark.django_db
APPLIED = {"is_applied": True, "since": date(2023, 1, 3), "done": "Phát tờ rơi tại quầy.", "results": ""}


@pytest.fixture
def made():
    return spreading.spread()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def handed_in(made, **fields):
    answering.answer(made.adoption, by=made.writer, **APPLIED | fields)
    return answering.hand_in(made.reply, by=made.writer)


def test_an_earlier_recognition_enters_the_registry_with_its_decision_and_a_code(made):
    found = made.initiative

    assert (found.status, found.code, found.decided_on) == ("recognised", "SK-2022-01", date(2022, 11, 18))
    assert str(found.earlier_recognition) == "4029/QĐ-UBND ngày 18/11/2022"
    assert [event.action for event in found.events.all()] == ["begin", "enter"]
    with pytest.raises(DomainError, match="đã được ghi"):
        spreading.recognised(made.asker, made.other, made.district)


def test_only_recognised_initiatives_and_units_of_that_day_are_chosen(made):
    gone = UnitFactory(name="Xã Cũ", parent=made.district, valid_to=date(2023, 1, 1))
    mere = factories.InitiativeFactory(status=InitiativeStatus.ACCEPTED, unit=made.district)

    assert gone not in rounds.units_below(made.district, made.asker.tree, on=spreading.ASKED_ON)
    with pytest.raises(DomainError, match="Xã Cũ không thuộc"):
        rounds.change(spreading_draft(made), by=made.asker, initiatives=[made.initiative], units=[gone])
    with pytest.raises(DomainError, match="đã được công nhận"):
        rounds.change(spreading_draft(made), by=made.asker, initiatives=[mere], units=[made.commune])


def spreading_draft(made):
    count = ReplicationRound.objects.count()
    return rounds.draft(
        unit=made.district, year=2023, document=f"{count}/UBND-NV", document_on=spreading.ASKED_ON,
        due_on=spreading.DUE_ON, by=made.asker,
    )  # fmt: skip


def test_an_asked_unit_reads_the_initiative_and_hears_of_it(made):
    assert Initiative.objects.visible_to(made.writer).filter(pk=made.initiative.pk).exists()
    assert Notice.objects.get(user=made.writer).text.startswith("Công văn số 1508/UBND-NV ngày 06/09/2023")
    stranger = UserFactory(unit=UnitFactory(), roles=[Role.REFORM])
    assert not ReplicationRound.objects.visible_to(stranger).exists()
    assert signed_in(stranger).get(made.reply.get_absolute_url()).status_code == 404


def test_a_draft_round_is_not_seen_below():
    made = spreading.spread(sent=False)

    assert not ReplicationRound.objects.visible_to(made.writer).exists()
    assert not Initiative.objects.visible_to(made.writer).exists()


@pytest.mark.parametrize("words", ["chiếm tỷ lệ 70%", "đạt 56,7 %", "hơn 60 phần trăm"])
def test_a_share_typed_by_hand_is_refused(made, words):
    with pytest.raises(DomainError, match="gõ tay"):
        answering.answer(made.adoption, by=made.writer, **APPLIED | {"results": words})
    with pytest.raises(DomainError, match="gõ tay"):
        answering.enter(made.adoption, by=made.writer, what=words, after=1, source="Sổ")
    with pytest.raises(DomainError, match="tính ra"):
        answering.enter(made.adoption, by=made.writer, what="Tỷ lệ", unit_of="%", after=70, source="Sổ")
    with pytest.raises(DomainError, match="gõ tay"):
        rounds.describe(made.round.chosen.get(), by=made.asker, effect=words)
    assert AuditEvent.objects.filter(action="replication.answered").count() == 0


def test_tokens_are_no_typed_share(made):
    answering.answer(made.adoption, by=made.writer, **APPLIED | {"results": "Đạt [online%]."})

    assert made.adoption.results == "Đạt [online%]."


def test_every_initiative_is_answered_before_handing_in(made):
    with pytest.raises(DomainError, match="Còn 1 sáng kiến chưa trả lời"):
        answering.hand_in(made.reply, by=made.writer)
    with pytest.raises(DomainError, match="ghi lý do"):
        answering.answer(made.adoption, by=made.writer, is_applied=False)

    assert handed_in(made).status == ReplyStatus.HANDED_IN
    with pytest.raises(DomainError, match="không sửa được"):
        answering.answer(made.adoption, by=made.writer, **APPLIED)


def test_the_leader_confirms_where_the_unit_says_so(made):
    answering.set_leader_confirms(made.commune, True, by=made.leader)

    assert handed_in(made).status == ReplyStatus.AWAITING
    with pytest.raises(DomainError, match="lãnh đạo"):
        answering.confirm(made.reply, by=made.writer)
    answering.refuse(made.reply, reason="Thiếu số liệu", by=made.leader)
    answering.hand_in(made.reply, by=made.writer)
    assert answering.confirm(made.reply, by=made.leader).status == ReplyStatus.HANDED_IN
    steps = [(event.from_status, event.to_status) for event in made.reply.events.all()]
    assert steps == [
        ("draft", "awaiting"), ("awaiting", "draft"), ("draft", "awaiting"), ("awaiting", "handed_in"),
    ]  # fmt: skip


def test_the_superior_sends_back_and_the_unit_hands_in_again(made):
    handed_in(made)
    answering.send_back(made.reply, reason="Bổ sung kết quả", by=made.asker)

    assert made.reply.status == ReplyStatus.SENT_BACK
    assert made.reply.is_writable
    assert answering.hand_in(made.reply, by=made.writer).status == ReplyStatus.HANDED_IN
    rounds.end(made.round, by=made.asker)
    with pytest.raises(DomainError, match="đang thu trả lời"):
        answering.send_back(made.reply, reason="Muộn", by=made.asker)


@pytest.mark.parametrize(("days", "told"), [(8, 0), (7, 1), (6, 0), (1, 1), (0, 1), (-1, 1), (-2, 0)])
def test_reminders_come_7_and_1_days_before_on_the_day_and_after(made, days, told):
    handed_in_by_other = made.round.replies.get(unit=made.other)
    Reply.objects.filter(pk=handed_in_by_other.pk).delete()
    Notice.objects.all().delete()

    for _ in range(2):
        reminding.remind(made.round.due_on - timedelta(days=days))

    assert Notice.objects.filter(user=made.writer).count() == told


def test_the_board_shows_who_answered_and_who_is_late(made):
    handed_in(made)
    page = signed_in(made.asker).get(made.round.get_absolute_url()).content.decode()

    assert "Đã nộp 1/2 đơn vị" in page
    assert "trễ 1 đơn vị" in page
    book = load_workbook(BytesIO(signed_in(made.asker).get(f"{made.round.get_absolute_url()}excel/").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert rows[0][2] == f"1. {spreading.TITLE}"
    assert rows[1][:4] == ("19396", "Xã Vĩnh Hòa", "Áp dụng từ 03/01/2023", "Đã nộp")
    assert rows[2][3:] == ("Chưa nộp", None, "Trễ")


def test_the_board_costs_the_same_for_one_unit_and_for_more(made, django_assert_num_queries):
    client = signed_in(made.asker)
    client.get(made.round.get_absolute_url())

    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get(made.round.get_absolute_url())
    for number in range(3):
        unit = UnitFactory(code=f"1950{number}", parent=made.district)
        made.round.replies.create(unit=unit)
    with django_assert_num_queries(len(before)):
        client.get(made.round.get_absolute_url())


def test_a_round_is_made_answered_and_handed_in_through_the_pages(made):
    asker, writer = signed_in(made.asker), signed_in(made.writer)
    form = {
        "unit": made.district.pk, "document": "12/UBND-NV", "document_on": "06/9/2023", "year": "2023",
        "due_on": "15/11/2023", "initiatives": [made.initiative.pk], "all_communes": "on",
    }  # fmt: skip

    sent = asker.post("/sang-kien/nhan-rong/moi/", form, follow=True)
    assert sent.status_code == 200
    fresh = ReplicationRound.objects.get(document="12/UBND-NV")
    assert fresh.replies.count() == 2
    asker.post(f"/sang-kien/nhan-rong/{fresh.pk}/buoc/gui/")
    adoption = fresh.replies.get(unit=made.commune).adoptions.get()
    wrong = writer.post(f"/sang-kien/nhan-rong/phieu/{adoption.pk}/", {"is_applied": "co", "done": "Đạt 70%"})
    assert "ghi từ ngày nào" in wrong.content.decode()
    typed = writer.post(
        f"/sang-kien/nhan-rong/phieu/{adoption.pk}/",
        {"is_applied": "co", "since": "03/01/2023", "done": "chiếm tỷ lệ 70%"},
    )
    assert "Tỷ lệ “70%” gõ tay" in typed.content.decode()
    writer.post(
        f"/sang-kien/nhan-rong/phieu/{adoption.pk}/",
        {"is_applied": "co", "since": "03/01/2023", "done": "Phát tờ rơi"},
    )
    writer.post(f"/sang-kien/nhan-rong/tra-loi/{adoption.reply_id}/buoc/nop/")
    assert Reply.objects.get(pk=adoption.reply_id).status == ReplyStatus.HANDED_IN
    assert "Phát tờ rơi" in asker.get(f"/sang-kien/nhan-rong/tra-loi/{adoption.reply_id}/").content.decode()


def test_an_answer_not_handed_in_is_the_units_own(made):
    answering.answer(made.adoption, by=made.writer, **APPLIED)

    assert signed_in(made.asker).get(made.reply.get_absolute_url()).status_code == 404


def test_an_earlier_one_is_entered_through_its_page(made):
    answer = signed_in(made.asker).post(
        "/sang-kien/da-cong-nhan/ghi/",
        {
            "title": "Tổ công nghệ số", "author_name": "Trần Thị Thử", "author_post": "Công chức",
            "author_workplace": "UBND xã Trung Nam", "unit": made.other.pk, "deciding_unit": made.district.pk,
            "number": "4029/QĐ-UBND", "decided_on": "18/11/2022", "feature": "teams",
        },
        follow=True,
    )  # fmt: skip

    assert "SK-2022-02" in answer.content.decode()
    assert Initiative.objects.get(code="SK-2022-02").feature == "teams"
