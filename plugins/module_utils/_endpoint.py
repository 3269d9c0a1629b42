# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to this collection: names and behaviour here may change in any release.

"""Where the service is reached."""

from __future__ import annotations

import dataclasses
import ipaddress
import re

from . import _errors, _urls

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_ENDPOINT = re.compile(rf"(?:(https?)://)?(\[[0-9a-f:.]+\]|{_LABEL}(?:\.{_LABEL})*)(?::([0-9]{{1,5}}))?/?")

# The client generated for CDN (alibabacloud-cdn20180510) knows these; for all other regions there is one address.
_ABROAD = "cdn.ap-southeast-1.aliyuncs.com"
_CENTRAL = "cdn.aliyuncs.com"
_REGIONS_ABROAD = frozenset(
    {
        "ap-northeast-1",
        "ap-south-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "ap-southeast-3",
        "ap-southeast-5",
        "eu-central-1",
        "eu-west-1",
        "me-east-1",
        "us-east-1",
        "us-west-1",
    }
)


@dataclasses.dataclass
class Endpoint:
    """:ivar address: ``host`` or ``host:port``, as the Host header wants it."""

    protocol: str
    host: str
    address: str

    @property
    def is_loopback(self) -> bool:
        """Whether the host is this machine, so that nothing leaves it."""
        return _is_loopback(self.host)


def parse_endpoint(text: str) -> Endpoint:
    """Read the option ``endpoint``.

    :raises InputError: it is not ``host[:port]`` with or without a scheme, or it asks for plain HTTP to
        another machine. Requests carry no secret key, but URLs, answers and security tokens in clear text.
    """
    match = _ENDPOINT.fullmatch(text.strip().lower())
    shown = _urls.mask_user_info(text.strip())
    if not match:
        raise _errors.InputError(
            f"endpoint {shown!r} is not usable; give host[:port] or https://host[:port], without a path."
        )
    scheme, host, port = match.group(1) or "https", match.group(2), match.group(3)
    if scheme == "http" and not _is_loopback(host):
        raise _errors.InputError(
            f"endpoint {shown!r} uses http://, which is accepted for a loopback host only; use https://{host} instead."
        )
    if port and not 0 < int(port) < 65536:
        raise _errors.InputError(f"endpoint {shown!r} has no valid port number; give one from 1 to 65535.")
    return Endpoint(scheme, host, f"{host}:{port}" if port else host)


def of_region(region: str) -> Endpoint:
    """Where the service is reached when no endpoint is given."""
    host = _ABROAD if region in _REGIONS_ABROAD else _CENTRAL
    return Endpoint("https", host, host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
