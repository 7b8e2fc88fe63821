"""A plan sent to a Kitsu server through gazu, its own client.

What is there is left as people have it: nothing is renamed, emptied or deleted, and a casting is
only added to. So a plan may be sent again after every draft. The production must exist there, and
the bot whose token is used must be on its team: only an administrator of Kitsu makes productions.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from matinee.errors import Conflict, Denied, NotFound, Unavailable
from matinee.foundation.extras import library
from matinee.studio.kitsu.plan import Asset, AssetType, KitsuPlan

SECONDS = 20.0
"""How long one request may take."""
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Sent:
    """What came new to Kitsu; ``no_longer_asked`` names shots of ours that the plan has no more."""

    assets: int = 0
    sequences: int = 0
    shots: int = 0
    castings: int = 0
    stood_already: int = 0
    no_longer_asked: list[str] = field(default_factory=list[str])


def send(plan: KitsuPlan, title: str, *, host: str, token: str, told: Progress) -> Sent:
    """Send what is not there yet to the production of that title.

    Raises:
        NotFound: no open production has the title, or the bot is not on its team.
        Denied: the token is not taken, or does not allow it.
        Conflict: the server lacks one of its own types of assets.
        Unavailable: the server does not answer, or answers with a fault.
    """
    remedy = "Install matinee[kitsu]."
    gazu: Any = library("gazu", remedy=remedy)
    requests: Any = library("requests", remedy=remedy)
    client = gazu.client.KitsuClient(host, access_token=token)
    for scheme in ("http://", "https://"):
        client.session.mount(scheme, _timely(requests))
    try:
        return _Sender(gazu, client, _production(gazu, client, title), plan, told).run()
    except (
        gazu.exception.NotAuthenticatedException,
        gazu.exception.NotAllowedException,
        gazu.exception.AuthFailedException,
        # So it answers what is no token at all; nothing that is sent here is refused so.
        gazu.exception.ValidationException,
    ) as problem:
        raise Denied(
            "Kitsu does not take this token for that.",
            remedy="Make a bot of the role manager there, and set MATINEE_STUDIO__KITSU_TOKEN.",
            code="kitsu_denied",
        ) from problem
    except (gazu.exception.GazuException, requests.RequestException, ValueError) as problem:
        raise Unavailable(
            f"Kitsu did not answer as it should: {type(problem).__name__}.",
            remedy="See that MATINEE_STUDIO__KITSU_HOST is its API, and send again.",
            code="kitsu_unavailable",
        ) from problem


def _timely(requests: Any) -> Any:
    """An adapter of which every request ends in time; gazu itself sets no limit."""

    class Timely(requests.adapters.HTTPAdapter):
        def send(self, *given: Any, **settings: Any) -> Any:
            return super().send(*given, **settings | {"timeout": SECONDS})

    return Timely()


def _production(gazu: Any, client: Any, title: str) -> dict[str, Any]:
    for project in gazu.project.all_open_projects(client=client):
        if project["name"].casefold() == title.casefold():
            return project
    raise NotFound(
        f"Kitsu has no open production {title} for this token.",
        remedy="Make it there, and put the bot on its team.",
        code="kitsu_production",
    )


class _Sender:
    def __init__(
        self, gazu: Any, client: Any, project: dict[str, Any], plan: KitsuPlan, told: Progress
    ) -> None:
        self._gazu = gazu
        self._client, self._project, self._plan, self._told = client, project, plan, told
        self._sent = Sent()

    def run(self) -> Sent:
        assets = self._assets()
        shots = self._shots(self._sequences())
        self._cast(shots, assets)
        return self._sent

    def _assets(self) -> dict[Asset, str]:
        types = {one["name"]: one for one in self._gazu.asset.all_asset_types(client=self._client)}
        lacking = [kind.value for kind in AssetType if kind.value not in types]
        if lacking:
            raise Conflict(
                f"Kitsu has no type of assets called {', '.join(lacking)}.",
                remedy="Add it there.",
                code="kitsu_types",
            )
        found = self._gazu.asset.all_assets_for_project(self._project, client=self._client)
        there = {(one["entity_type_id"], one["name"].casefold()): one["id"] for one in found}
        ids: dict[Asset, str] = {}
        for number, asset in enumerate(self._plan.assets):
            kind = types[asset.type.value]
            known = there.get((kind["id"], asset.name.casefold()))
            if known is None:
                made = self._gazu.asset.new_asset(
                    self._project, kind, asset.name, client=self._client
                )
                known = made["id"]
                self._sent.assets += 1
            else:
                self._sent.stood_already += 1
            ids[asset] = known
            self._told(number + 1, self._all)
        return ids

    @property
    def _all(self) -> int:
        return len(self._plan.assets) + len(self._plan.shots)

    def _sequences(self) -> dict[str, dict[str, Any]]:
        found = self._gazu.shot.all_sequences_for_project(self._project, client=self._client)
        there = {one["name"]: one for one in found}
        for name in self._plan.sequences:
            if name not in there:
                there[name] = self._gazu.shot.new_sequence(self._project, name, client=self._client)
                self._sent.sequences += 1
        return there

    def _shots(self, sequences: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        found = self._gazu.shot.all_shots_for_project(self._project, client=self._client)
        there = {(one["parent_id"], one["name"]): one for one in found}
        shots: dict[str, dict[str, Any]] = {}
        for shot in self._plan.shots:
            sequence = sequences[shot.sequence]
            known = there.get((sequence["id"], shot.name))
            if known is None:
                known = self._gazu.shot.new_shot(
                    self._project,
                    sequence,
                    shot.name,
                    description=shot.description,
                    data={"matinee": True, "complexity": shot.complexity},
                    client=self._client,
                )
                self._sent.shots += 1
            else:
                self._sent.stood_already += 1
            shots[shot.name] = known
        own = [one["name"] for one in found if (one["data"] or {}).get("matinee")]
        self._sent.no_longer_asked = sorted(set(own) - set(shots))
        return shots

    def _cast(self, shots: dict[str, dict[str, Any]], assets: dict[Asset, str]) -> None:
        casting = self._gazu.casting.get_project_shots_casting(self._project, client=self._client)
        for number, shot in enumerate(self._plan.shots):
            entity = shots[shot.name]
            known = [
                {key: each[key] for key in ("asset_id", "nb_occurences", "label")}
                for each in casting.get(entity["id"], ())
            ]
            cast = {each["asset_id"] for each in known}
            new = [assets[asset] for asset in shot.cast if assets[asset] not in cast]
            if new:
                added = [{"asset_id": each, "nb_occurences": 1, "label": ""} for each in new]
                self._gazu.casting.update_shot_casting(
                    self._project, entity, known + added, client=self._client
                )
                self._sent.castings += len(new)
            self._told(len(self._plan.assets) + number + 1, self._all)
