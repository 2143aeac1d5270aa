"""Addresses of the dashboards and of courses."""

from django.urls import path

from sandbox.classroom import views

app_name = "classroom"

urlpatterns = [
    path("coder/", views.coder, name="coder"),
    path("biller/", views.biller, name="biller"),
    path("biller/books/", views.biller_books, name="biller_books"),
    path("courses/<int:pk>/books/", views.course_books, name="course_books"),
    path("instructor/", views.instructor, name="instructor"),
    path("courses/<int:pk>/", views.course, name="course"),
    path("courses/<int:pk>/release/", views.release, name="release"),
    path("assignments/<int:pk>/scrubber/", views.scrubber, name="scrubber"),
    path("assignments/<int:pk>/start/<int:case_pk>/", views.start, name="start"),
]
