"""HTTP without a server: requests and replies, their headers and bodies."""
