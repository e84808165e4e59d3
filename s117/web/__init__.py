"""What every page stands on: view bases, forms, components, error pages, headers and the clock."""
