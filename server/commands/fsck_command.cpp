#include "base/clock.hpp"
#include "publishing/directory/examination.hpp"
#include "server/api/routing/json.hpp"
#include "server/app.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

using publishing::Examination;
using publishing::Finding;

std::string_view name_of(const Finding& finding) {
    if (finding.kind == Finding::Kind::leftover) return "leftover";
    return finding.repaired ? "repaired" : "damage";
}

void print_json(const Examination& outcome) {
    const auto& findings = outcome.findings;
    std::vector<Json> list;
    for (const auto& finding : findings.all())
        list.push_back(
            Json::object({{"kind", name_of(finding)}, {"check", finding.check}, {"message", finding.message}}));
    fmt::print("{}\n", Json::object({{"damage_left", findings.damage_left()},
                                     {"damage_repaired", findings.damage_repaired()},
                                     {"private_keys_checked", outcome.has_checked_keys},
                                     {"audit_head", outcome.audit_head.render()},
                                     {"findings", Json::array(list)}})
                           .text());
}

void print_text(const Examination& outcome) {
    const auto& findings = outcome.findings;
    for (const auto& finding : findings.all())
        fmt::print("{}: {}: {}\n", name_of(finding), finding.check, finding.message);
    if (findings.damage_left() + findings.damage_repaired() == 0)
        fmt::print("clean\n");
    else
        fmt::print("{} damaged, {} repaired\n", findings.damage_left(), findings.damage_repaired());
    if (!outcome.has_checked_keys)
        fmt::print("not checked: private keys, which are sealed; give the sealing key (--key-file)\n");
    fmt::print("audit head {}\n", outcome.audit_head.render());
}

struct FsckOptions {
    DataOptions data;
    bool repair = false;
    bool json = false;
    std::string audit_head;
    bool rebuild = false;
    publishing::RebuildOptions rebuilt{};
};

Result<Examination> examine(const Config& config, const FsckOptions& options) {
    std::optional<publishing::AuditHead> earlier;
    if (!options.audit_head.empty()) earlier = TRY(publishing::AuditHead::parse(options.audit_head));
    const auto places = TRY(store_places(config));
    const auto repair = options.repair ? publishing::Repair::yes : publishing::Repair::no;
    return publishing::examine(places, repair, earlier, SystemClock().now(), config.retention.index_files);
}

Result<int> run(const Config& config, const FsckOptions& options) {
    if (options.rebuild) return rebuild(config, options.rebuilt);
    const auto outcome = TRY(examine(config, options));
    const auto& findings = outcome.findings;
    if (options.json)
        print_json(outcome);
    else
        print_text(outcome);
    if (findings.damage_left() > 0) return exit_code::damage_left;
    return findings.damage_repaired() > 0 ? exit_code::repaired : exit_code::ok;
}

}  // namespace

void add_fsck_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<FsckOptions>();
    auto* command = program.add_subcommand("fsck", "Check everything that is stored, even while the daemon runs");
    add_data_options(*command, options->data);
    command->add_flag("--repair", options->repair, "Repair what can be repaired; the daemon must not run");
    auto* json = command->add_flag("--json", options->json, "Print JSON");
    auto* rebuild = command
                        ->add_flag("--rebuild", options->rebuild,
                                   "Make a lost catalog again from package files and private keys, and say what stays "
                                   "lost. What is left of the former catalog is moved to before-{time}/; the daemon "
                                   "must not run")
                        ->excludes(json);
    command->add_option("--repository", options->rebuilt.repository, "With --rebuild: the name of the new repository")
        ->type_name("NAME")
        ->capture_default_str()
        ->needs(rebuild);
    command->add_option("--channel", options->rebuilt.channel, "With --rebuild: the protected channel for all packages")
        ->type_name("NAME")
        ->capture_default_str()
        ->needs(rebuild);
    command
        ->add_option("--active-key", options->rebuilt.active_key,
                     "With --rebuild: the key that signs; the newest by default")
        ->type_name("FINGERPRINT")
        ->needs(rebuild);
    command
        ->add_option("--audit-head", options->audit_head,
                     "Number and hash of an event: prove that the audit log still contains it")
        ->type_name("N:HASH");
    command->footer("Exit code 0: clean; 1: all damage repaired; 2: damage left, or the audit log lacks the head.");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return run(config, *options); });
    });
}

}  // namespace slipway::server
