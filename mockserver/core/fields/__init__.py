"""What requests may say: members, what may be in them, and the dialect in which an API refuses the rest."""
