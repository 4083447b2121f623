"""The roster (S1, S4): who works here, in which team and roles, and which community and group is whose."""
