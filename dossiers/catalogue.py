"""Danh mục đi kèm: the procedures and units that ship with the project, loaded and kept up to date.

What ships are facts. A procedure that nobody has checked waits for a decision to make it public, and loading
again leaves what a decision was published about as it is.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

from django.db import models, transaction

from dossiers.citizens import remembered, shipping
from dossiers.fees.lines import guessed_kind
from dossiers.models import (
    CombinedGroup,
    CombinedMember,
    Confidence,
    Field,
    Procedure,
    ProcedureCaseType,
    ProcedureComponent,
    ProcedureFee,
    ProcedureRevision,
    TimeUnit,
)
from portal import audit
from portal.models import Unit, UnitKind, User
from portal.text import one_line

DATA = Path(__file__).parent / "data"
LAST_DISTRICT_DAY, REFORM_DAY = date(2025, 6, 30), date(2025, 7, 1)
"""Districts were abolished and communes merged on 01/7/2025."""
AROUND_THE_CLOCK = "12 giờ"
"""Said in the conditions of the three procedures whose limit runs day and night (Luật Trẻ em; NĐ 76/2023)."""

Facts = dict[str, Any]
Record = TypeVar("Record", bound=models.Model)
UnitKey = tuple[str, date | None]
"""A code and the day it took on its meaning: codes were reused in the reform."""


@dataclass
class Tally:
    """How many records of one sort were new, differed, or stood as they ship."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass
class Loaded:
    units: Tally = field(default_factory=Tally)
    fields: Tally = field(default_factory=Tally)
    procedures: Tally = field(default_factory=Tally)
    case_types: Tally = field(default_factory=Tally)
    combined: Tally = field(default_factory=Tally)
    purposes: Tally = field(default_factory=Tally)
    words: Tally = field(default_factory=Tally)
    life_events: Tally = field(default_factory=Tally)

    def as_dict(self) -> dict[str, dict[str, int]]:
        return asdict(self)

    @property
    def wrote(self) -> bool:
        return any(counts["created"] or counts["updated"] for counts in self.as_dict().values())


@transaction.atomic
def load(*, by: User | None = None) -> Loaded:
    """Load or update everything that ships; a second run writes nothing."""
    loaded = Loaded()
    _load_units(loaded.units)
    _load_procedures(loaded)
    _load_case_types(loaded.case_types)
    _load_combined(loaded.combined)
    shipping.load_purposes(loaded.purposes)
    shipping.load_words(loaded.words)
    shipping.load_events(loaded.life_events)
    remembered.begin_anew()
    if loaded.wrote:
        counts: dict[str, Any] = loaded.as_dict()
        audit.record("catalogue.loaded", by=by, **counts)
    return loaded


# Units


def _load_units(tally: Tally) -> None:
    facts = dict(_unit_facts())
    standing = Unit.objects.select_related("parent", "successor")
    known: dict[UnitKey, Unit] = {(unit.code, unit.valid_from): unit for unit in standing}
    done: dict[UnitKey, Unit] = {}

    def store(key: UnitKey) -> Unit:
        """Parents and successors come first, wherever they stand in the files."""
        if key not in done:
            own = dict(facts[key])
            for link in ("parent", "successor"):
                own[link] = store(own[link]) if own[link] else None
            done[key] = _store(Unit, known.get(key), own, tally)
        return done[key]

    for key in facts:
        store(key)


def _unit_facts() -> Iterator[tuple[UnitKey, Facts]]:
    """Each unit of each time once; `parent` and `successor` are keys.

    A unit whose successor has the same code and name lives on as one unit. Below such a province hang the
    districts up to the reform and the new communes since.
    """
    shipped = _read("units.json")
    lives_on = {unit["code"] for unit in shipped if _is_same(unit, unit["successor"])}
    for unit in shipped:
        heir = unit["successor"]
        if unit["code"] in lives_on:
            yield (unit["code"], None), _facts_of_unit(unit)
            continue
        parent = (unit["parent"], None) if unit["parent"] else None
        heir_key = (heir["code"], REFORM_DAY) if heir else None
        old = {"parent": parent, "successor": heir_key, "valid_to": LAST_DISTRICT_DAY}
        yield (unit["code"], None), _facts_of_unit(unit) | old
        if heir_key:
            province = heir["parent"]
            above = (province, None if province in lives_on else REFORM_DAY) if province else None
            yield heir_key, _facts_of_unit(heir) | {"parent": above, "valid_from": REFORM_DAY}
    for division in _read("divisions.json"):
        since, until = _day(division.get("valid_from")), _day(division.get("valid_to"))
        heir_code = division.get("successor")
        parent_since = since if division["parent"] not in lives_on else None
        yield (
            (division["code"], since),
            {
                "code": division["code"],
                "name": division["name"],
                "short_name": division["name"],
                "kind": UnitKind.DIVISION,
                "subkind": "",
                "parent": (division["parent"], parent_since),
                "valid_from": since,
                "valid_to": until,
                "successor": (heir_code, REFORM_DAY) if heir_code else None,
            },
        )


def _facts_of_unit(unit: Facts) -> Facts:
    return {
        "code": unit["code"],
        "name": unit["name"],
        "kind": UnitKind(unit["kind"]),
        "subkind": unit["subkind"],
        "parent": None,
        "successor": None,
        "valid_from": None,
        "valid_to": None,
    }


def _is_same(unit: Facts, heir: Facts | None) -> bool:
    return heir is not None and all(unit[name] == heir[name] for name in ("code", "name", "kind"))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# Procedures


def _load_procedures(loaded: Loaded) -> None:
    shipped = _read("procedures.json")
    fields = _load_fields(shipped, loaded.fields)
    known = {
        procedure.code: procedure
        for procedure in Procedure.objects.select_related("field").prefetch_related("components", "fees")
    }
    decided = set(ProcedureRevision.objects.effective().values_list("code", flat=True))
    papers, fees = _Rows(ProcedureComponent), _Rows(ProcedureFee)
    for code, record in zip(_codes(shipped), shipped, strict=True):
        if code in decided:
            loaded.procedures.unchanged += 1
            continue
        facts = _facts_of_procedure(record) | {"code": code, "field": fields[record["field_code"]]}
        found = known.get(code)
        step = Tally()
        if found is None:
            facts["is_published"] = facts["confidence"] != Confidence.LOW
        procedure = _store(Procedure, found, facts, step)
        standing_papers, standing_fees = (found.components.all(), found.fees.all()) if found else ((), ())
        changed = papers.store(procedure, standing_papers, map(_facts_of_paper, record["components"]))
        changed |= fees.store(procedure, standing_fees, _facts_of_fees(record))
        loaded.procedures.created += step.created
        loaded.procedures.updated += bool(step.updated or (step.unchanged and changed))
        loaded.procedures.unchanged += bool(step.unchanged and not changed)
    papers.create()
    fees.create()


def _load_fields(shipped: Iterable[Facts], tally: Tally) -> dict[str, Field]:
    """Fields stand in the order of the file."""
    known = {found.code: found for found in Field.objects.all()}
    names = {record["field_code"]: record["field"] for record in shipped}
    return {
        code: _store(Field, known.get(code), {"code": code, "name": name, "position": position}, tally)
        for position, (code, name) in enumerate(names.items(), start=1)
    }


def _codes(shipped: Iterable[Facts]) -> Iterator[str]:
    """The national codes; those without one are counted through in the order of the file: NB-001, NB-002 …"""
    own = 0
    for record in shipped:
        own += record["code"] is None
        yield record["code"] or f"NB-{own:03d}"


def _facts_of_procedure(record: Facts) -> Facts:
    limit = record["time_limit"] or {"value": None, "unit": ""}
    around_the_clock = any(AROUND_THE_CLOCK in condition for condition in record["conditions"])
    before = record["same_day_if_before"]
    return {
        "name": one_line(record["name"]),
        "service_level": record["level_of_service"],
        "time_value": limit["value"],
        "time_unit": TimeUnit.HOUR if around_the_clock else limit["unit"],
        "same_day_if_before": time.fromisoformat(before) if before else None,
        "authority": record["authority"],
        "subjects": record["subjects"],
        "steps": record["steps"],
        "conditions": record["conditions"],
        "legal_basis": record["legal_basis"],
        "result": record["result"],
        "source": record["source"],
        "confidence": record["confidence"],
    }


def _facts_of_paper(paper: Facts) -> Facts:
    return {
        "name": one_line(paper["name"]),
        "originals": paper["originals"],
        "copies": paper["copies"],
        "form": paper["form"] or "",
        "required": paper["required"],
    }


def _facts_of_fees(record: Facts) -> Iterator[Facts]:
    for fee in record["fee"]:
        kind = guessed_kind(fee["note"], record["field_code"])
        yield {"amount": fee["amount_vnd"], "note": fee["note"], "kind": kind}


def _load_case_types(tally: Tally) -> None:
    known = set(ProcedureCaseType.objects.values_list("procedure__code", "name"))
    for record in _read("case_types.json"):
        if (record["procedure"], record["name"]) in known:
            tally.unchanged += 1
            continue
        procedure = Procedure.objects.get(code=record["procedure"])
        ProcedureCaseType.objects.create(procedure=procedure, name=record["name"])
        tally.created += 1


# Storing


def _load_combined(tally: Tally) -> None:
    """Groups of procedures; whether an office takes them in together is its own word."""
    shipped = _read("combined.json")
    standing = {group.code: group for group in CombinedGroup.objects.prefetch_related("members")}
    codes = {code for record in shipped for code in record["procedures"]}
    procedures = dict(Procedure.objects.filter(code__in=codes).values_list("code", "pk"))
    for record in shipped:
        facts = {key: record[key] for key in ("code", "name", "legal_basis", "requests")}
        group = _store(CombinedGroup, standing.get(record["code"]), facts, tally)
        wanted = [procedures[code] for code in record["procedures"]]
        if [member.procedure_id for member in group.members.all()] != wanted:
            group.members.all().delete()
            CombinedMember.objects.bulk_create(
                CombinedMember(group=group, procedure_id=pk, position=number)
                for number, pk in enumerate(wanted, start=1)
            )


def _read(name: str) -> list[Facts]:
    records: list[Facts] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return records


def _store(model: type[Record], found: Record | None, facts: Facts, tally: Tally) -> Record:
    """The record with these facts: made, corrected, or left alone."""
    if found is None:
        found = model(**facts)
        found.save()
        tally.created += 1
    elif _differs(found, facts):
        _correct(found, facts)
        tally.updated += 1
    else:
        tally.unchanged += 1
    return found


def _differs(found: models.Model, facts: Facts) -> bool:
    return any(getattr(found, name) != value for name, value in facts.items())


def _correct(found: models.Model, facts: Facts) -> None:
    for name, value in facts.items():
        setattr(found, name, value)
    found.save()


@dataclass
class _Rows:
    """The papers or the fees of all procedures: each known by its position, new ones written together.

    A paper keeps its row when its text is corrected, because dossiers point to it.
    """

    model: type[ProcedureComponent] | type[ProcedureFee]
    new: list[Any] = field(default_factory=list)

    def store(self, procedure: Procedure, standing: Iterable[models.Model], shipped: Iterable[Facts]) -> bool:
        """True if anything differs."""
        by_position = {row.position: row for row in standing}  # type: ignore[attr-defined]
        changed = False
        for position, facts in enumerate(shipped, start=1):
            row = by_position.pop(position, None)
            if row is None:
                self.new.append(self.model(procedure=procedure, position=position, **facts))
                changed = True
            elif _differs(row, facts):
                _correct(row, facts)
                changed = True
        for row in by_position.values():
            row.delete()
            changed = True
        return changed

    def create(self) -> None:
        self.model._default_manager.bulk_create(self.new)
