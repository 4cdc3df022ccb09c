"""Builds the services of this domain together, for they stand on the same rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from server.accounts.service import Accounts
from server.boards.service.agendas import Agendas
from server.boards.service.boards import Boards
from server.boards.service.gate import Gate
from server.boards.service.histories import Histories
from server.boards.service.images import Images
from server.boards.service.shelf import Shelf
from server.boards.service.vault import Vault
from server.core.clock import Clock
from server.core.db import Database
from server.core.settings import Settings
from server.mentorships.service import Mentorships
from server.programmes.service import Programmes
from server.scheduling.service import Bookings


@dataclass(frozen=True, slots=True)
class Boarding:
    """Everything about documents and boards."""

    live: Boards
    shelf: Shelf
    histories: Histories
    images: Images
    agendas: Agendas

    @classmethod
    def on(  # noqa: PLR0913, PLR0917 - one line for each service it stands on
        cls,
        settings: Settings,
        clock: Clock,
        database: Database,
        accounts: Accounts,
        mentorships: Mentorships,
        programmes: Programmes,
        bookings: Bookings,
    ) -> Self:
        """One of each."""
        gate = Gate(database, mentorships, programmes, bookings)
        live = Boards(Vault(database, clock, settings.node_name), gate, accounts)
        return cls(
            live=live,
            shelf=Shelf(database, clock, gate, live),
            histories=Histories(database, clock, live, accounts),
            images=Images(database, clock, gate),
            agendas=Agendas(database=database, clock=clock, boards=live, bookings=bookings),
        )
