#include "publishing/directory/migration.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"
#include "server/sealing_key.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace slipway::server {
namespace {

using publishing::MigrationProgress;
using publishing::MigrationReport;

struct MigrateOptions {
    std::string from;
    std::string to;
};

/// A file has settings, anything else is a data directory. The variables of the environment would say the same of both
/// sides, and are left out.
Result<Config> settings_of(const std::string& place, const char* side) {
    ConfigSources sources;
    sources.environment = [](const char*) -> const char* { return nullptr; };
    std::error_code unknown;  // what cannot be looked at is told by whoever opens it
    const bool is_file = std::filesystem::is_regular_file(place, unknown) || place.ends_with(".toml");
    if (is_file)
        sources.file = place;
    else
        sources.data = place;
    auto config = load_config(sources);
    if (config.ok()) return config;
    return Error(Fault::unsupported, std::string(side) + ": " + config.error().message());
}

std::string line_of(const MigrationProgress& progress) {
    using Step = MigrationProgress::Step;
    if (progress.step == Step::files)
        return fmt::format("{} of {} package files and packs, {} bytes", progress.done, progress.all, progress.bytes);
    const auto* const verb = progress.step == Step::rows ? "copied" : "compared";
    return fmt::format("{} {} rows of {}", verb, progress.done, progress.table);
}

/// Says once in two seconds how far it is.
class ProgressLines {
public:
    void tell(const MigrationProgress& progress) {
        const auto now = std::chrono::steady_clock::now();
        if (now - told_at_ < std::chrono::seconds(2)) return;
        told_at_ = now;
        const auto line = "slipwayd: " + line_of(progress) + "\n";
        std::fputs(line.c_str(), stderr);  // should nobody read it, the work goes on
    }

private:
    std::chrono::steady_clock::time_point told_at_ = std::chrono::steady_clock::now();
};

void print(const MigrationReport& report) {
    fmt::print("moved {} to {}\n", report.from, report.to);
    if (report.moved_catalog)
        fmt::print("catalog: {} rows of {} tables; private keys: {}; all compared\n", report.rows, report.tables,
                   report.keys);
    if (report.moved_files)
        fmt::print(
            "packages: {} package files and packs, {} bytes, all compared; {} files and {} bytes of them were "
            "copied now\n",
            report.files, report.bytes, report.copied_files, report.copied_bytes);
    fmt::print("id {}\naudit head {}\n", report.id, report.audit_head.render());
    fmt::print(stderr,
               "slipwayd: start the daemon with the settings of the new place. Nothing was removed from the former "
               "one, where no daemon starts any more\n");
}

Result<int> run(const MigrateOptions& options) {
    const auto from = TRY(settings_of(options.from, "--from"));
    const auto to = TRY(settings_of(options.to, "--to"));
    const auto variable = take_sealing_key_variable();
    const auto from_places = TRY(store_places(from, variable).during("--from"));
    const auto to_places = TRY(store_places(to, variable).during("--to"));
    ProgressLines lines;
    const auto report = TRY(
        publishing::migrate(from_places, to_places, [&](const MigrationProgress& progress) { lines.tell(progress); }));
    print(report);
    return exit_code::ok;
}

}  // namespace

void add_migrate_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<MigrateOptions>();
    auto* command = program.add_subcommand(
        "migrate",
        "Move a server between files, a database and a bucket, and compare all of it; the daemon must not run");
    command
        ->add_option("--from", options->from,
                     "Where the server is: its settings, as serve has them, or a data directory with all in it")
        ->required()
        ->type_name("DIR|CONFIG");
    command->add_option("--to", options->to, "Where it shall be, in the same way; everything there is empty")
        ->required()
        ->type_name("DIR|CONFIG");
    command->footer(
        "Ids, dates, keys, tokens, signatures and the audit log stay as they are. Nothing is removed from the former\n"
        "place, and no daemon starts there any more. What was interrupted goes on when it is run again.\n"
        "Variables of the environment are not read, but SLIPWAY_SEALING_KEY and the keys of the object store.\n"
        "Exit code 64: the same place twice; 66: no server there; 73: the target is not empty; 74: something is\n"
        "damaged or cannot be reached; 75: a daemon runs; 78: a setting or the sealing key is wrong, or the server\n"
        "was moved elsewhere.");
    command->callback([options, &exit_code] { exit_code = finish(run(*options)); });
}

}  // namespace slipway::server
