"""What customers pay with: payment methods, cards, bank accounts, and tokens that become such."""
