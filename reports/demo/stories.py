"""Plans the life of a dossier move by move; all that chance decides is drawn from one seeded source."""

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from dossiers import schedule
from dossiers.models import Dossier, DossierComponent, FiledAs, HelpedBy, Procedure, ServiceLevel
from dossiers.models.component import MUST_DIGITISE
from dossiers.models.dossier import day_of
from dossiers.status import ONLINE, Channel, DossierStatus, Outcome, Rating
from portal.models import Unit, User
from reports.demo import people
from reports.demo.clock import OfficeClock
from reports.demo.lives import Life, Move, due_after_pause
from reports.demo.offices import INTER_AGENCY_FIELDS, Office

MISSING_PAPERS = (
    "Thiếu giấy tờ chứng minh nơi cư trú.",
    "Tờ khai chưa ghi đủ thông tin, đề nghị khai lại.",
    "Bản chụp không rõ, đề nghị nộp bản khác.",
)
_ENDINGS = {
    Outcome.APPROVED: ("conclude", DossierStatus.CONCLUDED, ""),
    Outcome.REFUSED: ("refuse", DossierStatus.CONCLUDED, "Không đủ điều kiện giải quyết theo quy định."),
    Outcome.WITHDRAWN: (
        "withdraw", DossierStatus.WITHDRAWN, "Công dân đề nghị rút hồ sơ để chuẩn bị lại giấy tờ.",
    ),
    Outcome.STOPPED: ("stop", DossierStatus.STOPPED, "Quá thời hạn bổ sung, công dân không nộp giấy tờ."),
}  # fmt: skip
_HELPERS = (HelpedBy.ALONE, HelpedBy.DESK, HelpedBy.TEAM, HelpedBy.STAFF, "")
GIVEN_UP_AFTER = 30
"""Working days that an office waits for missing papers before it stops the dossier."""


@dataclass(frozen=True)
class Fate:
    """What is settled beforehand where the demo must show a situation; None leaves it to chance."""

    received_at: datetime | None = None
    is_supplemented: bool | None = None
    papers_come: bool | None = None
    ending: Outcome | None = None
    finish_after: int | None = None
    """Working days from reception to the result, whatever the due date."""


BY_CHANCE = Fate()


@dataclass(frozen=True)
class Desk:
    """The accounts of the home commune: intake by the officer's name, one specialist for all fields."""

    home: Unit
    intake: dict[str, User]
    specialist: User


@dataclass(frozen=True)
class Storyteller:
    rng: Random
    clock: OfficeClock
    desk: Desk
    until: datetime
    """Nothing at or after this moment has happened yet."""

    def tell(
        self,
        office: Office,
        procedure: Procedure,
        day: date,
        *,
        desk: Office | None = None,
        fate: Fate = BY_CHANCE,
    ) -> Life:
        """A dossier that came in on a day, perhaps at another office's desk, and all that happened to it."""
        received_at = fate.received_at or self.clock.at_random(day, self.rng)
        life = self._received(office, procedure, received_at, desk or office)
        for move in self._plan(office, life.dossier, fate):
            if move.at >= self.until:
                break
            life.play(move, self.clock.calendar)
        life.end()
        return life

    def _received(self, office: Office, procedure: Procedure, at: datetime, desk: Office) -> Life:
        rng = self.rng
        person = people.invent(rng, at.date())
        due = schedule.due(procedure, at, days=self.clock.calendar)
        due_at = due.at if due else None
        channel = self._channel(office, procedure)
        officer = rng.choice(desk.officers)
        fees = [fee.amount for fee in procedure.fees.all() if fee.amount]
        fee = rng.choice(fees) if fees and rng.random() < 0.85 else 0
        case_types = list(procedure.case_types.all())
        dossier = Dossier(
            procedure=procedure,
            case_type=rng.choice(case_types) if case_types else None,
            receiving_unit=desk.unit,
            resolving_unit=office.unit,
            applicant_name=person.name,
            owner_name=people.name(rng, is_female=rng.random() < 0.5) if rng.random() < 0.12 else person.name,
            personal_number=person.personal_number,
            phone=person.phone,
            address=f"Thôn {rng.randint(1, 9)}, {office.unit.name}",
            channel=channel,
            helped_by=rng.choices(_HELPERS, (50, 18, 8, 16, 8))[0] if channel in ONLINE else "",
            is_inter_agency=procedure.field.code in INTER_AGENCY_FIELDS,
            submitted_at=at,
            received_at=at,
            original_due_at=due_at,
            due_at=due_at,
            fee=fee,
            is_paid_online=bool(fee) and rng.random() < (0.75 if channel in ONLINE else 0.1),
            received_by=self.desk.intake.get(officer) if desk.unit == self.desk.home else None,
            officer_name=officer,
        )
        life = Life(dossier, self._papers(office, procedure, dossier))
        life.play(Move(at, "receive", DossierStatus.RECEIVED, dossier.received_by), self.clock.calendar)
        return life

    def _channel(self, office: Office, procedure: Procedure) -> Channel:
        chance = self.rng.random()
        if chance > 0.985:
            return Channel.POSTAL
        if procedure.service_level == ServiceLevel.FULL and chance < office.online:
            return Channel.ONLINE_FULL
        if procedure.service_level == ServiceLevel.PARTIAL and chance < 0.7 * office.online:
            return Channel.ONLINE_PARTIAL
        return Channel.DIRECT

    def _papers(self, office: Office, procedure: Procedure, dossier: Dossier) -> list[DossierComponent]:
        """The papers asked for in every case, and now and then one of a special case."""
        is_online = dossier.channel in ONLINE
        careful = self.rng.random() < office.digitises
        papers = []
        for required in procedure.components.all():
            if not required.required and self.rng.random() < 0.85:
                continue
            filed_as = FiledAs.ELECTRONIC if is_online else self._filed_as(required.originals)
            must = filed_as in MUST_DIGITISE
            papers.append(
                DossierComponent(
                    dossier=dossier,
                    required=required,
                    name=required.name,
                    filed_as=filed_as,
                    must_digitise=must,
                    is_digitised=must and (is_online or careful or self.rng.random() < 0.2),
                )
            )
        dossier.papers_to_digitise = sum(paper.must_digitise for paper in papers)
        dossier.papers_digitised = sum(paper.is_digitised for paper in papers)
        return papers

    def _filed_as(self, originals: int) -> FiledAs:
        if originals:
            return FiledAs.ORIGINAL if self.rng.random() < 0.9 else FiledAs.SHOWN
        return self.rng.choice((FiledAs.COPY, FiledAs.CERTIFIED))

    # What happens after reception

    def _plan(self, office: Office, dossier: Dossier, fate: Fate) -> list[Move]:
        rng, clock = self.rng, self.clock
        assert dossier.received_at is not None
        received_on, due_on = day_of(dossier.received_at), day_of(dossier.due_at)
        assert received_on is not None
        takes_days = due_on is not None and clock.between(received_on, due_on) >= 2
        asks = takes_days and rng.random() < 0.05 if fate.is_supplemented is None else fate.is_supplemented
        moves: list[Move] = []
        last, due_at = dossier.received_at, dossier.due_at
        if takes_days or asks:
            last = clock.at_random(clock.later(received_on, rng.choice((0, 0, 1))), rng, after=last)
            moves.append(self._move(dossier, last, "start_processing", DossierStatus.PROCESSING))
        if asks:
            asked = clock.at_random(clock.later(last.date(), 1), rng)
            moves.append(
                self._move(
                    dossier, asked, "request_supplement", DossierStatus.AWAITING_SUPPLEMENT,
                    rng.choice(MISSING_PAPERS),
                )
            )  # fmt: skip
            if not (rng.random() < 0.9 if fate.papers_come is None else fate.papers_come):
                given_up = clock.at_random(clock.later(asked.date(), GIVEN_UP_AFTER), rng)
                return [*moves, self._ending(dossier, given_up, Outcome.STOPPED)]
            last = clock.at_random(clock.later(asked.date(), rng.randint(1, 8)), rng)
            due_at = due_after_pause(dossier, asked, last, clock.calendar)
            moves.append(
                Move(last, "receive_supplement", DossierStatus.PROCESSING, dossier.received_by)
            )  # the desk takes the papers in
        return [*moves, *self._end(office, dossier, fate, last, day_of(due_at))]

    def _end(
        self, office: Office, dossier: Dossier, fate: Fate, last: datetime, due_on: date | None
    ) -> list[Move]:
        rng, clock = self.rng, self.clock
        last_on, received_on = day_of(last), day_of(dossier.received_at)
        assert last_on is not None
        assert received_on is not None
        if fate.finish_after is not None:
            finish_on = clock.later(received_on, fate.finish_after)
        elif due_on is None:
            finish_on = clock.later(last_on, rng.choice((0, 0, 1, 3)))
        elif rng.random() < office.late:
            finish_on = clock.later(due_on, rng.randint(1, 9))
        else:
            left = clock.between(last_on, due_on)
            finish_on = clock.later(last_on, max(0, left - int(rng.triangular(0, left + 1, left / 3))))
        finished_at = clock.at_random(finish_on, rng, after=last)
        by_chance = rng.choices((Outcome.APPROVED, Outcome.WITHDRAWN, Outcome.REFUSED), (97.2, 1.6, 1.2))[0]
        outcome = fate.ending or by_chance
        moves = [self._ending(dossier, finished_at, outcome)]
        if outcome != Outcome.WITHDRAWN:
            collected_on = clock.later(finish_on, rng.choice((0, 0, 0, 1, 1, 2, 4)))
            collected_at = clock.at_random(collected_on, rng, after=finished_at)
            rating = rng.choices(Rating.values, (0.4, 1.2, 4.4, 44, 50))[0] if rng.random() < 0.35 else None
            moves.append(
                Move(
                    collected_at, "return_result", DossierStatus.RETURNED, dossier.received_by, rating=rating
                )
            )
        return moves

    def _ending(self, dossier: Dossier, at: datetime, outcome: Outcome) -> Move:
        action, status, reason = _ENDINGS[outcome]
        electronic = outcome == Outcome.APPROVED and self.rng.random() < 0.7
        return self._move(dossier, at, action, status, reason, outcome=outcome, electronic=electronic)

    def _move(
        self, dossier: Dossier, at: datetime, action: str, to: DossierStatus, reason: str = "",
        *, outcome: Outcome | None = None, electronic: bool = False,
    ) -> Move:  # fmt: skip
        """A move that the specialist makes; only the home commune's have an account."""
        at_home = dossier.resolving_unit_id == self.desk.home.pk
        by = self.desk.specialist if at_home else None
        return Move(at, action, to, by, reason, outcome, electronic)
