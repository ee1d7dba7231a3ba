#include "server/app.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

struct InitOptions {
    DataOptions data;
    bool anew = false;
    bool adopt = false;
};

Result<int> adopt(const Config& config) {
    const auto places = TRY(store_places(config));
    const auto id = TRY(publishing::adopt_directory(places));
    fmt::print("{} and its {}{} now know each other by the id {}\n", config.data.string(),
               places.has_database() ? "database" : "slipway.db", places.bucket ? " and bucket" : "", id);
    return exit_code::ok;
}

Result<int> run(const Config& config, const InitOptions& options) {
    if (options.adopt) return adopt(config);
    return initialise(config, options.anew ? publishing::Consent::move_aside : publishing::Consent::begin_in_empty);
}

}  // namespace

void add_init_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<InitOptions>();
    auto* command = program.add_subcommand("init", "Make repository main and two tokens in an empty data directory");
    add_data_options(*command, options->data);
    auto* anew =
        command->add_flag("--anew", options->anew,
                          "Even if there are packages or keys but no catalog: they are moved to before-{time}/ in "
                          "the directory, and nothing is removed");
    command
        ->add_flag("--adopt", options->adopt,
                   "Make nothing: accept the catalog that is there as the directory's own, whatever it lacks, and give "
                   "it the bucket that the settings name")
        ->excludes(anew);
    command->footer("Exit code 73: it was initialised before; 78: it holds files of a catalog that is lost.");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return run(config, *options); });
    });
}

}  // namespace slipway::server
