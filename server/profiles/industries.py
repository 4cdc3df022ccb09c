"""The industries people may name, in groups whose members are siblings; refuses free words."""

from __future__ import annotations

from enum import StrEnum


class Industry(StrEnum):
    """A field of work. The keys stay: profiles hold them."""

    SOFTWARE = "software"
    HARDWARE = "hardware"
    TELECOM = "telecom"
    FINANCE = "finance"
    INSURANCE = "insurance"
    CONSULTING = "consulting"
    LAW = "law"
    HEALTH = "health"
    PHARMA = "pharma"
    SCIENCE = "science"
    EDUCATION = "education"
    NONPROFIT = "nonprofit"
    GOVERNMENT = "government"
    MEDIA = "media"
    MARKETING = "marketing"
    ARTS = "arts"
    ENGINEERING = "engineering"
    MANUFACTURING = "manufacturing"
    CONSTRUCTION = "construction"
    ENERGY = "energy"
    ENVIRONMENT = "environment"
    AGRICULTURE = "agriculture"
    TRANSPORT = "transport"
    RETAIL = "retail"
    HOSPITALITY = "hospitality"
    SPORT = "sport"


GROUPS: dict[str, tuple[Industry, ...]] = {
    "technology": (Industry.SOFTWARE, Industry.HARDWARE, Industry.TELECOM),
    "business": (Industry.FINANCE, Industry.INSURANCE, Industry.CONSULTING, Industry.LAW),
    "life": (Industry.HEALTH, Industry.PHARMA, Industry.SCIENCE),
    "public": (Industry.EDUCATION, Industry.NONPROFIT, Industry.GOVERNMENT),
    "creative": (Industry.MEDIA, Industry.MARKETING, Industry.ARTS),
    "making": (Industry.ENGINEERING, Industry.MANUFACTURING, Industry.CONSTRUCTION),
    "earth": (Industry.ENERGY, Industry.ENVIRONMENT, Industry.AGRICULTURE),
    "service": (Industry.TRANSPORT, Industry.RETAIL, Industry.HOSPITALITY, Industry.SPORT),
}
"""In the order in which they are shown."""

_GROUP_OF = {one: group for group, members in GROUPS.items() for one in members}


def group_of(industry: Industry) -> str:
    """The group an industry belongs to."""
    return _GROUP_OF[industry]


def are_siblings(one: Industry, other: Industry) -> bool:
    """Whether two different industries are near each other."""
    return one is not other and group_of(one) == group_of(other)
