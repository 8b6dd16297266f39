// SPDX-License-Identifier: Apache-2.0
// What each error code means: for people who were sent here by one.
#include <algorithm>

#include "common/console/pages/frame.h"
#include "common/console/pages/page_route.h"

namespace pim::console::pages {

namespace {

Answer show_help(Visit& visit) {
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  Html rows;
  for (const TroubleInfo& info : all_troubles()) {
    rows.add(el("tr",
                el("th", {{"scope", "row"}},
                   el("a", {{"href", visit.link("/help/" + std::string(info.code))}}, info.code)),
                el("td", {{"data-l", "Means"}}, info.title)));
  }
  Page page;
  page.title = "Help";
  page.here = "/help";
  page.main =
      head("Help", "What a code on a page, or in an answer to a program, means.")
          .add(el("div", {{"class", "tw"}},
                  el("table", {{"class", "keep"}}, el("caption", {{"class", "sr"}}, "Codes"),
                     el("thead", el("tr", el("th", {{"scope", "col"}}, "Code"),
                                    el("th", {{"scope", "col"}}, "What it means"))),
                     el("tbody", rows))));
  return show(visit, around, page);
}

std::string_view means_for_data(int status) {
  return status < 500 ? "Nothing was changed by the request that was answered with this code."
                      : "Nothing was changed, unless the message said otherwise. What was stored "
                        "before is still there.";
}

std::string_view to_do(int status) {
  if (status == 503) {
    return "Try again in a moment. If it stays like this, tell the administrator the code.";
  }
  return status < 500
             ? "Read the message beside the code: it says what to put right. Then send it "
               "again."
             : "Tell the administrator the code and the time. The error log has the place.";
}

Answer show_code(Visit& visit) {
  const auto& all = all_troubles();
  const auto found = std::ranges::find(all, visit.captures[0], &TroubleInfo::code);
  if (found == all.end()) {
    return trouble(Trouble::NoSuchAddress,
                   "There is no such code. Nothing was changed. The help lists those there are.");
  }
  PIM_TRY(const Surroundings around, Surroundings::read(visit));
  Page page;
  page.title = std::string(found->code) + ": " + std::string(found->title);
  page.here = "/help";
  page.main =
      crumb(visit, "/help", "Help")
          .add(el("div", {{"class", "prose"}},
                  el("div", {{"class", "head"}}, el("p", {{"class", "mono soft"}}, found->code),
                     el("h1", found->title)),
                  el("h2", "What it means for your data"), el("p", means_for_data(found->status)),
                  el("h2", "What you can do"), el("p", to_do(found->status)),
                  el("h2", "For programs"),
                  el("p", "The answer has HTTP status ", el("code", std::to_string(found->status)),
                     " and names this code. docs/api.md has them all.")));
  return show(visit, around, page);
}

constexpr PageRoute Routes[] = {
    {"GET", "/help", show_help},
    {"GET", "/help/*", show_code},
};

}  // namespace

std::span<const PageRoute> help_pages() {
  return Routes;
}

}  // namespace pim::console::pages
