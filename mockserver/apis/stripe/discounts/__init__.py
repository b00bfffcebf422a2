"""Coupons, promotion codes, and the discounts customers get by them."""
