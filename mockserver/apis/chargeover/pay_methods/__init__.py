"""How customers pay: cards, and tokens of them that a gateway keeps."""
