// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "tools/pimctl/commands.h"

namespace pim::pimctl {

/// Writes the records of `in` in another version: `to`, else what the name of `out` says, else the
/// version that holds most. "-" is standard output. What was repaired, guessed or left out is told
/// record by record. PartlyFailed where a record was refused; the others are written.
ExitCode convert(const std::string& in, const std::string& out, const std::string& to,
                 const Output& output);

/// What differs between the records of two files, whatever order, version and spelling: records and
/// their properties with + and -. Done where nothing does, PartlyFailed where something does.
ExitCode diff(const std::string& a, const std::string& b, const Output& output);

}  // namespace pim::pimctl
