#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The checks find what they are for: each is run over small trees with one planted fault."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SPDX = "// SPDX-License-Identifier: Apache-2.0\n"


def run(check, files):
    with tempfile.TemporaryDirectory() as name:
        for path, content in files.items():
            file = pathlib.Path(name, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content)
        done = subprocess.run([sys.executable, str(HERE / f"check_{check}.py"), name],
                              capture_output=True, text=True)
        return done.returncode, done.stdout


SUITE = """class ATest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ATest);
  CPPUNIT_TEST(one);
  CPPUNIT_TEST_SUITE_END();
 public:
  void setUp() override {}
  void one() { helper(); }
  void helper() {}
%s};
%s"""
REGISTERED = "CPPUNIT_TEST_SUITE_REGISTRATION(ATest);\n"
LISTED = {"tests/a/CMakeLists.txt": "pim_test(a SOURCES a_test.cpp)\n"}

MANUAL = {"mod_x/directives.cpp": 'f("SyncMLStore", 1);\n',
          "docs/directives.md": "# Directives\n### SyncMLStore\n| | |\n|---|---|\n| Description | it |\n| Syntax | it |\n"
                                "| Default | none |\n| Context | server |\n",
          "README.md": "[the store](docs/directives.md#syncmlstore)\n",
          "httpd-test/lib/setup.sh": 'packages_build="git g++ libcppunit-dev\n  tzdata"\n',
          "docs/install.md": "    sudo apt-get install apache2 g++ \\\n        tzdata\n    cmake\n"}


class Checks(unittest.TestCase):
    def passes(self, check, files):
        code, out = run(check, files)
        self.assertEqual(code, 0, out)

    def finds(self, check, files, text):
        code, out = run(check, files)
        self.assertEqual(code, 1, out)
        self.assertIn(text, out)

    def test_planted_bug_that_no_longer_applies_is_found(self):
        patch = "A bug.\n\n--- a/a.cpp\n+++ b/a.cpp\n@@ -1 +1 @@\n-int a;\n+int b;\n"
        planted = "tests/simulation/planted/01-a.patch"
        self.passes("planted", {"a.cpp": "int a;\n", planted: patch})
        self.finds("planted", {"a.cpp": "int c;\n", planted: patch}, "does not apply any more")

    def test_include_downwards_passes(self):
        self.passes("layers", {"common/sync/plan.cpp": '#include "common/base/result.h"\n#include <vector>\n'})

    def test_include_upwards_is_found(self):
        self.finds("layers", {"common/base/a.h": '#include "common/store/store.h"\n'}, "may not include")

    def test_content_never_sees_syncml(self):
        self.finds("layers", {"common/content/a.h": '#include "common/syncml/message.h"\n'}, "may not")

    def test_httpd_header_outside_of_ring_3_is_found(self):
        self.finds("layers", {"common/sql/a.cpp": "#include <http_log.h>\n"}, "ring 3")

    def test_sqlite_in_ring_1_is_found(self):
        self.finds("layers", {"common/sync/a.cpp": "#include <sqlite3.h>\n"}, "not for ring 1")

    def test_wall_clock_in_the_core_is_found(self):
        self.finds("layers", {"common/sync/a.cpp": "auto t = std::chrono::system_clock::now();\n"}, "clock")

    def test_folder_without_a_row_is_found(self):
        self.finds("layers", {"common/else/a.h": "\n"}, "not in the table")

    def test_whole_suite_passes(self):
        self.passes("registered", {"tests/a/a_test.cpp": SUITE % ("", REGISTERED), **LISTED})

    def test_unregistered_method_is_found(self):
        self.finds("registered", {"tests/a/a_test.cpp": SUITE % ("  void two() {}\n", REGISTERED), **LISTED},
                   "ATest::two")

    def test_unregistered_suite_is_found(self):
        self.finds("registered", {"tests/a/a_test.cpp": SUITE % ("", ""), **LISTED}, "suite ATest")

    def test_test_file_that_nothing_builds_is_found(self):
        self.finds("registered", {"tests/a/a_test.cpp": SUITE % ("", REGISTERED)}, "no CMakeLists.txt")

    def test_machine_path_is_found(self):
        self.finds("words", {"a.py": "# SPDX-License-Identifier: Apache-2.0\nx = '/wor" + "k/main'\n"}, "a.py:2")

    def test_path_inside_an_url_passes(self):
        self.passes("words", {"a.md": "https://example.org/wor" + "k/it\n"})

    def test_missing_spdx_line_is_found(self):
        self.finds("words", {"a.cpp": "int x;\n"}, "SPDX")

    def test_long_file_is_found(self):
        self.finds("size", {"common/base/a.cpp": SPDX + "\n" * 801}, "802 lines")

    def test_tag_of_two_messages_is_found(self):
        self.finds("tags", {"common/session/a.cpp": SPDX + 'log("SML0101");\nlog("SML0101");\n'}, "a.cpp:3")

    def test_example_that_no_test_plays_is_found(self):
        rules = {"docs/rules/examples.md": "### E1. One\n### E2. Two\n### E3. Three\n"}
        played = {"tests/data/examples.txt": "== 1 One\n", "tests/a.cpp": SPDX + "void two_e2() {}\n"}
        self.finds("examples", {**rules, **played}, "content example 3")
        self.passes("examples", {**rules, **played, "tests/b.cpp": SPDX + "// content example 3\n"})

    def test_file_of_800_lines_passes(self):
        self.passes("size", {"common/base/a.cpp": SPDX + "\n" * 799})

    def test_manual_that_says_what_the_code_has_passes(self):
        self.passes("docs", MANUAL)

    def test_directive_without_a_section_is_found(self):
        self.finds("docs", {**MANUAL, "mod_x/b.cpp": 'f("SyncMLOther", 1);\n'}, "SyncMLOther is missing")

    def test_section_without_a_default_is_found(self):
        text = MANUAL["docs/directives.md"].replace("| Default | none |\n", "")
        self.finds("docs", {**MANUAL, "docs/directives.md": text}, "no row 'Default'")

    def test_tag_that_is_gone_is_found(self):
        self.finds("docs", {**MANUAL, "docs/log-tags.md": "| SML0009 | error | gone |\n"}, "SML0009 is not in the code")

    def test_tag_without_a_row_is_found(self):
        self.finds("docs", {**MANUAL, "common/a/a.cpp": 'log("PMB0001");\n'}, "PMB0001 is missing")

    def test_link_that_leads_nowhere_is_found(self):
        self.finds("docs", {**MANUAL, "README.md": "[see](docs/none.md)\n"}, "leads nowhere")
        self.finds("docs", {**MANUAL, "README.md": "[see](docs/directives.md#none)\n"}, "no heading")

    def test_rule_that_has_a_heading_passes(self):
        rules = {"docs/rules/sync.md": "# Sync\n## D. Anchors\n### 16. Good\nit\n### 17. Which\nit\n",
                 "docs/rules/content.md": "# Content\n### 2b.14. Time\nit\n### V6. Never\nit\n",
                 "docs/rules/examples.md": "# Examples\n### E41. Days\nit\n"}
        code = ("/// Sync rules 16 and 17 (sync rules D, content rule\n/// 2b.14).\n"
                "// content rule V6, content example 41\n")
        self.passes("docs", {**MANUAL, **rules, "common/a/a.h": code})

    def test_rule_without_a_heading_is_found(self):
        rules = {"docs/rules/sync.md": "# Sync\n### 16. Good\nit\n"}
        self.finds("docs", {**MANUAL, **rules, "common/a/a.h": "int a;\n/// So (sync" + " rules 16,\n/// 99).\n"},
                   "common/a/a.h:2: sync" + " rule 99 has no heading")
        self.finds("docs", {**MANUAL, **rules, "tests/a/a.cpp": "// content" + " example 9\n"},
                   "content" + " example 9 has no heading")

    def test_package_that_the_manual_lacks_is_found(self):
        text = MANUAL["docs/install.md"].replace("tzdata", "")
        self.finds("docs", {**MANUAL, "docs/install.md": text}, "the package tzdata is missing")


if __name__ == "__main__":
    unittest.main()
