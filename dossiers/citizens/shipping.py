"""Lời của người dân và sự kiện trong đời đi kèm phần mềm, loaded with the catalogue."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dossiers.models import LifeEvent, LifeEventProcedure, Procedure, ProcedureWord
from portal.text import fold

if TYPE_CHECKING:
    from dossiers.catalogue import Tally

DATA = Path(__file__).parent.parent / "data"


def load_words(tally: "Tally") -> None:
    """Those that are new; one that an office struck out stays struck out."""
    shipped: dict[str, list[str]] = _read("words.json")
    known = set(ProcedureWord.objects.values_list("procedure__code", "folded_text"))
    procedures = dict(Procedure.objects.filter(code__in=shipped).values_list("code", "pk"))
    new = []
    for code, words in shipped.items():
        for text in words:
            folded = fold(text)
            if (code, folded) in known:
                tally.unchanged += 1
                continue
            known.add((code, folded))
            new.append(
                ProcedureWord(procedure_id=procedures[code], text=text, folded_text=folded, is_shipped=True)
            )
    ProcedureWord.objects.bulk_create(new)
    tally.created += len(new)


def load_purposes(tally: "Tally") -> None:
    """Để làm gì, where nobody here has written it; what an office emptied stays empty."""
    shipped: dict[str, str] = _read("purposes.json")
    bare = Procedure.objects.filter(code__in=shipped, purpose="", described_at=None)
    for procedure in bare:
        procedure.purpose = shipped[procedure.code]
        procedure.save(update_fields=["purpose"])
        tally.updated += 1
    tally.unchanged += len(shipped) - tally.updated


def load_events(tally: "Tally") -> None:
    """Each as it ships, with its procedures in their order."""
    shipped: list[dict[str, Any]] = _read("life_events.json")
    known = {event.code: event for event in LifeEvent.objects.prefetch_related("members__procedure")}
    wanted = {code for record in shipped for code in record["procedures"]}
    procedures = dict(Procedure.objects.filter(code__in=wanted).values_list("code", "pk"))
    for position, record in enumerate(shipped, start=1):
        event = known.get(record["code"])
        facts = {"name": record["name"], "hint": record["hint"], "position": position}
        if event is not None and _stands(event, facts, record["procedures"]):
            tally.unchanged += 1
            continue
        event, is_new = LifeEvent.objects.update_or_create(code=record["code"], defaults=facts)
        event.members.all().delete()
        LifeEventProcedure.objects.bulk_create(
            LifeEventProcedure(event=event, procedure_id=procedures[code], position=number)
            for number, code in enumerate(record["procedures"], start=1)
        )
        tally.created += is_new
        tally.updated += not is_new


def _stands(event: LifeEvent, facts: dict[str, Any], codes: list[str]) -> bool:
    members = [member.procedure.code for member in event.members.all()]
    return members == codes and all(getattr(event, name) == value for name, value in facts.items())


def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
