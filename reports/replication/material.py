"""What the two reports are made of: the round, and the answers of one unit or of all, with their effects."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from initiatives.models import Adoption, ReplicationRound, Reply, ReplyStatus, RoundInitiative, RoundState
from initiatives.replication.quoting import quote
from portal.errors import DomainError
from portal.models import Unit, UnitTree
from reports import material
from reports.material import Material
from reports.outlines import Section
from reports.periods import Period
from reports.replication import measuring
from reports.replication.measuring import Shown

_READ = ("why_not", "done", "results", "difficulties", "money", "time", "people")
_DESCRIBED = ("situation", "content", "effect", "money", "time", "people")


@dataclass(frozen=True)
class Answered:
    """Một đơn vị về một sáng kiến."""

    unit: Unit
    adoption: Adoption
    measures: tuple[Shown, ...]


@dataclass(frozen=True)
class Entry:
    """Một sáng kiến của đợt, as the registry names it, with the answers about it."""

    chosen: RoundInitiative
    quote: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True, kw_only=True)
class Replicated(Material):
    round: ReplicationRound
    entries: tuple[Entry, ...]
    asked: int
    """How many units were asked."""
    handed_in: int

    @property
    def written(self) -> tuple[tuple[Section, str], ...]:
        return tuple(
            (Section("", f"Sáng kiến {entry.chosen.position}"), getattr(owner, name))
            for entry in self.entries
            for owner, names in _owners(entry)
            for name in names
            if getattr(owner, name)
        )

    def as_json(self, at: datetime) -> dict[str, Any]:
        return super().as_json(at) | {
            "replication": {
                "document": str(self.round),
                "year": self.round.year,
                "asked": self.asked,
                "handed_in": self.handed_in,
                "initiatives": [
                    {
                        "quote": entry.quote,
                        "answers": [
                            {
                                "unit": one.unit.code,
                                "applied": one.adoption.is_applied,
                                "since": one.adoption.since.isoformat() if one.adoption.since else None,
                                "measures": measuring.as_json(one.measures),
                            }
                            for one in entry.answers
                        ],
                    }
                    for entry in self.entries
                ],
            }
        }


def _owners(entry: Entry) -> Iterator[tuple[Any, tuple[str, ...]]]:
    yield entry.chosen, _DESCRIBED
    for one in entry.answers:
        yield one.adoption, _READ


def reply_of(unit: Unit, period: Period) -> Reply:
    """The unit's reply in the latest round of the period's year."""
    found = Reply.objects.filter(unit=unit, round__year=period.last.year)
    reply = (
        found.exclude(round__state=RoundState.DRAFT)
        .select_related("round__unit")
        .order_by("-round__document_on", "-pk")
        .first()
    )
    if reply is None:
        raise DomainError(
            f"Năm {period.last.year} {unit.name} không được giao nhân rộng sáng kiến nào trong phần mềm."
        )
    return reply


def round_of(unit: Unit, period: Period) -> ReplicationRound:
    """The unit's own latest round of the period's year."""
    found = ReplicationRound.objects.filter(unit=unit, year=period.last.year)
    made = found.exclude(state=RoundState.DRAFT).select_related("unit").first()
    if made is None:
        raise DomainError(
            f"Năm {period.last.year} {unit.name} chưa gửi đợt nhân rộng sáng kiến nào. "
            "Lập đợt ở mục Sáng kiến, Nhân rộng."
        )
    return made


def gather_answers(unit: Unit, period: Period) -> Replicated:
    """Of one unit: what it answers, handed in or not yet."""
    reply = reply_of(unit, period)
    return _gather(unit, period, reply.round, [reply])


def gather_round(unit: Unit, period: Period) -> Replicated:
    """Of the superior: what was handed in."""
    made = round_of(unit, period)
    replies = made.replies.filter(status=ReplyStatus.HANDED_IN).select_related("unit", "round")
    return _gather(unit, period, made, list(replies))


def _gather(unit: Unit, period: Period, made: ReplicationRound, replies: list[Reply]) -> Replicated:
    base = material.gather(unit, period)
    counter = measuring.Counter(UnitTree.load())
    units = {reply.pk: reply.unit for reply in replies}
    adoptions: dict[int, list[Adoption]] = {}
    found = Adoption.objects.filter(reply__in=units).prefetch_related("measures")
    for one in found.order_by("reply__unit__code", "pk"):
        adoptions.setdefault(one.chosen_id, []).append(one)
    chosen = made.chosen.select_related("initiative").prefetch_related("initiative__authors")
    return Replicated(
        **{one.name: getattr(base, one.name) for one in fields(Material)},
        round=made,
        entries=tuple(
            Entry(
                one,
                quote(one.initiative),
                tuple(
                    Answered(units[each.reply_id], each, tuple(counter.shown(each, units[each.reply_id])))
                    for each in adoptions.get(one.pk, [])
                ),
            )
            for one in chosen
        ),
        asked=made.replies.count(),
        handed_in=made.replies.filter(status=ReplyStatus.HANDED_IN).count(),
    )
