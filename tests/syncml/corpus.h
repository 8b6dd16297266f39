// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "common/syncml/dev_inf.h"
#include "common/syncml/message.h"

// Recorded messages. They are not part of the project: PIM_CORPORA names their directory.
namespace pim::syncml::testing {

/// Those in XML that are well-formed; some have a twin of the same name in WBXML.
std::vector<std::filesystem::path> recorded_messages();
/// The project's own ones, in XML.
std::vector<std::filesystem::path> sample_messages();
std::string octets_of(const std::filesystem::path& path);
/// Takes the device information out of a message: its octets are in the message's encoding, under
/// its own media type, and so differ between the encodings of one message.
std::vector<DevInf> take_dev_infs(Encoding encoding, Message& message);

}  // namespace pim::syncml::testing
