"""Nguồn của số liệu: the records of units that anything about a period can be said of."""

from collections.abc import Collection
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q, QuerySet

from dossiers.models import AdvanceRequest, Dossier, Feedback, OfficialDocument, Procedure, Task
from dossiers.status import ONLINE
from initiatives.models import CommunityTeam, DutySession, HelpedDossier, TeamMember
from portal.models import Unit, UnitKind
from reports.indicators.advance import touched as advance_touched
from reports.indicators.dossiers import received, touched
from reports.indicators.feedback import touched as feedback_touched
from reports.indicators.official import documents_touched, tasks_touched
from reports.periods import Period


def dossiers(period: Period, units: Collection[int]) -> QuerySet[Dossier]:
    """Those of the units that anything about the period can be said of."""
    found = Dossier.objects.filter(resolving_unit__in=units).annotate(counted_unit=F("resolving_unit_id"))
    return found.filter(touched(period)).with_due_as_of(period.last)


def dossiers_then(period: Period, units: Collection[int]) -> QuerySet[Dossier]:
    """The same, with what the units had on the period's last day and handed to another one later.

    A dossier is counted by one unit in a period: by the one that had it when the period ended.
    """
    found = Dossier.objects.resolved_by(units, period.last).annotate(counted_unit=F("unit_as_of"))
    return found.filter(touched(period)).with_due_as_of(period.last)


def feedback(period: Period, units: Collection[int]) -> QuerySet[Feedback]:
    """Those of the units that anything about the period can be said of."""
    return Feedback.objects.filter(unit__in=units).filter(feedback_touched(period))


def advance(period: Period, units: Collection[int]) -> QuerySet[AdvanceRequest]:
    """Those that came to the units in the period."""
    return AdvanceRequest.objects.filter(unit__in=units).filter(advance_touched(period))


def documents(period: Period, units: Collection[int]) -> QuerySet[OfficialDocument]:
    """Văn bản of the units that came or went out in the period."""
    return OfficialDocument.objects.filter(unit__in=units).filter(documents_touched(period))


def document_tasks(period: Period, units: Collection[int]) -> QuerySet[Task]:
    """Việc giao from documents of the units, given or due in the period."""
    return Task.objects.filter(document__unit__in=units).filter(tasks_touched(period))


def hamlets(period: Period, units: Collection[int]) -> QuerySet[Unit]:
    """Those that stood on the last day, with whether they had a team then."""
    found = Unit.objects.filter(pk__in=units, kind=UnitKind.HAMLET).valid_on(period.last)
    return found.annotate(has_team=_among(CommunityTeam.objects.valid_on(period.last).values("unit")))


def teams(period: Period, units: Collection[int]) -> QuerySet[CommunityTeam]:
    """Those that stood on the last day, with whether they had a session in the period."""
    found = CommunityTeam.objects.filter(unit__in=units).valid_on(period.last)
    held = DutySession.objects.standing().filter(held_on__range=(period.first, period.last))
    return found.annotate(has_sessions=_among(held.values("team")))


def team_members(period: Period, units: Collection[int]) -> QuerySet[TeamMember]:
    """Who was in those teams on the last day."""
    standing = CommunityTeam.objects.filter(unit__in=units).valid_on(period.last)
    return TeamMember.objects.on(period.last).filter(team__in=standing.order_by().values("pk"))


def team_sessions(period: Period, units: Collection[int]) -> QuerySet[DutySession]:
    """Those of the period that were not taken back."""
    found = DutySession.objects.standing().filter(team__unit__in=units)
    return found.filter(held_on__range=(period.first, period.last))


def helped_dossiers(period: Period, units: Collection[int]) -> QuerySet[Dossier]:
    """Dossiers of the units that a team wrote down in a session of the period."""
    # A sum has no index: the few codes are looked up first, not all dossiers of the units.
    unit = ExpressionWrapper(F("resolving_unit_id") + 0, output_field=IntegerField())
    return _written_down(period, Dossier.objects.annotate(counted_unit=unit).filter(counted_unit__in=units))


def helped_dossiers_then(period: Period, units: Collection[int]) -> QuerySet[Dossier]:
    """The same, as the units had them on the period's last day."""
    found = Dossier.objects.resolved_by(units, period.last).annotate(counted_unit=F("unit_as_of"))
    return _written_down(period, found)


def _written_down(period: Period, dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    sessions = DutySession.objects.standing().filter(held_on__range=(period.first, period.last))
    codes = HelpedDossier.objects.filter(session__in=sessions.order_by().values("pk")).order_by()
    return dossiers.filter(code__in=codes.values("code"))


def _among(rows: QuerySet[Any, Any]) -> ExpressionWrapper:
    """Whether the row is one of these, read once for all rows."""
    return ExpressionWrapper(Q(pk__in=rows.order_by()), output_field=BooleanField())


def procedures(period: Period, units: Collection[int]) -> QuerySet[Procedure]:
    """In force on the last day."""
    return _in_force(period, Dossier.objects.filter(resolving_unit__in=units))


def procedures_then(period: Period, units: Collection[int]) -> QuerySet[Procedure]:
    return _in_force(period, Dossier.objects.resolved_by(units, period.last))


def _in_force(period: Period, dossiers: QuerySet[Dossier]) -> QuerySet[Procedure]:
    """The dossiers are read once for all procedures, not once for each."""
    online = dossiers.filter(received(period), received_on__lte=period.last, channel__in=ONLINE)
    used = ExpressionWrapper(Q(pk__in=online.values("procedure")), output_field=BooleanField())
    return Procedure.objects.published().valid_on(period.last).annotate(online_dossiers=used)
