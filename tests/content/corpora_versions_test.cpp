// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include "tests/content/contact_helper.h"

// Contacts of other programs: read, written in each version, read again, the same fields; a table
// per source. PIM_CORPORA names the folder; without it nothing is read, which is said.
namespace pim::content::testing {
namespace {

struct Row {
  unsigned records = 0;
  unsigned kept = 0;  ///< the same in all three versions
  unsigned repaired = 0;
  unsigned refused = 0;
  std::string why;
};

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Empty, or what went wrong.
std::string through_versions(const Entry& entry) {
  for (const char* version : {"2.1", "3.0", "4.0"}) {
    Ability file;
    file.version = version;
    file.file = true;
    const auto form = contacts().render(entry.stored, file);
    if (!form) {
      return std::string(version) + ": " + form.error().message;
    }
    const auto back = contacts().enter(form->text, {test_key(), 0});
    if (!back) {
      return std::string(version) + ": " + back.error().message + "\n" + form->text;
    }
    if (back->facts.fingerprint != entry.facts.fingerprint) {
      return std::string(version) + ": another content\n" + entry.stored + form->text;
    }
    const auto again = contacts().render(back->stored, file);
    if (!again || again->text != back->stored) {
      return std::string(version) + ": not the same the second time\n" + back->stored;
    }
  }
  return {};
}

}  // namespace

class CorporaVersionsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(CorporaVersionsTest);
  CPPUNIT_TEST(foreign_contacts_pass_through_every_version);
  CPPUNIT_TEST_SUITE_END();

 public:
  void foreign_contacts_pass_through_every_version() {
    const char* named = std::getenv("PIM_CORPORA");
    const std::filesystem::path root = std::filesystem::path(named == nullptr ? "" : named) / "pim";
    if (named == nullptr || !std::filesystem::is_directory(root)) {
      std::printf("PIM_CORPORA names no folder of records: foreign contacts not read\n");
      return;
    }
    std::map<std::string, Row> table;
    std::string failed;
    for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
      const std::string octets = file.is_regular_file() ? content_of(file.path()) : std::string();
      if (octets.find("BEGIN:VCARD") != std::string::npos) {
        const auto source = std::filesystem::relative(file.path(), root).begin()->string();
        take(octets, file.path().filename().string(), table[source], failed);
      }
    }
    std::printf("%-18s records  same in 2.1, 3.0, 4.0  repaired  refused\n", "source");
    for (const auto& [source, row] : table) {
      std::printf("%-18s %7u  %21u  %8u  %7u%s\n", source.c_str(), row.records, row.kept,
                  row.repaired, row.refused, row.why.c_str());
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), failed);
    CPPUNIT_ASSERT(table.size() > 5);
  }

 private:
  static void take(const std::string& octets, const std::string& name, Row& row,
                   std::string& failed) {
    for (const std::string& piece : contacts().split(octets)) {
      ++row.records;
      const auto entry = contacts().enter(piece, {test_key(), 0});
      if (!entry) {
        ++row.refused;
        row.why += "\n    " + name + ": " + entry.error().message;
        continue;
      }
      row.repaired += entry->remarks.size() > (entry->uid_given ? 0U : 1U) ? 1U : 0U;
      const std::string trouble = through_versions(*entry);
      row.kept += trouble.empty() ? 1U : 0U;
      failed += trouble.empty() ? "" : name + ", " + trouble + '\n';
    }
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(CorporaVersionsTest);

}  // namespace pim::content::testing
