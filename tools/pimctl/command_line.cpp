// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/command_line.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <ostream>

namespace pim::pimctl {
namespace {

/// What the options of a command line fill; the chosen command's callback then runs.
struct Chosen {
  std::string key_file;
  StorePlace place;
  std::string portal = "default";
  std::function<ExitCode()> command;
};

void add_keygen(CLI::App& top, Chosen& chosen, Random& random, const Output& output) {
  CLI::App* const keygen_command =
      top.add_subcommand("keygen", "make the key file that seals stored passwords");
  keygen_command->add_option("FILE", chosen.key_file, "the file to make, mode 0600")->required();
  keygen_command->callback([&] {
    chosen.command = [&] { return keygen(chosen.key_file, random, output); };
  });
}

/// A command on a store: "store VERB sqlite PATH" or "store VERB postgresql CONNINFO".
CLI::App* add_store_command(CLI::App& store, Chosen& chosen, const char* name, const char* help,
                            std::function<ExitCode()> command) {
  CLI::App* const verb = store.add_subcommand(name, help);
  verb->add_option("ENGINE", chosen.place.engine, "sqlite or postgresql")
      ->required()
      ->check(CLI::IsMember({"sqlite", "postgresql"}));
  verb->add_option("PLACE", chosen.place.path,
                   "the store file, or a connection string (a password belongs into a passfile)")
      ->required();
  verb->add_option("--state-dir", chosen.place.state_dir,
                   "as SyncMLStateDir says (default: the folder of PATH)");
  verb->callback([&chosen, command = std::move(command)] { chosen.command = command; });
  return verb;
}

void add_store(CLI::App& top, Chosen& chosen, Random& random, const Output& output) {
  CLI::App* const store = top.add_subcommand("store", "make, upgrade and check the store");
  store->require_subcommand(1);
  add_store_command(*store, chosen, "init", "make the store where it is missing",
                    [&] { return store_init(chosen.place, random, output); });
  add_store_command(*store, chosen, "upgrade", "bring the store to this program's schema version",
                    [&] { return store_upgrade(chosen.place, output); });
  add_store_command(*store, chosen, "check", "read the whole store and name what is wrong",
                    [&] { return store_check(chosen.place, output); });
  add_store_command(*store, chosen, "restored", "say that a backup was put back",
                    [&] { return store_restored(chosen.place, chosen.portal, output); })
      ->add_option("--portal", chosen.portal, "as SyncMLPortal says")
      ->capture_default_str();
}

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, const Output& output) {
  SystemRandom random;
  Chosen chosen;
  CLI::App top("The administrator's command of mod_syncml and mod_pimbridge.", "pimctl");
  top.require_subcommand(1);
  top.footer("exit codes: 0 done, 1 usage, 2 partly failed, 3 waiting for a person, 4 peer away, "
             "5 sign-in refused, 6 store trouble");
  add_keygen(top, chosen, random, output);
  add_store(top, chosen, random, output);
  try {
    std::vector<std::string> backwards(arguments.rbegin(), arguments.rend());  // as CLI11 wants it
    top.parse(backwards);
  } catch (const CLI::ParseError& error) {
    return top.exit(error, output.out, output.err) == 0 ? ExitCode::Done : ExitCode::Usage;
  }
  return chosen.command();
}

}  // namespace pim::pimctl
