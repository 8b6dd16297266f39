// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/difference_view.h"

#include <algorithm>

namespace pim::console::pages {

namespace {

bool inside_letter(std::string_view text, std::size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

std::size_t common_head(std::string_view a, std::string_view b) {
  const auto differ = std::ranges::mismatch(a, b);
  auto at = static_cast<std::size_t>(differ.in1 - a.begin());
  while (at > 0 && (inside_letter(a, at) || inside_letter(b, at))) {
    --at;
  }
  return at;
}

std::size_t common_tail(std::string_view a, std::string_view b, std::size_t head) {
  const std::size_t most = std::min(a.size(), b.size()) - head;
  std::size_t count = 0;
  while (count < most && a[a.size() - 1 - count] == b[b.size() - 1 - count]) {
    ++count;
  }
  while (count > 0 && inside_letter(a, a.size() - count)) {
    --count;
  }
  return count;
}

Html marked(Literal tag, std::string_view text, std::size_t head, std::size_t tail) {
  const std::string_view middle = text.substr(head, text.size() - head - tail);
  Html whole = lines_of(text.substr(0, head));
  if (!middle.empty()) {
    whole.add(el(tag, lines_of(middle)));
  }
  return whole.add(lines_of(text.substr(text.size() - tail)));
}

struct Sign {
  std::string_view mark;
  std::string_view word;
};

Sign sign_of(FieldChange change) {
  switch (change) {
    case FieldChange::Added: return {"add", " (added)"};
    case FieldChange::Removed: return {"rem", " (removed)"};
    case FieldChange::Changed: return {"chg", " (changed)"};
  }
  return {"chg", ""};
}

Html with_label(const Html& value, std::string_view label, Literal tag) {
  return label.empty() ? value : el("span", {{"class", "lab"}}, el(tag, label)).add(value);
}

Html row(const FieldDifference& field, std::string_view before_title,
         std::string_view after_title) {
  const Sign sign = sign_of(field.change);
  Marked values = mark_difference(field.before, field.after);
  if (field.change == FieldChange::Added) {
    values.before = el("span", {{"class", "soft"}}, "none");
  } else if (field.change == FieldChange::Removed) {
    values.after = el("span", {{"class", "soft"}}, "removed");
  } else if (!field.before_label.empty()) {
    values.before = with_label(values.before, field.before_label, "del");
    values.after = with_label(values.after, field.label, "ins");
  }
  return el("tr", {{"class", sign.mark}},
            el("th", {{"scope", "row"}, {"class", "i " + std::string(sign.mark)}}, field.label,
               el("span", {{"class", "sr"}}, sign.word)),
            el("td", {{"data-l", before_title}}, values.before),
            el("td", {{"data-l", after_title}}, values.after));
}

}  // namespace

Html lines_of(std::string_view text) {
  Html out;
  while (true) {
    const std::size_t end = text.find('\n');
    out.add(text.substr(0, end));
    if (end == std::string_view::npos) {
      return out;
    }
    out.add(el("br"));
    text.remove_prefix(end + 1);
  }
}

Marked mark_difference(std::string_view before, std::string_view after) {
  std::size_t head = common_head(before, after);
  std::size_t tail = common_tail(before, after, head);
  if (head + tail < std::max(before.size(), after.size()) / 2) {
    head = 0;
    tail = 0;
  }
  return {marked("del", before, head, tail), marked("ins", after, head, tail)};
}

Html difference_table(const Differences& found, std::string_view caption,
                      std::string_view before_title, std::string_view after_title) {
  Html rows;
  for (const FieldDifference& field : found.fields) {
    rows.add(row(field, before_title, after_title));
  }
  Html foot;
  if (found.same != 0) {
    foot = el("p", {{"class", "why padd"}}, std::to_string(found.same),
              found.same == 1 ? " field stays the same" : " fields stay the same");
  }
  if (rows.empty()) {
    return el("p", {{"class", "why padd"}}, "Nothing that is shown differs.");
  }
  return el("table", {{"class", "diff stack"}}, el("caption", {{"class", "sr"}}, caption),
            el("thead", el("tr", el("th", {{"scope", "col"}, {"class", "f"}}, "Field"),
                           el("th", {{"scope", "col"}}, before_title),
                           el("th", {{"scope", "col"}}, after_title))),
            el("tbody", rows))
      .add(foot);
}

Html value_table(const Differences& found, std::string_view caption) {
  Html rows;
  for (const FieldDifference& field : found.fields) {
    const Sign sign = sign_of(field.change);
    const bool gone = field.change == FieldChange::Removed;
    rows.add(el("tr", {{"class", sign.mark}},
                el("th", {{"scope", "row"}, {"class", "i " + std::string(sign.mark)}}, field.label,
                   el("span", {{"class", "sr"}}, sign.word)),
                el("td", lines_of(gone ? field.before : field.after))));
  }
  return el("table", {{"class", "diff keep"}}, el("caption", {{"class", "sr"}}, caption),
            el("thead", {{"class", "sr"}},
               el("tr", el("th", {{"scope", "col"}, {"class", "f"}}, "Field"),
                  el("th", {{"scope", "col"}}, "Value"))),
            el("tbody", rows));
}

Differences differences_of(const nlohmann::json& fields) {
  Differences found;
  found.same = fields.value("same", std::size_t{0});
  for (const auto& change : fields.value("changes", nlohmann::json::array())) {
    const std::string word = change.value("change", std::string());
    found.fields.push_back(
        {word == "added"     ? FieldChange::Added
         : word == "removed" ? FieldChange::Removed
                             : FieldChange::Changed,
         change.value("label", std::string()), change.value("before_label", std::string()),
         change.value("before", std::string()), change.value("after", std::string())});
  }
  return found;
}

std::string initials(std::string_view label) {
  std::string out;
  bool begins = true;
  int letters = 0;
  for (std::size_t at = 0; at < label.size(); ++at) {
    if (label[at] == ' ') {
      begins = true;
    } else if (begins && !inside_letter(label, at)) {
      if (++letters > 2) {
        break;
      }
      begins = false;
      out += label[at];
      while (inside_letter(label, at + 1)) {
        out += label[++at];
      }
    }
  }
  return out;
}

}  // namespace pim::console::pages
