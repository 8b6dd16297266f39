// SPDX-License-Identifier: Apache-2.0
#include "tests/store/world.h"

namespace pim::store::testing {

namespace {

Session session(const std::string& handle, Seconds updated_at) {
  return {.handle = handle, .device = "IMEI:1", .session_id = "5", .updated_at = updated_at};
}

std::string found(UnitOfWork& work, SessionRole role, const char* device, const char* id) {
  const auto row = must(work.find_session(role, device, id));
  return row ? row->handle : "none";
}

void every_field_of_a_session_comes_back(World& world) {
  const Session full{.handle = "0123456789abcdef0123456789abcdef",
                     .role = SessionRole::Client,
                     .device = "IMEI:1",
                     .session_id = "5",
                     .last_msg = 3,
                     .request_hash = std::string("\0\1\xff", 3),
                     .state = std::string("s\0t", 3),
                     .reply = std::string("r\0\xff", 3),
                     .request = std::string("\0q", 2),
                     .ended = true,
                     .updated_at = 1'234};
  world.write([&](UnitOfWork& work) { must(work.put_session(full)); });
  world.read([&](UnitOfWork& work) {
    const auto row = must(work.session(full.handle));
    CPPUNIT_ASSERT(row.has_value());
    check_same(full, *row);
  });
}

void a_large_session_comes_back_whole(World& world) {
  Session large = session("h", 1);
  large.state = std::string(300'000, 's');
  large.reply = std::string(600'000, 'r');
  world.write([&](UnitOfWork& work) { must(work.put_session(large)); });
  large.state = "short";
  large.request = std::string(600'000, 'q');
  world.write([&](UnitOfWork& work) { must(work.put_session(large)); });
  world.read([&](UnitOfWork& work) { CPPUNIT_ASSERT(must(work.session("h")).value() == large); });
}

void putting_a_session_again_replaces_it(World& world) {
  world.try_out([](UnitOfWork& work) {
    Session row = session("h", 1);
    row.reply = "first";
    must(work.put_session(row));
    row.reply = "";
    row.ended = true;
    must(work.put_session(row));
    check_same(row, must(work.session("h")).value());
  });
}

void an_unknown_handle_is_none(World& world) {
  world.try_out([](UnitOfWork& work) {
    must(work.put_session(session("h", 1)));
    CPPUNIT_ASSERT(!must(work.session("H")));
    CPPUNIT_ASSERT(!must(work.session("")));
  });
}

void a_dropped_session_is_gone(World& world) {
  world.try_out([](UnitOfWork& work) {
    must(work.put_session(session("h1", 1)));
    must(work.put_session(session("h2", 2)));
    must(work.drop_session("h2"));
    must(work.drop_session("unknown"));
    CPPUNIT_ASSERT(!must(work.session("h2")));
    CPPUNIT_ASSERT_EQUAL(std::string("h1"), found(work, SessionRole::Server, "IMEI:1", "5"));
  });
}

void a_session_is_found_by_role_device_and_id(World& world) {
  world.try_out([](UnitOfWork& work) {
    must(work.put_session(session("h", 1)));
    CPPUNIT_ASSERT_EQUAL(std::string("h"), found(work, SessionRole::Server, "IMEI:1", "5"));
    CPPUNIT_ASSERT_EQUAL(std::string("none"), found(work, SessionRole::Client, "IMEI:1", "5"));
    CPPUNIT_ASSERT_EQUAL(std::string("none"), found(work, SessionRole::Server, "IMEI:2", "5"));
    CPPUNIT_ASSERT_EQUAL(std::string("none"), found(work, SessionRole::Server, "IMEI:1", "05"));
  });
}

void of_several_sessions_the_one_updated_last_is_found(World& world) {
  world.try_out([](UnitOfWork& work) {
    must(work.put_session(session("b", 5)));
    must(work.put_session(session("a", 9)));
    must(work.put_session(session("c", 7)));
    CPPUNIT_ASSERT_EQUAL(std::string("a"), found(work, SessionRole::Server, "IMEI:1", "5"));
  });
}

void an_ended_session_is_found_as_well(World& world) {
  world.try_out([](UnitOfWork& work) {
    Session ended = session("h", 5);
    ended.ended = true;
    must(work.put_session(ended));
    CPPUNIT_ASSERT_EQUAL(std::string("h"), found(work, SessionRole::Server, "IMEI:1", "5"));
  });
}

void sessions_under_way_are_counted_from_a_time_on(World& world) {
  world.try_out([](UnitOfWork& work) {
    Session ended = session("ended", 20);
    ended.ended = true;
    Session client = session("client", 20);
    client.role = SessionRole::Client;
    for (const Session& row : {session("old", 9), session("edge", 10), ended, client}) {
      must(work.put_session(row));
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, must(work.count_sessions(10)));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, must(work.count_sessions(0)));
  });
}

std::string parts(UnitOfWork& work, const std::string& handle, std::int64_t slot) {
  return must(work.session_parts(handle, slot, 0, 1'000));
}

void parts_of_a_session_come_back_in_their_order(World& world) {
  world.write([](UnitOfWork& work) {
    must(work.put_session(session("h", 1)));
    must(work.put_session_part("h", 0, 1, std::string("b\0", 2)));
    must(work.put_session_part("h", 0, 0, "a"));
    must(work.put_session_part("h", 0, 10, "d"));
    must(work.put_session_part("h", 0, 2, "x"));
    must(work.put_session_part("h", 0, 2, "c"));
  });
  world.read([](UnitOfWork& work) {
    CPPUNIT_ASSERT_EQUAL(std::string("ab\0cd", 5), parts(work, "h", 0));
    CPPUNIT_ASSERT_EQUAL(std::string("b\0c", 3), must(work.session_parts("h", 0, 1, 2)));
    CPPUNIT_ASSERT_EQUAL(std::string(), must(work.session_parts("h", 0, 3, 7)));
  });
}

void parts_are_those_of_their_slot_and_session(World& world) {
  world.try_out([](UnitOfWork& work) {
    Session row = session("h", 1);
    row.reply = "reply";
    must(work.put_session(row));
    must(work.put_session(session("h2", 1)));
    must(work.put_session_part("h", 0, 0, "none"));
    must(work.put_session_part("h", 1, 0, "one"));
    must(work.put_session_part("h2", 0, 0, "other"));
    must(work.drop_session_parts("h", 0));
    must(work.drop_session_parts("h", 7));
    CPPUNIT_ASSERT_EQUAL(std::string(), parts(work, "h", 0));
    CPPUNIT_ASSERT_EQUAL(std::string("one"), parts(work, "h", 1));
    CPPUNIT_ASSERT_EQUAL(std::string("other"), parts(work, "h2", 0));
    check_same(row, must(work.session("h")).value());
  });
}

void parts_go_with_their_session(World& world) {
  world.try_out([](UnitOfWork& work) {
    must(work.put_session(session("h", 1)));
    must(work.put_session(session("h2", 1)));
    must(work.put_session_part("h", 0, 0, "one"));
    must(work.put_session_part("h", 3, 5, "two"));
    must(work.put_session_part("h2", 0, 0, "other"));
    must(work.drop_session("h"));
    CPPUNIT_ASSERT_EQUAL(std::string(), parts(work, "h", 0) + parts(work, "h", 3));
    CPPUNIT_ASSERT_EQUAL(std::string("other"), parts(work, "h2", 0));
  });
}

}  // namespace

std::vector<Case> session_cases() {
  return {PIM_CASE(every_field_of_a_session_comes_back),
          PIM_CASE(a_large_session_comes_back_whole),
          PIM_CASE(putting_a_session_again_replaces_it),
          PIM_CASE(an_unknown_handle_is_none),
          PIM_CASE(a_dropped_session_is_gone),
          PIM_CASE(a_session_is_found_by_role_device_and_id),
          PIM_CASE(of_several_sessions_the_one_updated_last_is_found),
          PIM_CASE(an_ended_session_is_found_as_well),
          PIM_CASE(sessions_under_way_are_counted_from_a_time_on),
          PIM_CASE(parts_of_a_session_come_back_in_their_order),
          PIM_CASE(parts_are_those_of_their_slot_and_session),
          PIM_CASE(parts_go_with_their_session)};
}

}  // namespace pim::store::testing
