// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "common/content/kind.h"

namespace pim::content {

/// Contacts as vCards: 2.1, 3.0 and 4.0 are read and written, other versions are refused by name.
/// They are stored as they were received.
class Contacts final : public Kind {
 public:
  std::string_view name() const override { return "contacts"; }
  std::string_view media_type() const override { return "text/vcard"; }
  std::string_view version() const override { return "3.0"; }
  std::span<const Format> formats() const override;
  Result<Entry> enter(std::string_view octets, const EntryOptions& options) const override;
  Result<Facts> facts(std::string_view stored, const HashKey& key) const override;
  Result<Form> render(std::string_view stored, const Ability& ability) const override;
  bool equal(std::string_view a, std::string_view b, bool with_uid) const override;
  bool near(std::string_view a, std::string_view b) const override;
  bool second_key_agrees(std::string_view a, std::string_view b) const override;
  Likeness compare(std::string_view ours, std::string_view theirs,
                   const Ability& ability) const override;
  Result<Merged> merge(const MergeInput& input) const override;
  std::vector<std::uint64_t> set_values(std::string_view before, std::string_view after,
                                        const HashKey& key) const override;
  Result<std::string> with_uid(std::string_view stored, std::string_view uid) const override;
  void learn(std::string_view form, Ability& ability) const override;
  std::vector<std::string> split(std::string_view file) const override;
};

}  // namespace pim::content
