// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "common/content/element.h"

namespace pim::content {

/// What becomes of one value in a merge. `ours` or `theirs` or both are there.
struct Outcome {
  enum class Source : std::uint8_t { Ours, Theirs, Made };

  const Element* base = nullptr;
  const Element* ours = nullptr;
  const Element* theirs = nullptr;
  bool present = true;
  Source value = Source::Ours;
  std::vector<std::string> components;  ///< the resulting value, canonical
  TypeSet types;
  bool parameters_from_theirs = false;
  std::string label;

  /// One side at least did something to it.
  bool touched() const {
    return base == nullptr || ours == nullptr || theirs == nullptr || ours->key != base->key ||
           theirs->key != base->key;
  }
  /// What tells it from another: value, types, parameters, label.
  std::string key() const;
};

using Outcomes = std::vector<Outcome>;

}  // namespace pim::content
