"""Tra danh mục: which procedure and which kind of case a row means."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from typing import Self

from dossiers.importing.columns import Column, key
from dossiers.models import Procedure, ProcedureCaseType
from portal.text import fold, one_line

_NATIONAL = re.compile(r"(\d\.\d{6})(\..*)?")
_ZEROS_LOST = re.compile(r"\d\.\d{1,5}")
_PREFIXES = ("thutuchanhchinh", "thutuc", "tthc")
_SUGGESTIONS = 300
"""Searching for the nearest name costs time: after so many different unknown ones it is left out."""


@dataclass(frozen=True)
class Found:
    procedure: Procedure
    warning: str = ""


@dataclass(frozen=True)
class Refusal:
    """No procedure, or more than one: the column to look at, and the sentence."""

    column: Column
    message: str


class Lookup:
    """The catalogue in memory, for tens of thousands of questions."""

    def __init__(self, procedures: list[Procedure], case_types: list[ProcedureCaseType]) -> None:
        self.by_id = {procedure.pk: procedure for procedure in procedures}
        self.by_code = {procedure.code.upper(): procedure for procedure in procedures}
        self.by_name: dict[str, list[Procedure]] = defaultdict(list)
        for procedure in procedures:
            self.by_name[_bare(key(procedure.name))].append(procedure)
        self._words = {procedure.pk: set(procedure.folded_name.split()) for procedure in procedures}
        self.case_types = {found.pk: found for found in case_types}
        self._case_types = {(found.procedure_id, key(found.name)): found for found in case_types}
        self._answers: dict[tuple[str, str, date], Found | Refusal] = {}
        self._suggested = 0

    @classmethod
    def load(cls) -> Self:
        procedures = Procedure.objects.select_related("field").only(
            "code", "name", "folded_name", "service_level", "valid_from", "valid_to", "field__name"
        )
        return cls(list(procedures), list(ProcedureCaseType.objects.all()))

    def procedure(self, code: str, name: str, *, on: date) -> Found | Refusal:
        """By the code, with or without a province's suffix; else by the whole name."""
        asked = (code, name, on)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers[asked] = self._find(code, name, on)
        return answer

    def _find(self, code: str, name: str, on: date) -> Found | Refusal:
        by_code = self._by_code(code) if code else None
        by_name = self._by_name(name, on)
        if by_code:
            return Found(by_code, self._contradiction(by_code, name, by_name))
        if len(by_name) == 1:
            [procedure] = by_name
            unknown = (
                f"Mã TTHC “{code}” không có trong danh mục, đã lấy theo tên: {procedure.code}."
                if code
                else ""
            )
            return Found(procedure, unknown)
        if by_name:
            codes = ", ".join(sorted(procedure.code for procedure in by_name))
            return Refusal(
                Column.PROCEDURE_NAME,
                f"Nhiều thủ tục cùng tên này ({codes}). Ghi thêm “Mã TTHC” để phân biệt.",
            )
        return self._unknown(code, name)

    def _by_code(self, code: str) -> Procedure | None:
        code = code.upper()
        if code in self.by_code:
            return self.by_code[code]
        if found := _NATIONAL.fullmatch(code):
            return self.by_code.get(found[1])
        if _ZEROS_LOST.fullmatch(code):  # a spreadsheet took the code for a number
            return self.by_code.get(code.ljust(8, "0"))
        return self.by_code.get(code.rpartition(".")[0])  # one of our own codes with a province's suffix

    def _by_name(self, name: str, on: date) -> list[Procedure]:
        found = self.by_name.get(_bare(key(name)), [])
        valid = [
            procedure
            for procedure in found
            if (procedure.valid_from or date.min) <= on <= (procedure.valid_to or date.max)
        ]
        return valid or found

    def _contradiction(self, procedure: Procedure, name: str, by_name: list[Procedure]) -> str:
        """The code wins; a name that is merely worded otherwise is none."""
        if not name or procedure in by_name:
            return ""
        if not by_name and _likeness(set(fold(name).split()), self._words[procedure.pk]) >= 0.5:
            return ""
        return f"Tên TTHC không khớp mã {procedure.code} ({procedure.name}): đã lấy theo mã."

    def _unknown(self, code: str, name: str) -> Refusal:
        if not code and not name:
            return Refusal(Column.PROCEDURE_NAME, "Thiếu tên và mã thủ tục.")
        what = f"Mã TTHC “{code}”{' và tên thủ tục này' if name else ''}" if code else "Thủ tục này"
        nearest = self._nearest(code, name)
        hint = f" Gần nhất: {nearest.code} {nearest.name}." if nearest else ""
        column = Column.PROCEDURE_CODE if code else Column.PROCEDURE_NAME
        return Refusal(column, f"{what} không có trong danh mục.{hint}")

    def _nearest(self, code: str, name: str) -> Procedure | None:
        self._suggested += 1
        if self._suggested > _SUGGESTIONS:
            return None
        if not name:
            found = get_close_matches(code.upper(), self.by_code, 1, 0.8)
            return self.by_code[found[0]] if found else None
        folded = fold(name)[:300]
        words = set(folded.split())
        likely = sorted(self.by_id, key=lambda pk: _likeness(words, self._words[pk]), reverse=True)[:10]
        rated = [
            (SequenceMatcher(None, folded, self.by_id[pk].folded_name, autojunk=False).ratio(), pk)
            for pk in likely
        ]
        best, pk = max(rated, default=(0.0, 0))
        return self.by_id[pk] if best >= 0.6 else None

    def case_type(self, procedure: Procedure, name: str) -> tuple[ProcedureCaseType, bool]:
        """Loại việc by its name, and whether it was met for the first time: it is not saved yet."""
        asked = (procedure.pk, key(name))
        is_new = asked not in self._case_types
        if is_new:
            self._case_types[asked] = ProcedureCaseType(procedure=procedure, name=one_line(name))
        return self._case_types[asked], is_new


def _bare(folded: str) -> str:
    """A name without a leading “Thủ tục”."""
    for prefix in _PREFIXES:
        if folded.startswith(prefix) and len(folded) > len(prefix):
            return folded.removeprefix(prefix)
    return folded


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
