#include "base/clock.hpp"
#include "publishing/fsck/checker.hpp"
#include "server/api/json.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_directory.hpp"
#include "server/commands/exit_codes.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

using api::Json;
using storage::Finding;
using storage::Findings;

std::string_view name_of(const Finding& finding) {
    if (finding.kind == Finding::Kind::leftover) return "leftover";
    return finding.repaired ? "repaired" : "damage";
}

void print_json(const Findings& findings) {
    std::vector<Json> list;
    for (const auto& finding : findings.all())
        list.push_back(
            Json::object({{"kind", name_of(finding)}, {"check", finding.check}, {"message", finding.message}}));
    fmt::print("{}\n", Json::object({{"damage_left", findings.damage_left()},
                                     {"damage_repaired", findings.damage_repaired()},
                                     {"findings", Json::array(list)}})
                           .text());
}

void print_text(const Findings& findings) {
    for (const auto& finding : findings.all())
        fmt::print("{}: {}: {}\n", name_of(finding), finding.check, finding.message);
    if (findings.damage_left() + findings.damage_repaired() == 0)
        fmt::print("clean\n");
    else
        fmt::print("{} damaged, {} repaired\n", findings.damage_left(), findings.damage_repaired());
}

Result<Findings> repair(const Config& config) {
    const auto data = TRY(DataDirectory::open_alone(config.data));
    return publishing::repair_store({*data->catalog, *data->blobs, *data->segments}, SystemClock().now(),
                                    config.retention.index_files);
}

Result<Findings> check(const Config& config) {
    const auto data = TRY(DataDirectory::open_beside(config.data));
    return publishing::check_store({*data->catalog, *data->blobs, *data->segments});
}

struct Options {
    DataOptions data;
    bool repair = false;
    bool json = false;
};

Result<int> run(const Config& config, const Options& options) {
    const auto findings = TRY(options.repair ? repair(config) : check(config));
    if (options.json)
        print_json(findings);
    else
        print_text(findings);
    if (findings.damage_left() > 0) return exit_code::damage_left;
    return findings.damage_repaired() > 0 ? exit_code::repaired : exit_code::ok;
}

}  // namespace

void add_fsck_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("fsck", "Check everything that is stored, also while the daemon runs");
    add_data_options(*command, options->data);
    command->add_flag("--repair", options->repair, "Mend what can be mended; the daemon must not run");
    command->add_flag("--json", options->json, "Print JSON");
    command->footer("Exit code 0: clean; 1: all damage repaired; 2: damage left.");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return run(config, *options); });
    });
}

}  // namespace slipway::server
