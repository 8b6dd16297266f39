// SPDX-License-Identifier: Apache-2.0
#include "common/sql/postgres_values.h"

namespace pim::sql {
namespace {

constexpr std::size_t NoOffset = static_cast<std::size_t>(-1);
constexpr unsigned Head = 20;       ///< dimensions, has NULLs, type, length, lower bound
constexpr unsigned SizeOctets = 4;  ///< before each element; -1 = NULL

void append_element(std::string& octets, std::string_view element) {
  append_number(octets, element.size(), 4);
  octets += element;
}

void append_element(std::string& octets, std::int64_t element) {
  append_number(octets, 8, 4);
  append_number(octets, static_cast<std::uint64_t>(element), 8);
}

std::string head_of(std::uint32_t count, Oid element, bool nulls) {
  std::string head;
  append_number(head, count == 0 ? 0 : 1, 4);
  append_number(head, nulls ? 1 : 0, 4);
  append_number(head, element, 4);
  if (count != 0) {
    append_number(head, count, 4);
    append_number(head, 1, 4);
  }
  return head;
}

}  // namespace

void append_number(std::string& octets, std::uint64_t number, unsigned bytes) {
  for (unsigned shift = bytes * 8; shift > 0;) {
    shift -= 8;
    octets += static_cast<char>(number >> shift & 0xffU);
  }
}

std::int64_t read_number(std::string_view octets) {
  if (octets.empty()) {
    return 0;
  }
  const bool negative = octets.size() > 1 && (octets.front() & '\x80') != 0;
  std::uint64_t number = negative ? ~std::uint64_t{0} : 0;
  for (const char each : octets) {
    number = number << 8U | static_cast<std::uint8_t>(each);
  }
  return static_cast<std::int64_t>(number);
}

void Parameters::clear() {
  octets_.clear();
  types_.clear();
  values_.clear();
  lengths_.clear();
  formats_.clear();
  offsets_.clear();
}

void Parameters::own(Oid type, std::size_t from) {
  types_.push_back(type);
  values_.push_back(nullptr);
  lengths_.push_back(static_cast<int>(octets_.size() - from));
  formats_.push_back(1);
  offsets_.push_back(from);
}

void Parameters::add(const Value& value) {
  const std::size_t from = octets_.size();
  switch (value.kind()) {
    case Value::Kind::Integer:
      append_number(octets_, static_cast<std::uint64_t>(value.integer()), 8);
      own(Int8Type, from);
      return;
    case Value::Kind::Integers: {
      const auto list = value.integers();
      octets_ += head_of(static_cast<std::uint32_t>(list.size()), Int8Type, false);
      for (const std::int64_t each : list) {
        append_element(octets_, each);
      }
      own(Int8ListType, from);
      return;
    }
    case Value::Kind::Texts: {
      const auto list = value.texts();
      octets_ += head_of(static_cast<std::uint32_t>(list.size()), OctetsType, false);
      for (const std::string& each : list) {
        append_element(octets_, std::string_view(each));
      }
      own(OctetsListType, from);
      return;
    }
    case Value::Kind::Nothing:
    case Value::Kind::Text:
    case Value::Kind::Blob: break;
  }
  if (value.kind() == Value::Kind::Nothing) {
    refer(OctetsType, nullptr, 0);
  } else {
    refer(OctetsType, value.octets().data(), value.octets().size());
  }
}

void Parameters::refer(Oid type, const char* octets, std::size_t size) {
  types_.push_back(type);
  values_.push_back(octets);
  lengths_.push_back(static_cast<int>(size));
  formats_.push_back(1);
  offsets_.push_back(NoOffset);
}

void Parameters::settle() {
  for (std::size_t i = 0; i < offsets_.size(); ++i) {
    if (offsets_[i] != NoOffset) {
      values_[i] = octets_.data() + offsets_[i];
    }
  }
}

void Column::add(const Value& value) {
  if (count_++ == 0) {
    array_.assign(Head, '\0');
    octets_ = value.kind() != Value::Kind::Integer;
  } else {
    same_ = same_ && like_the_first(value);
  }
  if (value.kind() == Value::Kind::Integer) {
    append_element(array_, value.integer());
  } else if (value.kind() == Value::Kind::Nothing) {
    append_number(array_, 0xffffffffU, 4);
    nulls_ = true;
  } else {
    append_element(array_, value.octets());
  }
}

/// The octets of the first element; none where it is NULL.
std::string_view Column::first() const {
  const std::string_view array = array_;
  const std::int64_t size = read_number(array.substr(Head, SizeOctets));
  return size < 0 ? std::string_view()
                  : array.substr(Head + SizeOctets, static_cast<std::size_t>(size));
}

bool Column::like_the_first(const Value& value) const {
  const bool null = read_number(std::string_view(array_).substr(Head, SizeOctets)) < 0;
  switch (value.kind()) {
    case Value::Kind::Integer: return read_number(first()) == value.integer();
    case Value::Kind::Nothing: return null;
    default: return !null && first() == value.octets();
  }
}

Value Column::one() const {
  if (!octets_) {
    return Value(read_number(first()));
  }
  const bool null = read_number(std::string_view(array_).substr(Head, SizeOctets)) < 0;
  return null ? Value(std::optional<std::string>()) : Value(Blob{first()});
}

void Column::clear() {
  array_.clear();
  count_ = 0;
  nulls_ = false;
  same_ = true;
}

const std::string& Column::array() {
  array_.replace(0, Head, head_of(count_, octets_ ? OctetsType : Int8Type, nulls_));
  return array_;
}

}  // namespace pim::sql
