"""URLs of the app; full paths, included at the root."""

app_name = "funding"
urlpatterns: list = []
