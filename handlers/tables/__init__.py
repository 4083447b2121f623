"""Tables that people open in Excel or WPS: written so that nothing in them is carried out."""
