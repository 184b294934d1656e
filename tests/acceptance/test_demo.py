"""The demo: every situation of the desk is there on every day, and nothing in it contradicts itself."""

from datetime import timedelta
from io import StringIO

import docx
import pytest
from django.core.management import call_command
from django.db.models import Count, Q
from django.utils import timezone

from dossiers.models import (
    Apology,
    Appointment,
    Bundle,
    Comment,
    CommentKind,
    Correction,
    Dossier,
    DossierComponent,
    DossierEvent,
    EntryKind,
    Feedback,
    FilledForm,
    HandoverList,
    IntakeDraft,
    ListedOfficer,
    Message,
    MessageState,
    OfferConfirmation,
    Office,
    OfficialDocument,
    PageCount,
    Pause,
    Payment,
    PaymentMethod,
    PostedCode,
    ProcedureRevision,
    Process,
    Result,
    ReturnRecord,
    SavedSearch,
    Scan,
    ScanState,
    Simplification,
    Slip,
    SlipKind,
    Task,
    Ticket,
    Transfer,
)
from dossiers.models.message import WAITING
from dossiers.revisions import behind
from dossiers.status import Channel, DossierStatus, Outcome
from portal.models import AuditEvent, Role, Unit, UnitTree, User
from reports.demo import accounts, loading
from reports.figures import figure_set
from reports.models import FileFormat, OnlineTarget, Report
from reports.periods import Period, latest_legal_quarter
from reports.simplified import effects

pytestmark = pytest.mark.usefixtures("records")
TOLD_BY_VERBS = {
    "papers_reused", "resolved_late_apologised", "asked_again", "asked_again_in_time",
}  # fmt: skip
"""What rows written in bulk do not tell: an apology, a second request, a paper used again."""
NOT_ALWAYS = ("pending", "overdue", "feedback", "advance", "document", "team", "hamlet")
"""What may be none on a good day; few invented people complain. Registers and teams may begin after it."""
LIVING = ("19363", "19366", "19372", "19405", "19414")


def commune(code):
    return Unit.objects.get(code=code, valid_to=None)


@pytest.mark.parametrize("code", LIVING)
def test_the_desk_of_every_living_commune_has_something_to_do(code):
    today = timezone.localdate()
    mine = Dossier.objects.filter(resolving_unit=commune(code))

    assert mine.overdue(today).count() >= 3
    assert mine.due_on_day(today).exists()
    assert mine.filter(status=DossierStatus.AWAITING_SUPPLEMENT, paused_since__isnull=False).count() >= 2
    assert mine.in_hand().filter(was_paused=True, paused_since=None).exists()
    outcomes = set(mine.filter(finished_at__isnull=False).values_list("outcome", flat=True))
    assert {Outcome.APPROVED, Outcome.REFUSED, Outcome.WITHDRAWN} <= outcomes
    assert set(mine.values_list("channel", flat=True)) == set(Channel)
    assert not mine.filter(received_on__gte=today).exists()


def test_nothing_is_sent_to_invented_people():
    offices = Office.objects.filter(unit__in=[commune(code) for code in LIVING])

    assert set(offices.values_list("is_rehearsing", flat=True)) == {True}
    assert offices.count() == len(LIVING)
    assert set(Message.objects.values_list("unit__office__is_rehearsing", flat=True)) == {True}
    assert Message.objects.filter(state=MessageState.SENT).exists()
    assert not Message.objects.filter(state__in=WAITING).exists()


def test_every_panel_of_the_home_desk_has_something_to_show():
    mine = Dossier.objects.filter(receiving_unit=commune("19405"))
    told = {
        "scans": Scan.objects.filter(component__dossier__in=mine, state=ScanState.READY, pages__isnull=False),
        "electronic results": Result.objects.electronic().filter(dossier__in=mine),
        "hand-overs": mine.filter(handovers__isnull=False),
        "a list that the leader signs": HandoverList.objects.filter(to_label="Nguyễn Hữu Thắng"),
        "what waits for the leader": mine.filter(assignee__username="lanhdao"),
        "sheets begun": IntakeDraft.objects.filter(officer__username="tiepnhan"),
        "declarations": FilledForm.objects.filter(dossier__in=mine),
        "instructions answered": Comment.objects.filter(answers__kind=CommentKind.INSTRUCTION),
        "questions to a neighbour": Transfer.objects.filter(to_unit__code="19414", answered_at=None),
        "answers from outside": Transfer.objects.filter(to_unit=None, answered_at__isnull=False),
        "corrections with their receipt": Correction.objects.filter(slip__revision=1),
        "supplements asked for in writing": mine.filter(
            supplement_requests__slip__isnull=False, supplement_requests__items__isnull=False
        ),
        "apologies issued": Apology.objects.filter(issued_at__isnull=False, slip__isnull=False),
        "citizens to be told in person": Message.objects.filter(state=MessageState.UNREACHED),
        "payments by transfer": Payment.objects.filter(method=PaymentMethod.TRANSFER, taken_by__isnull=False),
        "payments reversed": Payment.objects.filter(entry=EntryKind.REVERSAL),
        "results handed over": ReturnRecord.objects.filter(dossier__rating__isnull=False),
        "a process of its own": Process.objects.in_force().filter(unit=commune("19405")),
        "a search kept by name": SavedSearch.objects.filter(user__username="thuly"),
        "people refused at the desk": mine.filter(status=DossierStatus.NOT_ACCEPTED),
        "numbers served with a dossier": Ticket.objects.filter(state="served", dossiers__in=mine),
        "numbers of priority groups": Ticket.objects.filter(group="elderly", called_at__isnull=False),
        "numbers that the night closed": Ticket.objects.filter(was_closed=True),
        "targets of two months": OnlineTarget.objects.filter(unit__code="19405", field__isnull=False)
        .values("month")
        .distinct()[1:],
        "documents that wait for an instruction": OfficialDocument.objects.incoming().filter(
            unit__code="19405", instructions=None
        ),
        "documents issued": OfficialDocument.objects.issued().filter(unit__code="19405"),
        "work given by a document and done": Task.objects.filter(done_on__isnull=False),
        "reasons in writing": Slip.objects.filter(kind=SlipKind.REFUSAL),
    }

    assert [name for name, found in told.items() if not found.exists()] == []


def test_the_home_desk_awaits_people_and_knows_who_came():
    now = timezone.now()
    found = Appointment.objects.filter(unit=commune("19405"))

    assert found.filter(state="kept", starts_at__lt=now).count() > 5
    assert found.filter(state__in=["missed", "cancelled"]).count() > 2
    assert found.filter(state="booked", starts_at__gt=now).count() > 5
    assert Message.objects.filter(template="appointment_soon", state=MessageState.SENT).exists()


def test_every_page_for_citizens_and_about_them_has_something_to_show():
    home = commune("19405")
    voices = Feedback.objects.filter(unit=home)
    codes = PostedCode.objects.hanging().filter(unit=home)
    told = {
        "a decision that changed": ProcedureRevision.objects.effective().filter(kind="changed"),
        "a decision that brought in": ProcedureRevision.objects.effective().filter(kind="new"),
        "a decision that repealed": ProcedureRevision.objects.effective().filter(kind="repealed"),
        "what the unit confirmed": OfferConfirmation.objects.filter(unit=home),
        "a simplification decided": Simplification.objects.in_force(timezone.localdate()).filter(
            days_cut__gt=0
        ),
        "people listed": ListedOfficer.objects.filter(unit=home),
        "hotlines": home.hotlines,
        "answers published": voices.published(),
        "one that went on": voices.filter(reopened_on__isnull=False),
        "one judged": voices.filter(satisfaction="satisfied"),
        "one refused": voices.filter(status="refused"),
        "one that waits for the leader": voices.filter(status="drafted"),
        "one that waits for its sender": voices.filter(status="awaiting"),
        "one to be decided": voices.filter(status="received"),
        "codes on walls with scans": codes.filter(days__scans__gt=0, days__online__gt=0),
        "codes to be replaced": codes.to_replace(),
        "opinions about pages": PageCount.objects.filter(unit=home, told="hard"),
    }

    assert [name for name, found in told.items() if not found.exists()] == []
    assert [row.unit for row in behind.table([home])] == [home]
    simplified = Simplification.objects.select_related("unit", "procedure")
    [effect] = effects(simplified, today=timezone.localdate(), tree=UnitTree.load())
    assert effect.days_saved > 0


def test_two_matters_of_one_visit_stand_on_one_receipt():
    for bundle in Bundle.objects.all():
        codes = set(bundle.dossiers.values_list("code", flat=True))
        receipt = bundle.slips.filter(kind=SlipKind.RECEIPT).order_by("revision").last()

        assert len(codes) == 2
        assert set(receipt.content["codes"]) == codes
    assert Bundle.objects.exists()


def test_the_account_of_the_office_is_nobodys():
    office = Office.objects.get(unit=commune("19405"))

    assert (office.bank_account, office.bank_holder) == ("0000000000", "TAI KHOAN MAU KHONG CHUYEN TIEN")


def test_the_register_of_the_home_desk_runs_with_time():
    mine = Dossier.objects.filter(receiving_unit=commune("19405"), register_number__isnull=False)
    received = list(mine.order_by("register_year", "register_number").values_list("received_at", flat=True))

    assert received == sorted(received)
    assert not DossierEvent.objects.filter(dossier__in=mine, at__date__gte=timezone.localdate()).exists()


@pytest.mark.parametrize("username", ["tiepnhan", "thuly", "lanhdao", "vanthu"])
def test_everybody_at_the_desk_opens_dossiers_that_were_worked_on(client, username):
    client.force_login(User.objects.get(username=username))
    shown = Dossier.objects.filter(
        Q(components__scans__isnull=False) | Q(transfers__isnull=False) | Q(bundle__isnull=False),
        resolving_unit=commune("19405"),
    )

    answers = {client.get(dossier.get_absolute_url()).status_code for dossier in shown.distinct()[:4]}

    assert answers == {200}


def test_the_last_legal_quarter_has_every_kind_of_figure():
    figures = figure_set(commune("19405"), latest_legal_quarter(timezone.localdate())).figures

    empty = {code for code, value in figures.items() if not value and not code.startswith(NOT_ALWAYS)}
    assert empty <= TOLD_BY_VERBS


def test_the_last_weeks_have_apologies_too():
    today = timezone.localdate()
    weeks = Period.parse(f"{today - timedelta(days=15)}..{today - timedelta(days=1)}")
    figures = figure_set(commune("19405"), weeks).figures

    assert figures["overdue_apologised"] + figures["resolved_late_apologised"] > 0


def test_the_district_lived_until_the_reform_and_its_communes_since():
    old = Dossier.objects.filter(resolving_unit__parent__code="464", received_on__gte="2024-07-01")
    new = Dossier.objects.filter(resolving_unit__in=[commune(code) for code in LIVING])

    assert old.aggregate(units=Count("resolving_unit", distinct=True))["units"] == 18
    assert not old.filter(received_on__gt="2025-06-30").exists()
    assert not new.filter(received_on__lt="2025-07-01").exists()
    assert 6_000 <= old.count() + new.count() <= 10_000
    assert (
        new.exclude(receiving_unit=0)
        .filter(~Q(receiving_unit__code="19405"), resolving_unit__code="19405")
        .exists()
    )


def test_every_role_can_sign_in_with_the_printed_password():
    out = StringIO()
    call_command("demo", accounts=True, stdout=out)

    assert {role for user in User.objects.all() for role in user.roles} == set(Role)
    for user in User.objects.select_related("unit"):
        assert user.check_password(accounts.PASSWORD)
        assert f"{user.username} " in out.getvalue()
    supervisor = User.objects.get(username="noivu.huyen")
    assert {unit.code for unit in Unit.objects.filter(pk__in=supervisor.readable_unit_ids)} >= {
        "464",
        "19405",
    }
    assert commune("19405").pk not in supervisor.readable_unit_ids


def test_the_report_of_the_last_quarter_waits_to_be_downloaded():
    report = Report.objects.get(created_by__username="cchc")

    assert report.period == latest_legal_quarter(timezone.localdate())
    assert {file.format for file in report.files.all()} == set(FileFormat)
    with report.files.get(format=FileFormat.DOCX).file.open() as stored:
        words = "\n".join(paragraph.text for paragraph in docx.Document(stored).paragraphs)
    assert "chưa nhập nội dung" not in words
    assert f"{report.figures['figures']['received']} hồ sơ tiếp nhận" in words


def test_a_second_run_changes_nothing():
    tables = (
        Dossier, DossierEvent, DossierComponent, Pause, User, Report, AuditEvent, Scan, Slip, Message,
        Payment, IntakeDraft, SavedSearch,
    )  # fmt: skip
    before = [table.objects.count() for table in tables]
    out = StringIO()

    call_command("demo", stdout=out)

    assert "không đổi gì" in out.getvalue()
    assert [table.objects.count() for table in tables] == before


def test_a_database_in_use_gets_no_accounts_with_a_known_password():
    with pytest.raises(loading.NotEmpty, match="đã có hồ sơ hoặc tài khoản thật"):
        loading.load(timezone.localdate())
