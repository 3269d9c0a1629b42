# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
name: cdn_urls
short_description: Turn changed file paths into CDN URLs
version_added: 0.1.0
author:
  - alibabacloud.cdn contributors (@alibabacloud-cdn)
description:
  - Turns the paths of the files that a deployment changed into the URLs under which they are served, for
    M(alibabacloud.cdn.cdn_refresh) and other modules.
  - Characters that need it are percent-encoded as UTF-8. Paths are names and not URLs, so C(%), C(?) and C(#) in them are
    encoded as well.
  - The order is kept, and each URL is returned once.
positional: base_url, root, index
options:
  _input:
    description:
      - Paths, or dictionaries with a C(path), like those in C(files) of M(ansible.builtin.find). With C(isdir) true, the path
        is taken for a folder and its URL ends in V(/).
      - Lines that C(rsync --itemize-changes) prints. Files whose content stayed as it was and folders are left out.
      - Lines that C(ossutil ls) prints. The name of the bucket is left out.
      - The other lines that these tools print, and blank ones, are left out. A text is taken apart into its lines.
    type: list
    elements: raw
    required: true
  base_url:
    description:
      - The address under which the content of O(root) is served.
    type: str
    required: true
  root:
    description:
      - The folder in front of the paths which is no part of the URLs. A path that is not below it is an error.
      - Without it the paths are taken as relative to O(base_url).
    type: str
    default: ''
  index:
    description:
      - Names of files which the web server sends for the address of their folder. For such a file that address, which ends
        in V(/), is returned as well. An empty list turns this off.
    type: list
    elements: str
    default: [index.html]
seealso:
  - module: alibabacloud.cdn.cdn_refresh
"""

EXAMPLES = r"""
- name: Show the URLs of some files
  ansible.builtin.debug:
    msg: "{{ ['dist/index.html', 'dist/img/50% off.png'] | alibabacloud.cdn.cdn_urls('https://www.example.com/', root='dist') }}"
    # ["https://www.example.com/index.html", "https://www.example.com/", "https://www.example.com/img/50%25%20off.png"]

- name: Find what was built
  ansible.builtin.find:
    paths: "{{ playbook_dir }}/dist"
    recurse: true
  register: built

- name: Refresh it
  alibabacloud.cdn.cdn_refresh:
    urls: "{{ built.files | alibabacloud.cdn.cdn_urls('https://www.example.com/', root=playbook_dir ~ '/dist') }}"

- name: Copy a site to the origin
  ansible.builtin.command:
    cmd: rsync --archive --delete --itemize-changes dist/ /srv/www/
    chdir: "{{ playbook_dir }}"
  register: copied
  changed_when: copied.stdout_lines | length > 0

- name: Refresh what rsync changed
  alibabacloud.cdn.cdn_refresh:
    urls: "{{ copied.stdout_lines | alibabacloud.cdn.cdn_urls('https://www.example.com/', index=['index.html', 'index.htm']) }}"
    allow_empty: true
"""

RETURN = r"""
_value:
  description: The URLs.
  type: list
  elements: str
  sample:
    - https://www.example.com/docs/index.html
    - https://www.example.com/docs/
"""

import collections.abc
import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.alibabacloud.cdn.plugins.module_utils._errors import MissingLibraryError
from ansible_collections.alibabacloud.cdn.plugins.module_utils._urls import BadEntryError, mask_user_info
from ansible_collections.alibabacloud.cdn.plugins.plugin_utils._changed_paths import BadPathError, make_site, urls_of

NAME = "alibabacloud.cdn.cdn_urls"


def cdn_urls(paths: t.Any, base_url: t.Any, root: t.Any = "", index: t.Any = ("index.html",)) -> list[str]:
    """Turn paths into URLs."""
    elements = _as_list("the input", paths)
    names = _as_list("index", index)
    for option, value in (
        ("base_url", base_url),
        ("root", "" if root is None else root),
        *(("index", name) for name in names),
    ):
        if not isinstance(value, str):
            raise AnsibleFilterError(f"{NAME}: {option} must be text, not {value!r}.")
    try:
        return urls_of(elements, make_site(base_url, root or "", names))
    except BadEntryError as exc:
        raise AnsibleFilterError(f"{NAME}: base_url {mask_user_info(base_url)!r}: {exc}. Correct it.") from None
    except BadPathError as exc:
        raise AnsibleFilterError(f"{NAME}: {exc}. Correct the element, or root.") from None
    except MissingLibraryError as exc:
        raise AnsibleFilterError(
            f"{NAME}: the Python library {exc.library} is missing, which host names outside ASCII need. "
            "Install it for the Python that runs Ansible."
        ) from None


def _as_list(what: str, value: t.Any) -> list[t.Any]:
    if isinstance(value, str):
        return value.splitlines()
    if isinstance(value, collections.abc.Mapping) or not isinstance(value, collections.abc.Iterable):
        raise AnsibleFilterError(f"{NAME}: {what} must be a list, not {value!r}.")
    return list(value)


class FilterModule:
    """Ansible's way to a filter."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """The filters of this file by name."""
        return {"cdn_urls": cdn_urls}
