// SPDX-License-Identifier: Apache-2.0
#include "tools/pimctl/command_line.h"

#include "tools/pimctl/devices.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <functional>
#include <optional>
#include <ostream>

#include "tools/pimctl/records.h"
#include "tools/pimctl/users.h"

namespace pim::pimctl {
namespace {

/// What the options of a command line fill; the chosen command's callback then runs.
struct Chosen {
  std::string key_file;
  StorePlace place;
  std::optional<std::string> portal;
  DevicePlace devices;
  NewDevice device;
  std::int64_t number = 0;
  bool sure = false;
  std::string first_file;
  std::string second_file;
  std::string to;
  std::function<ExitCode()> command;
};

void add_keygen(CLI::App& top, Chosen& chosen, Random& random, const Output& output) {
  CLI::App* const keygen_command =
      top.add_subcommand("keygen", "make the key file that seals stored passwords");
  keygen_command->add_option("FILE", chosen.key_file, "the file to make, mode 0600")->required();
  keygen_command->callback(
      [&] { chosen.command = [&] { return keygen(chosen.key_file, random, output); }; });
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
  add_store_command(*store, chosen, "restored", "say that a backup was put back", [&] {
    return store_restored(chosen.place, chosen.portal, output);
  })->add_option("--portal", chosen.portal, "one only (default: all that the store holds)");
}

/// A command on the users of a portal: "user VERB sqlite PATH".
CLI::App* add_user_command(CLI::App& group, Chosen& chosen, const char* name, const char* help,
                           std::function<ExitCode()> command) {
  CLI::App* const verb = group.add_subcommand(name, help);
  verb->add_option("ENGINE", chosen.devices.store.engine, "sqlite or postgresql")
      ->required()
      ->check(CLI::IsMember({"sqlite", "postgresql"}));
  verb->add_option("PLACE", chosen.devices.store.path, "the store file, or a connection string")
      ->required();
  verb->add_option("--state-dir", chosen.devices.store.state_dir,
                   "as SyncMLStateDir says (default: the folder of PATH)");
  verb->add_option("--portal", chosen.devices.portal, "as SyncMLPortal says (default: default)");
  verb->callback([&chosen, command = std::move(command)] { chosen.command = command; });
  return verb;
}

/// A command on a user's devices: "device VERB sqlite PATH USER".
CLI::App* add_device_command(CLI::App& device, Chosen& chosen, const char* name, const char* help,
                             std::function<ExitCode()> command) {
  CLI::App* const verb = add_user_command(device, chosen, name, help, std::move(command));
  verb->add_option("USER", chosen.devices.user, "the login name")->required();
  return verb;
}

void add_user(CLI::App& top, Chosen& chosen, const Output& output) {
  CLI::App* const user = top.add_subcommand("user", "the users whose records the store holds");
  user->require_subcommand(1);
  add_user_command(*user, chosen, "list", "the users of a portal, with their records",
                   [&] { return user_list(chosen.devices, output); });
  CLI::App* const remove =
      add_device_command(*user, chosen, "remove", "remove a user with all records",
                         [&] { return user_remove(chosen.devices, chosen.sure, output); });
  remove->add_flag("--yes", chosen.sure, "do it (else it is only told what would go)");
}

void add_device(CLI::App& top, Chosen& chosen, Random& random, const Output& output) {
  CLI::App* const device = top.add_subcommand("device", "passwords of users' devices");
  device->require_subcommand(1);
  CLI::App* const add =
      add_device_command(*device, chosen, "add", "make a password for a device and tell it once",
                         [&] { return device_add(chosen.devices, chosen.device, random, output); });
  add->add_option("--key-file", chosen.devices.key_file, "as SyncMLKeyFile says")->required();
  add->add_option("--name", chosen.device.name, "what the user calls the device");
  add->add_option("--id", chosen.device.id,
                  "the device it is for (default: the first that uses it)");
  add->add_flag("--json", chosen.device.json, "print it as JSON");
  add_device_command(*device, chosen, "list", "the devices of a user",
                     [&] { return device_list(chosen.devices, output); });
  CLI::App* const revoke =
      add_device_command(*device, chosen, "revoke", "take a device's password back", [&] {
        return chosen.number == 0 ? device_revoke_all(chosen.devices, output)
                                  : device_revoke(chosen.devices, chosen.number, output);
      });
  CLI::App* const which = revoke->add_option_group("which");
  which->add_option("NUMBER", chosen.number, "as pimctl device list tells it")
      ->check(CLI::PositiveNumber);
  which->add_flag("--all")->description("all that the user has");
  which->require_option(1);
}

void add_records(CLI::App& top, Chosen& chosen, const Output& output) {
  CLI::App* const convert_command =
      top.add_subcommand("convert", "write the records of a file in another version");
  convert_command->add_option("IN", chosen.first_file, ".vcf, .ics, .vcs, .txt")->required();
  convert_command->add_option("OUT", chosen.second_file, "the file to write, - for the terminal")
      ->required();
  convert_command->add_option("--to", chosen.to, "2.1, 3.0 or 4.0; 1.0 or 2.0 for calendars");
  convert_command->callback([&] {
    chosen.command = [&] {
      return convert(chosen.first_file, chosen.second_file, chosen.to, output);
    };
  });
  CLI::App* const diff_command =
      top.add_subcommand("diff", "what differs between the records of two files");
  diff_command->add_option("A", chosen.first_file, "a file of records")->required();
  diff_command->add_option("B", chosen.second_file, "another")->required();
  diff_command->callback([&] {
    chosen.command = [&] { return diff(chosen.first_file, chosen.second_file, output); };
  });
}

}  // namespace

ExitCode run(const std::vector<std::string>& arguments, const Output& output) {
  SystemRandom random;
  Chosen chosen;
  CLI::App top("The administrator's command of mod_syncml and mod_pimbridge.", "pimctl");
  top.require_subcommand(1);
  top.footer(
      "exit codes: 0 done, 1 usage, 2 partly failed, 3 waiting for a person, 4 peer away, "
      "5 sign-in refused, 6 store trouble");
  add_keygen(top, chosen, random, output);
  add_store(top, chosen, random, output);
  add_user(top, chosen, output);
  add_device(top, chosen, random, output);
  add_records(top, chosen, output);
  try {
    std::vector<std::string> backwards(arguments.rbegin(), arguments.rend());  // as CLI11 wants it
    top.parse(backwards);
  } catch (const CLI::ParseError& error) {
    return top.exit(error, output.out, output.err) == 0 ? ExitCode::Done : ExitCode::Usage;
  }
  return chosen.command();
}

}  // namespace pim::pimctl
