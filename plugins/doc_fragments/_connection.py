# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    DOCUMENTATION = r"""
options:
  access_key_id:
    description:
      - The id of the access key.
      - If not set, E(ALIBABA_CLOUD_ACCESS_KEY_ID), E(ALICLOUD_ACCESS_KEY) and E(ALICLOUD_ACCESS_KEY_ID) are looked at, in this order.
      - Credentials are taken from options first, then from the environment, then from a O(profile), then from where the
        vendor's credentials library looks.
    type: str
    aliases: [alicloud_access_key, access_key]
  access_key_secret:
    description:
      - The secret of the access key.
      - If not set, E(ALIBABA_CLOUD_ACCESS_KEY_SECRET), E(ALICLOUD_SECRET_KEY) and E(ALICLOUD_SECRET_ACCESS_KEY) are looked at, in this order.
    type: str
    aliases: [alicloud_secret_key, secret_key, secret_access_key]
  security_token:
    description:
      - The token of temporary (STS) credentials.
      - If not set, E(ALIBABA_CLOUD_SECURITY_TOKEN) and E(ALICLOUD_SECURITY_TOKEN) are looked at, unless O(access_key_id) is set.
    type: str
    aliases: [alicloud_security_token]
  profile:
    description:
      - A profile of the aliyun command line tool, from its C(~/.aliyun/config.json).
      - If not set, E(ALIBABA_CLOUD_PROFILE) and E(ALICLOUD_PROFILE) are looked at.
    type: str
  role_arn:
    description:
      - A RAM role to assume with the credentials given.
      - If not set, E(ALIBABA_CLOUD_ROLE_ARN) is looked at.
    type: str
  role_session_name:
    description:
      - The name of the session when a role is assumed.
      - If not set, E(ALIBABA_CLOUD_ROLE_SESSION_NAME) is looked at.
    type: str
  role_session_duration:
    description:
      - How long the assumed role's session lasts, in seconds, at least 900. The service's default is 3600.
    type: int
  role_external_id:
    description:
      - The external id that the role's trust policy asks for.
    type: str
  ecs_role_name:
    description:
      - The RAM role of the ECS instance on which the module runs. The metadata service is asked only when this is set.
      - If not set, E(ALIBABA_CLOUD_ECS_METADATA) is looked at.
    type: str
  region:
    description:
      - The region, which chooses the endpoint.
      - If not set, E(ALIBABA_CLOUD_REGION_ID) and E(ALICLOUD_REGION) are looked at.
    type: str
    default: cn-hangzhou
    aliases: [region_id, alicloud_region]
  endpoint:
    description:
      - Where the service is reached, as C(host[:port]) or C(https://host[:port]), instead of the region's endpoint.
      - C(http://) is accepted for a loopback host only.
      - If not set, E(ALIBABA_CLOUD_CDN_ENDPOINT) is looked at.
    type: str
  validate_certs:
    description:
      - Whether the endpoint's certificate must be trusted.
    type: bool
    default: true
  ca_path:
    description:
      - A file with the certificates of the authorities to trust, in place of the usual ones.
    type: path
  connect_timeout:
    description:
      - How long one call may take to connect, in seconds.
    type: float
    default: 5
  read_timeout:
    description:
      - How long one call may wait for its answer, in seconds.
    type: float
    default: 10
  retry_timeout:
    description:
      - Seconds spent at most on repeating one call that was throttled or met a passing fault. V(0) means never to repeat.
    type: float
    default: 120
requirements:
  - alibabacloud-cdn20180510 >= 4.2.2
  - alibabacloud-credentials >= 1.0.0
notes:
  - The module talks to the cloud and not to the host. Run it once, with C(delegate_to=localhost) and C(run_once=true),
    in a play over several hosts.
"""
