// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "common/base/pack.h"
#include "common/syncml/message.h"

namespace pim::session {

// Statuses of ours that did not fit a message, saved for the next one: refs, code and the anchor
// echo; ours carry nothing else.
void pack(Packer& packer, const std::vector<syncml::StatusCmd>& statuses);
std::vector<syncml::StatusCmd> unpack_statuses(Unpacker& unpacker);

}  // namespace pim::session
