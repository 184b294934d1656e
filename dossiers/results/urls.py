"""Pages of results, of their return, of the citizen's rating."""

from django.urls import path

from dossiers.views import drafting, rating, results, returning

_FORMS = {"tep": "result-file", "ban-in": "result-copy", "phieu": "result-sheet"}
urlpatterns = [
    path("ho-so/<str:code>/ket-qua/", results.results, name="results"),
    *(
        path(f"ho-so/<str:code>/ket-qua/<int:pk>/{form}.pdf", results.download, {"form": form}, name=name)
        for form, name in _FORMS.items()
    ),
    path("ho-so/<str:code>/ket-qua/<int:pk>/thu-hoi/", results.withdraw, name="result-withdraw"),
    path("ho-so/<str:code>/ket-qua/soan/<int:pk>/", drafting.draft, name="result-draft"),
    path(
        "ho-so/<str:code>/ket-qua/soan/<int:pk>.<str:ending>", drafting.draft_file, name="result-draft-file"
    ),
    path("ho-so/<str:code>/ket-qua/soan/<int:pk>/bo/", drafting.drop, name="result-draft-drop"),
    path("ho-so/<str:code>/tra-ket-qua/", returning.hand_over, name="return-result"),
    path("ho-so/<str:code>/da-nhan/", returning.arrived, name="result-arrived"),
    path("tra-ket-qua/", returning.day_list, name="return-list"),
    path("tra-ket-qua/ky-nhan.pdf", returning.day_list, {"form": "pdf"}, name="return-list-pdf"),
    path("tra-ket-qua/<uuid:batch>/", returning.returned, name="returned"),
    path("ket-qua/<str:check_code>/", results.check, name="result-check"),
    path("danh-gia/vi-sao/", rating.why, name="rating-reason"),
    path("danh-gia/ly-do/", rating.reasons, name="rating-reasons"),
    path("danh-gia/man-hinh/<str:token>/", rating.screen, name="rating-screen"),
    path("danh-gia/<str:token>/", rating.rate, name="rate"),
]
