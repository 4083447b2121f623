"""`python -m bot`, and the command `dudao`."""

from bot.cli import main

if __name__ == "__main__":
    main()
