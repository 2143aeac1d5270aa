"""Addresses of the dashboards and of courses."""

from django.urls import path

from sandbox.classroom import key_views, views

app_name = "classroom"

urlpatterns = [
    path("coder/", views.coder, name="coder"),
    path("biller/", views.biller, name="biller"),
    path("biller/books/", views.biller_books, name="biller_books"),
    path("courses/<int:pk>/books/", views.course_books, name="course_books"),
    path("instructor/", views.instructor, name="instructor"),
    path("courses/<int:pk>/", views.course, name="course"),
    path("courses/<int:pk>/release/", views.release, name="release"),
    path("courses/<int:pk>/keys/", key_views.course_keys, name="keys"),
    path("courses/<int:pk>/keys/<int:case_pk>/", key_views.mend, name="key"),
    path("attempts/<int:pk>/accept/", key_views.accept, name="accept"),
    path("courses/<int:pk>/challenges/", key_views.challenges, name="challenges"),
    path("courses/<int:pk>/challenges/<int:number>/", key_views.decide, name="decide"),
    path("courses/<int:pk>/remarkings/", key_views.remarkings, name="remarkings"),
    path("assignments/<int:pk>/task/", views.task, name="task"),
    path("assignments/<int:pk>/weights/", key_views.weights, name="weights"),
    path("courses/<int:pk>/remarkings/<int:number>/", key_views.remarking, name="remarking"),
    path("courses/<int:pk>/remarkings/<int:number>/batch/", key_views.remark, name="remark"),
    path("assignments/<int:pk>/scrubber/", views.scrubber, name="scrubber"),
    path("assignments/<int:pk>/start/<int:case_pk>/", views.start, name="start"),
]
