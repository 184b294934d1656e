"""Pages of the intake, below /ho-so/tiep-nhan/."""

from django.urls import path

from dossiers.views.intake import after, declaration, drafts, page

urlpatterns = [
    path("", page.take_in, name="intake"),
    path("hen-tra/", page.due_preview, name="due-preview"),
    path("thu-tuc/", page.procedure_search, name="procedure-search"),
    path("nguoi/", page.people_search, name="people-search"),
    path("dang-do/", drafts.draft_list, name="drafts"),
    path("dang-do/giu/", drafts.keep_draft, name="draft-keep"),
    path("dang-do/bo/", drafts.drop_draft, name="draft-drop"),
    path("to-khai/<uuid:key>/<int:pk>/", declaration.fill, name="draft-declaration"),
    path("to-khai/<uuid:key>/<int:pk>.<str:ending>", declaration.print_file, name="draft-declaration-file"),
    path("huong-dan/<int:pk>/", after.guidance, name="guidance"),
    path("huong-dan/<int:pk>.pdf", after.guidance_print, name="guidance-print"),
]
