"""Whoever holds something of a profile lets go of it when the profile is erased."""

from __future__ import annotations

from matinee.assembly.migrations.metadata import house_metadata

FOLLOWING = {"ads", "audience", "discover", "promote"}
"""Parts whose tables name profiles. Each either erases with the profile or follows the erasures."""


def test_every_part_whose_tables_name_a_profile_is_known_to_follow_erasures() -> None:
    holding = {
        metadata.schema
        for metadata in house_metadata()
        for table in metadata.tables.values()
        for column in table.columns
        if "profile" in column.name
    }
    assert holding == FOLLOWING
