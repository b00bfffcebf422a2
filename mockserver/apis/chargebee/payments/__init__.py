"""How customers pay: payment sources and their roles, payment intents, tokens, and cards as they were before."""
