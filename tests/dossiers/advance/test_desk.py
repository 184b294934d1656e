"""Hỗ trợ trước ở cơ quan: the inbox, one question for all, drafts, and the dossier that one click makes."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import intake, lifecycle
from dossiers.advance import appointing, asking, drafting, handling, joining, photos
from dossiers.advance.handling import Seen
from dossiers.advance.status import TRANSITIONS, AdvanceStatus, Move
from dossiers.models import AdvanceRequest, Dossier, FilledForm, IntakeDraft, Message, Office, Scan, VisitNote
from portal import jobs
from portal.errors import DomainError
from portal.models import AuditEvent, Notice, Role
from tests.dossiers.advance.making import Home, filled, opened, photo
from tests.dossiers.factories import UnitFactory, UserFactory
from tests.dossiers.wordforms import WordTemplateFactory

pytestmark = pytest.mark.django_db
LIST = "/ho-so/ho-tro-truoc/"


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def desk(client, home):
    client.force_login(home.officer)
    return client


def with_photos(home, found, count=2):
    key = asking.CODES.form_key(opened())
    pictures = [photo(colour=colour) for colour in ("green", "red", "blue")[:count]]
    photos.put_aside(key, home.certificate.pk, photos.looked_at(pictures), at=timezone.now())
    photos.hand_in(found, key, asking.papers_by_component(found))
    return found


def received(home, found, **typed):
    """The intake that one click opened, saved by its one button."""
    draft = joining.begin(found, by=home.officer)
    dossier, _ = intake.receive_once(
        draft.key,
        by=home.officer,
        unit=home.unit,
        procedure=home.procedure,
        applicant_name=found.name,
        **typed,
    )
    return dossier


# The inbox


def test_each_shelf_counts_what_it_lists(desk, home):
    home.new(), home.asked(), home.booked(), home.closed()

    page = desk.get(LIST)

    counts = {chip.label: chip.count for chip in page.context["chips"]}
    assert counts == {
        "Cần làm": 1, "Trễ hạn": 0, "Giao cho tôi": 0, "Mới nhận": 1, "Chờ người dân": 1, "Đã hẹn": 1,
        "Gọi lại": 0, "Đã thành hồ sơ": 0, "Đã kết thúc": 1, "Tất cả": 4,
    }  # fmt: skip
    for chip in page.context["chips"]:
        assert desk.get(f"{LIST}{chip.url}").context["page_obj"].paginator.count == chip.count


def test_the_inbox_costs_the_same_for_one_and_for_three(desk, home, django_assert_max_num_queries):
    home.new()
    with django_assert_max_num_queries(40) as one:
        desk.get(f"{LIST}?loc=tat-ca")
    for _ in range(2):
        handling.assign(home.new(), to=[home.officer], by=home.officer)

    with django_assert_max_num_queries(len(one.captured_queries)):
        desk.get(f"{LIST}?loc=tat-ca")


def test_a_code_is_found_as_it_is_read_on_the_telephone(desk, home):
    found, _ = home.new(), home.new()

    page = desk.get(LIST, {"ma": found.code[:6].lower().replace("-", " ")})

    assert list(page.context["page_obj"]) == [found]


def test_supervisors_see_neither_person_nor_photos_and_strangers_nothing(client, home):
    above = UserFactory(unit=home.unit, roles=[Role.SUPERVISOR])
    found = with_photos(home, home.new())
    client.force_login(above)

    page = client.get(found.get_absolute_url())
    assertNotContains(page, "0912345678")
    assertNotContains(page, "Tặng cho con trai")
    assertContains(page, "che với người theo dõi")
    assertNotContains(client.get(LIST), found.name)
    client.force_login(UserFactory(unit=UnitFactory(), roles=[Role.INTAKE]))
    assert client.get(found.get_absolute_url()).status_code == 404
    assert client.get(f"{LIST}anh/{found.papers.first().photos.first().pk}/").status_code == 404


def test_opening_a_request_and_a_photo_is_logged(desk, home):
    found = with_photos(home, home.new(), count=1)

    desk.get(found.get_absolute_url())
    picture = desk.get(f"{LIST}anh/{found.papers.first().photos.get().pk}/")

    assert picture["Cache-Control"] == "private, no-store"
    assert set(AuditEvent.objects.about(found).values_list("action", flat=True)) == {
        "advance.send", "advance.opened", "advance.photo_opened",
    }  # fmt: skip


# On the telephone


def test_an_officer_writes_down_a_call_with_the_photos_that_came_by_zalo(desk, home):
    assertContains(desk.get(f"{LIST}moi/"), home.procedure.name)
    address = f"{LIST}moi/?thu-tuc={home.procedure.code}"
    assertContains(desk.get(address), "Đã nói rõ và người gọi đồng ý")

    page = desk.post(address, filled(**{f"photos-{home.certificate.pk}": photo()}))

    found = AdvanceRequest.objects.get()
    assertRedirects(page, found.get_absolute_url())
    assert (found.asked_by, found.taken_by) == ("phone", home.officer)
    assert found.papers.first().photos.get().added_by == home.officer


def test_photos_that_came_by_zalo_later_are_added_and_end_the_waiting(desk, home):
    found = home.asked()
    address = reverse("dossiers:advance-move", args=[found.code, "them-anh"])
    assertContains(desk.post(address, {"key": opened()}), "Chọn ít nhất một ảnh")

    desk.post(address, {"key": opened(), f"photos-{home.certificate.pk}": photo()})

    found.refresh_from_db()
    assert found.status == AdvanceStatus.CHECKING
    assert found.papers.first().photos.count() == 1


# Checking, asking once


def test_each_paper_is_enough_or_says_what_it_lacks(desk, home):
    found = home.new()
    first, second, _ = found.papers.all()
    address = reverse("dossiers:advance-move", args=[found.code, "xem-giay-to"])

    page = desk.post(address, {f"verdict-{first.pk}": "lacking", f"verdict-{second.pk}": "good"})
    assertContains(page, "Ghi rõ cần bổ sung gì")
    desk.post(
        address,
        {
            f"verdict-{first.pk}": "lacking",
            f"remark-{first.pk}": "Thiếu trang 3",
            f"verdict-{second.pk}": "good",
        },
    )

    found.refresh_from_db()
    assert found.status == AdvanceStatus.CHECKING
    assert [(one.verdict, one.remark) for one in found.papers.all()] == [
        ("lacking", "Thiếu trang 3"), ("good", ""), ("", ""),
    ]  # fmt: skip


def test_all_that_is_missing_is_asked_for_in_one_message_and_only_once(home):
    found = home.new()
    papers = found.papers.all()
    handling.check(
        found,
        found={papers[0].pk: Seen("lacking", "Thiếu trang 3"), papers[1].pk: Seen("good")},
        by=home.officer,
    )

    asked = handling.ask(found, words="Ảnh căn cước hai mặt của bên nhận", by=home.officer)

    assert asked.question == f"{papers[0].name}: Thiếu trang 3\nẢnh căn cước hai mặt của bên nhận"
    assert Message.objects.filter(advance=found, template="advance_asked").count() == 1
    handling.resume(asked, words="Đã gọi", by=home.officer)
    with pytest.raises(DomainError, match="Đã yêu cầu bổ sung một lần"):
        handling.ask(asked, words="Thêm nữa", by=home.officer)


def test_nothing_missing_is_no_question(home):
    with pytest.raises(DomainError, match="Chưa có gì để yêu cầu"):
        handling.ask(home.new(), by=home.officer)


def test_the_first_answer_is_the_one_that_counts_and_a_new_limit_runs_when_it_comes_back(home):
    found = home.asked()
    assert (found.answered_on, found.due_on) == (timezone.localdate(), None)

    back = asking.add(found, words="Đây ạ", form_key=uuid.uuid4())

    assert back.due_on is not None
    assert back.answered_on == found.answered_on
    assert Notice.objects.filter(user=home.officer, text__contains=found.code).exists()


def test_a_unit_sets_in_how_many_working_days_it_answers(home):
    one = home.new()
    Office.objects.filter(unit=home.unit).update(advance_days=3)

    assert home.new().answer_due_on > one.answer_due_on


def test_more_than_one_officer_works_on_it(desk, home):
    found = home.new()
    land = UserFactory(unit=home.unit, roles=[Role.PROCESSING])
    stranger = UserFactory(unit=UnitFactory(), roles=[Role.INTAKE])

    desk.post(reverse("dossiers:advance-move", args=[found.code, "giao"]), {"to": [home.officer.pk, land.pk]})

    assert set(found.officers.all()) == {home.officer, land}
    assert Notice.objects.filter(user=land).count() == 1
    with pytest.raises(DomainError, match="không làm việc ở"):
        handling.assign(found, to=[stranger], by=home.officer)


def test_every_move_of_the_table_is_an_officers_or_the_citizens_and_others_are_refused(home):
    closed = home.closed()
    for made in (Move.ASK, Move.DRAFT, Move.BOOK, Move.RECEIVE, Move.ADD, Move.CALL):
        assert not closed.allows(made)
        assert AdvanceStatus.CLOSED not in TRANSITIONS[made]
    with pytest.raises(DomainError, match="đang “Đã kết thúc”"):
        handling.ready(closed, by=home.officer)
    with pytest.raises(DomainError, match="do người của"):
        handling.ready(home.new(), by=UserFactory(unit=UnitFactory(), roles=[Role.INTAKE]))


# Drafts


def test_a_draft_is_a_word_or_pdf_file_and_nothing_else(desk, home):
    found = home.new()
    address = reverse("dossiers:advance-draft-add", args=[found.code])

    for name in ("hop-dong.docx", "anh.pdf"):
        file = SimpleUploadedFile(name, photo().read())
        page = desk.post(address, {"name": "Hợp đồng", "file": file}, follow=True)
        assertContains(page, "Chưa nhận dự thảo")
    assert not found.drafts.exists()
    with pytest.raises(DomainError, match="Chưa có dự thảo nào"):
        drafting.send(found, by=home.officer)


def test_a_draft_made_from_the_units_template_knows_the_person(desk, home, monkeypatch):
    monkeypatch.setattr("dossiers.wordforms.paper.is_possible", lambda: False)
    template = WordTemplateFactory(unit=home.unit, procedure=home.procedure)
    found = home.new()
    address = reverse("dossiers:advance-draft-fill", args=[found.code, template.pk])
    assertContains(desk.get(address), found.name)

    desk.post(address, {"ho_ten": "Nguyễn Thị Mẫu"})
    desk.post(address, {"ho_ten": "Nguyễn Thị Mẫu B"})

    draft = found.drafts.get()
    assert (draft.template, draft.values["ho_ten"], draft.extension) == (template, "Nguyễn Thị Mẫu B", "docx")


def test_a_draft_can_be_dropped_until_it_is_sent(desk, home):
    found = home.with_draft()
    desk.post(reverse("dossiers:advance-draft-drop", args=[found.code, found.drafts.get().pk]))
    assert not found.drafts.exists()
    sent = home.drafted()

    page = desk.post(
        reverse("dossiers:advance-draft-drop", args=[sent.code, sent.drafts.get().pk]), follow=True
    )

    assertContains(page, "đã gửi người dân thì giữ lại")


# The hour


def test_up_to_five_free_times_are_offered(desk, home):
    found = home.ready()
    address = reverse("dossiers:advance-move", args=[found.code, "de-nghi-gio"])
    free = [one.isoformat() for one in appointing.free(found, by=home.officer)]

    page = desk.post(address, {"times": free[:6]})
    assertContains(page, "Chọn từ 1 đến 5 giờ")
    assertContains(page, " checked>", count=6)
    desk.post(address, {"times": free[:5]})

    found.refresh_from_db()
    assert (found.status, found.offered_times) == (AdvanceStatus.OFFERED, free[:5])


def test_an_hour_fixed_by_phone_is_moved_by_fixing_it_again(desk, home):
    found = home.new()
    address = reverse("dossiers:advance-move", args=[found.code, "dat-hen"])
    first, second = (one.isoformat() for one in appointing.free(found, by=home.officer)[:2])

    desk.post(address, {"time": first})
    desk.post(address, {"time": second})

    found.refresh_from_db()
    assert timezone.localtime(found.appointment.starts_at).isoformat() == second
    assert found.intake_key == found.appointment.key


def test_an_office_without_appointments_says_what_to_do(desk, home):
    Office.objects.filter(unit=home.unit).update(takes_appointments=False)

    page = desk.get(reverse("dossiers:advance-move", args=[home.ready().code, "de-nghi-gio"]))

    assertContains(page, "đơn vị chưa mở lịch hẹn")


# On the day


def test_one_click_opens_the_intake_filled_in_and_its_button_makes_the_dossier(desk, home):
    found = with_photos(home, home.booked())

    page = desk.post(reverse("dossiers:advance-receive", args=[found.code]))
    draft = IntakeDraft.objects.get()
    assertRedirects(page, f"/ho-so/tiep-nhan/?nhap={draft.key}")
    form = desk.get(page.url).context["sheet"]
    typed = {name: form.form[name].value() for name in form.form.fields if form.form[name].value()}
    for line in form.lines:
        typed |= {line.add_prefix(name): line[name].value() for name in line.fields if line[name].value()}
    desk.post("/ho-so/tiep-nhan/", typed | {"step": "save"})

    dossier = Dossier.objects.get()
    found.refresh_from_db()
    assert (dossier.applicant_name, dossier.phone, dossier.procedure) == (
        found.name,
        found.phone,
        home.procedure,
    )
    assert (found.status, found.dossier) == (AdvanceStatus.RECEIVED, dossier)
    assert found.appointment.state in {"kept", "cancelled"}
    paper = dossier.components.get(required=home.certificate)
    assert [scan.source for scan in paper.scans.all()] == ["advance", "advance"]
    assertContains(desk.get(f"/ho-so/{dossier.code}/"), found.code)
    for scan in paper.scans.all():
        jobs.work_off(scan.job)
    assertContains(desk.get(paper_address(dossier, paper)), "ảnh gửi trước, chờ đối chiếu bản chính")


def paper_address(dossier, paper):
    return reverse("dossiers:paper", args=[dossier.code, paper.pk])


def test_pressed_twice_and_by_another_officer_it_is_one_dossier(desk, home):
    found = home.new()
    other = UserFactory(unit=home.unit, roles=[Role.INTAKE])
    first = joining.begin(found, by=home.officer)
    again = joining.begin(found, by=other)
    assert (first.pk, again.officer) == (again.pk, other)

    dossier = received(home, found)
    page = desk.post(reverse("dossiers:advance-receive", args=[found.code]))

    assertRedirects(page, dossier.get_absolute_url())
    assert Scan.objects.count() == 0
    assert Dossier.objects.count() == 1


def test_drafts_from_templates_become_the_dossiers_declarations(home, monkeypatch):
    monkeypatch.setattr("dossiers.wordforms.paper.is_possible", lambda: False)
    template = WordTemplateFactory(unit=home.unit, procedure=home.procedure)
    found = home.new()
    drafting.fill(found, template, values={"ho_ten": "Nguyễn Thị Mẫu"}, by=home.officer)

    dossier = received(home, found)

    assert FilledForm.objects.get(dossier=dossier).values["ho_ten"] == "Nguyễn Thị Mẫu"


def test_days_on_which_the_person_came_before_count_for_the_dossier(home, monkeypatch):
    found = home.new()
    yesterday = timezone.now() - timezone.timedelta(days=1)
    handling.visit(found, by=home.officer, at=yesterday)

    dossier = received(home, found)

    dossier.refresh_from_db()
    assert VisitNote.objects.get(dossier=dossier).on == timezone.localdate(yesterday)
    assert dossier.visits == 2


def test_the_result_waits_on_the_list_until_somebody_has_called(desk, home):
    found = home.new()
    dossier = received(home, found)
    page = desk.post(reverse("dossiers:advance-move", args=[found.code, "bao-ket-qua"]), {"words": "Đã gọi"})
    assertContains(page, "Chưa có kết quả để báo")
    lifecycle.conclude(dossier, by=home.officer)

    assert list(desk.get(f"{LIST}?loc=goi-lai").context["page_obj"]) == [found]
    assertContains(desk.get("/ho-so/viec-cua-toi/"), "Gọi lại người nhờ xem giấy tờ trước")
    desk.post(reverse("dossiers:advance-move", args=[found.code, "bao-ket-qua"]), {"words": "Đã gọi"})

    assert not desk.get(f"{LIST}?loc=goi-lai").context["page_obj"].object_list
    found.refresh_from_db()
    assert found.result_told_on == timezone.localdate()


def test_a_call_to_be_made_again_stands_on_the_list_on_its_day(desk, home):
    found = home.offered()
    today = timezone.localdate()
    address = reverse("dossiers:advance-move", args=[found.code, "goi"])

    desk.post(address, {"words": "Không nghe máy", "call_on": today.strftime("%d/%m/%Y")})

    assert list(desk.get(f"{LIST}?loc=goi-lai").context["page_obj"]) == [found]
    handling.call(found, words="Đã gặp", by=home.officer)
    assert not desk.get(f"{LIST}?loc=goi-lai").context["page_obj"].object_list
