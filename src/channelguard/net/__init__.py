"""The only code that may open a connection; nothing here runs unless somebody asks for it."""
