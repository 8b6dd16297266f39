// SPDX-License-Identifier: Apache-2.0
#include "common/content/contact_entry.h"

#include <algorithm>
#include <optional>

#include "common/base/text.h"
#include "common/content/canonical.h"
#include "common/content/charset.h"
#include "common/content/contact_facts.h"
#include "common/content/patch.h"
#include "common/content/repair.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

/// Something besides what every record has: a record without it says nothing (content rule 8.4).
bool holds_property(const ContactView& view) {
  return std::any_of(view.fields().begin(), view.fields().end(),
                     [](const Field& field) { return field.info->weight != Weight::Never; });
}

const Line* version_line(const Document& document) {
  const auto at = std::find_if(
      document.lines().begin(), document.lines().end(),
      [](const Line& line) { return line.depth == 1 && equals_ignore_case(line.name, "VERSION"); });
  return at == document.lines().end() ? nullptr : &*at;
}

/// A record without a version names the one it shows (content rule 2.1); nothing where it names
/// one.
std::optional<std::string> with_version(const Document& document, std::vector<Remark>& remarks) {
  const Line* line = version_line(document);
  if (line != nullptr && !trim(line->value).empty()) {
    return std::nullopt;
  }
  Patch patch(document.text());
  const std::string text =
      "VERSION:" + std::string(version_of(document)) + std::string(document.line_end());
  if (line != nullptr) {
    patch.replace(line->begin, line->end, text);
  } else {
    patch.insert(document.lines().front().end, text);
  }
  remarks.push_back({line == nullptr ? 0 : line->number, "VERSION", "version"});
  return patch.apply();
}

void put_uid(const ContactView& view, std::string_view uid, Patch& patch) {
  const Document& document = view.document();
  bool placed = false;
  for (const Field& field : view.fields()) {
    if (field.id() != Property::Uid) {
      continue;
    }
    std::string line =
        placed ? std::string()
               : fold(head_of(document, *field.line) + ':' + escape(uid), document.line_end());
    patch.replace(field.line->begin, field.line->end, std::move(line));
    placed = true;
  }
  if (!placed) {
    patch.insert(view.end_line()->begin, fold("UID:" + escape(uid), document.line_end()));
  }
}

void look_for_mojibake(const ContactView& view, std::vector<Remark>& remarks) {
  if (!looks_like_mojibake(view.text())) {
    return;
  }
  for (const Field& field : view.fields()) {
    if (looks_like_mojibake(field.line->value)) {
      remarks.push_back({field.line->number, to_upper_ascii(field.line->name), "mojibake?"});
    }
  }
}

Result<Entry> enter_clean(Document document, const EntryOptions& options,
                          std::vector<Remark> remarks) {
  std::optional<std::string> versioned;
  if (!document.lines().empty()) {
    PIM_CHECK(check_version(document));
    versioned = with_version(document, remarks);
  }
  if (versioned) {
    PIM_TRY(document, Document::parse(*versioned));
  }
  PIM_TRY(const ContactView view, ContactView::over(std::move(document)));
  if (!holds_property(view)) {
    return fail(ErrorCode::Malformed, "the record holds no property");
  }
  Entry entry;
  entry.remarks = std::move(remarks);
  entry.facts = facts_of(view, options.key);
  entry.uid_given = !entry.facts.uid.empty();
  look_for_mojibake(view, entry.remarks);
  if (view.reading() != nullptr) {
    const std::vector<Remark>& read = view.reading()->remarks();
    entry.remarks.insert(entry.remarks.end(), read.begin(), read.end());
  }
  Patch patch(view.text());
  if (!entry.uid_given) {
    entry.facts.uid = uid_by_name(view, options.ordinal);
    entry.remarks.push_back({0, "UID", "generated"});
    put_uid(view, entry.facts.uid, patch);
  }
  entry.stored = patch.empty() ? std::string(view.original()) : view.patched(patch);
  if (!patch.empty()) {
    PIM_CHECK(Document::parse(entry.stored));  // what was added counts towards the limits
  }
  return entry;
}

}  // namespace

Result<Entry> enter_contact(std::string_view octets, const EntryOptions& options) {
  PIM_TRY(Document document, Document::parse(octets));
  if (!needs_repair(document)) {
    return enter_clean(std::move(document), options, {});
  }
  PIM_TRY(Repaired repaired, repair_contact(octets, options.fallback_charset));
  PIM_TRY(document, Document::parse(repaired.text));
  return enter_clean(std::move(document), options, std::move(repaired.remarks));
}

Result<std::string> contact_with_uid(std::string_view stored, std::string_view uid) {
  PIM_TRY(const ContactView view, ContactView::read(stored));
  Patch patch(view.text());
  put_uid(view, uid, patch);
  return view.patched(patch);
}

}  // namespace pim::content
