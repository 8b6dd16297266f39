// SPDX-License-Identifier: Apache-2.0
#include "common/content/canonical.h"

#include <algorithm>
#include <utility>

#include "common/base/digest.h"
#include "common/base/text.h"
#include "common/content/date.h"
#include "common/content/phone.h"
#include "common/content/value.h"

namespace pim::content {
namespace {

constexpr char PartSign = '\x1f';       // between name, types, parameters, label, value
constexpr char ComponentSign = '\x1e';  // between components
constexpr char EntrySign = '\x1d';      // behind an entry

/// Below U+0300 (lead octet 0xCC) every text is NFC already.
void normalize(std::string& text, std::size_t start) {
  const auto rest = std::string_view(text).substr(start);
  if (std::any_of(rest.begin(), rest.end(),
                  [](char c) { return static_cast<unsigned char>(c) >= 0xccU; })) {
    const std::string normal = normalize_nfc(rest);
    text.replace(start, std::string::npos, normal);
  }
}

void lower(std::string& text, std::size_t start) {
  for (std::size_t at = start; at < text.size(); ++at) {
    if (text[at] >= 'A' && text[at] <= 'Z') {
      text[at] = static_cast<char>(text[at] + 32);
    }
  }
}

void fold_case(std::string& text, std::size_t start) {
  const auto rest = std::string_view(text).substr(start);
  if (std::any_of(rest.begin(), rest.end(), [](char c) { return c < 0; })) {
    const std::string folded = fold_for_search(rest);
    text.replace(start, std::string::npos, folded);
    return;
  }
  lower(text, start);
}

/// Scheme and host in lower case, one `/` at the end off.
void loosen_uri(std::string& text, std::size_t start) {
  std::size_t end = text.find(':', start);
  if (end == std::string::npos) {
    return;
  }
  if (text.compare(end, 3, "://") == 0) {
    end = std::min(text.find_first_of("/?#", end + 3), text.size());
  }
  for (std::size_t at = start; at < end; ++at) {
    if (text[at] >= 'A' && text[at] <= 'Z') {
      text[at] = static_cast<char>(text[at] + 32);
    }
  }
  if (text.back() == '/') {
    text.pop_back();
  }
}

void append_base64(std::string_view raw, std::string& out) {
  while (!raw.empty() && (raw.back() == '=' || raw.back() == ' ')) {
    raw.remove_suffix(1);
  }
  for (const char c : raw) {
    if (c != ' ' && c != '\t' && c != '\r') {
      out += c;
    }
  }
}

/// Loosely a picture is known by what its octets hash to (content rule 3.2): no copy of it is made.
constexpr std::size_t LeastHashed = 256;

void append_picture(std::string_view value, Level level, std::string& out) {
  const std::string_view data = trim(value);
  const bool blanks = data.find_first_of(" \t\r") != std::string_view::npos;
  if (level == Level::Exact || data.size() < LeastHashed) {
    append_base64(data, out);
    return;
  }
  std::string packed;
  if (blanks) {
    append_base64(data, packed);
  }
  std::string_view octets = blanks ? std::string_view(packed) : data;
  octets = octets.substr(0, octets.find_last_not_of('=') + 1);
  out += "sha256:";
  out += base64_encode(sha256(octets));
}

std::string_view service_of(const ContactView& view, const Line& line) {
  const std::string_view apple = view.parameter(line, "X-SERVICE-TYPE");
  return apple.empty() ? view.parameter(line, "SERVICE-TYPE") : apple;
}

void append_im(const ContactView& view, const Field& field, std::string& out) {
  const std::string_view value = trim(field.line->value);
  if (!field.info->extra.empty()) {
    out += field.info->extra;
    out += ':';
    append_unescaped(out, value);
    return;
  }
  std::string uri;
  append_raw(uri, value);
  const std::size_t colon = uri.find(':');
  const std::string_view service = im_scheme(service_of(view, *field.line));
  out += service.empty()
             ? to_lower_ascii(std::string_view(uri).substr(0, colon == uri.npos ? 0 : colon))
             : std::string(service);
  out += ':';
  out += std::string_view(uri).substr(colon == uri.npos ? 0 : colon + 1);
}

/// X-WAB-GENDER counts 1 F, 2 M.
void append_gender(const Field& field, std::string& out) {
  const std::string_view value = trim(field.line->value);
  if (equals_ignore_case(field.line->name, "X-WAB-GENDER") && (value == "1" || value == "2")) {
    out += value == "1" ? 'F' : 'M';
    return;
  }
  append_unescaped(out, value);
}

/// Gathers entries in one buffer and sorts them by their octets.
class Entries {
 public:
  explicit Entries(std::size_t expected) { buffer_.reserve(expected); }

  std::string& buffer() { return buffer_; }
  void end_entry() {
    spans_.emplace_back(start_, buffer_.size() - start_);
    start_ = buffer_.size();
  }

  std::string sorted() {
    const std::string_view all = buffer_;
    const auto text = [all](const Span& span) { return all.substr(span.first, span.second); };
    std::sort(spans_.begin(), spans_.end(),
              [&](const Span& a, const Span& b) { return text(a) < text(b); });
    std::string out;
    out.reserve(buffer_.size() + spans_.size());
    for (std::size_t i = 0; i < spans_.size(); ++i) {
      if (i == 0 || text(spans_[i]) != text(spans_[i - 1])) {
        out += text(spans_[i]);
        out += EntrySign;
      }
    }
    return out;
  }

 private:
  using Span = std::pair<std::size_t, std::size_t>;
  std::string buffer_;
  std::size_t start_ = 0;
  std::vector<Span> spans_;
};

void append_head(const ContactView& view, const Field& field, Level level, std::string& out) {
  append_name(field, out);
  out += PartSign;
  if (field.info->shape != Shape::Binary) {  // there TYPE is the media type, which the octets tell
    counted_types(view, field).append_to(out);
  }
  out += PartSign;
  if (field.line->parameter_count > 0) {
    append_parameters(view, field, level, out);
  }
  out += PartSign;
  append_unescaped(out, field.label);
  out += PartSign;
}

void append_items(const ContactView& view, const Field& field, Level level, Entries& entries) {
  Parts parts(field.line->value, ',');
  for (std::string_view part; parts.next(part);) {
    if (trim(part).empty()) {
      continue;
    }
    append_head(view, field, level, entries.buffer());
    append_text(*field.info, part, level, entries.buffer());
    entries.end_entry();
  }
}

bool left_out(const ContactView& view, const Field& field, Level level) {
  return field.empty || field.info->weight == Weight::Never ||
         (level == Level::Loose && (field.info->weight == Weight::ExactOnly ||
                                    (field.id() == Property::Fn && view.count(Property::Fn) == 1 &&
                                     is_generated_name(view))));
}

}  // namespace

void squeeze(std::string& text, std::size_t start) {
  std::size_t to = start;
  char gap = 0;
  for (std::size_t from = start; from < text.size(); ++from) {
    const char c = text[from];
    if (c == ' ' || c == '\t') {
      gap = gap == '\n' ? '\n' : ' ';
    } else if (c == '\n') {
      if (gap == '\n' && to > start) {
        text[to++] = '\n';  // the break before the one at hand
      }
      gap = '\n';
    } else {
      if (gap != 0 && to > start) {
        text[to++] = gap;
      }
      gap = 0;
      text[to++] = c;
    }
  }
  while (to > start && text[to - 1] == '\n') {
    --to;
  }
  text.resize(to);
}

TypeSet counted_types(const ContactView& view, const Field& field) {
  TypeSet types = field.types;
  types.drop_bits(TypeSet::Noise);
  if (types.has(TypeSet::Pref) && field.id() != Property::Other && !view.several(field.id())) {
    types.drop_bits(TypeSet::Pref);
  }
  return types;
}

bool parameter_counts(const Field& field, std::string_view name, Level level) {
  constexpr std::string_view Never[] = {"TYPE",
                                        "ENCODING",
                                        "CHARSET",
                                        "VALUE",
                                        "PROP-ID",
                                        "PID",
                                        "AUTHOR",
                                        "AUTHOR-NAME",
                                        "CREATED",
                                        "DERIVED",
                                        "X-EVOLUTION-UI-SLOT",
                                        "X-EPOCCNTMODELFIELDLABEL"};
  for (const std::string_view never : Never) {
    if (equals_ignore_case(name, never)) {
      return false;
    }
  }
  if (level == Level::Loose && equals_ignore_case(name, "LANGUAGE")) {
    return false;
  }
  if (field.id() == Property::Im &&
      (equals_ignore_case(name, "X-SERVICE-TYPE") || equals_ignore_case(name, "SERVICE-TYPE"))) {
    return false;
  }
  if (field.info->shape == Shape::Date && equals_ignore_case(name, "X-APPLE-OMIT-YEAR")) {
    return false;
  }
  return name.empty() ? false : !equals_ignore_case(name.substr(0, 11), "X-FUNAMBOL-");
}

void append_parameters(const ContactView& view, const Field& field, Level level, std::string& out) {
  std::vector<std::string> kept;
  for (const Parameter& parameter : Parameters{view.document(), *field.line}) {
    if (parameter_counts(field, parameter.name, level)) {
      kept.push_back(to_upper_ascii(parameter.name) + '=' + std::string(unquote(parameter.value)));
    }
  }
  std::sort(kept.begin(), kept.end());
  for (const std::string& text : kept) {
    out += text;
    out += ComponentSign;
  }
}

void append_text(const PropertyInfo& info, std::string_view raw, Level level, std::string& out) {
  const std::size_t start = out.size();
  append_unescaped(out, raw);
  normalize(out, start);
  if (level == Level::Exact) {
    return;
  }
  squeeze(out, start);
  if (info.id == Property::Categories) {
    fold_case(out, start);
  }
}

void append_name(const Field& field, std::string& out) {
  if (!field.info->canonical.empty()) {
    out += field.info->canonical;
    return;
  }
  const std::size_t start = out.size();
  out += field.line->name;
  for (std::size_t at = start; at < out.size(); ++at) {
    if (out[at] >= 'a' && out[at] <= 'z') {
      out[at] = static_cast<char>(out[at] - 32);
    }
  }
}

void append_value(const ContactView& view, const Field& field, Level level, std::string& out) {
  const std::string_view value = field.line->value;
  const std::size_t start = out.size();
  switch (field.info->shape) {
    case Shape::Text:
      if (field.id() == Property::Gender) {
        append_gender(field, out);
      } else {
        append_text(*field.info, value, level, out);
      }
      return;
    case Shape::Structured: {
      Parts parts(value, ';');
      for (std::string_view part; parts.next(part);) {
        append_text(*field.info, part, level, out);
        out += ComponentSign;
      }
      while (out.size() > start && out.back() == ComponentSign) {
        out.pop_back();
      }
      return;
    }
    case Shape::List: append_text(*field.info, value, level, out); return;
    case Shape::Date:
      append_date(out, value, view.parameter(*field.line, "X-APPLE-OMIT-YEAR"));
      return;
    case Shape::Phone:
      if (level == Level::Exact) {
        append_text(*field.info, value, level, out);
      } else {
        append_loose_phone(out, unescape(value));
      }
      return;
    case Shape::Mail:
      append_text(*field.info, value, level, out);
      if (level == Level::Loose) {
        lower(out, start);
      }
      return;
    case Shape::Im: append_im(view, field, out); return;
    case Shape::Binary:
      if (is_base64(view.document(), *field.line)) {
        append_picture(value, level, out);
        return;
      }
      [[fallthrough]];
    case Shape::Uri:
      append_raw(out, trim(value));
      if (level == Level::Loose && out.size() > start) {
        loosen_uri(out, start);
      }
      return;
    case Shape::Raw:
      if (level == Level::Exact) {
        out += with_escaped_breaks(value);
      } else {
        append_text(*field.info, value, level, out);
      }
      return;
  }
}

std::string canonical(const ContactView& view, Level level) {
  Entries entries(view.text().size() + view.fields().size() * 8);
  for (const Field& field : view.fields()) {
    if (left_out(view, field, level)) {
      continue;
    }
    if (field.info->shape == Shape::List) {
      append_items(view, field, level, entries);
      continue;
    }
    append_head(view, field, level, entries.buffer());
    append_value(view, field, level, entries.buffer());
    entries.end_entry();
  }
  return entries.sorted();
}

}  // namespace pim::content
