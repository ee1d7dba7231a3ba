#include "base/files/posix_file_system.hpp"
#include "publishing/directory/backup.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

/// Says what was copied and what could not be; the exit code.
int conclude(std::string_view verb, const publishing::BackupReport& report) {
    const bool is_all_here = report.place.empty();
    fmt::print("{} {} files, {} bytes\n", verb, report.files_copied - (is_all_here ? report.damaged.size() : 0),
               report.bytes_copied);
    fmt::print("audit head {}\n", report.audit_head.render());
    const auto* const not_copied = is_all_here ? "damaged, not copied" : "damaged";
    for (const auto& damaged : report.damaged) fmt::print(stderr, "slipwayd: {}: {}\n", not_copied, damaged);
    if (!report.catalog_damage.empty())
        fmt::print(stderr, "slipwayd: the catalog is damaged, and its earlier copy stays: {}; run slipwayd fsck\n",
                   report.catalog_damage);
    if (!report.has_keys)
        fmt::print(stderr,
                   "slipwayd: the backup has no private keys (see --with-keys): without them nothing can be "
                   "published under the old keys\n");
    const bool is_whole = report.damaged.empty() && report.catalog_damage.empty();
    return is_whole ? exit_code::ok : exit_code::damage_left;
}

struct BackupOptions {
    DataOptions data;
    std::string to;
    bool with_keys = false;
};

Result<int> back_up(const Config& config, const BackupOptions& options) {
    using publishing::PrivateKeys;
    const auto keys = options.with_keys ? PrivateKeys::include : PrivateKeys::leave_out;
    PosixFileSystem files;
    const auto places = TRY(store_places(config));
    const auto report = TRY(publishing::back_up(files, places, options.to, keys, SystemClock().now()));
    if (!report.place.empty())
        fmt::print("{} objects, {} bytes, stay in {}; objects.tsv names them\n", report.files_named, report.bytes_named,
                   report.place);
    return conclude("copied", report);
}

struct RestoreOptions {
    std::string from;
    std::string data;
};

Result<int> restore(const RestoreOptions& options) {
    PosixFileSystem files;
    const auto report = TRY(publishing::restore(files, options.from, options.data));
    if (!report.place.empty())
        fmt::print(stderr,
                   "slipwayd: package files and packs are in {}, which belongs to the server that was backed up. When "
                   "that runs no more: slipwayd init --adopt, with the settings of the bucket\n",
                   report.place);
    return conclude("restored", report);
}

}  // namespace

void add_backup_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<BackupOptions>();
    auto* command = program.add_subcommand("backup", "Copy all that is stored, even while the daemon runs");
    add_data_options(*command, options->data);
    command->add_option("--to", options->to, "The target; what an earlier backup copied there is not copied again")
        ->required()
        ->type_name("DIR");
    command->add_flag("--with-keys", options->with_keys, "Include the private signing keys");
    command->footer(
        "Token files are never copied. Of a catalog in PostgreSQL the copy is a slipway.db, with keys in files.\n"
        "What lies in a bucket is looked for there and listed, and not copied.\n"
        "Exit code 2: something is damaged and was not copied; run fsck.");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return back_up(config, *options); });
    });
}

void add_restore_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<RestoreOptions>();
    auto* command = program.add_subcommand("restore", "Make a data directory from a backup");
    command->add_option("--from", options->from, "The backup")->required()->type_name("DIR");
    command->add_option("--data", options->data, "The new data directory; missing or empty")
        ->required()
        ->type_name("DIR");
    command->callback([options, &exit_code] { exit_code = finish(restore(*options)); });
}

}  // namespace slipway::server
