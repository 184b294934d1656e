"""Văn bản liên quan đến báo cáo: what asked for it, what it was sent with; the documents keep the links."""

from dossiers.documents import finding, links
from dossiers.documents.status import Relation
from dossiers.models import OfficialDocument, OfficialQuerySet
from portal.models import User
from reports import kinds
from reports.models import Report

KIND = "report"


def named(user: User, key: str) -> tuple[str, str] | None:
    """What a document's page says of a report that it is linked with, if the user may read that."""
    report = Report.objects.visible_to(user).filter(pk=key).select_related("unit").first()
    if report is None:
        return None
    label = kinds.kind(report.kind).label
    return f"{label}, {report.unit.name}, {report.period.label}", report.get_absolute_url()


def of(report: Report, user: User) -> OfficialQuerySet:
    """The documents that are linked with a report, as far as the user sees them."""
    visible = OfficialDocument.objects.visible_to(user)
    return visible.filter(links__record_kind=KIND, links__record_key=str(report.pk)).distinct()


def link(report: Report, words: str, *, by: User) -> OfficialDocument:
    """Liên kết the document of a number, or the only one that says the words."""
    found = finding.the_one(OfficialDocument.objects.visible_to(by), words)
    links.link(found, relation=Relation.CONCERNS, record=(KIND, str(report.pk)), by=by)
    return found
