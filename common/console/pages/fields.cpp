// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/fields.h"

#include "common/console/pages/words.h"

namespace pim::console::pages {

Html text_field(const TextField& field) {
  const std::string id = "f-" + std::string(field.name.text);
  const bool wrong = !field.error.empty();
  std::string described = field.hint.empty() ? "" : id + "-h";
  described += wrong ? (described.empty() ? "" : " ") + id + "-e" : "";
  Html line = el("label", {{"for", id}}, field.label);
  if (!field.hint.empty()) {
    line.add(el("span", {{"class", "hint"}, {"id", id + "-h"}}, field.hint));
  }
  if (wrong) {
    line.add(el("span", {{"class", "msg i fail"}, {"id", id + "-e"}}, field.error));
  }
  Attribute describes("aria-describedby", described);
  describes.on = !described.empty();
  Attribute invalid("aria-invalid", "true");
  invalid.on = wrong;
  line.add(el("input", {{"id", id},
                        {"name", field.name.text},
                        {"type", field.type},
                        {"value", field.type == "password" ? std::string() : field.value},
                        {"required", field.required},
                        {"autocomplete", "off"},
                        {"autocapitalize", "none"},
                        {"spellcheck", "false"},
                        describes,
                        invalid}));
  return el("div", {{"class", wrong ? "fl no" : "fl"}}, line);
}

Html choice(const Choice& one) {
  return el("label", {{"class", "ck"}},
            el("input", {{"type", one.type},
                         {"name", one.name.text},
                         {"value", one.value},
                         {"checked", one.chosen}}),
            el("span", one.label, one.means.empty() ? Html() : el("small", one.means)));
}

Html mode_choice(std::string_view chosen, ModeOf what) {
  Html choices;
  const auto able = modes();
  for (const Mode& mode : able) {
    const bool is_chosen = mode.name == (chosen.empty() ? able.front().name : chosen);
    if (what == ModeOf::OneSync || !mode.of_one_sync) {
      choices.add(choice({"radio", "mode", std::string(mode.name), std::string(mode.title),
                          std::string(mode.means), is_chosen}));
    }
  }
  return el("fieldset", el("legend", what == ModeOf::OneSync ? "How, this time" : "Which way"),
            choices);
}

}  // namespace pim::console::pages
