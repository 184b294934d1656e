"""Nhận dạng chữ: Tesseract reads a scan in the background where it is installed with Vietnamese.

What it reads makes the paper findable and proposes what might describe it; nothing is filed unasked.
"""

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from dossiers.models import DossierQuerySet, Reading, Scan, ScanState
from dossiers.papers import pictures
from portal import jobs
from portal.files.storing import read
from portal.models import Job
from portal.text import clean, fold, one_line, sought

KIND = "read-scan"
PROGRAM = "tesseract"
PAGE_SECONDS = 120
MOST_LETTERS = 200_000
_LONGEST = 3300
_LANGUAGE = "vie"


class Unreadable(Exception):
    """Tesseract did not answer, or in anger."""


def is_installed() -> bool:
    path = shutil.which(PROGRAM)
    return path is not None and _LANGUAGE in _languages(path)


@lru_cache(maxsize=4)
def _languages(path: str) -> frozenset[str]:
    try:
        done = subprocess.run([path, "--list-langs"], capture_output=True, text=True, timeout=20, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(done.stdout.split())


def queue(scan: Scan) -> None:
    """Have a scan read that has just come to stand; in its transaction."""
    if is_installed():
        jobs.enqueue(KIND, by=scan.created_by, scan=scan.pk)


def work_off(job: Job) -> None:
    """The handler: reading twice gives the same text."""
    scan = Scan.objects.filter(pk=job.payload["scan"], state=ScanState.READY, reading=Reading.NONE).first()
    if scan is None:
        return
    try:
        text = recognise(read(scan.file), job, pages=scan.page_count)
    except Unreadable:
        Scan.objects.filter(pk=scan.pk).update(reading=Reading.FAILED)
        return
    Scan.objects.filter(pk=scan.pk).update(text=text, folded_text=fold(text), reading=Reading.DONE)


def recognise(content: bytes, job: Job, *, pages: int) -> str:
    """The words that are seen on the pages of a PDF."""
    path, texts = shutil.which(PROGRAM), []
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        for number, picture in enumerate(pictures.pages(content, longest=_LONGEST), 1):
            job.beat(done=number - 1, total=pages, step=f"Nhận dạng chữ trang {number}")
            page = Path(folder) / "page.png"
            picture.convert("L").save(page)
            try:
                done = subprocess.run(
                    [str(path), str(page), "stdout", "-l", _LANGUAGE],
                    capture_output=True, timeout=PAGE_SECONDS, check=True,
                )  # fmt: skip
            except (OSError, subprocess.SubprocessError) as error:
                raise Unreadable from error
            texts.append(clean(done.stdout.decode(errors="replace")).strip())
    return "\n\n".join(texts)[:MOST_LETTERS]


# Finding

FOUND = 50
_AROUND = 60


def find(words: str, dossiers: DossierQuerySet, *, most: int = FOUND) -> list[tuple[Scan, str]]:
    """The newest scans of these dossiers that hold the words, accents or not, each with what is around."""
    wanted = fold(sought(words))
    if len(wanted) < 3:
        return []
    scans = Scan.objects.standing().filter(component__dossier__in=dossiers, folded_text__contains=wanted)
    newest = scans.select_related("component__dossier").order_by("-pk")[:most]
    return [(scan, _excerpt(scan.folded_text, wanted)) for scan in newest]


def _excerpt(text: str, wanted: str) -> str:
    place = text.index(wanted)
    return text[max(0, place - _AROUND) : place + len(wanted) + _AROUND]


# Proposals


@dataclass(frozen=True)
class Proposals:
    """What the text seems to say of the paper."""

    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.number or self.issuer or self.issued_on or self.name)


_NUMBER = re.compile(r"\bSố\s*[:.]?\s*(\d[\d.]*\s*/\s*[\w/.\-–]+|\d{4,15})", re.IGNORECASE)
_DAY = re.compile(r"ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_NAME = re.compile(
    r"Họ\s*(?:và tên|,\s*chữ đệm,?\s*(?:và )?tên|,\s*tên)[^:\n]{0,40}:\s*([^\n:]{3,80})", re.IGNORECASE
)
_ISSUER = re.compile(
    r"^\s*((?:ỦY BAN NHÂN DÂN|UBND|CÔNG AN|SỞ|CHI CỤC|BỘ|VĂN PHÒNG)\b[^\n]{0,120})", re.MULTILINE
)


def proposals(text: str) -> Proposals:
    number, issuer, name = _NUMBER.search(text), _ISSUER.search(text), _NAME.search(text)
    return Proposals(
        number=re.sub(r"\s*/\s*", "/", one_line(number[1]))[:100] if number else "",
        issuer=one_line(issuer[1])[:200] if issuer else "",
        issued_on=_first_day(text),
        name=one_line(name[1]) if name else "",
    )


def _first_day(text: str) -> date | None:
    for found in _DAY.finditer(text):
        try:
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            continue
    return None
