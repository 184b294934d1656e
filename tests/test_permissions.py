"""Ai mở được trang nào: the table of every named address; `test_doors` tries it with every role.

The test walks the URL configuration itself: an address without a row in the table fails.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.urls import URLResolver, get_resolver
from django.utils import timezone

from dossiers import guiding, kiosk, office_days, rating, rating_links, slips
from dossiers.models import (
    CalendarDay,
    Desk,
    Dossier,
    FeedbackPicture,
    FilledForm,
    ImportBatch,
    LifeEvent,
    Message,
    Office,
    PostedKind,
    PosterPrint,
    RegisterPrint,
    SlipKind,
    Transfer,
)
from dossiers.models.staff import Absence
from dossiers.posting import hanging
from dossiers.process import comments, handing
from dossiers.queueing import taking
from portal.models import Job, Role
from portal.models.user import DESK_ROLES, FIGURE_ROLES
from reports.models import Report, ReportFile
from tests.dossiers.appointments import making as appointments
from tests.dossiers.documents import doors as documents
from tests.dossiers.factories import (
    DossierFactory,
    FormFileFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
)
from tests.dossiers.voices import making as voices
from tests.dossiers.wordforms import WordTemplateFactory
from tests.initiatives import doors as initiatives
from tests.initiatives.teams import doors as teams
from tests.rows import ALL, PUBLIC, Row
from tests.worlds import PaperWorld

pytestmark = pytest.mark.once
ADMINS = (Role.UNIT_ADMIN, Role.SYSTEM_ADMIN)
WORKERS = (Role.INTAKE, Role.PROCESSING, Role.LEADER, Role.RECORDS, Role.UNIT_ADMIN)
MOVERS = (Role.INTAKE, Role.PROCESSING, Role.UNIT_ADMIN)
FILERS = (*MOVERS, Role.RECORDS)
BOOKKEEPERS = (*MOVERS, Role.LEADER, Role.REFORM)
IMPORTERS = (Role.REFORM, Role.UNIT_ADMIN)
REPORT_READERS = (Role.REFORM, Role.LEADER, Role.RECORDS, Role.SUPERVISOR)
REPORT_WRITERS = (Role.REFORM,)
APPOINTED = (*MOVERS, Role.LEADER)
POSTERS = (Role.INTAKE, Role.REFORM, Role.UNIT_ADMIN)
KEEPERS = ADMINS
"""Of the catalogue: this world holds one office, so that its own administrator enters the decisions."""


class World(documents.DocumentWorld, PaperWorld):
    """One unit with a record of every sort, made when an address asks for it."""

    def __init__(self) -> None:
        self.home, self.elsewhere = UnitFactory(name="Xã Nhà"), UnitFactory(name="Xã Khác")

    def user(self, role: Role, unit):
        user = UserFactory(unit=unit)
        user.assignments.create(role=role, unit=None if role is Role.SYSTEM_ADMIN else unit)
        self.last = user
        return user

    def dossier(self):
        return [DossierFactory(unit=self.home).code]

    def slip(self):
        dossier = DossierFactory(unit=self.home)
        return [dossier.code, slips.issue(SlipKind.RECEIPT, unit=self.home, by=None, dossier=dossier).pk]

    def register(self):
        return [self.home.pk, 2026, 1]

    def register_print(self):
        maker = self.user(Role.INTAKE, self.home)
        return [RegisterPrint.objects.create(unit=self.home, year=2026, volume=1, made_by=maker).pk]

    def unit_slip(self):
        return [slips.issue(SlipKind.HANDOVER_LIST, unit=self.home, by=None).pk]

    def procedure(self):
        return [ProcedureFactory().code]

    def posted_code(self, **changed):
        procedure = ProcedureFactory(**changed)
        code = hanging.post(
            unit=self.home, kind=PostedKind.PROCEDURE, procedure=procedure, place="Bảng niêm yết", by=None
        )
        return [code.short]

    def posted_ended(self):
        """One that still hangs for a procedure that was repealed."""
        return self.posted_code(valid_to=date(2025, 6, 30))

    def poster_print(self):
        maker = self.user(Role.INTAKE, self.home)
        return [PosterPrint.objects.create(unit=self.home, sheet="a4", made_by=maker).pk]

    def posted_picture(self):
        return [*self.posted_code(), "svg"]

    def form_file(self, kind="blank"):
        file = FormFileFactory(kind=kind)
        return [file.component.procedure.code, file.component.pk]

    def own_form_file(self):
        file = FormFileFactory(unit=self.home)
        return [file.component.procedure.code, file.pk]

    def handover_list(self):
        desk = self.user(Role.INTAKE, self.home)
        made = handing.hand_over_many([(DossierFactory(unit=self.home), 1)], by=desk, to_step=2, to_user=None)
        return [made.pk]

    def template(self):
        return [WordTemplateFactory(unit=self.home).pk]

    def declaration_template(self):
        template = WordTemplateFactory(unit=self.home)
        return [DossierFactory(unit=self.home, procedure=template.procedure).code, template.pk]

    def declaration(self):
        code, pk = self.declaration_template()
        filled = FilledForm.objects.create(
            dossier=Dossier.objects.get(code=code), template_id=pk, filled_by=UserFactory()
        )
        return [code, filled.pk, "docx"]

    def result_template(self):
        template = WordTemplateFactory(unit=self.home, purpose="result")
        return [DossierFactory(unit=self.home, procedure=template.procedure).code, template.pk]

    def result_draft_pk(self):
        code, pk = self.result_template()
        filled = FilledForm.objects.create(
            dossier=Dossier.objects.get(code=code), template_id=pk, filled_by=UserFactory()
        )
        return [code, filled.pk]

    def result_draft(self):
        return [*self.result_draft_pk(), "docx"]

    def transfer(self):
        asked = Transfer.objects.create(
            dossier=DossierFactory(unit=self.home),
            to_agency="Công an xã",
            content="Xác minh nơi cư trú",
            sent_at=timezone.now(),
            sent_by=UserFactory(unit=self.home),
            due_at=timezone.now() + timedelta(days=2),
        )
        return [asked.dossier.code, asked.pk]

    def comment(self):
        dossier = DossierFactory(unit=self.home)
        return [dossier.code, comments.say(dossier, by=UserFactory(unit=self.home), text="Thiếu trang").pk]

    def process(self):
        return [self.home.pk, "chung"]

    def account(self):
        return [UserFactory(unit=self.home).pk]

    def assignment(self):
        account = UserFactory(unit=self.home)
        return [account.pk, account.assignments.create(role=Role.INTAKE, unit=self.home).pk]

    def unit(self):
        return [self.home.pk]

    def office_procedure(self):
        return [self.home.pk, ProcedureFactory().code]

    def absence(self):
        away = Absence(user=UserFactory(unit=self.home), from_on=date(2026, 5, 4), to_on=date(2026, 5, 4))
        away.save()
        return [away.pk]

    def office_work(self):
        payload = {"unit": self.home.pk, "title": "Tính lại ngày hẹn: ngày 18/11/2026 nghỉ"}
        return [Job.objects.create(kind=office_days.KIND, payload=payload).pk]

    def office_section(self):
        return [self.home.pk, "lien-he"]

    def message(self):
        dossier = DossierFactory(unit=self.home)
        told = {"template": "ready", "channel": "none", "state": "unreached"}
        message = Message.objects.create(key=f"tin-{dossier.pk}", unit=self.home, dossier=dossier, **told)
        return [message.pk]

    def message_template(self):
        return [self.home.pk, "ready", "sms"]

    def draft_declaration(self):
        return [uuid4(), WordTemplateFactory(unit=self.home).pk]

    def draft_declaration_file(self):
        return [*self.draft_declaration(), "docx"]

    def guidance(self):
        return [slips.issue(SlipKind.SUPPLEMENT, unit=self.home, by=None).pk]

    def calendar_day(self):
        return [CalendarDay.objects.create(day=date(2026, 5, 4), works=False, reason="QĐ", unit=self.home).pk]

    def batch(self):
        return [ImportBatch.objects.create(unit=self.home, file_name="so.xlsx", state="checked").key]

    def rating_token(self):
        return [rating_links.token_of(DossierFactory(unit=self.home, returned=True))]

    def guide(self):
        """Whoever else's it is: only the officer who guides finds it."""
        return [guiding.start(ProcedureFactory(), by=UserFactory(unit=self.home)).key]

    def appointments(self):
        """An office that takes them."""
        return appointments.Home(self.home)

    def appointment(self):
        home = self.appointments()
        return [home.booked(appointments.next_morning(home)).pk]

    def bookable(self):
        return [self.appointments().procedure.code]

    def kiosk(self):
        return [kiosk.path_of(self.home).split("/")[-2]]

    def queue(self):
        Office.objects.update_or_create(unit=self.home, defaults={"has_queue": True})

    def kiosk_take(self):
        self.queue()
        return self.kiosk()

    def kiosk_appointed(self):
        Office.objects.update_or_create(
            unit=self.home, defaults={"has_queue": True, "takes_appointments": True}
        )
        return self.kiosk()

    def ticket(self):
        self.queue()
        return taking.take(self.home, key=uuid4())

    def kiosk_number(self):
        return [*self.kiosk(), self.ticket().word]

    def public_ticket(self):
        return [self.ticket().word]

    def call_display(self):
        self.queue()
        return [kiosk.display_path(self.home).split("/")[-2]]

    def desk(self):
        """One desk of the unit, so that nobody need choose."""
        self.queue()
        return Desk.objects.create(unit=self.home, name=f"Quầy {Desk.objects.count() + 1}")

    def at_desk(self):
        self.desk()
        return []

    def queue_press(self):
        self.desk()
        return [self.ticket().pk, "ve"]

    def office_desk(self):
        return [self.home.pk, self.desk().pk]

    def kiosk_procedure(self):
        return [*self.kiosk(), ProcedureFactory().code]

    def kiosk_event(self):
        event = LifeEvent.objects.create(code="sinh-con", name="Sinh con", position=99)
        event.members.create(procedure=ProcedureFactory(), position=1)
        return [*self.kiosk(), event.code]

    def kiosk_field(self):
        return [*self.kiosk(), ProcedureFactory().field.code]

    def rating_screen(self):
        return [rating.screen_path(UserFactory(unit=self.home)).split("/")[-2]]

    def _feedback(self):
        return voices.Home(self.home)

    def feedback(self):
        return [self._feedback().received().code]

    def feedback_move(self):
        return [*self.feedback(), "tiep-nhan"]

    def feedback_picture(self):
        feedback = self._feedback().received()
        kept = FeedbackPicture(feedback=feedback, sha256="0", added_at=timezone.now())
        kept.file.save("x.jpg", ContentFile(b"x"), save=True)
        return [kept.pk]

    def published_answer(self):
        return [self._feedback().published().publication.pk]

    def report(self):
        return [
            Report.objects.create(
                kind="cchc",
                unit=self.home,
                period_code="2024-Q1",
                period_first=date(2023, 12, 15),
                period_last=date(2024, 3, 14),
            ).pk
        ]

    def report_file(self):
        report = Report.objects.get(pk=self.report()[0])
        file = ReportFile(report=report, format="pdf", size=5, sha256="0")
        file.file.save("x.pdf", ContentFile(b"%PDF-"), save=False)
        file.save()
        return [report.pk, "pdf"]


def move() -> Row:
    return Row(MOVERS, World.dossier, of_home=True)


def decision() -> Row:
    """What a leader may decide too."""
    return Row((*MOVERS, Role.LEADER), World.dossier, of_home=True)


TABLE: dict[str, Row] = {
    **documents.TABLE,
    **initiatives.TABLE,
    **teams.TABLE,
    "portal:start": Row(PUBLIC),
    "portal:login": Row(PUBLIC),
    "portal:healthz": Row(PUBLIC),
    "portal:readyz": Row(PUBLIC),
    "portal:logout": Row(ALL, method="post"),
    "portal:password-change": Row(ALL),
    "portal:admin": Row(ADMINS),
    "portal:admin-accounts": Row(ADMINS),
    "portal:admin-account-new": Row(ADMINS),
    "portal:admin-account": Row(ADMINS, World.account, of_home=True),
    "portal:admin-role-give": Row(ADMINS, World.account, "post", of_home=True),
    "portal:admin-role-take": Row(ADMINS, World.assignment, "post", of_home=True),
    "portal:admin-password": Row(ADMINS, World.account, of_home=True),
    "portal:admin-active": Row(ADMINS, World.account, "post", of_home=True),
    "portal:admin-units": Row(ADMINS),
    "portal:admin-unit": Row(ADMINS, World.unit, of_home=True),
    "portal:admin-trail": Row(ADMINS),
    "portal:notices": Row(ALL),
    "portal:notice-open": Row(ALL, method="post"),
    "portal:notices-read": Row(ALL, method="post"),
    "portal:notices-mail": Row(ALL, method="post"),
    "dossiers:messages": Row(FIGURE_ROLES),
    "dossiers:messages-again": Row(MOVERS, method="post"),
    "dossiers:message-again": Row(MOVERS, World.message, "post", of_home=True),
    "dossiers:message-told": Row(MOVERS, World.message, "post", of_home=True),
    "dossiers:own-message-templates": Row((Role.UNIT_ADMIN,)),
    "dossiers:message-templates": Row((Role.UNIT_ADMIN,), World.unit, of_home=True),
    "dossiers:message-template": Row((Role.UNIT_ADMIN,), World.message_template, of_home=True),
    "dossiers:list": Row(FIGURE_ROLES),
    "dossiers:my-work": Row(WORKERS),
    "dossiers:hand-over-many": Row(WORKERS, method="post"),
    "dossiers:take-many": Row(WORKERS, method="post"),
    "dossiers:handover-list": Row(WORKERS, World.handover_list, of_home=True),
    "dossiers:hand-over": Row(WORKERS, World.dossier, of_home=True),
    "dossiers:send-back": Row(WORKERS, World.dossier, of_home=True),
    "dossiers:take": Row(WORKERS, World.dossier, "post", of_home=True),
    "dossiers:take-over": Row(WORKERS, World.dossier, of_home=True),
    "dossiers:comment": Row(WORKERS, World.dossier, of_home=True),
    "dossiers:comment-answer": Row(WORKERS, World.comment, of_home=True),
    "dossiers:edit-lock": Row(WORKERS, World.dossier, of_home=True),
    "dossiers:break-lock": Row(WORKERS, World.dossier, "post", of_home=True),
    "dossiers:processes": Row(ADMINS),
    "dossiers:process": Row(ADMINS, World.process, of_home=True),
    "dossiers:process-restore": Row(ADMINS, World.process, "post", of_home=True),
    "dossiers:transfers": Row(WORKERS),
    "dossiers:transfer": Row(WORKERS, World.dossier, of_home=True),
    "dossiers:transfer-receive": Row(WORKERS, World.transfer, "post", of_home=True),
    "dossiers:transfer-answer": Row(WORKERS, World.transfer, of_home=True),
    "dossiers:assign": Row((Role.LEADER, Role.UNIT_ADMIN), World.dossier, of_home=True),
    "dossiers:intake": Row(MOVERS),
    "dossiers:due-preview": Row(MOVERS, method="post"),
    "dossiers:procedure-search": Row(MOVERS),
    "dossiers:people-search": Row(MOVERS, method="post"),
    "dossiers:find": Row(FIGURE_ROLES, method="post"),
    "dossiers:shortcuts": Row(ALL),
    "dossiers:drafts": Row(MOVERS),
    "dossiers:draft-keep": Row(MOVERS, method="post"),
    "dossiers:draft-drop": Row(MOVERS, method="post"),
    "dossiers:received": Row(MOVERS, World.dossier, of_home=True),
    "dossiers:draft-declaration": Row(MOVERS, World.draft_declaration),
    "dossiers:draft-declaration-file": Row(MOVERS, World.draft_declaration_file),
    "dossiers:guidance": Row(MOVERS, World.guidance, of_home=True),
    "dossiers:guidance-print": Row(MOVERS, World.guidance, of_home=True),
    "dossiers:detail": Row(FIGURE_ROLES, World.dossier, of_home=True),
    "dossiers:correct": Row(MOVERS, World.dossier, of_home=True),
    "dossiers:declaration-fill": Row(MOVERS, World.declaration_template, of_home=True),
    "dossiers:declaration": Row(MOVERS, World.declaration, of_home=True),
    "dossiers:word-templates": Row((Role.UNIT_ADMIN,)),
    "dossiers:word-template": Row((Role.UNIT_ADMIN,), World.template, of_home=True),
    "dossiers:word-template-file": Row((Role.UNIT_ADMIN,), World.template, of_home=True),
    "dossiers:word-template-active": Row((Role.UNIT_ADMIN,), World.template, "post", of_home=True),
    "dossiers:show-numbers": Row(DESK_ROLES, World.dossier, "post", of_home=True),
    "dossiers:person-log": Row((Role.UNIT_ADMIN,)),
    "dossiers:bulk-move": Row(MOVERS, method="post"),
    "dossiers:list-columns": Row(FIGURE_ROLES, method="post"),
    "dossiers:list-excel": Row(FIGURE_ROLES, method="post"),
    "dossiers:list-print": Row(FIGURE_ROLES, method="post"),
    "dossiers:search-save": Row(FIGURE_ROLES, method="post"),
    "dossiers:search-open": Row(FIGURE_ROLES, lambda world: [1]),
    "dossiers:search-drop": Row(FIGURE_ROLES, lambda world: [1], "post"),
    "dossiers:accept": move(),
    "dossiers:not-accept": move(),
    "dossiers:undo": decision(),
    "dossiers:apology": decision(),
    "dossiers:unapologised": Row(FIGURE_ROLES),
    "dossiers:refuse-walk-in": Row(MOVERS),
    "dossiers:start-processing": move(),
    "dossiers:request-supplement": decision(),
    "dossiers:receive-supplement": move(),
    "dossiers:conclude": move(),
    "dossiers:return-result": move(),
    "dossiers:request-payment": move(),
    "dossiers:settle-payment": move(),
    "dossiers:results": Row(FILERS, World.dossier, of_home=True),
    "dossiers:result-file": Row(DESK_ROLES, World.result, of_home=True),
    "dossiers:result-copy": Row(DESK_ROLES, World.result, of_home=True),
    "dossiers:result-sheet": Row(DESK_ROLES, World.result, of_home=True),
    "dossiers:result-withdraw": Row(FILERS, World.result, "post", of_home=True),
    "dossiers:result-draft": Row(FILERS, World.result_template, of_home=True),
    "dossiers:result-draft-file": Row(FILERS, World.result_draft, of_home=True),
    "dossiers:result-draft-drop": Row(FILERS, World.result_draft_pk, "post", of_home=True),
    "dossiers:result-check": Row(PUBLIC, World.check_code),
    "dossiers:result-arrived": Row(MOVERS, World.returned, "post", of_home=True),
    "dossiers:return-list": Row(MOVERS),
    "dossiers:return-list-pdf": Row(MOVERS),
    "dossiers:returned": Row(MOVERS, World.returned_batch, of_home=True),
    "dossiers:rate": Row(PUBLIC, World.rating_token),
    "dossiers:feedback-list": Row(FIGURE_ROLES),
    "dossiers:feedback": Row(FIGURE_ROLES, World.feedback, of_home=True),
    "dossiers:feedback-move": Row(DESK_ROLES, World.feedback_move, of_home=True),
    "dossiers:feedback-picture": Row(DESK_ROLES, World.feedback_picture, of_home=True),
    "dossiers:own-hotlines": Row((Role.UNIT_ADMIN,)),
    "dossiers:hotlines": Row((Role.UNIT_ADMIN,), World.unit, of_home=True),
    "dossiers:hotline-poster": Row(DESK_ROLES, World.unit, of_home=True),
    "dossiers:appointments": Row(APPOINTED),
    "dossiers:appointments-print": Row(APPOINTED),
    "dossiers:appointment-book": Row(APPOINTED),
    "dossiers:appointments-displaced": Row(APPOINTED),
    "dossiers:appointment": Row(APPOINTED, World.appointment, of_home=True),
    "dossiers:appointment-move": Row(APPOINTED, World.appointment, of_home=True),
    "dossiers:appointment-cancel": Row(APPOINTED, World.appointment, of_home=True),
    "dossiers:appointment-keep": Row(MOVERS, World.appointment, "post", of_home=True),
    "dossiers:appointment-miss": Row(APPOINTED, World.appointment, "post", of_home=True),
    "dossiers:public-appointments": Row(PUBLIC),
    "dossiers:public-appointment": Row(PUBLIC),
    "dossiers:public-appointment-book": Row(PUBLIC, World.bookable),
    "dossiers:advance-list": Row(FIGURE_ROLES),
    "dossiers:advance-new": Row(MOVERS),
    "dossiers:advance": Row(FIGURE_ROLES, World.advance, of_home=True),
    "dossiers:advance-photo": Row(MOVERS, World.advance_photo, of_home=True),
    "dossiers:advance-draft": Row(MOVERS, World.advance_draft, of_home=True),
    "dossiers:advance-receive": Row(MOVERS, World.advance, "post", of_home=True),
    "dossiers:advance-draft-add": Row(MOVERS, World.advance, "post", of_home=True),
    "dossiers:advance-draft-fill": Row(MOVERS, World.advance_template, of_home=True),
    "dossiers:advance-draft-drop": Row(MOVERS, World.advance_draft_of, "post", of_home=True),
    "dossiers:advance-move": Row(MOVERS, World.advance_move, of_home=True),
    "dossiers:note-visit": Row(MOVERS, World.dossier, "post", of_home=True),
    "dossiers:public-advance": Row(PUBLIC, World.helped_procedure),
    "dossiers:public-advance-follow": Row(PUBLIC),
    "dossiers:public-feedback": Row(PUBLIC),
    "dossiers:public-feedback-follow": Row(PUBLIC),
    "dossiers:public-feedback-answers": Row(PUBLIC),
    "dossiers:public-feedback-answer": Row(PUBLIC, World.published_answer),
    "dossiers:public-hotlines": Row(PUBLIC),
    "dossiers:rating-screen": Row(PUBLIC, World.rating_screen),
    "dossiers:rating-reason": Row(PUBLIC),
    "dossiers:rating-reasons": Row((Role.LEADER, Role.UNIT_ADMIN, Role.REFORM, Role.SUPERVISOR)),
    "dossiers:kiosk": Row(PUBLIC, World.kiosk),
    "dossiers:kiosk-take": Row(PUBLIC, World.kiosk_take),
    "dossiers:kiosk-appointed": Row(PUBLIC, World.kiosk_appointed),
    "dossiers:kiosk-number": Row(PUBLIC, World.kiosk_number),
    "dossiers:public-queue": Row(PUBLIC),
    "dossiers:public-ticket": Row(PUBLIC, World.public_ticket),
    "dossiers:call-display": Row(PUBLIC, World.call_display),
    "dossiers:call-display-news": Row(PUBLIC, World.call_display),
    "dossiers:queue": Row(MOVERS),
    "dossiers:queue-line": Row(MOVERS, World.at_desk, of_home=True),
    "dossiers:queue-desk": Row(MOVERS, World.at_desk, "post"),
    "dossiers:queue-take": Row(MOVERS, World.at_desk, "post", of_home=True),
    "dossiers:queue-intake": Row(MOVERS, method="post"),
    "dossiers:queue-next": Row(MOVERS, World.at_desk, "post", of_home=True),
    "dossiers:queue-undo": Row(MOVERS, World.at_desk, "post", of_home=True),
    "dossiers:queue-press": Row(MOVERS, World.queue_press, "post", of_home=True),
    "dossiers:queue-times": Row(FIGURE_ROLES),
    "dossiers:queue-tickets": Row(FIGURE_ROLES),
    "dossiers:office-desks": Row(ADMINS, World.unit, of_home=True),
    "dossiers:office-desk": Row(ADMINS, World.office_desk, of_home=True),
    "dossiers:kiosk-follow": Row(PUBLIC, World.kiosk),
    "dossiers:kiosk-procedures": Row(PUBLIC, World.kiosk),
    "dossiers:kiosk-event": Row(PUBLIC, World.kiosk_event),
    "dossiers:kiosk-field": Row(PUBLIC, World.kiosk_field),
    "dossiers:kiosk-procedure": Row(PUBLIC, World.kiosk_procedure),
    "dossiers:screens": Row(MOVERS),
    "dossiers:guides": Row((*MOVERS, Role.LEADER)),
    "dossiers:guide": Row(MOVERS, World.guide),
    "dossiers:guide-drop": Row(MOVERS, World.guide, "post"),
    "dossiers:transfer-slip": move(),
    "dossiers:cash-book": Row(BOOKKEEPERS),
    "dossiers:cash-book-pdf": Row(BOOKKEEPERS),
    "dossiers:settlement": Row(BOOKKEEPERS),
    "dossiers:settlement-pdf": Row(BOOKKEEPERS),
    "dossiers:settlement-sheet": Row(BOOKKEEPERS),
    "dossiers:payments": Row(BOOKKEEPERS),
    "dossiers:unpaid": Row(BOOKKEEPERS),
    "dossiers:fees": Row((*MOVERS, Role.LEADER), World.dossier, of_home=True),
    "dossiers:withdraw": move(),
    "dossiers:stop": decision(),
    "dossiers:refuse": decision(),
    "dossiers:slip": Row(DESK_ROLES, World.slip, of_home=True),
    "dossiers:books": Row(DESK_ROLES),
    "dossiers:register-order": Row(DESK_ROLES, World.register, "post", of_home=True),
    "dossiers:register-print": Row(DESK_ROLES, World.register_print, of_home=True),
    "dossiers:register-file": Row(DESK_ROLES, World.register_print, of_home=True),
    "dossiers:unit-slip": Row(DESK_ROLES, World.unit_slip, of_home=True),
    "dossiers:issue-slip": Row(MOVERS, World.dossier, "post", of_home=True),
    "dossiers:capture": Row(PUBLIC, World.capture),
    "dossiers:general-sheets": Row(MOVERS),
    "dossiers:stacks": Row(MOVERS),
    "dossiers:stack": Row(MOVERS, World.stack, of_home=True),
    "dossiers:stack-dossier": Row(MOVERS, World.stack, "post", of_home=True),
    "dossiers:stack-page": Row(MOVERS, World.stack_page, of_home=True),
    "dossiers:scan-search": Row(DESK_ROLES),
    "dossiers:scan-file": Row(DESK_ROLES, World.scan, of_home=True),
    "dossiers:scan-original": Row(DESK_ROLES, World.scan, of_home=True),
    "dossiers:scan-remove": Row(MOVERS, World.scan, "post", of_home=True),
    "dossiers:scan-restore": Row(MOVERS, World.scan, "post", of_home=True),
    "dossiers:scan-page": Row(DESK_ROLES, World.scan_page, of_home=True),
    "dossiers:scan-thumbnail": Row(DESK_ROLES, World.scan_page, of_home=True),
    "dossiers:scan-page-change": Row(MOVERS, World.scan_page, "post", of_home=True),
    "dossiers:dossier-sheets": Row(MOVERS, World.dossier_with_papers, of_home=True),
    "dossiers:papers-compare": Row(MOVERS, World.dossier, "post", of_home=True),
    "dossiers:papers": Row(FIGURE_ROLES, World.dossier_with_papers, of_home=True),
    "dossiers:paper": Row(DESK_ROLES, World.paper, of_home=True),
    "dossiers:paper-pages": Row(DESK_ROLES, World.paper, of_home=True),
    "dossiers:paper-file": Row(DESK_ROLES, World.scanned_paper, of_home=True),
    "dossiers:paper-upload": Row(MOVERS, World.paper, "post", of_home=True),
    "dossiers:paper-describe": Row(MOVERS, World.paper, "post", of_home=True),
    "dossiers:paper-reuse": Row(MOVERS, World.paper, "post", of_home=True),
    "dossiers:paper-phone": Row(MOVERS, World.paper, "post", of_home=True),
    "dossiers:import-list": Row(IMPORTERS),
    "dossiers:import-upload": Row(IMPORTERS),
    "dossiers:import-template": Row(IMPORTERS),
    "dossiers:import-batch": Row(IMPORTERS, World.batch, of_home=True),
    "dossiers:import-progress": Row(IMPORTERS, World.batch, of_home=True),
    "dossiers:import-confirm": Row(IMPORTERS, World.batch, "post", of_home=True),
    "dossiers:import-cancel": Row(IMPORTERS, World.batch, "post", of_home=True),
    "dossiers:import-refused": Row(IMPORTERS, World.batch, of_home=True),
    "dossiers:forms": Row((Role.UNIT_ADMIN,)),
    "dossiers:form-wording": Row((Role.UNIT_ADMIN,), lambda world: ["2025", "receipt"]),
    "dossiers:calendar-days": Row(ADMINS),
    "dossiers:calendar-day-remove": Row(ADMINS, World.calendar_day, "post", of_home=True),
    "dossiers:office-list": Row(ADMINS),
    "dossiers:office": Row(ADMINS, World.unit, of_home=True),
    "dossiers:office-hours": Row(ADMINS, World.unit, of_home=True),
    "dossiers:office-offers": Row(ADMINS, World.unit, of_home=True),
    "dossiers:office-offer": Row(ADMINS, World.office_procedure, of_home=True),
    "dossiers:office-staff": Row(ADMINS, World.unit, of_home=True),
    "dossiers:office-staff-listed": Row(ADMINS, World.unit, "post", of_home=True),
    "dossiers:office-public-staff": Row(ADMINS, World.unit, of_home=True),
    "dossiers:competences": Row(ADMINS, World.account, of_home=True),
    "dossiers:account-absences": Row(ADMINS, World.account, of_home=True),
    "dossiers:reorganising": Row((Role.SYSTEM_ADMIN,)),
    "dossiers:office-work": Row(ADMINS, World.office_work, of_home=True),
    "dossiers:own-absences": Row(ALL),
    "dossiers:absence-remove": Row(ADMINS, World.absence, "post", of_home=True),
    "dossiers:office-section": Row(ADMINS, World.office_section, of_home=True),
    "dossiers:posted-codes": Row(POSTERS),
    "dossiers:scan-statistics": Row(FIGURE_ROLES),
    "dossiers:posted-code": Row(POSTERS, World.posted_code, of_home=True),
    "dossiers:posted-code-hang": Row(POSTERS, World.posted_code, "post", of_home=True),
    "dossiers:posted-picture": Row(POSTERS, World.posted_picture, of_home=True),
    "dossiers:posters-order": Row(POSTERS),
    "dossiers:booklet-order": Row(POSTERS, method="post"),
    "dossiers:posted-code-print": Row(POSTERS, World.posted_code, "post", of_home=True),
    "dossiers:leaflet": Row(POSTERS),
    "dossiers:ready-print": Row(POSTERS, lambda world: ["leaflet"], "post"),
    "dossiers:ready-file": Row(POSTERS, lambda world: ["nop-phi"]),
    "dossiers:poster-print": Row(POSTERS, World.poster_print, of_home=True),
    "dossiers:poster-file": Row(POSTERS, World.poster_print, of_home=True),
    "dossiers:public-posted": Row(PUBLIC, World.posted_ended),
    "dossiers:catalogue": Row((*FIGURE_ROLES, Role.SYSTEM_ADMIN)),
    "dossiers:procedure": Row((*FIGURE_ROLES, Role.SYSTEM_ADMIN), World.procedure),
    "dossiers:tracking": Row(PUBLIC),
    "dossiers:procedure-pause-rule": Row(KEEPERS, World.procedure, "post"),
    "dossiers:procedure-history": Row((*FIGURE_ROLES, Role.SYSTEM_ADMIN), World.procedure),
    "dossiers:procedure-review": Row(KEEPERS, World.procedure, "post"),
    "dossiers:revisions": Row(KEEPERS),
    "dossiers:revision-begin": Row(KEEPERS, method="post"),
    "dossiers:revisions-publish": Row(KEEPERS, method="post"),
    "dossiers:revision": Row((*FIGURE_ROLES, Role.SYSTEM_ADMIN), World.revision),
    "dossiers:revision-edit": Row(KEEPERS, World.revision_draft),
    "dossiers:revision-act": Row(KEEPERS, World.revision_draft, "post"),
    "dossiers:catalogue-upload": Row(KEEPERS),
    "dossiers:catalogue-file": Row(KEEPERS, World.catalogue_file),
    "dossiers:catalogue-template": Row(KEEPERS, lambda world: ["xlsx"]),
    "dossiers:catalogue-export": Row(KEEPERS, lambda world: ["json"]),
    "dossiers:revisions-behind": Row(KEEPERS),
    "dossiers:revisions-confirm": Row((Role.UNIT_ADMIN,)),
    "dossiers:public-catalogue": Row(PUBLIC),
    "dossiers:public-procedure": Row(PUBLIC, World.procedure),
    "dossiers:public-procedure-print": Row(PUBLIC, World.procedure),
    "dossiers:public-procedure-share": Row(PUBLIC, World.procedure),
    "dossiers:public-share-picture": Row(PUBLIC, World.procedure),
    "dossiers:public-online": Row(PUBLIC, World.procedure),
    "dossiers:public-opinion": Row(PUBLIC, World.procedure),
    "dossiers:public-form": Row(PUBLIC, World.form_file),
    "dossiers:public-form-sample": Row(PUBLIC, lambda world: world.form_file("sample")),
    "dossiers:procedure-page": Row((Role.UNIT_ADMIN, Role.REFORM), World.procedure),
    "dossiers:procedure-form-drop": Row(IMPORTERS, World.own_form_file, "post", of_home=True),
    "reports:home": Row(ALL),
    "reports:figures": Row(FIGURE_ROLES),
    "reports:official": Row(FIGURE_ROLES),
    "reports:advance": Row(FIGURE_ROLES),
    "reports:online-targets": Row(FIGURE_ROLES),
    "reports:online-targets-set": Row((Role.LEADER,)),
    "reports:online-targets-file": Row(FIGURE_ROLES, lambda world: ["xlsx"]),
    "reports:nine": Row(FIGURE_ROLES),
    "reports:nine-records": Row(FIGURE_ROLES, query="?chi-so=1&diem=0"),
    "reports:records": Row(FIGURE_ROLES, query="?chi-tieu=received"),
    "reports:simplifications": Row(FIGURE_ROLES),
    "reports:simplification-new": Row((Role.REFORM, Role.SUPERVISOR)),
    "reports:simplification": Row((Role.REFORM, Role.SUPERVISOR), World.simplification, of_home=True),
    "reports:simplification-drop": Row(
        (Role.REFORM, Role.SUPERVISOR), World.simplification, "post", of_home=True
    ),
    "reports:public-office": Row(PUBLIC),
    "reports:public-report": Row(PUBLIC, World.released_report),
    "reports:release": Row((Role.REFORM, Role.LEADER), World.report, "post", of_home=True),
    "reports:list": Row(REPORT_READERS),
    "reports:new": Row(REPORT_WRITERS),
    "reports:workshop": Row(REPORT_READERS, World.report, of_home=True),
    "reports:texts": Row(REPORT_WRITERS, World.report, of_home=True),
    "reports:letterhead": Row(REPORT_WRITERS, World.report, of_home=True),
    "reports:preview": Row(REPORT_READERS, World.report, of_home=True),
    "reports:document": Row(REPORT_READERS, World.report, "post", of_home=True),
    "reports:build": Row(REPORT_WRITERS, World.report, "post", of_home=True),
    "reports:progress": Row(REPORT_READERS, World.report, of_home=True),
    "reports:download": Row(REPORT_READERS, World.report_file, of_home=True),
    "reports:give-up": Row(REPORT_WRITERS, World.report, of_home=True),
}


def named_addresses(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            own = (pattern.namespace,) if pattern.namespace else ()
            yield from named_addresses(pattern, (*spaces, *own))
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield ":".join((*spaces, pattern.name))


NAMES = sorted(set(named_addresses()))


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(NAMES) == set(TABLE)


def test_desk_roles_are_those_that_see_people():
    assert set(FIGURE_ROLES) - set(DESK_ROLES) == {Role.SUPERVISOR}
