// SPDX-License-Identifier: Apache-2.0
#include "common/console/pages/frame.h"

#include <algorithm>

#include "common/console/pages/assets.h"

namespace pim::console::pages {

namespace {

Html menu_link(const Visit& visit, std::string_view here, std::string_view path,
               const Html& label) {
  const bool current = here == path;
  if (current) {
    return el("li", el("a", {{"href", visit.link(path)}, {"aria-current", "page"}}, label));
  }
  return el("li", el("a", {{"href", visit.link(path)}}, label));
}

Html menu_group(Literal id, std::string_view title, const Html& entries) {
  return el("nav", {{"aria-labelledby", id.text}}, el("h2", {{"id", id.text}}, title),
            el("ul", entries));
}

Html waiting_count(const Surroundings& around) {
  return around.waiting == 0 ? Html()
                             : el("span", {{"class", "n"}}, grouped(around.waiting),
                                  el("span", {{"class", "sr"}}, " open"));
}

Html own_menu(const Visit& visit, const Surroundings& around, std::string_view here) {
  Html entries;
  entries.add(menu_link(visit, here, "/", "Connections"),
              menu_link(visit, here, "/decide", Html("To decide ").add(waiting_count(around))),
              menu_link(visit, here, "/history", "History"),
              menu_link(visit, here, "/devices", "Devices"));
  return el("nav", {{"aria-label", "Sync"}}, el("ul", entries));
}

Html data_menu(const Visit& visit, const Surroundings& around, std::string_view here) {
  Html entries;
  for (const Data& collection : around.collections) {
    const std::string name = text_of(collection, "name");
    entries.add(menu_link(visit, here, "/records/" + encoded(name),
                          collection_title(name, text_of(collection, "title"))));
  }
  return entries.empty() ? entries : menu_group("nd", "My data", entries);
}

Html link_menu(const Visit& visit, const Surroundings& around, std::string_view here) {
  constexpr std::size_t Shown = 12;  // the page "Connections" has them all
  Html entries;
  for (std::size_t at = 0; at < std::min(around.links.size(), Shown); ++at) {
    const Link& link = around.links[at];
    entries.add(
        menu_link(visit, here, "/connections/" + std::to_string(link.id),
                  Html(link.title)
                      .add(" ", el("span", {{"class", "st " + std::string(link.standing.mark)}},
                                   el("span", {{"class", "sr"}}, link.standing.word)))));
  }
  return entries.empty() ? entries : menu_group("np", "Connections", entries);
}

Html brand(const Visit& visit) {
  return el("a", {{"class", "brand"}, {"href", visit.link("/")}}, el("i"), "Sync");
}

Html skip() {
  return el("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to content");
}

Html top(const Visit& visit, const Surroundings& around, std::string_view here) {
  Html decide;
  if (around.waiting != 0) {
    decide = el("a", {{"class", "menu b"}, {"href", visit.link("/decide")}},
                el("span", {{"class", "n"}}, grouped(around.waiting)),
                el("span", {{"class", "sr"}}, " to decide"));
  }
  return el(
      "header", {{"class", "top"}}, skip(), brand(visit), decide,
      el("button", {{"class", "menu"}, {"type", "button"}, {"popovertarget", "nav"}}, "Menu"),
      el("div", {{"class", "nav"}, {"id", "nav"}, {"popover", true}}, own_menu(visit, around, here),
         data_menu(visit, around, here), link_menu(visit, around, here),
         menu_group("nu", visit.request.user, menu_link(visit, here, "/help", "Help"))));
}

Html html_head(const Visit& visit, const Page& page) {
  const Html refresh =
      page.refresh == 0
          ? Html()
          : el("noscript",
               el("meta", {{"http-equiv", "refresh"}, {"content", std::int64_t{page.refresh}}}));
  return el(
      "head", el("meta", {{"charset", "utf-8"}}), el("title", page.title, " – Sync"),
      el("meta", {{"name", "viewport"}, {"content", "width=device-width,initial-scale=1"}}),
      el("link", {{"rel", "stylesheet"}, {"href", visit.link(style_path())}}),
      el("link", {{"rel", "icon"}, {"href", visit.link(icon_path())}, {"type", "image/svg+xml"}}),
      refresh, el("script", {{"src", visit.link(script_path())}, {"defer", true}}));
}

/// Ours only, nothing in the line, nobody frames us.
constexpr const char* Policy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

Response respond(const Visit& visit, const Page& page, const Html& body) {
  Response response;
  response.status = page.status;
  response.content_type = "text/html; charset=utf-8";
  response.body =
      document_of(el("html", {{"lang", "en"}}, html_head(visit, page), el("body", body)));
  response.headers = {{"Cache-Control", "no-store"},
                      {"X-Content-Type-Options", "nosniff"},
                      {"Referrer-Policy", "same-origin"},
                      {"Content-Security-Policy", Policy}};
  return response;
}

}  // namespace

Response show(const Visit& visit, const Surroundings& around, const Page& page) {
  return respond(visit, page,
                 Html(top(visit, around, page.here)).add(el("main", {{"id", "main"}}, page.main)));
}

Response show_bare(const Visit& visit, const Page& page) {
  return respond(visit, page,
                 el("header", {{"class", "top"}}, skip(), brand(visit))
                     .add(el("main", {{"id", "main"}}, page.main)));
}

Html head(std::string_view title, const Html& lede, const Html& actions) {
  return el("div", {{"class", "head"}}, el("h1", title), el("p", {{"class", "lede"}}, lede),
            actions.empty() ? Html() : el("div", {{"class", "acts"}}, actions));
}

Html crumb(const Visit& visit, std::string_view path, std::string_view title) {
  return el("p", {{"class", "crumb"}}, el("a", {{"href", visit.link(path)}}, title));
}

Html error_summary(std::string_view title, const Html& list) {
  return el(
      "div",
      {{"class", "note warn err i fail"}, {"role", "alert"}, {"tabindex", "-1"}, {"id", "errs"}},
      el("h2", title), list);
}

Response show_problem(const Visit& visit, const Problem& problem) {
  const TroubleInfo& info = info_of(problem.trouble);
  Page page;
  page.title = std::string(info.title);
  page.status = info.status;
  page.main =
      head(info.title, problem.detail)
          .add(el("p", {{"class", "acts"}},
                  el("a", {{"class", "b go"}, {"href", visit.link("/")}}, "To the connections"),
                  el("a",
                     {{"class", "b link"}, {"href", visit.link("/help/" + std::string(info.code))}},
                     info.code, ", what it means")));
  Response response = show_bare(visit, page);
  if (visit.api != nullptr && info.status < 500 && info.status != 401) {
    if (const auto around = Surroundings::read(visit)) {
      response = show(visit, *around, page);
    }
  }
  response.headers.insert(response.headers.end(), problem.headers.begin(), problem.headers.end());
  return response;
}

}  // namespace pim::console::pages
