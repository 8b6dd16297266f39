// SPDX-License-Identifier: Apache-2.0
// Phones and programs that sync with this portal: what they need to know, the passwords they have
// of their own, and which have been here.
#include "common/console/pages/fields.h"
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"

namespace pim::console::pages {

namespace {

Html fact(std::string_view name, const Html& value) {
  return el("div", el("dt", name), el("dd", {{"class", "mono"}}, value));
}

Html databases(const Surroundings& around) {
  Html names;
  for (const Data& collection : around.collections) {
    names.add(names.empty() ? "" : ", ", text_of(collection, "name"));
  }
  return names;
}

Html how_to(const Visit& visit, const Surroundings& around) {
  return el("dl", {{"class", "card facts"}}, fact("Server address", visit.request.device_url),
            fact("User name", visit.request.user), fact("Databases", databases(around)));
}

Html heads(std::initializer_list<std::string_view> names) {
  Html cells;
  for (const std::string_view name : names) {
    cells.add(el("th", {{"scope", "col"}}, name));
  }
  return el("thead", el("tr", cells));
}

Html password_row(const Visit& visit, const Data& password) {
  const std::string name = text_of(password, "name");
  const std::string device = text_of(password, "device");
  const std::string title = name.empty() ? "(no name)" : name;
  return el("tr", el("th", {{"scope", "row"}}, el("bdi", title)),
            el("td", {{"data-l", "Device"}, {"class", "mono"}},
               device.empty() ? "the first that signs in with it" : device),
            el("td", {{"data-l", "Made"}}, moment(text_of(password, "created_at"))),
            el("td", {{"data-l", "Last sign-in"}}, moment(text_of(password, "used_at"))),
            el("td", visit.post_form(
                         "/devices/" + std::to_string(number_of(password, "id")) + "/revoke", "",
                         el("button", {{"class", "link bad"}}, "Take back",
                            el("span", {{"class", "sr"}}, " ", title)))));
}

Html passwords(const Visit& visit, const Data& list) {
  Html rows;
  for (const Data& password : list) {
    rows.add(password_row(visit, password));
  }
  return el(
      "section", {{"aria-labelledby", "pw"}}, el("h2", {{"id", "pw"}}, "Passwords of devices"),
      rows.empty()
          ? el("p", {{"class", "soft"}},
               "None yet. A phone can have a password of its own: when it is lost, only that "
               "one is taken back.")
          : el("div", {{"class", "tw"}},
               el("table", {{"class", "stack"}},
                  el("caption", {{"class", "sr"}}, "Passwords of devices"),
                  heads({"Name", "Device", "Made", "Last sign-in", "To do"}), el("tbody", rows))));
}

Html seen(const Data& list) {
  Html rows;
  for (const Data& device : list) {
    Html kinds;
    for (const Data& name : device.value("collections", Data::array())) {
      kinds.add(kinds.empty() ? "" : ", ", collection_title(name.get<std::string>()));
    }
    const std::string model = text_of(device, "model");
    rows.add(
        el("tr", el("th", {{"scope", "row"}}, el("bdi", model.empty() ? "(unknown model)" : model)),
           el("td", {{"data-l", "Device"}, {"class", "mono"}}, text_of(device, "device")),
           el("td", {{"data-l", "In step"}}, kinds),
           el("td", {{"data-l", "Last session"}}, moment(text_of(device, "last_session_at")))));
  }
  return rows.empty()
             ? Html()
             : el("section", {{"aria-labelledby", "sn"}},
                  el("h2", {{"id", "sn"}}, "Have been here"),
                  el("div", {{"class", "tw"}},
                     el("table", {{"class", "stack"}}, el("caption", {{"class", "sr"}}, "Devices"),
                        heads({"Model", "Device", "In step", "Last session"}), el("tbody", rows))));
}

Html new_form(const Visit& visit) {
  return el(
      "section", {{"aria-labelledby", "nw"}}, el("h2", {{"id", "nw"}}, "A password for a device"),
      visit.post_form(
          "/devices", "form card",
          text_field({"name",
                      "What to call it",
                      "For example: my phone",
                      "text",
                      visit.form.text("name"),
                      {},
                      false}),
          el("div", {{"class", "acts"}}, el("button", {{"class", "go"}}, "Make a password"))));
}

Answer devices_page(Visit& visit, const Problem* problem) {
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  PIM_TRY(const Data devices, visit.get("/devices"));
  Page page;
  page.title = problem == nullptr ? "Devices" : "Not done: devices";
  page.here = "/devices";
  const bool served = !visit.request.device_url.empty();
  page.main =
      head("Devices", served ? "Phones and programs can sync with this portal, too. What they need "
                               "to know:"
                             : "This portal takes no devices: its administrator has not switched "
                               "that on.");
  if (problem != nullptr) {
    page.main.add(error_summary("Not done", el("p", problem->detail)));
  }
  page.main.add(served ? how_to(visit, around) : Html(), passwords(visit, devices["passwords"]),
                served ? new_form(visit) : Html(), seen(devices["seen"]));
  return show(visit, around, page);
}

Answer show_devices(Visit& visit) {
  return devices_page(visit, nullptr);
}

Answer devices_again(Visit& visit, const Problem& problem) {
  return devices_page(visit, &problem);
}

/// The one page that ever shows the password: so it answers the form itself.
Answer make_password(Visit& visit) {
  PIM_TRY(const Data made, visit.send("POST", "/devices", {{"name", visit.form.text("name")}}));
  const auto around = Surroundings::read(visit);  // the password is told with or without them
  Page page;
  page.title = "Write this down";
  page.here = "/devices";
  page.main = crumb(visit, "/devices", "Devices");
  page.main.add(
      head("Write this down", "The password is shown only now. Type it into the device."),
      el("dl", {{"class", "card facts"}}, fact("Server address", visit.request.device_url),
         fact("User name", text_of(made, "user")), fact("Password", text_of(made, "password")),
         around ? fact("Databases", databases(*around)) : Html()),
      el("p", "It belongs to the device that signs in with it first, and works on no other."),
      el("p",
         el("a", {{"class", "b"}, {"href", visit.link("/devices")}}, "I have written it down")));
  return around ? show(visit, *around, page) : show_bare(visit, page);
}

Answer revoke(Visit& visit) {
  PIM_CHECK(visit.send("DELETE", "/devices/" + encoded(visit.captures[0]), {}));
  return go_to(visit, "/devices");
}

constexpr PageRoute Routes[] = {
    {"GET", "/devices", show_devices},
    {"POST", "/devices", make_password, devices_again},
    {"POST", "/devices/*/revoke", revoke, devices_again},
};

}  // namespace

std::span<const PageRoute> device_pages() {
  return Routes;
}

}  // namespace pim::console::pages
