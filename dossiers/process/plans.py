"""Xem trước bàn giao: where each chosen dossier would go next, and why some would not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dossiers.models import Dossier, ProcessStep
from dossiers.process import handing, people, ways
from portal.models import User


@dataclass(frozen=True)
class Line:
    """One dossier of a plan: where it lies now."""

    dossier: Dossier
    here: ProcessStep

    @property
    def field(self) -> str:
        """Where the form keeps the step at which this preview showed the dossier."""
        return f"o-{self.dossier.pk}"


@dataclass
class Group:
    """Dossiers of one unit that go to the same step: one list."""

    key: str
    step: ProcessStep
    people: list[people.Candidate]
    lines: list[Line] = field(default_factory=list)

    @property
    def field(self) -> str:
        return f"nguoi-{self.key}"


@dataclass(frozen=True)
class Plan:
    groups: list[Group]
    refused: list[str]
    """A sentence for each dossier that stays."""


def plan(dossiers: Sequence[Dossier], user: User) -> Plan:
    """What handing these on would do: nothing is changed."""
    found = ways.Ways.for_dossiers(dossiers)
    roster = people.Roster(dossiers, user.tree)
    groups: dict[str, Group] = {}
    refused = []
    for dossier in dossiers:
        way = found.of(dossier)
        here = way.place(dossier)
        choices = following(dossier, way)
        if why := handing.why_not_pass_on(dossier, here, user):
            refused.append(why)
        elif not choices:
            refused.append(why_none(dossier, way))
        else:
            step = choices[0]
            key = f"{dossier.resolving_unit_id}-{way.process.pk or 0}-{step.position}"
            if key not in groups:
                groups[key] = Group(key, step, roster.of(dossier, step))
            groups[key].lines.append(Line(dossier, here))
    return Plan(list(groups.values()), refused)


def following(dossier: Dossier, way: ways.Way) -> list[ProcessStep]:
    """The steps that the dossier may go to now, the usual one first."""
    return [step for step in way.after(way.place(dossier)) if not handing.refusal(dossier, step)]


def why_none(dossier: Dossier, way: ways.Way) -> str:
    """Why the dossier can go to no step."""
    here = way.place(dossier)
    later = way.after(here)
    if later:
        return handing.refusal(dossier, later[0])
    return f"Hồ sơ {dossier.code} đang ở bước cuối “{here.name}”."
