# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""The only file that knows the Alibaba Cloud SDK; :mod:`_sdk_errors` beside it knows what goes wrong in there.

The SDK is imported when it is needed, after the input was read and checked: a mistake in the input
is reported at once, and a missing library is one plain sentence.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import os
import types
import typing as t

from . import _api, _collector, _credentials, _endpoint, _errors, _late_import, _secrets

API_VERSION = "2018-05-10"
#: What users install. It brings the general client and the credentials, in versions that fit together.
LIBRARY = "alibabacloud-cdn20180510"
#: Comes with the SDK, which is content with releases that are too old for what is used here.
CREDENTIALS_LIBRARY = "alibabacloud-credentials>=1.0.0"


@dataclasses.dataclass
class Connection:
    """How to reach the service. Time outs in seconds."""

    credentials: _credentials.Choice
    region: str
    endpoint: _endpoint.Endpoint | None
    validate_certs: bool
    ca_path: str | None
    connect_timeout: float
    read_timeout: float


class SdkTransport:
    """Carries calls through the SDK's client, each exactly once: the SDK's own retries stay off.

    :raises MissingLibraryError: the SDK is not installed.
    :raises CredentialsError: there are no credentials, or they cannot be had.
    """

    def __init__(self, connection: Connection, redactor: _secrets.Redactor) -> None:
        self._redactor = redactor
        self._sdk = _import_sdk(connection)
        credential = self._sdk.credentials_client(provider=self._make_provider(connection.credentials))
        model = _load(credential.get_credential, connection.credentials)
        redactor.add(model.access_key_secret, model.security_token)
        self._credential = credential
        endpoint = connection.endpoint or _endpoint.of_region(connection.region)
        self._address = endpoint.address if connection.endpoint else f"the service in region {connection.region}"
        self._client = self._sdk.client(
            self._sdk.config(
                credential=credential,
                region_id=connection.region,
                endpoint=endpoint.address,
                protocol=endpoint.protocol,
            )
        )
        self._around_call = contextlib.nullcontext if _may_use_tls(connection, endpoint) else _without_authorities
        self._runtime = self._sdk.runtime_options(
            connect_timeout=round(connection.connect_timeout * 1000),
            read_timeout=round(connection.read_timeout * 1000),
            ignore_ssl=not connection.validate_certs,
            ca=connection.ca_path,
        )

    def call(self, operation: str, *, query: t.Mapping[str, str], form: t.Mapping[str, str]) -> _api.Reply:
        """Make one call.

        The general client is used rather than the one generated for CDN: the generated models drop what they do not
        know, fail on the other documented shape of an answer, and are 500 files that every run would have to load.
        """
        params = self._sdk.params(
            action=operation,
            version=API_VERSION,
            protocol="HTTPS",
            pathname="/",
            method="POST",
            auth_type="AK",
            style="RPC",
            req_body_type="formData",
            body_type="json",
        )
        request = self._sdk.request(query=dict(query), body=dict(form) or None)
        try:
            with self._around_call():
                answer = self._client.call_api(params, request, self._runtime)
        except self._sdk.tea_exception as exc:
            from . import _sdk_errors  # most runs meet none

            # "from None": the SDK's exceptions carry the request, and with it tokens and signatures.
            raise _sdk_errors.Translator(self._sdk, self._address, self._redactor).translate(operation, exc) from None
        body = answer.get("body")
        if not isinstance(body, dict):
            raise _errors.AnswerLostError(operation, "the service's answer is not readable", http_status=200)
        return _api.Reply(body, _api.parse_date_header(answer.get("headers", {}).get("date")))

    def _make_provider(self, choice: _credentials.Choice) -> t.Any:
        provider = _source_provider(self._sdk.providers, choice.source)
        if choice.assume is None:
            return provider
        # Fetched by themselves first: when there are none, that is not the role's fault.
        keys = _load(provider.get_credentials, _credentials.Choice(choice.source))
        self._redactor.add(keys.get_access_key_secret(), keys.get_security_token())
        return self._sdk.providers.RamRoleArnCredentialsProvider(
            credentials_provider=provider,
            role_arn=choice.assume.arn,
            role_session_name=choice.assume.session_name or None,
            duration_seconds=choice.assume.duration,
            external_id=choice.assume.external_id or None,
        )


@contextlib.contextmanager
def _without_authorities() -> t.Iterator[None]:
    """Keep what needs no certificate authorities from reading all of the system's.

    For each call the SDK prepares for TLS, whether the endpoint has it or not.
    """
    nowhere = {"SSL_CERT_FILE": os.devnull, "SSL_CERT_DIR": os.devnull}
    before = {name: os.environ.get(name) for name in nowhere}
    os.environ.update(nowhere)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@_collector.paused()
def _import_sdk(connection: Connection) -> types.SimpleNamespace:
    """The SDK's public names that are used here."""
    _prepare_environment(connection)
    try:
        return _import_without_asynchronous_calls()
    except ImportError as exc:
        # An old release is there, but not all of its parts are.
        package = "alibabacloud_credentials"
        is_missing = isinstance(exc, ModuleNotFoundError) and exc.name == package
        too_old = (exc.name or "").partition(".")[0] == package and not is_missing
        raise _errors.MissingLibraryError(CREDENTIALS_LIBRARY if too_old else LIBRARY, exc) from exc


def _import_without_asynchronous_calls() -> types.SimpleNamespace:
    """The SDK makes them through aiohttp, a third of the time of all that it imports; the calls here are synchronous."""
    try:
        # Classes that the SDK names in annotations.
        with _late_import.put_off("aiohttp", classes=("ClientResponse", "ClientSession")):
            return _import_names()
    except (AttributeError, TypeError):
        # A release to come may do more with them.
        return _import_names()


def _import_names() -> types.SimpleNamespace:
    import ssl

    # Its own package loads nothing but its version; the 500 models come with its client, which is not needed.
    import alibabacloud_cdn20180510  # noqa: F401
    import requests.exceptions
    import urllib3.exceptions
    from alibabacloud_credentials import provider
    from alibabacloud_credentials.client import Client as CredentialsClient
    from alibabacloud_credentials.exceptions import CredentialException
    from alibabacloud_tea_openapi.client import Client
    from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
    from Tea.exceptions import TeaException

    try:
        from darabonba.runtime import RuntimeOptions
    except ImportError:  # SDK 6 and older
        from alibabacloud_tea_util.models import RuntimeOptions

    return types.SimpleNamespace(
        client=Client,
        config=Config,
        params=Params,
        request=OpenApiRequest,
        runtime_options=RuntimeOptions,
        credentials_client=CredentialsClient,
        providers=provider,
        tea_exception=TeaException,
        credential_exception=CredentialException,
        not_trusted=(ssl.SSLCertVerificationError,),
        not_connected=(
            requests.exceptions.ConnectTimeout,
            requests.exceptions.ProxyError,
            requests.exceptions.InvalidURL,
            urllib3.exceptions.NewConnectionError,
            urllib3.exceptions.ConnectTimeoutError,
        ),
        timed_out=(requests.exceptions.ReadTimeout, urllib3.exceptions.ReadTimeoutError),
    )


def _may_use_tls(connection: Connection, endpoint: _endpoint.Endpoint) -> bool:
    """Whether a call needs authorities: for itself, or to renew credentials on its way."""
    choice = connection.credentials
    return endpoint.protocol == "https" or choice.assume is not None or not isinstance(choice.source, _credentials.Keys)


def _prepare_environment(connection: Connection) -> None:
    """The SDK reads these variables of the process and has no option for them."""
    # DEBUG=sdk prints every request's headers, signature and token included.
    os.environ.pop("DEBUG", None)
    # Its loggers write tracebacks with whole answers to stderr.
    logging.disable(logging.CRITICAL)
    if not isinstance(connection.credentials.source, _credentials.EcsRole):
        # Off Alibaba Cloud the metadata address belongs to somebody else, and asking it costs seconds.
        os.environ["ALIBABA_CLOUD_ECS_METADATA_DISABLED"] = "true"
    if connection.endpoint and (connection.endpoint.is_loopback or _bypasses_proxy(connection.endpoint.host)):
        # The synchronous client ignores NO_PROXY.
        for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
            os.environ.pop(name, None)


def _bypasses_proxy(host: str) -> bool:
    import urllib.request

    return bool(urllib.request.proxy_bypass(host))


def _source_provider(providers: t.Any, source: _credentials.Source) -> t.Any:
    if isinstance(source, _credentials.Keys):
        if source.security_token:
            return providers.StaticSTSCredentialsProvider(
                access_key_id=source.access_key_id,
                access_key_secret=source.access_key_secret,
                security_token=source.security_token,
            )
        return providers.StaticAKCredentialsProvider(
            access_key_id=source.access_key_id, access_key_secret=source.access_key_secret
        )
    if isinstance(source, _credentials.Profile):
        return providers.CLIProfileCredentialsProvider(profile_name=source.name)
    if isinstance(source, _credentials.EcsRole):
        return providers.EcsRamRoleCredentialsProvider(role_name=source.name, async_update_enabled=False)
    return providers.DefaultCredentialsProvider()


def _load(fetch: t.Callable[[], t.Any], choice: _credentials.Choice) -> t.Any:
    """Fetch the credentials once, so that it is known before anything is sent that there are any."""
    try:
        return fetch()
    except Exception as exc:  # the providers raise whatever their files and answers made go wrong
        from . import _sdk_errors

        raise _sdk_errors.explain(choice, exc) from None
