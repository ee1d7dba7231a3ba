#include "base/clock.hpp"
#include "publishing/garbage.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_directory.hpp"
#include "server/commands/exit_codes.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

void print(std::string_view verb, const publishing::SweptRows& rows, const storage::UnreferencedFiles& files) {
    fmt::print(
        "{} {} past revisions, {} replaced index files, {} packages, {} tree nodes and {} segments from the catalog\n",
        verb, rows.revisions, rows.index_files, rows.packages, rows.nodes, rows.segments);
    fmt::print("{} {} package files and {} packs, {} bytes\n", verb, files.blobs.size(), files.packs.size(),
               files.bytes());
}

/// What would go, as seen inside a transaction that is then rolled back.
Result<int> rehearse(const Config& config, DataDirectory& data) {
    auto tx = TRY(data.catalog->write());
    const auto rows = TRY(publishing::sweep_catalog(tx, SystemClock().now(), config.retention.index_files));
    const auto files = TRY(storage::find_unreferenced_files(tx, *data.blobs, *data.segments));
    print("would remove", rows, files);
    return exit_code::ok;
}

Result<int> collect(const Config& config, DataDirectory& data) {
    auto tx = TRY(data.catalog->write());
    const auto rows = TRY(publishing::sweep_catalog(tx, SystemClock().now(), config.retention.index_files));
    TRY(std::move(tx).commit());
    const auto files = TRY(
        publishing::remove_unreferenced_files(*data.catalog, *data.blobs, *data.segments, publishing::ClaimedBlobs()));
    print("removed", rows, files);
    return exit_code::ok;
}

struct Options {
    DataOptions data;
    bool dry_run = false;
};

Result<int> run(const Config& config, bool dry_run) {
    const auto data = TRY(DataDirectory::open_alone(config.data));
    return dry_run ? rehearse(config, *data) : collect(config, *data);
}

}  // namespace

void add_gc_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand(
        "gc", "Remove what nothing refers to; the daemon must not run (it does this by itself, see gc.interval)");
    add_data_options(*command, options->data);
    command->add_flag("--dry-run", options->dry_run, "Only say what would be removed");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return run(config, options->dry_run); });
    });
}

}  // namespace slipway::server
