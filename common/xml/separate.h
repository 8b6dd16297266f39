// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"

namespace pim::xml {

/// One pass over the octets before any parser, which takes a document apart into
///  - leaves: the content of elements named so (Data) that hold text only, resolved, octet for
///    octet. They never meet the parser: what XML forbids or changes (control characters, wrong
///    charset, bare ampersands, CR before LF) concerns one record there and not the message.
///  - a skeleton: everything else, small and harmless, for libxml2. A leaf stands in it as the
///    processing instruction <?leaf N?>. Comments, other instructions and the DOCTYPE are dropped;
///    so no instruction in the skeleton is the sender's, and no entity is ever declared.
class Separation {
 public:
  /// `document` is UTF-8 and outlives this object. Errors: Malformed (an internal subset too),
  /// TooLarge (a tag).
  Status run(std::string_view document, std::span<const std::string_view> leaf_names);

  const std::string& skeleton() const { return skeleton_; }
  std::size_t leaves() const { return leaves_.size(); }
  std::string_view leaf(std::size_t number) const;

 private:
  struct Leaf {
    bool stored = false;  ///< in storage_, else as it stands in the document
    std::size_t at = 0;
    std::size_t size = 0;
  };

  Status step();
  Status take_tag();
  Status take_cdata();
  Status skip_doctype();
  Status skip_to(std::string_view end, std::size_t opening);
  void take_text();
  void take_leaf(std::string_view name);
  Status fault(ErrorCode code, std::string message) const;

  std::string_view document_;
  std::span<const std::string_view> leaf_names_;
  std::size_t at_ = 0;
  std::string skeleton_;
  std::string storage_;
  std::vector<Leaf> leaves_;
};

}  // namespace pim::xml
