"""The overview of routes that schools have, as a folder holds it beside its entries: routes.csv."""
