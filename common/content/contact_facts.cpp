// SPDX-License-Identifier: Apache-2.0
#include "common/content/contact_facts.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/phone.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// The folded parts of N that make the name: family, given, additional.
struct FoldedName {
  std::string family;
  std::string given;
  std::string additional;
};

FoldedName fold_name(const ContactView& view) {
  FoldedName out;
  const Field* name = view.first(Property::N);
  if (name == nullptr) {
    return out;
  }
  Parts parts(name->line->value, ';');
  for (std::string* to : {&out.family, &out.given, &out.additional}) {
    std::string_view part;
    if (!parts.next(part)) {
      break;
    }
    if (!part.empty()) {
      *to = fold_for_search(unescape(part));
    }
  }
  return out;
}

void add_words(std::string& out, std::string_view words) {
  if (words.empty()) {
    return;
  }
  if (!out.empty()) {
    out += ' ';
  }
  out += words;
}

std::string sorted_words(std::string_view folded) {
  std::vector<std::string_view> words;
  constexpr std::string_view Gaps = " ,";
  for (std::size_t at = 0; (at = folded.find_first_not_of(Gaps, at)) != std::string_view::npos;) {
    const std::size_t end = std::min(folded.find_first_of(Gaps, at), folded.size());
    words.push_back(folded.substr(at, end - at));
    at = end;
  }
  std::sort(words.begin(), words.end());
  std::string out;
  for (const std::string_view word : words) {
    add_words(out, word);
  }
  return out;
}

std::string key_of(const FoldedName& name, const std::string& folded_label) {
  std::string words;
  add_words(words, name.given);
  add_words(words, name.additional);
  add_words(words, name.family);
  return sorted_words(words.empty() ? folded_label : words);
}

/// Undecidable octets give no match key (content rule 1.5).
void add_key(std::vector<std::uint64_t>& keys, const HashKey& key, char kind,
             std::string_view text) {
  constexpr std::string_view Replacement = "\xef\xbf\xbd";
  if (text.empty() || !is_valid_utf8(text) || text.find(Replacement) != std::string_view::npos) {
    return;
  }
  std::string octets;
  octets.reserve(text.size() + 2);
  octets += kind;
  octets += ':';
  octets += text;
  keys.push_back(siphash(key, octets));
}

/// Walks the fields once for search words and weak keys.
class Gatherer {
 public:
  Gatherer(const HashKey& key, Facts& facts) : key_(key), facts_(facts) {}

  void take(const Field& field) {
    const std::string_view value = field.line->value;
    switch (field.id()) {
      case Property::Tel: {
        const std::string text = unescape(value);
        add_key(facts_.weak_keys, key_, 'p', phone_match_digits(text));
        std::string number;
        append_loose_phone(number, text);
        add_words(facts_.find_text, fold_for_search(number));
        return;
      }
      case Property::Email: {
        const std::string mail = fold_for_search(unescape(value));
        add_key(facts_.weak_keys, key_, 'm', mail);
        add_words(facts_.find_text, mail);
        return;
      }
      case Property::Org:
      case Property::Nickname:
      case Property::Title:
      case Property::Categories: {
        std::string text = unescape(value);
        std::replace(text.begin(), text.end(), ';', ' ');
        std::replace(text.begin(), text.end(), ',', ' ');
        add_words(facts_.find_text, fold_for_search(text));
        return;
      }
      default: return;
    }
  }

 private:
  const HashKey& key_;
  Facts& facts_;
};

void finish_keys(std::vector<std::uint64_t>& keys) {
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace

std::string as_utf8(std::string text) {
  if (is_valid_utf8(text)) {
    return text;
  }
  std::string out;
  for (const char c : text) {
    if (c >= 0) {
      out += c;
    } else {
      out += "\xef\xbf\xbd";
    }
  }
  return out;
}

std::string uid_of(const ContactView& view) {
  const Field* field = view.first(Property::Uid);
  return field == nullptr ? std::string() : as_utf8(unescape(trim(field->line->value)));
}

Seconds modified_of(const ContactView& view) {
  const Field* field = view.first(Property::Rev);
  if (field == nullptr) {
    return 0;
  }
  return parse_stamp(trim(field->line->value)).value_or(0);
}

std::string name_key(const ContactView& view) {
  const FoldedName name = fold_name(view);
  const Field* shown = view.first(Property::Fn);
  return key_of(name, fold_for_search(shown != nullptr ? unescape(shown->line->value)
                                                       : generated_name(view)));
}

std::string uuid_by_name(std::string_view name) {
  std::string hex = hex_encode(sha256(name));
  // The form of a UUID of version 8: made by our own rule.
  hex[12] = '8';
  hex[16] = "89ab"[static_cast<std::size_t>(hex[16] & 3)];
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
         hex.substr(16, 4) + '-' + hex.substr(20, 12);
}

std::string uid_by_name(const ContactView& view, unsigned ordinal) {
  return uuid_by_name("pim-uid " + std::to_string(ordinal) + '\n' + canonical(view, Level::Exact));
}

Facts facts_of(const ContactView& view, const HashKey& key) {
  Facts facts;
  facts.uid = uid_of(view);
  facts.modified = modified_of(view);
  facts.fingerprint = siphash(key, canonical(view, Level::Loose));

  const Field* shown = view.first(Property::Fn);
  facts.label =
      as_utf8(shown != nullptr ? unescape(trim(shown->line->value)) : generated_name(view));
  const std::string folded_label = fold_for_search(facts.label);
  const FoldedName name = fold_name(view);
  if (const Field* sort = view.first(Property::SortString)) {
    facts.sort_key = fold_for_search(unescape(sort->line->value));
  } else {
    add_words(facts.sort_key, name.family);
    add_words(facts.sort_key, name.given);
    add_words(facts.sort_key, name.additional);
  }
  if (facts.sort_key.empty()) {
    facts.sort_key = folded_label;
  }
  facts.find_text = folded_label;
  if (!is_generated_name(view)) {
    add_words(facts.find_text, name.given);
    add_words(facts.find_text, name.family);
  }
  add_key(facts.weak_keys, key, 'n', key_of(name, folded_label));
  Gatherer gatherer(key, facts);
  for (const Field& field : view.fields()) {
    if (!field.empty) {
      gatherer.take(field);
    }
  }
  finish_keys(facts.weak_keys);
  return facts;
}

}  // namespace pim::content
