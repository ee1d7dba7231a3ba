#include "base/clock.hpp"
#include "publishing/directory/offline_collection.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

struct GcOptions {
    DataOptions data;
    bool dry_run = false;
    bool force = false;
    bool no_rest = false;
};

void print(std::string_view verb, const publishing::OfflineCollection& collection) {
    const auto& [rows, files, refusal, freed, resting] = collection;
    fmt::print(
        "{} {} past revisions, {} replaced index files, {} packages, {} tree nodes and {} segments from the catalog\n",
        verb, rows.revisions, rows.index_files, rows.packages, rows.nodes, rows.segments);
    fmt::print("{} {} package files and {} packs, {} bytes\n", verb, files.blobs.size(), files.packs.size(),
               files.bytes());
}

Result<int> dry_run(publishing::DataDirectory& data, const publishing::GarbageRules& rules) {
    const auto would = TRY(publishing::dry_run_collection(data, rules, SystemClock().now()));
    print("would remove", would);
    if (would.refusal) fmt::print("but not without --force: {}\n", would.refusal->message());
    return exit_code::ok;
}

Result<int> run(const Config& config, const GcOptions& options) {
    const auto places = TRY(store_places(config));
    const auto data = TRY(publishing::DataDirectory::open_alone(places));
    auto rules = garbage_rules(config);
    if (options.dry_run) return dry_run(*data, rules);
    if (options.no_rest) rules.rest = std::chrono::seconds(0);
    const auto force = options.force ? publishing::Force::yes : publishing::Force::no;
    const auto did = TRY(publishing::collect_offline(*data, rules, force, SystemClock().now()));
    print("removed", did);
    fmt::print("freed {} bytes; {} bytes are in the trash\n", did.freed_bytes, did.resting_bytes);
    return exit_code::ok;
}

}  // namespace

void add_gc_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<GcOptions>();
    auto* command = program.add_subcommand(
        "gc", "Remove what nothing refers to; the daemon must not run (it does this by itself, see gc.interval)");
    add_data_options(*command, options->data);
    command->add_flag("--dry-run", options->dry_run, "Only say what would be removed");
    command->add_flag("--force", options->force,
                      "Remove more than the allowed share of all bytes (gc.share_percent, gc.share_least)");
    command->add_flag("--no-rest", options->no_rest,
                      "Free the bytes at once, also those in the trash, which otherwise stay there for gc.rest");
    command->footer("Exit code 1: there is more to remove than the allowed share, and nothing was removed.");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return run(config, *options); });
    });
}

}  // namespace slipway::server
