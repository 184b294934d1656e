"""Trạng thái của các trang công khai: what a page looks like beyond its first sight."""

from tests.test_permissions import World


def _followed(world: World) -> str:
    return f"/tra-cuu/?ma={world.dossier()[0]}"


def _answers_of(world: World) -> str:
    world.published_answer()
    return f"/gop-y/tra-loi/?don-vi={world.home.code}"


STATES = {
    "tracking a dossier": _followed,
    "tracking an unknown code": lambda world: "/tra-cuu/?ma=X-1",
    "a search that finds": lambda world: f"/thu-tuc/?q={world.procedure()[0]}",
    "a search that finds nothing": lambda world: "/thu-tuc/?q=khong-co",
    "a posted code of a procedure that ended": lambda world: f"/q/{world.posted_ended()[0]}",
    "a procedure that a posted code led to": lambda world: f"/thu-tuc/{world.procedure()[0]}/?qr=k7m2p9x",
    "a posted code of nothing": lambda world: "/q/k7m2p9x",
    "feedback to one office": lambda world: f"/gop-y/?don-vi={world.home.code}",
    "answers made public": _answers_of,
    "no such answer": lambda world: "/gop-y/tra-loi/?q=khong-co&thang=2026-03",
    "a procedure of one office": lambda world: f"/thu-tuc/{world.procedure()[0]}/?don-vi={world.home.code}",
}
"""Words → the address of that state, made in a world of the permission table."""
SCRIPTED = {
    "dossiers:capture",
    "dossiers:kiosk",
    "dossiers:kiosk-follow",
    "dossiers:kiosk-procedures",
    "dossiers:kiosk-field",
    "dossiers:kiosk-procedure",
}
"""Pages that a small script helps and that work without it."""
