"""The tables of a disclosure: rows that all forms are made of, and the forms of final accounts and budgets."""
