// SPDX-License-Identifier: Apache-2.0
#include <cppunit/extensions/HelperMacros.h>

#include <map>
#include <string>
#include <vector>

#include "common/syncml/writer.h"
#include "common/xml/reader.h"
#include "tests/syncml/sample.h"

using namespace pim;
using namespace pim::syncml;

namespace {

/// The content models of the DTD (1.2), as far as the structs can say them; wrappers of one child
/// are left out.
const std::map<std::string, std::vector<std::string>> Order = {
    {"SyncML", {"SyncHdr", "SyncBody"}},
    {"SyncHdr",
     {"VerDTD", "VerProto", "SessionID", "MsgID", "Target", "Source", "RespURI", "NoResp", "Cred",
      "Meta"}},
    {"Status",
     {"CmdID", "MsgRef", "CmdRef", "Cmd", "TargetRef", "SourceRef", "Cred", "Chal", "Data",
      "Item"}},
    {"Alert", {"CmdID", "NoResp", "Cred", "Data", "Correlator", "Item"}},
    {"Sync",
     {"CmdID", "NoResp", "Cred", "Target", "Source", "Meta", "NumberOfChanges",
      "Add|Replace|Delete|"
      "Copy|Move|Atomic"}},
    {"Add", {"CmdID", "NoResp", "Cred", "Meta", "Item"}},
    {"Replace", {"CmdID", "NoResp", "Cred", "Meta", "Item"}},
    {"Copy", {"CmdID", "NoResp", "Cred", "Meta", "Item"}},
    {"Move", {"CmdID", "NoResp", "Cred", "Meta", "Item"}},
    {"Delete", {"CmdID", "NoResp", "Archive", "SftDel", "Cred", "Meta", "Item"}},
    {"Map", {"CmdID", "Target", "Source", "Cred", "Meta", "MapItem"}},
    {"MapItem", {"Target", "Source"}},
    {"Put", {"CmdID", "NoResp", "Lang", "Cred", "Meta", "Item"}},
    {"Get", {"CmdID", "NoResp", "Lang", "Cred", "Meta", "Item"}},
    {"Results", {"CmdID", "MsgRef", "CmdRef", "Meta", "TargetRef", "SourceRef", "Item"}},
    {"Item", {"Target", "Source", "SourceParent", "TargetParent", "Meta", "Data", "MoreData"}},
    {"Target", {"LocURI", "LocName"}},
    {"Source", {"LocURI", "LocName"}},
    {"Cred", {"Meta", "Data"}},
    {"Anchor", {"Last", "Next"}},
    {"Meta",
     {"FieldLevel", "Format", "Type", "Mark", "Size", "Anchor", "Version", "NextNonce",
      "MaxMsgSize", "MaxObjSize", "EMI", "Mem"}},
};

/// Complains about a child that stands before one that it must follow.
class OrderCheck final : public TagHandler {
 public:
  Status start(TagPage, std::string_view name) override {
    if (!open_.empty()) {
      place(open_.back(), std::string(name));
    }
    open_.push_back({std::string(name), 0});
    ++elements;
    return {};
  }
  Status text(std::string_view) override { return {}; }
  Status opaque(std::string_view) override { return {}; }
  Status end() override {
    open_.pop_back();
    return {};
  }
  std::string complaint;
  int elements = 0;

 private:
  struct Open {
    std::string name;
    std::size_t reached;
  };
  void place(Open& parent, const std::string& name) {
    const auto model = Order.find(parent.name);
    if (model == Order.end()) {
      return;
    }
    for (std::size_t i = parent.reached; i < model->second.size(); ++i) {
      if (("|" + model->second[i] + "|").find("|" + name + "|") != std::string::npos) {
        parent.reached = i;
        return;
      }
    }
    complaint += name + " within " + parent.name + "; ";
  }
  std::vector<Open> open_;
};

}  // namespace

class OrderTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(OrderTest);
  CPPUNIT_TEST(children_stand_in_the_order_of_the_dtd);
  CPPUNIT_TEST(the_check_sees_a_wrong_order);
  CPPUNIT_TEST_SUITE_END();

  void children_stand_in_the_order_of_the_dtd() {
    OrderCheck check;
    CPPUNIT_ASSERT(xml::read(encode(Encoding::Xml, test::full_message()), {}, check).has_value());
    CPPUNIT_ASSERT_EQUAL(std::string(), check.complaint);
    CPPUNIT_ASSERT(check.elements > 300);
  }
  void the_check_sees_a_wrong_order() {
    OrderCheck check;
    CPPUNIT_ASSERT(xml::read("<Item><Data/><Meta/></Item>", {}, check).has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("Meta within Item; "), check.complaint);
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(OrderTest);
