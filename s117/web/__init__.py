"""View bases, forms, templates' environment: how every page is made."""
