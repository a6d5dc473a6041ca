"""Commands of the command line that have a module of their own; `fiscalnlp.cli` registers them."""
