"""Signing in by way of the organisation's own sign-in (OpenID Connect Core 1.0, authorization code with PKCE).

allauth finds the provider, sends people there and takes them back. What is stricter here: the signature of the
identity token is always checked, with the algorithms of a public key alone; the token must carry the nonce that was
sent; the provider must call itself what the settings call it; only an address that the provider has verified counts,
and only if there is an account for it.
"""

import hmac
import secrets
from typing import Any, NoReturn
from urllib.parse import urlsplit

import jwt
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from dueregard.people.accounts import address
from dueregard.people.models import Person

PROVIDER = "organisation"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
WELL_KNOWN = "/.well-known/openid-configuration"
SECONDS_OF_DRIFT = 60
YES = (True, "true", 1, "1")


def is_offered() -> bool:
    """Say whether the organisation has a sign-in of its own."""
    return bool(settings.OIDC_URL)


def origin() -> str:
    """Return the site that the form on the sign-in page may lead to."""
    parts = urlsplit(settings.OIDC_URL)
    return f"{parts.scheme}://{parts.netloc}"


class Adapter(OpenIDConnectOAuth2Adapter):
    """Speaks to the provider."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, PROVIDER)

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says about itself, which must be what we were told it is called."""
        config: dict[str, Any] = super().openid_config
        if config.get("issuer", "").rstrip("/") != settings.OIDC_URL.removesuffix(WELL_KNOWN).rstrip("/"):
            raise OAuth2Error("The provider calls itself by another name than DUEREGARD_OIDC_URL.")
        return config

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Return where people are sent back to: under our own address, not under the host of a request."""
        return address.of("openid-callback")

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> SocialLogin:
        """Return what the provider says of the person, once its signature is checked."""
        claims = self._claims(str(kwargs["response"].get("id_token", "")), app.client_id)
        if "email" not in claims:
            more = self._fetch_user_info(token.token)
            if more.get("sub") != claims["sub"]:
                raise OAuth2Error("The provider speaks of two people.")
            claims = more | claims
        account = SocialAccount(provider=PROVIDER, uid=claims["sub"], extra_data=claims)
        return SocialLogin(provider=self.get_provider(), account=account, user=Person())

    def _claims(self, token: str, client: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        try:
            keys = jwt.PyJWKSet.from_dict(answer.json())
            name = jwt.get_unverified_header(token).get("kid")
            key = next((key for key in keys.keys if key.key_id == name), None)
            if key is None:
                raise OAuth2Error("The identity token is signed with a key that the provider does not name.")
            claims: dict[str, Any] = jwt.decode(
                token,
                key=key,
                algorithms=ALGORITHMS,
                audience=client,
                issuer=self.openid_config["issuer"],
                leeway=SECONDS_OF_DRIFT,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as problem:
            raise OAuth2Error("The identity token is not right.") from problem
        if isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and claims.get("azp") != client:
            raise OAuth2Error("The identity token is for somebody else.")
        return claims


class Provider(OpenIDConnectProvider):
    """Sends people to the provider, with a nonce that must come back in the identity token."""

    oauth2_adapter_class = Adapter

    def get_oauth2_adapter(self, request: HttpRequest) -> Adapter:
        """Return what speaks to it."""
        return Adapter(request)

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Take from a request where to go afterwards, and nothing that changes what is asked of the provider."""
        return {"process": "login", "next_url": get_next_redirect_url(request)}

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Send a person there."""
        nonce = secrets.token_urlsafe(32)
        return super().redirect(
            request, process, next_url, data, auth_params={"nonce": nonce}, nonce=nonce, **kwargs
        )


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Decides who is let in by the provider's word."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Return the one provider of the settings; the database knows none."""
        if not is_offered():
            return []
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=PROVIDER,
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
                secret=settings.OIDC_CLIENT_SECRET,
                settings={"server_url": settings.OIDC_URL, "oauth_pkce_enabled": True},
            )
        ]

    def get_provider(self, request: HttpRequest, provider: Any, client_id: Any = None) -> Provider:
        """Return our own kind of provider."""
        return Provider(request, app=self.get_app(request, provider=provider, client_id=client_id))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Refuse: accounts are made by the organisation."""
        return False

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> NoReturn:
        """Answer every failure with a page of ours; who has turned back at the provider finds the sign-in page."""
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("sign-in")))
        raise ImmediateHttpResponse(refused(request))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> NoReturn:
        """Let in the person whose address the provider has verified, or nobody.

        It ends what allauth would do next, which is meant for sites where people make their own accounts: it would
        keep the provider's word and its token in the session, and take away the person's password.
        """
        claims, state = sociallogin.account.extra_data, sociallogin.state
        sent, came_back = str(state.get("nonce", "")), str(claims.get("nonce", ""))
        if not sent or not hmac.compare_digest(sent.encode(), came_back.encode()):
            raise ImmediateHttpResponse(refused(request))
        person = person_of(claims)
        if person is None:
            raise ImmediateHttpResponse(render(request, "account/no_account.html", status=403))
        record_authentication(request, person, "openid", provider=PROVIDER)
        raise ImmediateHttpResponse(
            perform_login(request, Login(user=person, redirect_url=state.get("next")))
        )


def person_of(claims: dict[str, Any]) -> Person | None:
    """Return the person with the address that the provider gives, if it has verified it and they are let in.

    Microsoft Entra ID does not say `email_verified`; its optional claim `xms_edov` says that the owner of the
    address's domain is verified.
    """
    email = claims.get("email")
    is_verified = claims.get("email_verified") in YES or claims.get("xms_edov") in YES
    if not isinstance(email, str) or not email or not is_verified:
        return None
    found = Person.objects.select_related("staff").filter(email__iexact=email)
    return next((one for one in found if one.email.lower() == email.lower() and one.may_sign_in), None)


def refused(request: HttpRequest) -> HttpResponse:
    """Answer that the provider's word was not taken."""
    return render(request, "account/provider_refused.html", {"provider": settings.OIDC_NAME}, status=403)
