"""Số liệu của tính năng mang sáng kiến: what the leaflet, the land help, the documents … did in a period."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Sum
from django.urls import reverse
from django.utils.http import urlencode

from dossiers.models import PostedCode, ScanDay
from dossiers.posting import leaflet
from dossiers.posting.statistics import Statistics
from initiatives.status import Feature
from portal import formats
from portal.models import Unit, UnitTree
from reports.figures import By, FigureSet, figure_set
from reports.indicators import INDICATORS, RATES
from reports.periods import Period


@dataclass(frozen=True)
class Line:
    """One figure of the panel: its name, how it reads, and where its records are."""

    label: str
    value: str
    url: str = ""


@dataclass(frozen=True)
class _Asked:
    figures: FigureSet
    unit_ids: frozenset[int]
    tree: UnitTree

    @property
    def period(self) -> Period:
        return self.figures.period

    def count(self, code: str) -> Line:
        words = {"don-vi": self.figures.unit.code, "ky": self.period.code, "chi-tieu": code}
        one = INDICATORS[code]
        value = f"{formats.integer(self.figures.figures[code])} {one.measure}"
        return Line(one.label, value, f"{reverse('reports:records')}?{urlencode(words)}")

    def share(self, code: str) -> Line:
        value = self.figures.rates[code]
        return Line(
            f"Tỷ lệ: {RATES[code].label}", "không phát sinh" if value is None else formats.percent(value)
        )

    @property
    def scans(self) -> Statistics:
        return Statistics(self.unit_ids, self.period.first, self.period.last)


def figures(feature: str, unit: Unit, period: Period, tree: UnitTree) -> list[Line]:
    """Số liệu của một tính năng, counted now; none where no feature carries the initiative."""
    if not feature:
        return []
    asked = _Asked(figure_set(unit, period, tree=tree), frozenset(tree.scope(unit.pk)), tree)
    return list(_FEATURES[Feature(feature)](asked))


def _leaflet(asked: _Asked) -> Iterator[Line]:
    hanging = PostedCode.objects.filter(unit__in=asked.unit_ids, place=leaflet.PLACE)
    days = ScanDay.objects.filter(code__in=hanging, day__range=(asked.period.first, asked.period.last))
    scans = days.aggregate(all=Sum("scans"))["all"] or 0
    yield Line("Mã QR in trên tờ rơi", f"{formats.integer(hanging.hanging().count())} mã")
    yield Line("Lượt quét mã trên tờ rơi trong kỳ", f"{formats.integer(scans)} lượt")
    yield asked.count("received_online")
    yield asked.share("online")


def _land(asked: _Asked) -> Iterator[Line]:
    yield asked.count("advance_received")
    yield asked.count("advance_answered")
    yield asked.count("advance_to_dossier")
    yield asked.share("advance_two_visits")
    yield asked.count("two_visits")
    by_case = figure_set(asked.figures.unit, asked.period, by=By.CASE_TYPE, tree=asked.tree).groups
    for group in by_case:
        if group.key and group.figures["resolved"]:
            words = {
                "don-vi": asked.figures.unit.code, "ky": asked.period.code, "chi-tieu": "resolved",
                "theo": By.CASE_TYPE.value, "nhom": group.key,
            }  # fmt: skip
            url = f"{reverse('reports:records')}?{urlencode(words)}"
            yield Line(
                f"Đã giải quyết: {group.label}", f"{formats.integer(group.figures['resolved'])} hồ sơ", url
            )


def _documents(asked: _Asked) -> Iterator[Line]:
    yield asked.count("documents_out")
    yield asked.count("documents_in")
    yield asked.count("documents_out_signed")
    yield asked.share("documents_signed")
    yield asked.share("documents_electronic")
    yield asked.share("document_tasks_in_time")


def _teams(asked: _Asked) -> Iterator[Line]:
    yield asked.share("team_coverage")
    yield asked.count("teams")
    yield asked.count("team_members_trained")
    yield asked.count("team_sessions")
    yield asked.count("online_helped_team")
    yield asked.share("online")
    yield asked.share("fully_digitised")
    yield asked.share("paid_online")


def _posting(asked: _Asked) -> Iterator[Line]:
    codes = PostedCode.objects.filter(unit__in=asked.unit_ids).hanging().count()
    yield Line("Mã QR đang niêm yết", f"{formats.integer(codes)} mã")
    yield Line("Lượt quét trong kỳ", f"{formats.integer(asked.scans.total.scans)} lượt")
    for line in asked.scans.by_field:
        yield Line(f"Lượt quét: {line.label}", f"{formats.integer(line.scans)} lượt")


_FEATURES: dict[Feature, Callable[[_Asked], Iterator[Line]]] = {
    Feature.LEAFLET: _leaflet,
    Feature.LAND: _land,
    Feature.DOCUMENTS: _documents,
    Feature.TEAMS: _teams,
    Feature.POSTING: _posting,
}
