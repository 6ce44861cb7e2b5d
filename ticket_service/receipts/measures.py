"""Receipts that somebody waits for."""

from shared.persistence import leases
from ticket_service.receipts.models import ReceiptWish

MEASURES = leases.measures("receipts", ReceiptWish)
