// SPDX-License-Identifier: Apache-2.0
#include "common/content/zone_windows.h"

#include <array>

#include "common/base/text.h"

namespace pim::content {
namespace {

struct Name {
  std::string_view windows;
  std::string_view system;
};

/// The place that stands for each name where no country is told.
constexpr auto Names = std::to_array<Name>({
    {"UTC", "Etc/UTC"},
    {"Greenwich Standard Time", "Atlantic/Reykjavik"},
    {"GMT Standard Time", "Europe/London"},
    {"W. Europe Standard Time", "Europe/Berlin"},
    {"Central Europe Standard Time", "Europe/Budapest"},
    {"Central European Standard Time", "Europe/Warsaw"},
    {"Romance Standard Time", "Europe/Paris"},
    {"E. Europe Standard Time", "Europe/Chisinau"},
    {"GTB Standard Time", "Europe/Bucharest"},
    {"FLE Standard Time", "Europe/Kiev"},
    {"Turkey Standard Time", "Europe/Istanbul"},
    {"Kaliningrad Standard Time", "Europe/Kaliningrad"},
    {"Belarus Standard Time", "Europe/Minsk"},
    {"Russian Standard Time", "Europe/Moscow"},
    {"Samara Standard Time", "Europe/Samara"},
    {"Russia Time Zone 3", "Europe/Samara"},
    {"Ekaterinburg Standard Time", "Asia/Yekaterinburg"},
    {"Omsk Standard Time", "Asia/Omsk"},
    {"N. Central Asia Standard Time", "Asia/Novosibirsk"},
    {"North Asia Standard Time", "Asia/Krasnoyarsk"},
    {"North Asia East Standard Time", "Asia/Irkutsk"},
    {"Yakutsk Standard Time", "Asia/Yakutsk"},
    {"Vladivostok Standard Time", "Asia/Vladivostok"},
    {"Magadan Standard Time", "Asia/Magadan"},
    {"Morocco Standard Time", "Africa/Casablanca"},
    {"W. Central Africa Standard Time", "Africa/Lagos"},
    {"South Africa Standard Time", "Africa/Johannesburg"},
    {"E. Africa Standard Time", "Africa/Nairobi"},
    {"Egypt Standard Time", "Africa/Cairo"},
    {"Namibia Standard Time", "Africa/Windhoek"},
    {"Israel Standard Time", "Asia/Jerusalem"},
    {"Jordan Standard Time", "Asia/Amman"},
    {"Middle East Standard Time", "Asia/Beirut"},
    {"Syria Standard Time", "Asia/Damascus"},
    {"Arab Standard Time", "Asia/Riyadh"},
    {"Arabic Standard Time", "Asia/Baghdad"},
    {"Arabian Standard Time", "Asia/Dubai"},
    {"Iran Standard Time", "Asia/Tehran"},
    {"Azerbaijan Standard Time", "Asia/Baku"},
    {"Caucasus Standard Time", "Asia/Yerevan"},
    {"Georgian Standard Time", "Asia/Tbilisi"},
    {"Mauritius Standard Time", "Indian/Mauritius"},
    {"Afghanistan Standard Time", "Asia/Kabul"},
    {"West Asia Standard Time", "Asia/Tashkent"},
    {"Pakistan Standard Time", "Asia/Karachi"},
    {"India Standard Time", "Asia/Kolkata"},
    {"Sri Lanka Standard Time", "Asia/Colombo"},
    {"Nepal Standard Time", "Asia/Kathmandu"},
    {"Central Asia Standard Time", "Asia/Almaty"},
    {"Bangladesh Standard Time", "Asia/Dhaka"},
    {"Myanmar Standard Time", "Asia/Yangon"},
    {"SE Asia Standard Time", "Asia/Bangkok"},
    {"China Standard Time", "Asia/Shanghai"},
    {"Singapore Standard Time", "Asia/Singapore"},
    {"Taipei Standard Time", "Asia/Taipei"},
    {"Ulaanbaatar Standard Time", "Asia/Ulaanbaatar"},
    {"W. Australia Standard Time", "Australia/Perth"},
    {"Korea Standard Time", "Asia/Seoul"},
    {"Tokyo Standard Time", "Asia/Tokyo"},
    {"Cen. Australia Standard Time", "Australia/Adelaide"},
    {"AUS Central Standard Time", "Australia/Darwin"},
    {"E. Australia Standard Time", "Australia/Brisbane"},
    {"AUS Eastern Standard Time", "Australia/Sydney"},
    {"Tasmania Standard Time", "Australia/Hobart"},
    {"West Pacific Standard Time", "Pacific/Port_Moresby"},
    {"Central Pacific Standard Time", "Pacific/Guadalcanal"},
    {"Fiji Standard Time", "Pacific/Fiji"},
    {"New Zealand Standard Time", "Pacific/Auckland"},
    {"Tonga Standard Time", "Pacific/Tongatapu"},
    {"Samoa Standard Time", "Pacific/Apia"},
    {"Hawaiian Standard Time", "Pacific/Honolulu"},
    {"Alaskan Standard Time", "America/Anchorage"},
    {"Pacific Standard Time", "America/Los_Angeles"},
    {"Pacific Standard Time (Mexico)", "America/Tijuana"},
    {"Mountain Standard Time", "America/Denver"},
    {"Mountain Standard Time (Mexico)", "America/Chihuahua"},
    {"US Mountain Standard Time", "America/Phoenix"},
    {"Central Standard Time", "America/Chicago"},
    {"Central Standard Time (Mexico)", "America/Mexico_City"},
    {"Central America Standard Time", "America/Guatemala"},
    {"Canada Central Standard Time", "America/Regina"},
    {"Eastern Standard Time", "America/New_York"},
    {"US Eastern Standard Time", "America/Indiana/Indianapolis"},
    {"SA Pacific Standard Time", "America/Bogota"},
    {"Venezuela Standard Time", "America/Caracas"},
    {"Atlantic Standard Time", "America/Halifax"},
    {"SA Western Standard Time", "America/La_Paz"},
    {"Central Brazilian Standard Time", "America/Cuiaba"},
    {"Pacific SA Standard Time", "America/Santiago"},
    {"Paraguay Standard Time", "America/Asuncion"},
    {"Newfoundland Standard Time", "America/St_Johns"},
    {"E. South America Standard Time", "America/Sao_Paulo"},
    {"Argentina Standard Time", "America/Argentina/Buenos_Aires"},
    {"SA Eastern Standard Time", "America/Cayenne"},
    {"Montevideo Standard Time", "America/Montevideo"},
    {"Greenland Standard Time", "America/Nuuk"},
    {"Azores Standard Time", "Atlantic/Azores"},
    {"Cape Verde Standard Time", "Atlantic/Cape_Verde"},
});

}  // namespace

std::string_view zone_of_windows(std::string_view name) {
  for (const Name& entry : Names) {
    if (equals_ignore_case(entry.windows, name)) {
      return entry.system;
    }
  }
  return {};
}

}  // namespace pim::content
