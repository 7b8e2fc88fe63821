"""A small OpenID Connect provider, run as a process: real keys, real tokens, and some that lie.

``python oidc_provider.py PORT_FILE``. The name that signs in chooses what the ID token says:
``ada`` is honest; ``wrong-nonce``, ``wrong-audience``, ``wrong-issuer``, ``expired``,
``other-key``, ``unsigned`` and ``shared-secret`` are not; ``unverified`` has an address that the
provider did not verify; ``rotated`` signs with a key that was not published when it was last asked.
"""

import base64
import hashlib
import hmac
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "matinee", "a secret between the two"
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
NEXT_KEY = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
PUBLISHED = [KEY]
CODES: dict[str, dict[str, str]] = {}


class Provider(BaseHTTPRequestHandler):
    """Discovery, keys, authorization without a question, and tokens."""

    def log_message(self, *args: Any, **named: Any) -> None:
        """Say nothing."""

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{server.server_port}"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/.well-known/openid-configuration":
            self._json(
                {
                    "issuer": self.issuer,
                    "authorization_endpoint": f"{self.issuer}/authorize",
                    "token_endpoint": f"{self.issuer}/token",
                    "jwks_uri": f"{self.issuer}/keys",
                    "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                }
            )
        elif parts.path == "/keys":
            self._json({"keys": [key.as_dict(private=False) for key in PUBLISHED]})
        elif parts.path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if asked["code_challenge_method"] != "S256" or "openid" not in asked["scope"].split():
                self._json({"error": "invalid_request"}, 400)
                return
            code = secrets.token_urlsafe(16)
            CODES[code] = asked
            back = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri']}?{back}")
            self.end_headers()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        sent = {name: values[0] for name, values in parse_qs(body).items()}
        asked = CODES.pop(sent.get("code", ""), None)
        expected = base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '%20')}".encode()).decode()
        challenge = base64.urlsafe_b64encode(
            hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        )
        if (
            asked is None
            or self.headers["authorization"] != f"Basic {expected}"
            or challenge.rstrip(b"=").decode() != asked["code_challenge"]
            or sent["redirect_uri"] != asked["redirect_uri"]
        ):
            self._json({"error": "invalid_grant"}, 400)
            return
        who = asked.get("login_hint", "ada")
        self._json(
            {"access_token": "opaque", "token_type": "Bearer", "id_token": self._word(who, asked)}
        )

    def _word(self, who: str, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": "http://elsewhere.example" if who == "wrong-issuer" else self.issuer,
            "sub": f"subject of {who}",
            "aud": "another client" if who == "wrong-audience" else CLIENT,
            "iat": now - 7200 if who == "expired" else now,
            "exp": now - 3600 if who == "expired" else now + 300,
            "nonce": "another" if who == "wrong-nonce" else asked["nonce"],
            "email": "ada@example.org",
            "email_verified": who != "unverified",
            "roles": ["operator"],
        }
        if who in {"unsigned", "shared-secret"}:
            return _by_hand("none" if who == "unsigned" else "HS256", claims)
        key = {"other-key": OTHER_KEY, "rotated": NEXT_KEY}.get(who, KEY)
        if who == "rotated":
            PUBLISHED.append(NEXT_KEY)
        return jwt.encode({"alg": "RS256", "kid": str(key.kid)}, claims, key)

    def _json(self, told: Any, status: int = 200) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _by_hand(algorithm: str, claims: dict[str, Any]) -> str:
    """A token as attackers write it: not signed, or with the public key as a shared secret."""
    parts = [json.dumps(part).encode() for part in ({"alg": algorithm}, claims)]
    signed = b".".join(_word64(part) for part in parts)
    mac = hmac.new(KEY.as_pem(private=False), signed, "sha256").digest()
    return (signed + b"." + (b"" if algorithm == "none" else _word64(mac))).decode()


def _word64(raw: bytes) -> bytes:
    return base64.urlsafe_b64encode(raw).rstrip(b"=")


server = ThreadingHTTPServer(("127.0.0.1", 0), Provider, bind_and_activate=False)

if __name__ == "__main__":
    server.server_bind()
    server.server_activate()
    Path(sys.argv[1]).write_text(str(server.server_port))
    server.serve_forever()
