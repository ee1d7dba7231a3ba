#include "base/files/posix_file_system.hpp"
#include "publishing/directory/backup.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

/// Says what was copied and what could not be; the exit code.
int conclude(std::string_view verb, const publishing::BackupReport& report) {
    fmt::print("{} {} files, {} bytes\n", verb, report.files_copied - report.damaged.size(), report.bytes_copied);
    fmt::print("audit head {}\n", report.audit_head.render());
    for (const auto& damaged : report.damaged) fmt::print(stderr, "slipwayd: damaged, not copied: {}\n", damaged);
    if (!report.has_keys)
        fmt::print(stderr,
                   "slipwayd: the backup has no private keys (see --with-keys): without them nothing can be "
                   "published under the old keys\n");
    return report.damaged.empty() ? exit_code::ok : exit_code::damage_left;
}

struct BackupOptions {
    DataOptions data;
    std::string to;
    bool with_keys = false;
};

Result<int> back_up(const Config& config, const BackupOptions& options) {
    using publishing::PrivateKeys;
    if (!config.storage.objects.empty())
        return Error(Fault::unsupported, "package files and packs are in " + config.storage.objects +
                                             ", and a backup is a copy of files; docs/object-store.md says how to back "
                                             "up a bucket and its catalog");
    PosixFileSystem files;
    const auto keys = options.with_keys ? PrivateKeys::include : PrivateKeys::leave_out;
    const auto report = TRY(publishing::back_up(files, config.data, options.to, keys, SystemClock().now()));
    return conclude("copied", report);
}

struct RestoreOptions {
    std::string from;
    std::string data;
};

Result<int> restore(const RestoreOptions& options) {
    PosixFileSystem files;
    const auto report = TRY(publishing::restore(files, options.from, options.data));
    return conclude("restored", report);
}

}  // namespace

void add_backup_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<BackupOptions>();
    auto* command = program.add_subcommand("backup", "Copy the data directory, even while the daemon runs");
    add_data_options(*command, options->data);
    command->add_option("--to", options->to, "The target; what an earlier backup copied there is not copied again")
        ->required()
        ->type_name("DIR");
    command->add_flag("--with-keys", options->with_keys, "Include the private signing keys");
    command->footer("Token files are never copied. Exit code 2: something is damaged and was not copied; run fsck.");
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
