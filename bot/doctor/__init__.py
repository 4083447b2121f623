"""`dudao doctor`: what is well, what is not, and what to do about each.

Every check is a small function that gives findings and changes nothing. What only the running bot knows
(its database is nobody else's) is asked of it over the control socket.
"""
