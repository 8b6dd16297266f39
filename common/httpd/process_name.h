// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

namespace pim::httpd {

/// Names this process for leases in a database that processes of several machines may share:
/// boot id, process namespace, process id and its start time. Ask after fork.
std::string process_name();

/// Those of `names` whose process is known to have ended: it was of this machine and namespace and
/// is gone, or its id belongs to another process by now. What cannot be judged from here lives.
std::vector<std::string> ended_processes(std::span<const std::string> names);

}  // namespace pim::httpd
