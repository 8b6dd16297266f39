// SPDX-License-Identifier: Apache-2.0
#include "tests/sql/scratch.h"

#include <unistd.h>

#include <cstdlib>

#include "common/sql/sqlite_connection.h"
#include "tests/sql/placed_store.h"

namespace pim::sql::testing {
namespace {

std::filesystem::path scratch_root() {
  const std::filesystem::path memory = "/dev/shm";
  const bool usable = std::getenv("TMPDIR") == nullptr && ::access(memory.c_str(), W_OK) == 0;
  return usable ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

Folder::Folder() {
  std::string name = (scratch_root() / "pim-sql-XXXXXX").string();
  CPPUNIT_ASSERT(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

void Place::init() const {
  SystemRandom random;
  must(init_schema(path(), random));
}

std::unique_ptr<store::Store> make_store() {
  auto place = std::make_shared<Place>();
  place->init();
  auto store = place->open();
  return std::make_unique<PlacedStore>(std::move(place), std::move(store));
}

store::OwnerId make_alice(store::Store& store) {
  must(store.portal("here", "0123456789abcdef0123456789abcdef"));
  return must(store.owner("here", "alice")).id;
}

std::string ask(const std::string& path, const std::string& sql) {
  const auto connection = must(Connection::open({.path = path}));
  Statement statement = must(connection->prepare(sql.c_str()));
  return must(statement.first()) ? statement.row().text() : std::string();
}

void tell(const std::string& path, const std::string& sql) {
  must(must(Connection::open({.path = path}))->script(sql));
}

}  // namespace pim::sql::testing
