# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the facts in this simulator's tables come from: the keys used in their `source` columns."""

from __future__ import annotations

HELP = 'https://help.aliyun.com'
INTL = 'https://www.alibabacloud.com/help'

SOURCES: dict[str, str] = {
    'META': 'https://github.com/aliyun/aliyun-openapi-meta (request parameters of every operation)',
    'TEA': 'https://github.com/aliyun/alibabacloud-sdk cdn-20180510/main.tea (request and response models)',
    'SDK': 'the package alibabacloud_cdn20180510 and what it sends, measured',
    'OLDSDK': 'the packages aliyun-python-sdk-core and aliyun-python-sdk-cdn, measured',
    'D-REF-ZH': f'{HELP}/document_detail/91164.html',
    'D-REF-EN': f'{INTL}/en/cdn/developer-reference/api-cdn-2018-05-10-refreshobjectcaches',
    'D-PUSH-ZH': f'{HELP}/document_detail/91161.html',
    'D-PUSH-EN': f'{HELP}/en/cdn/developer-reference/api-cdn-2018-05-10-pushobjectcache',
    'D-TASKS': f'{HELP}/zh/cdn/developer-reference/api-cdn-2018-05-10-describerefreshtasks',
    'D-TASKS-OLD': f'{INTL}/doc-detail/91158.html',
    'D-BYID': f'{HELP}/zh/cdn/api-describerefreshtaskbyid',
    'D-QUOTA': f'{HELP}/document_detail/448060.htm',
    'D-TAG': f'{INTL}/en/cdn/developer-reference/api-cdn-2018-05-10-refreshobjectcachebycachetag',
    'D-QMGMT': f'{HELP}/en/cdn/user-guide/quota-management',
    'D-ERR': f'{HELP}/document_detail/452794.html',
    'D-DCDN': f'{INTL}/doc-detail/130620.html and the other pages of the sister product',
    'D-V3': f'{HELP}/en/sdk/product-overview/v3-request-structure-and-signature',
    'DOCS21': 'https://github.com/AlibabaCloudDocs/cdn (documents of 2021)',
    'SCRAPE': 'https://github.com/windwild/aliyun-docs (user guide and FAQ of 2024-2025)',
    'FAQ': f'{INTL}/faq-detail/147268.htm',
    'ISSUES': 'bug reports and working clients in public repositories',
    'OPEN': 'nobody says: the position is a choice',
}
