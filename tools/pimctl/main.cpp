// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "tools/pimctl/command_line.h"

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return static_cast<int>(pim::pimctl::run(arguments, {std::cout, std::cerr}));
  } catch (const std::exception& exception) {
    std::cerr << "pimctl: " << exception.what() << '\n';
    return static_cast<int>(pim::pimctl::ExitCode::StoreTrouble);
  }
}
