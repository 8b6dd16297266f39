// SPDX-License-Identifier: Apache-2.0
#pragma once

// The only place that includes httpd's headers. Include this header last: httpd poisons names of
// the standard library and makes macros of plain words.
#include <cstdlib>
#include <cstring>
#include <string>

#include <ap_mpm.h>
#include <apr_optional.h>
#include <apr_strings.h>
#include <http_config.h>
#include <http_core.h>
#include <http_log.h>
#include <http_main.h>
#include <http_protocol.h>
#include <http_request.h>
#include <http_ssl.h>
#include <httpd.h>
#include <mpm_common.h>
#include <scoreboard.h>

namespace pim::httpd {

inline constexpr int Ok = OK;
inline constexpr int Declined = DECLINED;

}  // namespace pim::httpd

#undef OK
#undef DECLINED
#undef DONE
#undef SUSPENDED
#undef strtoul
