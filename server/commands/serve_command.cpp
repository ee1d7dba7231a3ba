#include "server/app.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/exit_codes.hpp"

#include <cstdlib>

namespace slipway::server {
namespace {

struct Options {
    DataOptions data;
    std::vector<std::string> listen;
    std::string public_url;
};

int run(const Options& options) {
    ConfigSources sources;
    sources.environment = [](const char* name) -> const char* { return std::getenv(name); };
    if (!options.data.config_file.empty()) sources.file = options.data.config_file;
    if (!options.data.data.empty()) sources.data = options.data.data;
    sources.listen = options.listen;
    if (!options.public_url.empty()) sources.public_url = options.public_url;
    const auto config = load_config(sources);
    if (config.ok()) return serve(*config);
    report(config.error());
    return exit_code::config;
}

}  // namespace

void add_serve_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<Options>();
    auto* command = program.add_subcommand("serve", "Run the daemon; an empty data directory is filled first");
    add_data_options(*command, options->data);
    command
        ->add_option("--listen", options->listen,
                     "Where to listen: ADDR:PORT, https://ADDR:PORT or unix:PATH; may be repeated")
        ->type_name("ADDRESS")
        ->allow_extra_args(false);
    command->add_option("--public-url", options->public_url, "The base of every URL that is written")->type_name("URL");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace slipway::server
