"""What accounts can do for its doors and for the domains above; each module one class."""

from __future__ import annotations

from server.accounts.service.people import Accounts
from server.accounts.service.registration import Newcomer, Registration
from server.accounts.service.sign_ins import SignIns
from server.accounts.service.signatures import Signatures

__all__ = ["Accounts", "Newcomer", "Registration", "SignIns", "Signatures"]
