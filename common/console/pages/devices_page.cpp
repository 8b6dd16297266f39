// SPDX-License-Identifier: Apache-2.0
// Phones and programs that sync with this portal.
#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"

namespace pim::console::pages {

namespace {

Html how_to(const Visit& visit) {
  const std::string& base = visit.request.url_base;
  const std::string portal = base.substr(0, base.size() - visit.base.size());
  const auto fact = [](std::string_view name, const Html& value) {
    return el("div", el("dt", name), el("dd", {{"class", "mono"}}, value));
  };
  return el("dl", {{"class", "card facts"}}, fact("Server address", portal + "/syncml"),
            fact("User name", visit.request.user),
            fact("Contacts", "contacts"));
}

Answer show_devices(Visit& visit) {
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  Page page;
  page.title = "Devices";
  page.here = "/devices";
  page.main =
      head("Devices", "Phones and programs can sync with this portal, too. What they need to know:")
          .add(how_to(visit),
               el("section",
                  el("div", {{"class", "note i info"}},
                     el("p", "The administrator may have given SyncML another address, and gives "
                             "each device a password of its own."))));
  return show(visit, around, page);
}

constexpr PageRoute Routes[] = {{"GET", "/devices", show_devices}};

}  // namespace

std::span<const PageRoute> device_pages() {
  return Routes;
}

}  // namespace pim::console::pages
