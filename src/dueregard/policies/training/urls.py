from django.urls import path

from dueregard.policies.training import views, writing_views

urlpatterns = [
    path("training/", views.modules, name="training"),
    path("training/write/", writing_views.writing, name="writing-training"),
    path("training/write/begin/", writing_views.begin, name="begin-module"),
    path("training/write/<uuid:pk>/", writing_views.write, name="write-module"),
    path("training/write/<uuid:pk>/about/", writing_views.describe, name="describe-module"),
    path("training/write/<uuid:pk>/publish/", writing_views.publish, name="publish-module"),
    path("training/write/<uuid:pk>/next/", writing_views.begin_edition, name="next-edition"),
    path("training/write/<uuid:pk>/<slug:kind>/<int:number>/", writing_views.part, name="write-part"),
    path(
        "training/write/<uuid:pk>/<slug:kind>/<int:number>/out/", writing_views.take_out, name="take-part-out"
    ),
    path("training/imports/", writing_views.imports, name="imports-of-completions"),
    path("training/imports/<uuid:pk>/", writing_views.import_page, name="import-of-completions"),
    path("training/<uuid:pk>/", views.module, name="training-module"),
    path("training/<uuid:pk>/pages/<int:number>/", views.page, name="training-page"),
    path("training/<uuid:pk>/questions/", views.questions, name="training-questions"),
    path("training/<uuid:pk>/done/", views.done, name="training-done"),
]
