"""Tìm thủ tục: people's own words, without accents, over what an office offers; the nearest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from dossiers import offices
from dossiers.citizens import remembered, terms
from dossiers.models import Field as FieldOfWork
from dossiers.models import LifeEvent, LifeEventProcedure, OfferedProcedure, Procedure, ProcedureWord
from portal.text import fold, sought

_SAYS_NOTHING = frozenset(
    {"lam", "xin", "toi", "muon", "can", "cho", "di", "o", "dau", "nhu", "the", "nao", "gi", "thu", "tuc"}
    | {"ho", "so", "to", "giai", "cua", "de", "va", "tai", "thi", "cac", "mot", "duoc", "co"}
)
"""Words that stand in any question; they count only where nothing else was typed."""
SHORT = 5
"""Days; what takes less is quick."""


@dataclass(frozen=True)
class Entry:
    """One procedure as the search knows it."""

    code: str
    name: str
    folded: str
    words: tuple[str, ...]
    field_code: str
    events: frozenset[str]
    is_free: bool
    days: float | None
    time_limit: str
    every: str = field(init=False)
    """All its words in one line: to look through a line is quicker than through a set."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "every", " ".join((self.folded, *self.words)))


@dataclass(frozen=True)
class Group:
    """Một lĩnh vực hay một sự kiện trong đời, with how many procedures it leads to."""

    code: str
    name: str
    hint: str
    size: int


@dataclass(frozen=True)
class Asked:
    """What was asked for: words, a field, a life event, free of charge, a time."""

    text: str = ""
    field: str = ""
    event: str = ""
    is_free: bool = False
    time: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.field or self.event or self.is_free or self.time)


SAME_DAY, UNDER_FIVE = "trong-ngay", "duoi-5-ngay"
TIMES = {SAME_DAY: "Trong ngày", UNDER_FIVE: "Dưới 5 ngày"}


def find(asked: Asked, among: Iterable[Entry]) -> list[Entry]:
    """The procedures that answer, the nearest first; without words in the order of the catalogue."""
    found = [entry for entry in among if _passes(entry, asked)]
    text = spoken(asked.text)
    if asked.event and not text:
        return _in_order(found, asked.event)
    if not text:
        return found
    words, telling, typed = text.split(), _telling(text), asked.text.strip()
    # Most entries hold none of the words, and are done with by that.
    near = [entry for entry in found if typed == entry.code or any(word in entry.every for word in words)]
    ranked = [(_nearness(entry, text, typed, telling), entry) for entry in near]
    nearest = sorted((pair for pair in ranked if pair[0] > 0), key=lambda pair: -pair[0])
    if nearest and nearest[0][0] >= _ALL_WORDS:
        nearest = [pair for pair in nearest if pair[0] >= _ALL_WORDS]
    return [entry for _, entry in nearest]


def entries(office: offices.PublicOffice | None) -> tuple[Entry, ...]:
    """Everything that the office offers; without an office, all that is public."""
    key = f"entries/{office.unit.pk if office else ''}"
    return remembered.remember(key, lambda: tuple(_read(office)))


def fields(among: Iterable[Entry]) -> list[Group]:
    """Lĩnh vực that lead somewhere."""
    sizes = _sizes(entry.field_code for entry in among)
    known = remembered.remember("fields", lambda: tuple(FieldOfWork.objects.values_list("code", "name")))
    return [Group(code, name, "", sizes[code]) for code, name in known if code in sizes]


def events(among: Iterable[Entry]) -> list[Group]:
    """Sự kiện trong đời that lead somewhere."""
    sizes = _sizes(event for entry in among for event in entry.events)
    told = LifeEvent.objects.values_list("code", "name", "hint")
    known = remembered.remember("events", lambda: tuple(told))
    return [Group(code, name, hint, sizes[code]) for code, name, hint in known if code in sizes]


def spoken(text: str) -> str:
    """As it is compared: without accents, “ly” and “lí” as one (both are written)."""
    return " ".join(fold(sought(text)).replace("y", "i").split())


_EXACT, _SAID, _BEGINS, _ALL_IN_NAME, _ALL_WORDS = 100.0, 90.0, 80.0, 70.0, 60.0


def _nearness(entry: Entry, text: str, typed: str, telling: list[str]) -> float:
    """How near: the code or the very name, people's own words, a name that begins so, all words, some."""
    if typed == entry.code or text == entry.folded:
        return _EXACT
    if text in entry.words:
        return _SAID
    longer = len(entry.folded) / 1000  # of two that are as near, the plainer name first
    if _begins(entry.folded, text):
        return _BEGINS - longer
    if any(_holds(word, text) or _holds(text, word) for word in entry.words):
        return _BEGINS - 5 - longer
    return _by_words(entry, telling) - longer


def _by_words(entry: Entry, wanted: list[str]) -> float:
    """All words in the name, best side by side; all in the name or what people call it; half of them."""
    in_name = sum(_has(entry.folded, word) for word in wanted)
    if in_name == len(wanted):
        return _ALL_IN_NAME + (5 if _holds(entry.folded, " ".join(wanted)) else 0)
    anywhere = sum(_has(entry.every, word) for word in wanted)
    if anywhere == len(wanted):
        return _ALL_WORDS + 1 + in_name / 10
    return 10 * anywhere / len(wanted) + in_name if 2 * anywhere >= len(wanted) else 0


def _telling(text: str) -> list[str]:
    words = text.split()
    return [word for word in words if word not in _SAYS_NOTHING] or words


def _begins(text: str, part: str) -> bool:
    return f"{text} ".startswith(f"{part} ")


def _holds(text: str, part: str) -> bool:
    """Whole words, one after the other."""
    return f" {part} " in f" {text} "


def _has(text: str, wanted: str) -> bool:
    """A word, or its beginning while somebody is still typing it."""
    return f" {wanted}" in f" {text}" if len(wanted) > 2 else _holds(text, wanted)


def _passes(entry: Entry, asked: Asked) -> bool:
    if asked.field and entry.field_code != asked.field:
        return False
    if asked.event and asked.event not in entry.events:
        return False
    if asked.is_free and not entry.is_free:
        return False
    if asked.time == SAME_DAY:
        return entry.days is not None and entry.days < 1
    if asked.time == UNDER_FIVE:
        return entry.days is not None and entry.days < SHORT
    return True


def _in_order(found: list[Entry], event: str) -> list[Entry]:
    members = LifeEventProcedure.objects.filter(event__code=event)
    place = dict(members.values_list("procedure__code", "position"))
    return sorted(found, key=lambda entry: place[entry.code])


def _sizes(codes: Iterable[str]) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for code in codes:
        sizes[code] = sizes.get(code, 0) + 1
    return sizes


def _read(office: offices.PublicOffice | None) -> Iterable[Entry]:
    offered = Procedure.objects.offered_by(office.unit) if office else Procedure.objects.published()
    standing = offered.valid_on(timezone.localdate()).for_lists().prefetch_related("fees")
    own: dict[int, OfferedProcedure] = {}
    if office:
        own = {one.procedure_id: one for one in OfferedProcedure.objects.filter(unit=office.unit)}
    words: dict[int, list[str]] = {}
    for pk, word in ProcedureWord.objects.filter(is_active=True).values_list("procedure_id", "text"):
        words.setdefault(pk, []).append(spoken(word))
    happens: dict[int, set[str]] = {}
    for pk, event in LifeEventProcedure.objects.values_list("procedure_id", "event__code"):
        happens.setdefault(pk, set()).add(event)
    for procedure in standing:
        offer = own.get(procedure.pk)
        yield Entry(
            code=procedure.code,
            name=procedure.name,
            folded=spoken(procedure.name),
            words=tuple(words.get(procedure.pk, ())),
            field_code=procedure.field.code,
            events=frozenset(happens.get(procedure.pk, ())),
            is_free=terms.is_free(procedure, offer),
            days=terms.days(procedure, offer),
            time_limit=terms.time_limit(procedure, offer)[0],
        )
