// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/httpd/httpd_headers.h"

namespace pim::mod_pimbridge {

/// Finds for each server where its devices reach mod_syncml, for the page that tells it to their
/// users. Called when the settings of both modules are merged.
void learn_engines(const server_rec* main_server);

}  // namespace pim::mod_pimbridge
