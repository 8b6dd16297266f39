// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pim::content {

/// The TYPE values of a line as one set, whatever case, quotes and repeats they came with
/// (content rules 1.12, V1). Known ones are bits; others keep their name in upper case.
class TypeSet {
 public:
  enum Bit : std::uint32_t {
    Home = 1U << 0U,
    Work = 1U << 1U,
    Cell = 1U << 2U,
    Fax = 1U << 3U,
    Pager = 1U << 4U,
    Msg = 1U << 5U,
    Video = 1U << 6U,
    Car = 1U << 7U,
    Isdn = 1U << 8U,
    Bbs = 1U << 9U,
    Modem = 1U << 10U,
    Pcs = 1U << 11U,
    Dom = 1U << 12U,
    X400 = 1U << 13U,
    Pref = 1U << 14U,
    // Defaults and noise: never compared (content rule V6)
    Voice = 1U << 15U,
    Internet = 1U << 16U,
    Intl = 1U << 17U,
    Postal = 1U << 18U,
    Parcel = 1U << 19U,
  };
  static constexpr std::uint32_t Noise = Voice | Internet | Intl | Postal | Parcel;
  /// What a value is for; a side that says another one of these has moved the value.
  static constexpr std::uint32_t Kinds =
      Home | Work | Cell | Fax | Pager | Msg | Video | Car | Isdn | Bbs | Modem | Pcs;

  /// The bit of a known name (any case, X-CELL and MOBILE included), or 0.
  static std::uint32_t bit_of(std::string_view name);

  void add(std::string_view name);
  void remove(std::string_view name);
  void add_bits(std::uint32_t bits) { bits_ |= bits; }
  void drop_bits(std::uint32_t bits) { bits_ &= ~bits; }
  bool has(std::uint32_t bit) const { return (bits_ & bit) != 0; }
  std::uint32_t bits() const { return bits_; }
  const std::vector<std::string>& others() const { return others_; }  ///< sorted, no doubles
  bool empty() const { return bits_ == 0 && others_.empty(); }

  /// Names in a fixed order, parted by commas.
  void append_to(std::string& out) const;
  std::vector<std::string> names() const;

  /// What both sides made of `base`: what either added, without what either took away.
  static TypeSet merge(const TypeSet& base, const TypeSet& a, const TypeSet& b);
  static TypeSet minus(const TypeSet& a, const TypeSet& b);
  /// Holds every type of `other`.
  bool covers(const TypeSet& other) const { return minus(other, *this).empty(); }
  static TypeSet unite(const TypeSet& a, const TypeSet& b);
  bool operator==(const TypeSet&) const = default;

 private:
  std::uint32_t bits_ = 0;
  std::vector<std::string> others_;
};

}  // namespace pim::content
