"""A small OpenID Connect provider of the tests' own, on a port of this machine, that can be told to misbehave."""

import base64
import hashlib
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "due-regard", "a secret of the tests"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGERS_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """What the provider says of whoever comes, and how it misbehaves."""

    address: str = ""
    email: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"email_verified": True})
    userinfo: dict[str, Any] = field(default_factory=dict)
    key: Any = KEY
    algorithm: str = "RS256"
    kid: str = "one"
    issuer: str = ""
    is_refused: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    was_verifier_right: bool = False

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer or self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [key | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return where a person is sent back to, having shown who they are."""
        self.asked.append(asked)
        if self.is_refused:
            answer = {"error": "access_denied", "state": asked["state"]}
        else:
            code = f"code-{len(self.asked)}"
            self.codes[code] = asked
            answer = {"code": code, "state": asked["state"]}
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def token(self, sent: dict[str, str]) -> dict[str, str] | None:
        asked = self.codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or challenge != asked.get("code_challenge"):
            return None
        self.was_verifier_right = True
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": "person-1",
            "iat": now,
            "exp": now + 300,
            "nonce": asked.get("nonce", ""),
            "email": self.email,
        } | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        key = "" if self.algorithm == "none" else self.key
        token = jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": self.kid})
        return {"access_token": "an access token", "token_type": "Bearer", "id_token": token}


class Handler(BaseHTTPRequestHandler):
    """Speaks HTTP for it."""

    server: Any

    def do_GET(self) -> None:
        provider: Provider = self.server.provider
        path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
        if path == "/authorize":
            self.send_response(302)
            self.send_header(
                "Location", provider.authorize({name: values[0] for name, values in query.items()})
            )
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        said = {
            "/.well-known/openid-configuration": provider.configuration,
            "/keys": provider.keys,
            "/userinfo": lambda: {"sub": "person-1"} | provider.userinfo,
        }.get(path)
        self._answer(said() if said else None)

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._answer(self.server.provider.token({name: values[0] for name, values in sent.items()}))

    def _answer(self, said: Any) -> None:
        content = json.dumps(said or {"error": "invalid_grant"}).encode()
        self.send_response(200 if said else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


class running:  # noqa: N801  (reads as a phrase: with running() as provider)
    """Run a provider for as long as the block lasts."""

    def __enter__(self) -> Provider:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        provider = Provider(f"http://127.0.0.1:{self.server.server_address[1]}")
        self.server.provider = provider  # type: ignore[attr-defined]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return provider

    def __exit__(self, *problem: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
