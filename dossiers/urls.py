"""Pages of this app."""

from django.urls import include, path, register_converter
from django.urls.converters import StringConverter

from dossiers.views import (
    apologies,
    books,
    bulk,
    catalogue,
    correction,
    declaration,
    detail,
    disclosure,
    finding,
    guiding,
    listing,
    message_templates,
    messages,
    moves,
    procedure_page,
    refusal,
    saved_searches,
    screens,
    slips,
    tracking,
    visits,
    word_templates,
    wording,
)
from dossiers.views.intake import after
from dossiers.views.public import finding as public_finding
from dossiers.views.public import procedures


class _ProcedureCode(StringConverter):
    """Not the words with which the staff's own addresses go on after `thu-tuc/`."""

    regex = r"(?!(?:quan-ly|ma-qr)/)[^/]+"


register_converter(_ProcedureCode, "procedure")
app_name = "dossiers"
_MOVES = {
    "tiep-nhan": "accept",
    "khong-tiep-nhan": "not-accept",
    "chuyen-xu-ly": "start-processing",
    "bo-sung": "request-supplement",
    "nhan-bo-sung": "receive-supplement",
    "co-ket-qua": "conclude",
    "yeu-cau-nop-phi": "request-payment",
    "da-nop-phi": "settle-payment",
    "rut": "withdraw",
    "dung": "stop",
    "tu-choi": "refuse",
}
urlpatterns = [
    # First what is asked most: each line before it costs.
    path("tra-cuu/", tracking.tracking, name="tracking"),
    path("thu-tuc/", public_finding.catalogue, name="public-catalogue"),
    path("thu-tuc/<procedure:code>/", procedures.procedure, name="public-procedure"),
    path("", include("dossiers.appointments.urls")),
    path("", include("dossiers.fees.urls")),
    path("", include("dossiers.results.urls")),
    path("", include("dossiers.advance.urls")),
    path("", include("dossiers.voices.urls")),
    path("van-ban/", include("dossiers.views.documents.urls")),
    path("", include("dossiers.queueing.urls")),
    path("ho-so/", listing.dossier_list, name="list"),
    path("ho-so/tim/", finding.find, name="find"),
    path("ho-so/tiep-nhan/", include("dossiers.views.intake.urls")),
    path("ho-so/hang-loat/", bulk.bulk_move, name="bulk-move"),
    path("ho-so/cot/", listing.choose_columns, name="list-columns"),
    path("ho-so/xuat/excel/", listing.export, {"form": "xlsx"}, name="list-excel"),
    path("ho-so/xuat/ban-in/", listing.export, {"form": "pdf"}, name="list-print"),
    path("ho-so/bo-loc/", saved_searches.save, name="search-save"),
    path("ho-so/bo-loc/<int:pk>/", saved_searches.open_saved, name="search-open"),
    path("ho-so/bo-loc/<int:pk>/bo/", saved_searches.drop, name="search-drop"),
    path("ho-so/tu-choi-tiep-nhan/", refusal.refuse_walk_in, name="refuse-walk-in"),
    path("ho-so/<str:code>/lan-den/", visits.note, name="note-visit"),
    path("ho-so/huong-dan/", guiding.guides, name="guides"),
    path("ho-so/huong-dan/<uuid:key>/", guiding.guide, name="guide"),
    path("ho-so/huong-dan/<uuid:key>/bo/", guiding.drop, name="guide-drop"),
    path("ho-so/man-hinh/", screens.screens, name="screens"),
    path("ho-so/chua-xin-loi/", apologies.unapologised, name="unapologised"),
    path("ho-so/nhap/", include("dossiers.importing.urls")),
    path("", include("dossiers.papers.urls")),
    path("", include("dossiers.process.urls")),
    path("", include("dossiers.posting.urls")),
    path("ho-so/so/", books.books, name="books"),
    path("ho-so/so/<int:unit_pk>/<int:year>/<int:volume>/", books.order_register, name="register-order"),
    path("ho-so/so/ban-in/<int:pk>/", books.register_print, name="register-print"),
    path("ho-so/so/ban-in/<int:pk>.pdf", books.register_file, name="register-file"),
    path("ho-so/<str:code>/", detail.detail, name="detail"),
    path("ho-so/<str:code>/da-tiep-nhan/", after.received, name="received"),
    path("ho-so/<str:code>/sua/", correction.correct, name="correct"),
    path("ho-so/<str:code>/to-khai/<int:pk>/", declaration.fill, name="declaration-fill"),
    path("ho-so/<str:code>/to-khai/<int:pk>.<str:ending>", declaration.declaration, name="declaration"),
    path("quan-tri/mau-word/", word_templates.template_list, name="word-templates"),
    path("quan-tri/mau-word/<int:pk>/", word_templates.template, name="word-template"),
    path("quan-tri/mau-word/<int:pk>/tep/", word_templates.template_file, name="word-template-file"),
    path("quan-tri/mau-word/<int:pk>/dung/", word_templates.set_active, name="word-template-active"),
    path("ho-so/<str:code>/hien-so/", disclosure.show_numbers, name="show-numbers"),
    path("ho-so/phieu/<int:pk>.pdf", slips.unit_slip, name="unit-slip"),
    path("ho-so/<str:code>/phieu/lap/", slips.issue_slip, name="issue-slip"),
    path("ho-so/<str:code>/phieu/<int:pk>.pdf", slips.slip, name="slip"),
    path("ho-so/<str:code>/xin-loi/", apologies.apology, name="apology"),
    path("ho-so/<str:code>/hoan-tac/", moves.undo, name="undo"),
    *(
        path(f"ho-so/<str:code>/{word}/", moves.move, {"verb": verb}, name=verb)
        for word, verb in _MOVES.items()
    ),
    path("quan-tri/nhat-ky-mot-nguoi/", disclosure.person_log, name="person-log"),
    path("", include("dossiers.views.office.urls")),
    path("phim-tat/", finding.shortcuts, name="shortcuts"),
    path("quan-tri/bieu-mau/", wording.forms, name="forms"),
    path("quan-tri/bieu-mau/<str:set_key>/<str:kind>/", wording.form, name="form-wording"),
    path("tin-nhan/", messages.message_log, name="messages"),
    path("tin-nhan/gui-lai/", messages.send_all_again, name="messages-again"),
    path("tin-nhan/<int:pk>/gui-lai/", messages.send_again, name="message-again"),
    path("tin-nhan/<int:pk>/da-bao/", messages.told_in_person, name="message-told"),
    path("quan-tri/mau-tin/", message_templates.own_templates, name="own-message-templates"),
    path("quan-tri/mau-tin/<int:unit_pk>/", message_templates.template_list, name="message-templates"),
    path(
        "quan-tri/mau-tin/<int:unit_pk>/<str:key>/<str:channel>/",
        message_templates.template,
        name="message-template",
    ),
    path("", include("dossiers.views.keeping.urls")),
    path("thu-tuc/quan-ly/", catalogue.catalogue, name="catalogue"),
    path("thu-tuc/quan-ly/<str:code>/", catalogue.procedure, name="procedure"),
    path("thu-tuc/quan-ly/<str:code>/trang-cong-khai/", procedure_page.public_page, name="procedure-page"),
    path(
        "thu-tuc/quan-ly/<str:code>/mau-don/<int:pk>/bo/",
        procedure_page.drop_form,
        name="procedure-form-drop",
    ),
    path("thu-tuc/quan-ly/<str:code>/cach-tinh-han/", catalogue.pause_rule, name="procedure-pause-rule"),
    path("", include("dossiers.views.public.urls")),
]
