"""A domain is entered through its service and its model; SQL stays in its own files."""

from __future__ import annotations

from tests.architecture.source_files import SourceFile

DOMAINS = {
    "catalogue", "audience", "clearance", "experiments", "recommend",
    "discover", "promote", "ads", "studio", "home", "demo", "access", "generation", "media",
    "operation",
}  # fmt: skip
FACES = {"service", "model"}
MOUNTED = FACES | {"routes", "commands", "jobs"}


def test_a_domain_is_entered_through_its_service_and_its_model(sources: list[SourceFile]) -> None:
    assert [
        f"{file.name} imports {module}"
        for file in sources
        for module in file.imports()
        if _through_the_wall(file, module)
    ] == []


def _through_the_wall(file: SourceFile, module: str) -> bool:
    words = module.split(".")
    if words[0] != "matinee" or len(words) < 3 or words[1] not in DOMAINS:
        return False
    domain, room = words[1], words[2]
    if len(words) > 3 and words[3] in MOUNTED:  # a part's room with faces of its own, as ledger
        room = words[3]
    if file.part in {domain, "assembly"} or (domain, room) == ("access", "door"):
        return False
    return room not in (MOUNTED if file.part == "surfaces" else FACES)


def test_only_repositories_tables_foundation_and_migrations_speak_sql(
    sources: list[SourceFile],
) -> None:
    speaking = {
        file.name
        for file in sources
        for module in file.imports()
        if module.split(".")[0] in {"sqlalchemy", "psycopg", "alembic"}
    }
    allowed = {
        file.name
        for file in sources
        if file.part == "foundation"
        or "migrations" in file.path.parts
        or file.path.stem in {"repository", "tables"}
        or file.path.parent.name == "repository"
    }
    assert speaking - allowed == set()
