"""The document's text and outline in; typed records out. One module a family of records."""
