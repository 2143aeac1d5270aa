"""Addresses of the case editor."""

from django.urls import path

from sandbox.authoring import views

app_name = "authoring"

urlpatterns = [
    path("", views.cases, name="cases"),
    path("<int:pk>/", views.edit, name="edit"),
    path("<int:pk>/preview/", views.preview, name="preview"),
    path("<int:pk>/publish/", views.publish, name="publish"),
    path("<int:pk>/try/", views.trial, name="trial"),
    path("<int:pk>/file/", views.export, name="export"),
    path("<int:pk>/versions/", views.saves, name="saves"),
    path("<int:pk>/versions/<int:number>/", views.save, name="save"),
    path("<int:pk>/delete/", views.delete, name="delete"),
]
