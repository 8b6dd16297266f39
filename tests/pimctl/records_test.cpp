// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/records.h"

#include <cppunit/extensions/HelperMacros.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tools/pimctl/command_line.h"
#include "tools/pimctl/record_stream.h"

namespace pim::pimctl {
namespace {

std::string vcard(const std::string& version, const std::string& lines) {
  return "BEGIN:VCARD\r\nVERSION:" + version + "\r\n" + lines + "END:VCARD\r\n";
}

}  // namespace

class RecordsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RecordsTest);
  CPPUNIT_TEST(contacts_are_written_in_another_version);
  CPPUNIT_TEST(what_a_version_lacks_comes_back);
  CPPUNIT_TEST(a_file_can_be_converted_onto_itself);
  CPPUNIT_TEST(what_stood_in_the_file_stays_until_all_is_written);
  CPPUNIT_TEST(a_file_keeps_its_mode);
  CPPUNIT_TEST(types_with_separators_in_them_come_back);
  CPPUNIT_TEST(what_was_repaired_is_told_with_its_line);
  CPPUNIT_TEST(a_refused_record_does_not_stop_the_others);
  CPPUNIT_TEST(a_missing_file_is_usage);
  CPPUNIT_TEST(equal_files_of_two_versions_do_not_differ);
  CPPUNIT_TEST(differences_are_lines);
  CPPUNIT_TEST(a_name_that_was_made_is_no_difference);
  CPPUNIT_TEST(records_without_uid_are_paired_by_what_they_say);
  CPPUNIT_TEST(events_differ_by_property_whatever_their_zones_look_like);
  CPPUNIT_TEST(events_and_tasks_of_one_file_are_both_written);
  CPPUNIT_TEST(a_version_that_a_kind_lacks_is_named);
  CPPUNIT_TEST(what_stands_behind_the_last_record_is_no_record);
  CPPUNIT_TEST(a_stream_gives_records_with_their_lines);
  CPPUNIT_TEST(a_series_with_an_exception_survives_the_older_version);
  CPPUNIT_TEST(a_long_calendar_keeps_its_records_whole);
  CPPUNIT_TEST(long_files_of_cards_without_end_are_cut_between_cards);
  CPPUNIT_TEST(a_calendar_too_long_to_hold_is_refused_by_name);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "records-XXXXXX").string();
    CPPUNIT_ASSERT(::mkdtemp(pattern.data()) != nullptr);
    directory_ = pattern;
  }
  void tearDown() override { std::filesystem::remove_all(directory_); }

  void contacts_are_written_in_another_version() {
    write("a.vcf", vcard("2.1", "UID:1\r\nN:Doe;John\r\nTEL;CELL:1\r\n"));
    CPPUNIT_ASSERT(ExitCode::Done ==
                   pimctl({"convert", path("a.vcf"), path("b.vcf"), "--to", "4.0"}));
    CPPUNIT_ASSERT_EQUAL(vcard("4.0", "FN:John Doe\r\nUID:1\r\nN:Doe;John\r\nTEL;TYPE=cell:1\r\n"),
                         read("b.vcf"));
  }
  void what_a_version_lacks_comes_back() {
    const std::string four = vcard("4.0", "FN:A\r\nUID:1\r\nBDAY:--0412\r\nHOBBY:sailing\r\n");
    write("a.vcf", four);
    for (const char* version : {"2.1", "3.0"}) {
      pimctl({"convert", path("a.vcf"), path("b.vcf"), "--to", version});
      CPPUNIT_ASSERT(ExitCode::Done ==
                     pimctl({"convert", path("b.vcf"), path("c.vcf"), "--to", "4.0"}));
      CPPUNIT_ASSERT_MESSAGE(read("c.vcf"),
                             ExitCode::Done == pimctl({"diff", path("a.vcf"), path("c.vcf")}));
    }
  }
  void a_file_can_be_converted_onto_itself() {
    write("a.vcf", vcard("2.1", "UID:1\r\nN:Doe;John\r\n"));
    CPPUNIT_ASSERT(ExitCode::Done ==
                   pimctl({"convert", path("a.vcf"), path("a.vcf"), "--to", "4.0"}));
    CPPUNIT_ASSERT_EQUAL(vcard("4.0", "FN:John Doe\r\nUID:1\r\nN:Doe;John\r\n"), read("a.vcf"));
  }
  void what_stood_in_the_file_stays_until_all_is_written() {
    write("b.vcf", "what was here");
    CPPUNIT_ASSERT(ExitCode::Usage == pimctl({"convert", path("none.vcf"), path("b.vcf")}));
    CPPUNIT_ASSERT_EQUAL(std::string("what was here"), read("b.vcf"));
    const auto files = std::distance(std::filesystem::directory_iterator(directory_), {});
    CPPUNIT_ASSERT_EQUAL(std::ptrdiff_t{1}, files);
  }
  void a_file_keeps_its_mode() {
    namespace fs = std::filesystem;
    write("a.vcf", vcard("3.0", "UID:1\r\nFN:A\r\n"));
    fs::permissions(path("a.vcf"), fs::perms::owner_read | fs::perms::owner_write);
    pimctl({"convert", path("a.vcf"), path("a.vcf"), "--to", "4.0"});
    CPPUNIT_ASSERT(fs::status(path("a.vcf")).permissions() ==
                   (fs::perms::owner_read | fs::perms::owner_write));
  }
  void types_with_separators_in_them_come_back() {
    const std::string lines =
        "UID:1\r\nN:A;;;;\r\nFN:A\r\nTEL;TYPE=\"B\xc3\xbcro: Zentrale\":+49 30 99999\r\n"
        "TEL;TYPE=HOME,\"Ferien;Haus\":+49 30 1\r\nTEL;TYPE=Own:+49 30 2\r\n";
    write("a.vcf", vcard("3.0", lines));
    for (const char* version : {"2.1", "4.0"}) {
      pimctl({"convert", path("a.vcf"), path("b.vcf"), "--to", version});
      pimctl({"convert", path("b.vcf"), path("c.vcf"), "--to", "3.0"});
      CPPUNIT_ASSERT_EQUAL(vcard("3.0", lines), read("c.vcf"));
    }
  }
  void what_was_repaired_is_told_with_its_line() {
    write("a.vcf",
          vcard("3.0", "UID:1\r\nFN:A\r\n") + vcard("3.0", "UID:2\r\nNOTE:x\r\nmore\r\nFN:B\r\n"));
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"convert", path("a.vcf"), "-"}));
    CPPUNIT_ASSERT_MESSAGE(err_, err_.find("a.vcf:10: B: NOTE: a blank line") != std::string::npos);
  }
  void a_refused_record_does_not_stop_the_others() {
    write("a.vcf", vcard("9.0", "FN:A\r\n") + vcard("3.0", "UID:2\r\nFN:B\r\n"));
    CPPUNIT_ASSERT(ExitCode::PartlyFailed ==
                   pimctl({"convert", path("a.vcf"), "-", "--to", "3.0"}));
    CPPUNIT_ASSERT(out_.find("FN:B") != std::string::npos);
    CPPUNIT_ASSERT(err_.find("a.vcf:1: refused: ") != std::string::npos);
    CPPUNIT_ASSERT(err_.find("1 written, 1 refused") != std::string::npos);
  }
  void a_missing_file_is_usage() {
    CPPUNIT_ASSERT(ExitCode::Usage == pimctl({"convert", path("none.vcf"), "-"}));
    CPPUNIT_ASSERT(ExitCode::Usage == pimctl({"diff", path("none.vcf"), path("none.vcf")}));
  }
  void equal_files_of_two_versions_do_not_differ() {
    write("a.vcf", vcard("3.0", "UID:1\r\nN:M\xc3\xbcller;Anna;;;\r\nFN:Anna M\xc3\xbcller\r\n"));
    write("b.vcf", vcard("2.1",
                         "UID:1\r\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Anna "
                         "M=C3=BCller\r\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:"
                         "M=C3=BCller;Anna\r\n"));
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"diff", path("a.vcf"), path("b.vcf")}));
    CPPUNIT_ASSERT_EQUAL(std::string(), out_);
  }
  void differences_are_lines() {
    write("a.vcf", vcard("3.0", "UID:1\r\nFN:A\r\nTEL:1\r\n") + vcard("3.0", "UID:2\r\nFN:B\r\n"));
    write("b.vcf", vcard("3.0", "UID:1\r\nFN:A\r\nTEL:2\r\n") + vcard("3.0", "UID:3\r\nFN:C\r\n"));
    CPPUNIT_ASSERT(ExitCode::PartlyFailed == pimctl({"diff", path("a.vcf"), path("b.vcf")}));
    CPPUNIT_ASSERT_EQUAL(std::string("  A\n    - TEL: 1\n    + TEL: 2\n- B\n+ C\n"), out_);
  }
  void a_name_that_was_made_is_no_difference() {
    write("a.vcf", vcard("2.1", "UID:1\r\nN:Doe;John\r\n"));
    pimctl({"convert", path("a.vcf"), path("b.vcf"), "--to", "3.0"});
    CPPUNIT_ASSERT(read("b.vcf").find("FN:John Doe") != std::string::npos);
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"diff", path("a.vcf"), path("b.vcf")}));
  }
  void records_without_uid_are_paired_by_what_they_say() {
    const std::string same = "N:Doe;John\r\nTEL:0170 1234567\r\nEMAIL:j@x.example\r\n";
    write("a.vcf", vcard("3.0", same + "ORG:Works\r\n"));
    write("b.vcf", vcard("3.0", same + "ORG:Another\r\n"));
    pimctl({"diff", path("a.vcf"), path("b.vcf")});
    CPPUNIT_ASSERT_EQUAL(std::string("  John Doe\n    - ORG: Works\n    + ORG: Another\n"), out_);
  }
  void events_differ_by_property_whatever_their_zones_look_like() {
    const auto event = [](const std::string& zone, const std::string& place) {
      return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + zone +
             "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Berlin:20260701T100000\r\n"
             "SUMMARY:Talk\r\nLOCATION:" +
             place + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    };
    write("a.ics", event("", "Room"));
    write("b.ics", event("BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\nBEGIN:STANDARD\r\n"
                         "DTSTART:19701025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
                         "END:STANDARD\r\nEND:VTIMEZONE\r\n",
                         "Hall"));
    pimctl({"diff", path("a.ics"), path("b.ics")});
    CPPUNIT_ASSERT_EQUAL(std::string("  Talk\n    - LOCATION: Room\n    + LOCATION: Hall\n"), out_);
  }
  void events_and_tasks_of_one_file_are_both_written() {
    write("a.ics",
          "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n"
          "DTSTART:20260701T100000Z\r\nSUMMARY:Talk\r\nEND:VEVENT\r\nBEGIN:VTODO\r\n"
          "UID:2\r\nSUMMARY:Shop\r\nEND:VTODO\r\nEND:VCALENDAR\r\n");
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"convert", path("a.ics"), path("b.vcs")}));
    const std::string made = read("b.vcs");
    CPPUNIT_ASSERT(made.find("VERSION:1.0") != std::string::npos);
    CPPUNIT_ASSERT(made.find("SUMMARY:Talk") != std::string::npos);
    CPPUNIT_ASSERT(made.find("SUMMARY:Shop") != std::string::npos);
  }
  void a_version_that_a_kind_lacks_is_named() {
    write("a.vcf", vcard("3.0", "FN:A\r\n"));
    CPPUNIT_ASSERT(ExitCode::PartlyFailed ==
                   pimctl({"convert", path("a.vcf"), path("b.vcf"), "--to", "2.0"}));
    CPPUNIT_ASSERT(err_.find("3.0, 2.1, 4.0") != std::string::npos);
  }
  void what_stands_behind_the_last_record_is_no_record() {
    write("a.vcf", vcard("3.0", "FN:A\r\n") + std::string("\r\n\0\x1a", 4));
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"convert", path("a.vcf"), path("b.vcf")}));
  }
  void a_stream_gives_records_with_their_lines() {
    std::istringstream in("junk\n\n" + vcard("3.0", "FN:A\r\n") + "\n" + vcard("3.0", "FN:B\r\n") +
                          "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:C\r\n");
    RecordStream stream(in, "x.vcf");
    std::string lines;
    while (const auto record = stream.next()) {
      lines += std::to_string(record->line_of(0)) + ' ';
      CPPUNIT_ASSERT(record->kind == content::kind_of("contacts"));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("3 8 12 "), lines);
  }

  void a_series_with_an_exception_survives_the_older_version() {
    write("a.ics",
          "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Talk\r\n"
          "DTSTART;TZID=Europe/Berlin:20260302T100000\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
          "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID;TZID=Europe/Berlin:20260309T100000\r\n"
          "SUMMARY:Talk\r\nDTSTART;TZID=Europe/Berlin:20260310T100000\r\nEND:VEVENT\r\n"
          "END:VCALENDAR\r\n");
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"convert", path("a.ics"), path("b.vcs")}));
    CPPUNIT_ASSERT(ExitCode::Done == pimctl({"convert", path("b.vcs"), path("c.ics")}));
    CPPUNIT_ASSERT_MESSAGE(read("c.ics"),
                           ExitCode::Done == pimctl({"diff", path("a.ics"), path("c.ics")}));
  }

  /// Events of some 200 kB each in one calendar with a zone of its own.
  static std::string long_calendar(int events) {
    const std::string padding = "X-PAD:" + std::string(200'000, 'x') + "\r\n";
    std::string out =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\n"
        "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
        "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    for (int number = 0; number < events; ++number) {
      out += "BEGIN:VEVENT\r\nUID:" + std::to_string(number) +
             "\r\nDTSTART;TZID=Own:20260701T100000\r\n" + padding + "SUMMARY:a\r\nEND:VEVENT\r\n";
    }
    return out + "END:VCALENDAR\r\n";
  }
  void a_long_calendar_keeps_its_records_whole() {
    std::istringstream in(long_calendar(90));
    RecordStream stream(in, "x.ics");
    int records = 0;
    while (const auto record = stream.next()) {
      CPPUNIT_ASSERT(record->octets.find("BEGIN:VTIMEZONE") != std::string::npos);
      CPPUNIT_ASSERT(record->octets.find("SUMMARY:a\r\nEND:VEVENT\r\n") != std::string::npos);
      ++records;
    }
    CPPUNIT_ASSERT_EQUAL(90, records);
  }
  void long_files_of_cards_without_end_are_cut_between_cards() {
    const std::string padding = "X-PAD:" + std::string(200'000, 'x') + "\r\n";
    std::string file;
    for (int number = 0; number < 90; ++number) {
      file += "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:" + std::to_string(number) + "\r\n" + padding +
              "NOTE:last\r\n";
    }
    std::istringstream in(file);
    RecordStream stream(in, "x.vcf");
    int records = 0;
    while (const auto record = stream.next()) {
      CPPUNIT_ASSERT(record->octets.starts_with("BEGIN:VCARD"));
      CPPUNIT_ASSERT(record->octets.find("NOTE:last") != std::string::npos);
      ++records;
    }
    CPPUNIT_ASSERT_EQUAL(90, records);
  }
  void a_calendar_too_long_to_hold_is_refused_by_name() {
    write("a.ics", long_calendar(340) +
                       "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:behind\r\n"
                       "SUMMARY:behind\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
    CPPUNIT_ASSERT(ExitCode::PartlyFailed == pimctl({"convert", path("a.ics"), path("b.ics")}));
    CPPUNIT_ASSERT_MESSAGE(err_, err_.find("a.ics:1: refused: ") != std::string::npos);
    CPPUNIT_ASSERT_MESSAGE(err_, err_.find("64 MiB") != std::string::npos);
    CPPUNIT_ASSERT_MESSAGE(err_, err_.find("1 written, 1 refused") != std::string::npos);
    CPPUNIT_ASSERT(read("b.ics").find("SUMMARY:behind") != std::string::npos);
  }

 private:
  std::string path(const std::string& name) const { return (directory_ / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  std::string read(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  ExitCode pimctl(const std::vector<std::string>& arguments) {
    std::ostringstream out;
    std::ostringstream err;
    const ExitCode code = run(arguments, {out, err});
    out_ = out.str();
    err_ = err.str();
    return code;
  }

  std::filesystem::path directory_;
  std::string out_;
  std::string err_;
};
CPPUNIT_TEST_SUITE_REGISTRATION(RecordsTest);

}  // namespace pim::pimctl
