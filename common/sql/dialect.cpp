// SPDX-License-Identifier: Apache-2.0
#include "common/sql/dialect.h"

#include <cctype>

namespace pim::sql {
namespace {

constexpr std::string_view EachMark = "EACH(";
constexpr std::string_view IndexMark = " INDEXED BY ";
constexpr std::string_view IgnoreMark = "INSERT OR IGNORE INTO";
constexpr std::string_view ReplaceMark = "INSERT OR REPLACE INTO";

bool is_word(char octet) {
  return std::isalnum(static_cast<unsigned char>(octet)) != 0 || octet == '_';
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
}

/// As a whole word only.
void replace_word(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos;) {
    const std::size_t end = at + what.size();
    const bool whole =
        (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
    if (whole) {
      text.replace(at, what.size(), with);
    }
    at += whole ? with.size() : what.size();
  }
}

void drop_index_hints(std::string& text) {
  for (std::size_t at = 0; (at = text.find(IndexMark, at)) != std::string::npos;) {
    std::size_t end = at + IndexMark.size();
    while (end < text.size() && is_word(text[end])) {
      ++end;
    }
    text.erase(at, end - at);
  }
}

/// The values of many rows: how many each has, and which are given once.
struct Rows {
  std::size_t values;
  Alike alike;

  bool is_list(std::size_t number) const { return (alike >> (number - 1) & 1U) == 0; }
  bool has_lists() const {
    for (std::size_t i = 1; i <= values; ++i) {
      if (is_list(i)) {
        return true;
      }
    }
    return false;
  }
  std::string name(std::size_t number) const {
    return (is_list(number) ? "each.v" : "$") + std::to_string(number);
  }
};

/// unnest($1, ..., $n) AS each(v1, ..., vn), of those that are lists.
std::string list_of_rows(const Rows& rows) {
  std::string unnest;
  std::string names;
  for (std::size_t i = 1; i <= rows.values; ++i) {
    if (rows.is_list(i)) {
      unnest += (unnest.empty() ? "$" : ", $") + std::to_string(i);
      names += (names.empty() ? "v" : ", v") + std::to_string(i);
    }
  }
  return "unnest(" + unnest + ") AS each(" + names + ")";
}

void many_inserts(std::string& text, const Rows& rows) {
  const std::size_t from = text.find("VALUES(");
  const std::size_t to = text.find(')', from);
  std::string select = "SELECT ";
  for (std::size_t i = 1; i <= rows.values; ++i) {
    select += (i > 1 ? ", " : "") + rows.name(i);
  }
  if (from != std::string::npos && to != std::string::npos) {
    text.replace(from, to + 1 - from, select + " FROM " + list_of_rows(rows));
  }
}

/// `word` is what a list of further tables begins with.
void many_changes(std::string& text, std::string_view word, const Rows& rows) {
  replace_all(text, "?", "each.v");
  const std::size_t where = text.find(" WHERE ");
  if (where != std::string::npos) {
    text.insert(where, std::string(word) + list_of_rows(rows));
  }
}

void many(std::string& text, const Rows& rows) {
  if (!rows.has_lists()) {
    return;
  }
  if (takes_alike(text)) {
    many_inserts(text, rows);
  } else if (text.starts_with("INSERT")) {
    many_changes(text, ", ", rows);
  } else {
    many_changes(text, text.starts_with("UPDATE") ? " FROM " : " USING ", rows);
  }
}

/// A loop over the list, fenced off by OFFSET: as "= ANY" the planner, knowing nothing of the
/// table, may take the other columns for selective enough and compare each of their rows with the
/// list.
void each(std::string& text) {
  const std::size_t mark = text.find(EachMark);
  const std::size_t end = text.find(')', mark);
  if (mark == std::string::npos || end == std::string::npos) {
    return;
  }
  const std::string list = text.substr(mark + EachMark.size(), end - mark - EachMark.size());
  text.replace(mark, end + 1 - mark, "list.v");
  text = "SELECT each.* FROM unnest(" + list + ") AS list(v) CROSS JOIN LATERAL (" + text +
         " OFFSET 0) AS each";
}

}  // namespace

std::string sqlite_text(std::string_view sql) {
  std::string text(sql);
  replace_all(text, EachMark, "(");
  return text;
}

bool takes_alike(std::string_view sql) {
  return sql.starts_with("INSERT") && sql.find("VALUES(") != std::string_view::npos;
}

std::string postgres_text(std::string_view sql, Use use, std::size_t values, Alike alike) {
  std::string text(sql);
  drop_index_hints(text);
  replace_word(text, "CROSS JOIN", "JOIN");
  if (text.starts_with(IgnoreMark)) {
    text.replace(0, IgnoreMark.size(), "INSERT INTO");
    text += " ON CONFLICT DO NOTHING";
  }
  if (text.starts_with(ReplaceMark)) {
    text.replace(0, ReplaceMark.size(), "INSERT INTO");
  }
  if (use == Use::Many) {
    many(text, {values, alike});
  }
  if (use == Use::Each) {
    each(text);
  }
  replace_all(text, "?", "$");
  return text;
}

std::string postgres_schema_text(std::string_view sql) {
  std::string text(sql);
  replace_all(text, " WITHOUT ROWID", "");
  replace_word(text, "INTEGER", "BIGINT");
  replace_word(text, "TEXT", "BYTEA");
  replace_word(text, "BLOB", "BYTEA");
  return text;
}

}  // namespace pim::sql
