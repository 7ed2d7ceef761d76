"""The exports of every tool that has a built-in contract, in each of its languages, played as one company."""

from pathlib import Path

import pytest
from played import fill_inbox, play
from questions import claims_of, endless_values, report_of

pytestmark = pytest.mark.slow
EXPORTS = Path(__file__).parents[1] / "fixtures" / "exports"


def test_every_law_holds_on_the_exports_of_every_tool_together(tmp_path: Path) -> None:
    played = play(fill_inbox(tmp_path / "workspace", EXPORTS))

    # Deals without contact and company say the same in two feeds of links: that is one row, told twice.
    unlinked = played.query(
        "select row_status, count(*) from staging.stg_links where contract = 'hubspot_deals'"
        " and contact_id_key is null and account_id_key is null group by row_status order by row_status"
    )
    assert unlinked == [("current", 2), ("duplicate", 2)]
    quarantined = "select entity, sum(quarantined) from {} group by entity having sum(quarantined) > 0 order by entity"
    reasons, counts = (played.query(quarantined.format(f"marts.{each}_ledger")) for each in ("quarantine", "source"))
    assert reasons == counts
    assert {"costs", "deals", "outflows", "returns"} <= {entity for entity, _ in reasons}
    assert played.failed_laws() == set()
    assert endless_values(played) == []
    assert claims_of(played)
    assert report_of(played).endswith("</html>")
