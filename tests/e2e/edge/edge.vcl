# Copyright (c) 2026 alibabacloud.cdn contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

vcl 4.1;

import std;

backend origin {
  .host = "127.0.0.1";
  .port = "@ORIGIN_PORT@";
}

acl operators {
  "127.0.0.1";
}

sub vcl_recv {
  if (req.method == "PURGE" || req.method == "BAN") {
    if (client.ip !~ operators) {
      return (synth(403));
    }
    if (req.method == "PURGE") {
      return (purge);
    }
    // X-Ban-Soft has no counterpart here: a ban always drops.
    if (std.ban("obj.http.x-host == " + req.http.host + " && obj.http.x-url ~ " + req.http.x-ban-regex)) {
      return (synth(200));
    }
    return (synth(400, std.ban_error()));
  }
}

sub vcl_backend_response {
  set beresp.http.x-host = bereq.http.host;
  set beresp.http.x-url = bereq.url;
}

sub vcl_deliver {
  unset resp.http.x-host;
  unset resp.http.x-url;
  if (obj.hits > 0) {
    set resp.http.X-Cache = "HIT";
  } else {
    set resp.http.X-Cache = "MISS";
  }
}
