"""From a template and values to a page: escaped, translated, and under a strict policy.

Nothing on a page may run or style from within the page itself: scripts and styles are files of
this service, and htmx is told not to evaluate anything.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from matinee.surfaces.web.languages import Languages, Tongue, accepted_languages
from matinee.surfaces.web.static_files import StaticFiles

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SHOWING = POLICY + "; media-src 'self'"
"""Where previews play: files of the house, no more."""
PLAYING = POLICY + "; media-src 'self' blob: data:"
"""Where a film plays: hls.js hands the browser what it has loaded as a blob of the page's own, and
subtitles as an empty track of data that it fills."""
HTMX = json.dumps(
    {
        "allowEval": False,
        "includeIndicatorStyles": False,
        "selfRequestsOnly": True,
        "historyCacheSize": 0,
        # What was swapped in is htmx's own at once: within its usual 20 ms (more on a busy
        # machine) a key or a click would send a form as the browser does, and lose the act.
        "defaultSettleDelay": 0,
    }
)
TEMPLATES = Path(__file__).parent


@dataclass(frozen=True)
class Stage:
    """What every page is made with."""

    static: StaticFiles
    languages: Languages
    _environments: dict[str, Environment] = field(default_factory=dict[str, Environment])

    def tongue(self, request: Request, preferred: tuple[str, ...] = ()) -> Tongue:
        """The language of a page: the member's own, else what the browser asks for."""
        asked = accepted_languages(request.headers.get("accept-language", ""))
        return self.languages.choose([*preferred, *asked])

    def page(
        self,
        template: str,
        tongue: Tongue,
        values: Mapping[str, Any],
        *,
        status: int = 200,
        policy: str = POLICY,
    ) -> Response:
        """Render ``template``; ``values`` are escaped where they are shown."""
        always: dict[str, Any] = {
            "address": self.static.address,
            "htmx_config": HTMX,
            "tongue": tongue,
        }
        body = self._environment(tongue).get_template(template).render(always, **values)
        headers = {
            "Content-Security-Policy": policy,
            "Content-Language": tongue.tag,
            "Vary": "Accept-Language, Cookie, HX-Request",
        }
        return Response(body, status, headers, media_type="text/html; charset=utf-8")

    def _environment(self, tongue: Tongue) -> Environment:
        known = self._environments.get(tongue.tag)
        if known is None:
            known = self._environments[tongue.tag] = self._build(tongue)
        return known

    def _build(self, tongue: Tongue) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.policies["ext.i18n.trimmed"] = True
        translating: Any = environment
        translating.install_gettext_callables(tongue.say, tongue.say_many, newstyle=True)
        translating.filters |= {
            "date": tongue.date,
            "moment": tongue.moment,
            "duration": tongue.duration,
            "number": tongue.number,
            "figure": tongue.figure,
            "percent": tongue.percent,
            "language": tongue.name_of,
            "country": tongue.country,
            "seconds": tongue.seconds,
            "tenths": tongue.tenths,
            "money": tongue.money,
        }
        return environment


def is_fragment(request: Request) -> bool:
    """Whether htmx asks for a piece of a page."""
    return request.headers.get("hx-request") == "true"
