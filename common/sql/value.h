// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace pim::sql {

/// Octets for a BLOB column; plain strings are TEXT.
struct Blob {
  std::string_view octets;
};
/// NULL where empty. The string must outlive the statement's use.
struct OptionalBlob {
  const std::optional<std::string>& octets;
};

/// What a statement is given in one place. Points at octets and lists, which stay the caller's.
class Value {
 public:
  enum class Kind : std::uint8_t { Nothing, Integer, Text, Blob, Integers, Texts };

  template <class T>
  requires std::integral<T> || std::is_enum_v<T> Value(T number)
      : kind_(Kind::Integer) {  // NOLINT: values are written as they are
    if constexpr (std::same_as<T, std::uint64_t>) {
      number_ = std::bit_cast<std::int64_t>(number);
    } else {
      number_ = static_cast<std::int64_t>(number);
    }
  }
  Value(std::string_view text) : Value(Kind::Text, text.data(), text.size()) {}    // NOLINT
  Value(const std::string& text) : Value(Kind::Text, text.data(), text.size()) {}  // NOLINT
  Value(const char* text) : Value(std::string_view(text)) {}                       // NOLINT
  Value(Blob blob) : Value(Kind::Blob, blob.octets.data(), blob.octets.size()) {}  // NOLINT
  Value(const std::optional<std::string>& text)                                    // NOLINT
      : Value(text ? Value(*text) : Value(Kind::Nothing, nullptr, 0)) {}
  Value(OptionalBlob blob)  // NOLINT
      : Value(blob.octets ? Value(Blob{*blob.octets}) : Value(Kind::Nothing, nullptr, 0)) {}
  Value(const std::vector<std::int64_t>& list)  // NOLINT
      : Value(Kind::Integers, list.data(), list.size()) {}
  Value(const std::vector<std::uint64_t>& list)  // NOLINT
      : Value(Kind::Integers, list.data(), list.size()) {}
  Value(const std::vector<std::string>& list)  // NOLINT
      : Value(Kind::Texts, list.data(), list.size()) {}

  Kind kind() const { return kind_; }
  std::int64_t integer() const { return number_; }
  /// Of a Text or Blob; its data() is never null.
  std::string_view octets() const {
    return {data_ != nullptr ? static_cast<const char*>(data_) : "", size()};
  }
  std::span<const std::int64_t> integers() const {
    return {static_cast<const std::int64_t*>(data_), size()};
  }
  std::span<const std::string> texts() const {
    return {static_cast<const std::string*>(data_), size()};
  }

 private:
  Value(Kind kind, const void* data, std::size_t size)
      : kind_(kind), number_(static_cast<std::int64_t>(size)), data_(data) {}
  std::size_t size() const { return static_cast<std::size_t>(number_); }

  Kind kind_;
  std::int64_t number_ = 0;  ///< the integer, or how many octets or elements
  const void* data_ = nullptr;
};

}  // namespace pim::sql
