# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sphinx's settings for the pages that tools/docs.py renders. Nothing is fetched from anywhere."""

project = "alibabacloud.cdn"
copyright = "alibabacloud.cdn contributors"  # Sphinx wants the name
title = html_title = html_short_title = "alibabacloud.cdn"

extensions = ["sphinx_antsibull_ext"]
root_doc = "index"
default_role = "any"
highlight_language = "YAML+Jinja"
pygments_style = "ansible"

html_theme = "sphinx_ansible_theme"
html_theme_options = {"topbar_links": {}}
html_static_path = ["_static"]
html_css_files = ["alibabacloud_cdn.css"]
html_show_sphinx = False
html_use_index = False
html_use_modindex = False
html_copy_source = False
html_show_sourcelink = False


def setup(app):
    """Lead to the first page from the bar on top: the theme knows one address for all pages, also those in folders."""

    def name_first_page(_app, _page, _template, context, _doctree):
        context["theme_documentation_home_url"] = context["pathto"](root_doc)

    app.connect("html-page-context", name_first_page)
