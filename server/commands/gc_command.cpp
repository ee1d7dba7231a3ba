#include "base/clock.hpp"
#include "publishing/garbage/garbage.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_directory.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

struct GcOptions {
    DataOptions data;
    bool dry_run = false;
    bool force = false;
    bool no_rest = false;
};

void print(std::string_view verb, const publishing::SweptRows& rows, const storage::UnreferencedFiles& files) {
    fmt::print(
        "{} {} past revisions, {} replaced index files, {} packages, {} tree nodes and {} segments from the catalog\n",
        verb, rows.revisions, rows.index_files, rows.packages, rows.nodes, rows.segments);
    fmt::print("{} {} package files and {} packs, {} bytes\n", verb, files.blobs.size(), files.packs.size(),
               files.bytes());
}

/// What a catalog that lost its rows would cost is not collected by anybody who has not been asked.
Result<> check_share(const Config& config, const storage::UnreferencedFiles& files) {
    const storage::CollectionLimit limit{config.gc.share_percent, config.gc.share_least};
    const auto most = limit.bytes_of(files.stored_bytes);
    if (files.bytes() <= most) return {};
    return Error(Fault::precondition_failed,
                 fmt::format("{} of {} stored bytes are named by nothing, more than the {} that go at once "
                             "(gc.share_percent, gc.share_least); nothing was removed. If that is as it should be: "
                             "slipwayd gc --force",
                             files.bytes(), files.stored_bytes, most));
}

/// What would go, as seen inside a transaction that is then rolled back.
Result<int> rehearse(const Config& config, DataDirectory& data) {
    auto tx = TRY(data.catalog->write());
    const auto rows = TRY(publishing::sweep_catalog(tx, SystemClock().now(), config.retention.index_files));
    const auto files = TRY(storage::find_unreferenced_files(tx, *data.blobs, *data.segments));
    print("would remove", rows, files);
    const auto share = check_share(config, files);
    if (!share.ok()) fmt::print("but not without --force: {}\n", share.error().message());
    return exit_code::ok;
}

Result<publishing::SweptRows> sweep(const Config& config, DataDirectory& data, const GcOptions& options, Seconds now) {
    auto tx = TRY(data.catalog->write());
    const auto rows = TRY(publishing::sweep_catalog(tx, now, config.retention.index_files));
    if (!options.force) {
        const auto files = TRY(storage::find_unreferenced_files(tx, *data.blobs, *data.segments));
        TRY(check_share(config, files));
    }
    TRY(std::move(tx).commit());
    return rows;
}

Result<int> collect(const Config& config, DataDirectory& data, const GcOptions& options) {
    const Seconds now = SystemClock().now();
    const auto rows = TRY(sweep(config, data, options, now));
    const auto files = TRY(publishing::collect_unreferenced_files(*data.catalog, *data.blobs, *data.segments,
                                                                  publishing::ClaimedBlobs(), now, std::nullopt));
    print("removed", rows, files.laid_to_rest);
    const auto rest = options.no_rest ? std::chrono::seconds(0) : config.gc.rest;
    const auto emptied = TRY(storage::empty_trash(*data.blobs, *data.segments, now, rest, [] { return false; }));
    const auto resting = TRY(storage::resting_bytes(*data.blobs, *data.segments));
    fmt::print("freed {} bytes; {} bytes rest in the trash\n", emptied.bytes, resting);
    return exit_code::ok;
}

Result<int> run(const Config& config, const GcOptions& options) {
    const auto data = TRY(DataDirectory::open_alone(config.data));
    return options.dry_run ? rehearse(config, *data) : collect(config, *data, options);
}

}  // namespace

void add_gc_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<GcOptions>();
    auto* command = program.add_subcommand(
        "gc", "Remove what nothing refers to; the daemon must not run (it does this by itself, see gc.interval)");
    add_data_options(*command, options->data);
    command->add_flag("--dry-run", options->dry_run, "Only say what would be removed");
    command->add_flag("--force", options->force,
                      "Also more than the share of all bytes that goes at once (gc.share_percent, gc.share_least)");
    command->add_flag("--no-rest", options->no_rest,
                      "Free the bytes at once, those in the trash too, which otherwise rest for gc.rest");
    command->footer("Exit code 1: there is more than the share to remove, and nothing was removed.");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return run(config, *options); });
    });
}

}  // namespace slipway::server
