"""What is to be asked of the auth service."""

from event_service.accounts.models import AddressLookup, RoleGrant
from shared.persistence import leases

MEASURES = (
    *leases.measures("role_grants", RoleGrant),
    *leases.measures("address_lookups", AddressLookup),
)
