// SPDX-License-Identifier: Apache-2.0
#include "common/console/call.h"

#include "common/base/limits.h"
#include "common/base/text.h"

namespace pim::console {

Result<std::unique_ptr<store::UnitOfWork>> Call::begin(store::Access access) const {
  PIM_TRY(const store::Owner owner, services.store.owner(services.config.portal, request.user));
  return services.store.begin(owner.id, access);
}

Outcome<std::string> Call::seal(std::string_view secret, std::string_view purpose) const {
  auto sealed = services.sealer.seal(secret, purpose);
  if (!sealed) {
    Problem problem(Trouble::NoSealing,
                    "The portal cannot seal passwords at the moment. Nothing was changed. Tell "
                    "the administrator: the key file is missing or cannot be read.");
    problem.cause = sealed.error().text();
    return tl::unexpected<Problem>(std::move(problem));
  }
  return std::move(*sealed);
}

std::string Call::link(std::string_view path) const {
  return request.url_base + std::string(ApiRoot) + std::string(path);
}

Outcome<Shelf> find_shelf(store::UnitOfWork& work, std::string_view name) {
  PIM_TRY(auto collection, work.collection(name));
  const content::Kind* kind = collection ? content::kind_of(collection->kind) : nullptr;
  if (kind == nullptr) {
    return not_found("collection", name);
  }
  return Shelf{std::move(*collection), kind};
}

Outcome<std::int64_t> number_in_address(std::string_view text, std::string_view what) {
  const auto number = parse_unsigned(text);
  if (!number || *number == 0 || *number > static_cast<std::uint64_t>(INT64_MAX)) {
    return not_found(what, text);
  }
  return static_cast<std::int64_t>(*number);
}

tl::unexpected<Problem> not_found(std::string_view what, std::string_view name) {
  const bool short_enough = name.size() <= limits::MaxName && is_valid_utf8(name);
  return trouble(Trouble::NotFound, "You have no " + std::string(what) + " \"" +
                                        std::string(short_enough ? name : "?") +
                                        "\". Nothing was changed. Read the list again.");
}

}  // namespace pim::console
