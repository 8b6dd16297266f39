// SPDX-License-Identifier: Apache-2.0
#include "common/console/media.h"

#include <vector>

#include "common/base/text.h"

namespace pim::console {

namespace {

/// q in thousandths; 1000 where absent, 0 where it cannot be read.
int quality_of(const MediaType& range) {
  const std::string text = range.parameter("q");
  if (text.empty() || text[0] == '1') {
    return 1000;
  }
  int quality = 0;
  int weight = 100;
  for (std::size_t at = 2; text[0] == '0' && at < text.size() && at < 5; ++at, weight /= 10) {
    if (text[at] < '0' || text[at] > '9') {
      return 0;
    }
    quality += (text[at] - '0') * weight;
  }
  return quality;
}

/// How closely a range names the offer: 0 = not at all, 1 = "*/*", 2 = "text/*", 3 = the type.
int closeness(const MediaType& range, const Offer& offer) {
  const std::string version = range.parameter("version");
  if (range.type == offer.type && (version.empty() || version == offer.version)) {
    return 3;
  }
  if (range.type == offer.type.substr(0, offer.type.find('/')) + "/*") {
    return 2;
  }
  return range.type == "*/*" ? 1 : 0;
}

int liking(const std::vector<MediaType>& ranges, const Offer& offer) {
  int best = 0;
  int quality = 0;
  for (const MediaType& range : ranges) {
    const int close = closeness(range, offer);
    if (close > best) {
      best = close;
      quality = quality_of(range);
    }
  }
  return quality;
}

}  // namespace

std::string MediaType::parameter(std::string_view name) const {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

std::optional<MediaType> parse_media_type(std::string_view header) {
  MediaType media;
  bool first = true;
  for (const std::string& part : split(header, ';')) {
    const std::string_view text = trim(part);
    if (first) {
      first = false;
      media.type = to_lower_ascii(text);
      const std::size_t slash = media.type.find('/');
      if (slash == std::string::npos || slash == 0 || slash + 1 == media.type.size()) {
        return std::nullopt;
      }
      continue;
    }
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) {
      continue;
    }
    std::string_view value = trim(text.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    media.parameters[to_lower_ascii(trim(text.substr(0, equals)))] = std::string(value);
  }
  return media;
}

std::optional<std::size_t> choose(std::string_view accept, std::span<const Offer> offers) {
  std::vector<MediaType> ranges;
  for (const std::string& entry : split(accept, ',')) {
    if (auto range = parse_media_type(entry)) {
      ranges.push_back(std::move(*range));
    }
  }
  if (ranges.empty()) {
    return 0;  // no header, or nothing readable in it: as if everything were welcome
  }
  std::optional<std::size_t> chosen;
  int best = 0;
  for (std::size_t index = 0; index < offers.size(); ++index) {
    const int here = liking(ranges, offers[index]);
    if (here > best) {
      best = here;
      chosen = index;
    }
  }
  return chosen;
}

}  // namespace pim::console
