// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "tools/pimctl/commands.h"

namespace pim::pimctl {

/// Runs what a command line says. `arguments` without the program's name.
ExitCode run(const std::vector<std::string>& arguments, const Output& output);

}  // namespace pim::pimctl
