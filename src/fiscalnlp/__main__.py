"""`python -m fiscalnlp` is the command line."""

from fiscalnlp.cli import main

if __name__ == "__main__":
    main()
