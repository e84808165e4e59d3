"""Pages of the floor: statements, styleguide, health."""

app_name = "web"
urlpatterns: list = []
