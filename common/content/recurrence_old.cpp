// SPDX-License-Identifier: Apache-2.0
#include "common/content/recurrence_old.h"

#include <algorithm>

#include "common/base/text.h"
#include "common/content/recurrence_dates.h"

namespace pim::content {
namespace {

using Frequency = RecurrenceRule::Frequency;
using Day = RecurrenceRule::Day;

constexpr std::size_t MaxTokens = 400;

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// `3`, `3+`, `3-`: a number with its direction.
std::optional<int> directed(std::string_view text, int high) {
  if (text.empty()) {
    return std::nullopt;
  }
  const bool negative = text.back() == '-';
  if (negative || text.back() == '+') {
    text.remove_suffix(1);
  }
  const auto value = parse_unsigned(text);
  if (!value || *value == 0 || *value > static_cast<unsigned>(high)) {
    return std::nullopt;
  }
  return negative ? -static_cast<int>(*value) : static_cast<int>(*value);
}

/// Reads one rule, token by token.
class Reader {
 public:
  Reader(const EventTime& start, const OldRuleManner& manner)
      : start_(start), manner_(manner), first_(civil_of(day_of(start.wall))) {}

  OldRule run(std::string_view text) {
    if (text.size() > MaxRuleText) {
      return lost("rule");
    }
    std::vector<std::string> tokens;
    for (const std::string& token : split(text, ' ')) {
      if (const std::string_view word = trim(token); !word.empty()) {
        tokens.push_back(to_upper_ascii(word));
      }
    }
    if (tokens.empty() || tokens.size() > MaxTokens || !take_frequency(tokens.front())) {
      return lost("rule");
    }
    for (std::size_t at = 1; at < tokens.size(); ++at) {
      if (!take(tokens[at], at + 1 == tokens.size())) {
        return lost("rule");
      }
    }
    finish();
    return {std::move(rule_), {}};
  }

 private:
  static OldRule lost(std::string loss) { return {{}, std::move(loss)}; }

  bool take_frequency(std::string_view token) {
    const std::size_t digits = token.find_first_of("0123456789");
    letters_ = token.substr(0, digits);
    const auto number =
        digits == std::string_view::npos ? std::nullopt : parse_unsigned(token.substr(digits));
    if (!number || *number == 0 || *number > 10'000) {
      return false;
    }
    rule_.interval = static_cast<std::int64_t>(*number);
    rule_.frequency = letters_ == "D"                        ? Frequency::Daily
                      : letters_ == "W"                      ? Frequency::Weekly
                      : letters_ == "MP" || letters_ == "MD" ? Frequency::Monthly
                                                             : Frequency::Yearly;
    return letters_ == "D" || letters_ == "W" || letters_ == "MP" || letters_ == "MD" ||
           letters_ == "YM" || letters_ == "YD";
  }

  bool take(std::string_view token, bool last) {
    if (token.front() == '#') {
      const auto count = parse_unsigned(token.substr(1));
      if (!last || !count || *count > 100'000) {
        return false;
      }
      ended_ = true;
      intervals_ = static_cast<std::int64_t>(*count);
      return true;
    }
    if (last && token.size() >= 8) {
      rule_.until = parse_time(token, {});
      ended_ = rule_.until.has_value();
      return ended_;
    }
    return take_item(token);
  }

  bool take_item(std::string_view token) {
    if (letters_ == "D") {
      return take_clock(token);
    }
    if (letters_ == "W" || letters_ == "MP") {
      if (const auto weekday = weekday_of_name(token)) {
        rule_.by_day.push_back({letters_ == "W" ? 0 : ordinal_, *weekday});
        return letters_ == "W" || ordinal_ != 0;
      }
      const auto number = letters_ == "MP" ? directed(token, 5) : std::nullopt;
      ordinal_ = number.value_or(0);
      return number.has_value();
    }
    if (letters_ == "MD") {
      const auto number = token == "LD" ? std::optional<int>(-1) : directed(token, 31);
      if (number) {
        rule_.by_month_day.push_back(manner_.clamps && *number == 31 ? -1 : *number);
      }
      return number.has_value();
    }
    const bool months = letters_ == "YM";
    const auto number = directed(token, months ? 12 : 366);
    if (!number || *number < 0) {
      return false;
    }
    (months ? rule_.by_month : rule_.by_year_day).push_back(*number);
    return true;
  }

  /// Times of day, `0900 1500`: hours that share their minute.
  bool take_clock(std::string_view token) {
    if (token.size() != 4 || !all_digits(token)) {
      return false;
    }
    const int hour = static_cast<int>(*parse_unsigned(token.substr(0, 2)));
    const int minute = static_cast<int>(*parse_unsigned(token.substr(2)));
    if (hour > 23 || minute > 59 ||
        (!rule_.by_minute.empty() && rule_.by_minute.front() != minute)) {
      return false;
    }
    rule_.by_hour.push_back(hour);
    rule_.by_minute = {minute};
    return true;
  }

  void finish() {
    if (letters_ == "MP") {
      finish_positions();
    }
    if (letters_ == "MD" && rule_.by_month_day.empty()) {
      rule_.by_month_day.push_back(first_.day);
    }
    if (letters_ == "YD" && rule_.by_year_day.empty()) {
      rule_.by_year_day.push_back(
          static_cast<int>(day_of(start_.wall) - days_of({first_.year, 1, 1})) + 1);
    }
    if (letters_ == "W" && rule_.by_day.empty()) {
      rule_.by_day.push_back({0, weekday_of(day_of(start_.wall))});
    }
    if (!ended_) {
      intervals_ = 2;  // a rule without end is said twice
    }
    if (!rule_.until && intervals_ > 0) {
      end_after_intervals();
    }
  }

  /// All five of a weekday are every one; a year of months is a year.
  void finish_positions() {
    if (rule_.by_day.empty()) {
      rule_.by_day.push_back({(first_.day - 1) / 7 + 1, weekday_of(day_of(start_.wall))});
    }
    for (int weekday = 0; weekday < 7; ++weekday) {
      const auto has = [&](int ordinal) {
        return std::find(rule_.by_day.begin(), rule_.by_day.end(), Day{ordinal, weekday}) !=
               rule_.by_day.end();
      };
      if (has(1) && has(2) && has(3) && has(4) && has(5)) {
        std::erase_if(rule_.by_day, [weekday](const Day& day) { return day.weekday == weekday; });
        rule_.by_day.push_back({0, weekday});
      }
    }
    if (rule_.interval % 12 == 0) {
      rule_.frequency = Frequency::Yearly;
      rule_.interval /= 12;
      rule_.by_month.push_back(first_.month);
      months_a_year_ = true;
    }
  }

  /// #n counts intervals. One date in each: n dates; else the end of the n-th interval.
  void end_after_intervals() {
    if (manner_.counts_dates || one_date_each()) {
      rule_.count = intervals_;
      return;
    }
    const std::int64_t day = day_of(start_.wall);
    std::int64_t end = 0;
    switch (rule_.frequency) {
      case Frequency::Daily: end = day + rule_.interval * intervals_ - 1; break;
      case Frequency::Weekly:
        end = day - weekday_of(day) + 7 * rule_.interval * intervals_ - 1;
        break;
      case Frequency::Monthly: end = month_end(rule_.interval * intervals_); break;
      default:
        end = months_a_year_ ? month_end(12 * rule_.interval * intervals_)
                             : days_of({year_after(rule_.interval * intervals_ - 1), 12, 31});
        break;
    }
    rule_.until = EventTime{start_.kind, end * DaySeconds, start_.zone};
    if (start_.kind != TimeKind::Date) {
      rule_.until->wall += DaySeconds - 1;
    }
  }

  int year_after(std::int64_t years) const {
    return static_cast<int>(std::min<std::int64_t>(first_.year + years, 9999));
  }
  std::int64_t month_end(std::int64_t months) const {
    const std::int64_t month = first_.month - 1 + months - 1;
    const int year = year_after(month / 12);
    const int number = static_cast<int>(month % 12) + 1;
    return days_of({year, number, days_in_month(year, number)});
  }

  bool one_date_each() const {
    RecurrenceRule probe = rule_;
    probe.count = 1;
    RecurrenceDates dates(probe, start_);
    if (!dates.understood() || dates.next() != start_.wall) {
      return false;  // the first date stands beside the rule, or by the hour
    }
    switch (rule_.frequency) {
      case Frequency::Daily: return true;
      case Frequency::Weekly: return rule_.by_day.size() == 1;
      case Frequency::Monthly:
      default: break;
    }
    if (!rule_.by_day.empty()) {
      const int ordinal = rule_.by_day.front().ordinal;
      return rule_.by_day.size() == 1 && ordinal != 0 && ordinal < 5 && ordinal > -5;
    }
    if (!rule_.by_month_day.empty()) {
      const int number = rule_.by_month_day.front();
      return rule_.by_month_day.size() == 1 && number <= 28 && number >= -28;
    }
    if (!rule_.by_year_day.empty()) {
      return rule_.by_year_day.size() == 1 && rule_.by_year_day.front() < 366;
    }
    return rule_.by_month.size() <= 1 && !(first_.month == 2 && first_.day == 29);
  }

  const EventTime& start_;
  const OldRuleManner& manner_;
  const CivilDate first_;
  RecurrenceRule rule_;
  std::string letters_;
  int ordinal_ = 0;
  bool ended_ = false;
  bool months_a_year_ = false;
  std::int64_t intervals_ = 0;
};

std::string signed_number(int number) {
  return std::to_string(number < 0 ? -number : number) + (number < 0 ? "-" : "+");
}

/// Writes one rule, or says why it cannot be written.
class Writer {
 public:
  Writer(const RecurrenceRule& rule, const EventTime& start, const OldRuleManner& manner)
      : rule_(rule), start_(start), manner_(manner), first_(civil_of(day_of(start.wall))) {}

  OldRuleText run() {
    std::string loss = general_loss();
    if (loss.empty()) {
      loss = write();
    }
    if (loss.empty()) {
      loss = write_end();
    }
    if (!loss.empty()) {
      return {{}, {}, std::move(loss)};
    }
    return {std::move(out_), until_, {}};
  }

 private:
  std::string general_loss() const {
    if (rule_.frequency < Frequency::Daily) {
      return "rule-freq";
    }
    if (!rule_.extra.empty()) {
      return "rule-rscale";
    }
    if (!rule_.by_week.empty()) {
      return "rule-weekno";
    }
    if (rule_.has_clock_parts()) {
      return "rule-time";
    }
    return rule_.interval > 10'000 ? "rule" : "";
  }

  std::string write() {
    switch (rule_.frequency) {
      case Frequency::Daily: return write_daily();
      case Frequency::Weekly: return write_weekly();
      case Frequency::Monthly: return write_monthly();
      default: return write_yearly();
    }
  }

  void begin(std::string_view letters, std::int64_t interval) {
    out_ = std::string(letters) + std::to_string(interval);
  }
  void add(std::string_view token) { out_.append(" ").append(token); }

  std::string write_daily() {
    const bool plain_days = std::all_of(rule_.by_day.begin(), rule_.by_day.end(),
                                        [](const Day& day) { return day.ordinal == 0; });
    if (rule_.interval == 1 && !rule_.by_day.empty() && plain_days && rule_.by_month.empty() &&
        rule_.by_month_day.empty() && rule_.by_position.empty()) {
      return write_weekly();
    }
    if (rule_.has_parts()) {
      return rule_.by_position.empty() ? "rule-by" : "rule-setpos";
    }
    begin("D", rule_.interval);
    return {};
  }

  std::string write_weekly() {
    if (!rule_.by_position.empty()) {
      return "rule-setpos";
    }
    if (!rule_.by_month.empty() || !rule_.by_month_day.empty() || !rule_.by_year_day.empty()) {
      return "rule-by";
    }
    if (rule_.interval > 1 && rule_.by_day.size() > 1 && rule_.week_start != 0) {
      return "rule-wkst";
    }
    begin("W", rule_.interval);
    for (const Day& day : rule_.by_day) {
      if (day.ordinal != 0) {
        return "rule-by";
      }
      add(weekday_name(day.weekday));
    }
    if (rule_.by_day.empty()) {
      add(weekday_name(weekday_of(day_of(start_.wall))));
    }
    return {};
  }

  std::string write_monthly() {
    if (!rule_.by_month.empty() || !rule_.by_year_day.empty() ||
        (!rule_.by_day.empty() && !rule_.by_month_day.empty())) {
      return "rule-by";
    }
    if (!rule_.by_day.empty()) {
      return write_positions(rule_.interval);
    }
    if (!rule_.by_position.empty()) {
      return "rule-setpos";
    }
    begin("MD", rule_.interval);
    if (rule_.by_month_day.empty()) {
      add(std::to_string(first_.day));
    }
    for (const int day : rule_.by_month_day) {
      add(day == -1 ? manner_.clamps ? "31+" : "LD"
          : day < 0 ? signed_number(day)
                    : std::to_string(day));
    }
    return {};
  }

  std::string write_positions(std::int64_t months) {
    std::vector<Day> days = rule_.by_day;
    if (!rule_.by_position.empty()) {
      // The second Saturday, said as the second of the Saturdays.
      if (days.size() != 1 || days.front().ordinal != 0) {
        return "rule-setpos";
      }
      const int weekday = days.front().weekday;
      days.clear();
      for (const int position : rule_.by_position) {
        days.push_back({position, weekday});
      }
    }
    begin("MP", months);
    for (const Day& day : days) {
      if (day.ordinal > 5 || day.ordinal < -5) {
        return "rule-by";
      }
      if (day.ordinal != 0) {
        add(signed_number(day.ordinal));
        add(weekday_name(day.weekday));
        continue;
      }
      for (int ordinal = 1; ordinal <= 5; ++ordinal) {
        add(signed_number(ordinal));
        add(weekday_name(day.weekday));
      }
    }
    return {};
  }

  std::string write_yearly() {
    if (!rule_.by_year_day.empty()) {
      if (!rule_.by_month.empty() || !rule_.by_day.empty() || !rule_.by_month_day.empty() ||
          std::any_of(rule_.by_year_day.begin(), rule_.by_year_day.end(),
                      [](int day) { return day < 0; })) {
        return "rule-by";
      }
      if (!rule_.by_position.empty()) {
        return "rule-setpos";
      }
      begin("YD", rule_.interval);
      for (const int day : rule_.by_year_day) {
        add(std::to_string(day));
      }
      return {};
    }
    const bool start_month = rule_.by_month.size() == 1 && rule_.by_month.front() == first_.month;
    if (!rule_.by_day.empty()) {
      return start_month && rule_.by_month_day.empty() ? write_positions(rule_.interval * 12)
                                                       : "rule-by";
    }
    if (!rule_.by_position.empty()) {
      return "rule-setpos";
    }
    const bool start_day =
        rule_.by_month_day.empty() ||
        (rule_.by_month_day == std::vector{first_.day} && !rule_.by_month.empty());
    if (!start_day) {
      return "rule-by";
    }
    begin("YM", rule_.interval);
    for (const int month : rule_.by_month) {
      add(std::to_string(month));
    }
    return {};
  }

  /// #0, #n where every interval has one date, else the last date itself.
  std::string write_end() {
    if (rule_.until) {
      until_ = rule_.until->wall;
      if (rule_.until->kind == TimeKind::Date && start_.kind != TimeKind::Date) {
        *until_ += DaySeconds - 1;
      }
      return {};
    }
    if (rule_.count == 0) {
      add("#0");
      return {};
    }
    const std::string counted = out_ + " #" + std::to_string(rule_.count);
    const OldRule back = read_old_rule(counted, start_, manner_);
    if (back.loss.empty() && back.rule.count == rule_.count && !back.rule.until) {
      out_ = counted;
      return {};
    }
    until_ = last_date(rule_, start_);
    return until_ ? "" : "rule-count";
  }

  const RecurrenceRule& rule_;
  const EventTime& start_;
  const OldRuleManner& manner_;
  const CivilDate first_;
  std::string out_;
  std::optional<WallSeconds> until_;
};

}  // namespace

OldRule read_old_rule(std::string_view text, const EventTime& start, const OldRuleManner& manner) {
  return Reader(start, manner).run(text);
}

OldRuleText write_old_rule(const RecurrenceRule& rule, const EventTime& start,
                           const OldRuleManner& manner) {
  return Writer(rule, start, manner).run();
}

}  // namespace pim::content
