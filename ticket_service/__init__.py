"""Sells, delivers and checks tickets: stock, holds, orders, payments, tickets, check-ins."""
