"""Tables that people fill in or open in Excel or WPS: read without trust, written so that nothing is carried out."""
