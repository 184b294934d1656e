"""Records that addresses ask for: decisions about procedures, released reports, papers, scans, results."""

from datetime import date
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone

from dossiers.models import AdvancePhoto, CatalogueImport, ProcedureRevision, ReturnRecord, Simplification
from dossiers.papers import capture
from dossiers.results import filing
from dossiers.revisions import content
from initiatives.models import Adoption, Initiative, Measure, ReplicationRound, RoundState
from portal.models import Role
from reports.models import Report
from tests.dossiers.advance import making as advance
from tests.dossiers.factories import (
    DossierComponentFactory,
    DossierFactory,
    ProcedureFactory,
    UserFactory,
)
from tests.dossiers.money import small_pdf
from tests.dossiers.scans import odd_page, ready_scan
from tests.dossiers.wordforms import WordTemplateFactory
from tests.initiatives import bare, spreading
from tests.initiatives import factories as initiatives


class PaperWorld:
    """What belongs to `home`; the permission table's world adds the rest."""

    last = None
    """Who asks."""

    def initiative(self):
        """Written by whoever asks, where they are of this unit."""
        writer = self.last if self.last and self.last.unit == self.home else UserFactory(unit=self.home)
        return [initiatives.draft(unit=self.home, by=writer).pk]

    def initiative_move(self):
        return [*self.initiative(), "nop"]

    def initiative_paper(self):
        return [*self.initiative(), "don-yeu-cau", "docx"]

    def initiative_file(self):
        made = Initiative.objects.get(pk=self.initiative()[0])
        kept = made.attachments.model(
            initiative=made, kind="picture", caption="Ảnh", sha256="0", added_by=made.created_by,
            added_at=timezone.now(),
        )  # fmt: skip
        kept.file.save("x.jpg", ContentFile(b"x"), save=True)
        return [kept.pk]

    def _appraised(self):
        return bare.candidate(self.home, self.last if self.last and self.last.unit == self.home else None)

    def council(self):
        return [self._appraised().round.council_id]

    def council_member(self):
        found = self._appraised()
        found.seats.all().delete()  # nothing was marked yet: members still change
        council = found.round.council
        council.used_at = None
        council.save()
        return [council.members.last().pk]

    def criteria_set(self):
        return [self._appraised().round.criteria_id]

    def council_round(self):
        return [self._appraised().round_id]

    def candidate(self):
        return [self._appraised().pk]

    def seat_act(self):
        return [self._appraised().seats.first().pk, "mo-lai"]

    def council_seat(self):
        return [self._appraised().seats.first().pk]

    def recognition_decision(self):
        return [bare.recognition(self._appraised()).decision_id]

    def recognised_initiative(self):
        return [bare.recognition(self._appraised()).initiative_id]

    def certificate_code(self):
        return [bare.recognition(self._appraised()).check_code]

    def recognised(self):
        """Decided by this unit, about somebody else's."""
        asker = UserFactory(unit=self.home, roles=[Role.SUPERVISOR])
        return [spreading.recognised(asker, self.home, self.home, title=f"Sáng kiến {uuid4()}").pk]

    def replication(self):
        """A round that this unit runs and answers itself."""
        made = ReplicationRound.objects.create(
            unit=self.home, year=2026, document=f"{uuid4()}", document_on=date(2026, 1, 5),
            due_on=date(2026, 11, 15),
        )  # fmt: skip
        initiative = Initiative.objects.get(pk=self.recognised()[0])
        chosen = made.chosen.create(initiative=initiative, position=1)
        made.replies.create(unit=self.home).adoptions.create(chosen=chosen)
        return made

    def replication_draft(self):
        return [self.replication().pk]

    def replication_round(self):
        made = self.replication()
        made.state = RoundState.OPEN
        made.save()
        return [made.pk]

    def replication_step(self):
        return [*self.replication_round(), "ket-thuc"]

    def replication_described(self):
        return [*self.replication_round(), 1]

    def replication_reply(self):
        return [ReplicationRound.objects.get(pk=self.replication_round()[0]).replies.get().pk]

    def replication_handing(self):
        return [*self.replication_reply(), "nop"]

    def replication_answer(self):
        return [Adoption.objects.get(reply=self.replication_reply()[0]).pk]

    def replication_measure(self):
        one = Measure(adoption_id=self.replication_answer()[0], what="Tổ", after=1, source="Sổ")
        one.save()
        return [one.pk]

    def revision(self):
        made = ProcedureFactory()
        return [
            ProcedureRevision.objects.create(
                procedure=made, code=made.code, kind="first", content=content.freeze(made), number=1,
                applied_at=timezone.now(),
            ).pk
        ]  # fmt: skip

    def revision_draft(self):
        made = ProcedureFactory()
        return [
            ProcedureRevision.objects.create(
                procedure=made, code=made.code, kind="changed", content=content.freeze(made), base=1
            ).pk
        ]

    def released_report(self):
        pk, _ = self.report_file()
        now = timezone.now()
        Report.objects.filter(pk=pk).update(figures={}, built_at=now, released_at=now)
        return [pk]

    def simplification(self):
        return [
            Simplification.objects.create(
                unit=self.home, procedure=ProcedureFactory(), summary="Bỏ bản sao", papers_cut=1
            ).pk
        ]

    def help_before(self):
        """A request for help with papers, before anybody has come."""
        return advance.Home(self.home)

    def advance(self):
        return [self.help_before().new().code]

    def advance_move(self):
        return [*self.advance(), "ghi-chu"]

    def advance_template(self):
        home = self.help_before()
        template = WordTemplateFactory(unit=self.home, procedure=home.procedure)
        return [home.new().code, template.pk]

    def advance_draft(self):
        return [self.help_before().drafted().drafts.get().pk]

    def advance_draft_of(self):
        draft = self.help_before().with_draft().drafts.get()
        return [draft.request.code, draft.pk]

    def advance_photo(self):
        paper = self.help_before().new().papers.first()
        kept = AdvancePhoto(paper=paper, form_key=uuid4(), sha256="0", added_at=timezone.now())
        kept.file.save("x.jpg", ContentFile(b"x"), save=True)
        return [kept.pk]

    def helped_procedure(self):
        return [self.help_before().procedure.code]

    def catalogue_file(self):
        day = date(2026, 1, 5)
        return [
            CatalogueImport.objects.create(
                file_name="a.json", decision_number="1", decision_on=day, effective_on=day
            ).pk
        ]

    def paper(self):
        paper = DossierComponentFactory(dossier=DossierFactory(unit=self.home))
        return [paper.dossier.code, paper.pk]

    def scanned_paper(self):
        paper = ready_scan(dossier__unit=self.home).component
        return [paper.dossier.code, paper.pk]

    def scan(self):
        return [ready_scan(dossier__unit=self.home, is_signed=True).key]

    def scan_page(self):
        return [ready_scan(dossier__unit=self.home).pages.get().pk]

    def capture(self):
        return [capture.begin(DossierComponentFactory(), by=UserFactory(unit=self.home))]

    def stack(self):
        return [odd_page(self.home).stack.key]

    def stack_page(self):
        page = odd_page(self.home)
        return [page.stack.key, page.number]

    def dossier_with_papers(self):
        return [DossierComponentFactory(dossier=DossierFactory(unit=self.home)).dossier.code]

    def _result(self):
        return filing.file_result(
            DossierFactory(unit=self.home), title="Giấy", number="1", issued_on=None, content=small_pdf(),
            by=None,
        )  # fmt: skip

    def result(self):
        result = self._result()
        return [result.dossier.code, result.pk]

    def check_code(self):
        return [self._result().check_code]

    def _return(self):
        return ReturnRecord.objects.create(
            dossier=DossierFactory(unit=self.home, returned=True), batch=uuid4(), way="post",
            receiver_role="owner", receiver_name="Nguyễn Thị Số", identity_check="sent",
            handed_over_at=timezone.now(),
        )  # fmt: skip

    def returned(self):
        return [self._return().dossier.code]

    def returned_batch(self):
        return [self._return().batch]
