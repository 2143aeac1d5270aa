"""Addresses of the coder's desk and of the code sets."""

from django.urls import path

from coding.views import codes, finalise, marks, querying, workbench

app_name = "coding"

urlpatterns = [
    path("attempts/<int:pk>/", workbench.workbench, name="workbench"),
    path("attempts/<int:pk>/sheet/", workbench.sheet, name="sheet"),
    path("attempts/<int:pk>/query/", querying.ask, name="query"),
    path("attempts/<int:pk>/hint/", workbench.hint, name="hint"),
    path("attempts/<int:pk>/finalise/", finalise.finalise, name="finalise"),
    path("attempts/<int:pk>/marks/", marks.marks, name="marks"),
    path("attempts/<int:pk>/comment/", marks.comment, name="comment"),
    path("attempts/<int:pk>/challenge/", marks.challenge, name="challenge"),
    path(
        "attempts/<int:pk>/challenges/<int:number>/seen/", marks.decision_seen, name="decision_seen"
    ),
    path("attempts/<int:pk>/changes/<int:number>/seen/", marks.seen, name="seen"),
    path("attempts/<int:pk>/release/", marks.release, name="release"),
    path("codes/", codes.index, name="codes"),
    path("codes/search/", codes.search, name="search"),
    path("codes/compare/", codes.compare, name="compare"),
    path("codes/<slug:system>/<str:code>/", codes.code, name="code"),
    path("codes/<slug:system>/<str:code>/keep/", codes.keep, name="keep"),
]
