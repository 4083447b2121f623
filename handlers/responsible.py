"""Who answers for a community at this moment: used for routing and for display alike (S4)."""

from storage import people, stations
from storage.db import Tx
from storage.people import Person


async def responsible_for(tx: Tx, community_id: str) -> Person | None:
    """The community's named officer, if there is one and they have not left."""
    community = await stations.community(tx, community_id)
    if community is None or community.officer_staff_id is None:
        return None
    officer = await people.get(tx, community.officer_staff_id)
    return officer if officer and officer.left_at is None else None
