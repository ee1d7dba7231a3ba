#include "server/app.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"

namespace slipway::server {
namespace {

struct ServeOptions {
    DataOptions data;
    std::vector<std::string> listen;
    std::string public_url;
    std::string cluster_url;
    std::string cluster_wait;
    bool init = false;
};

int run(const ServeOptions& options) {
    auto sources = sources_of(options.data);
    sources.listen = options.listen;
    if (!options.public_url.empty()) sources.public_url = options.public_url;
    if (!options.cluster_url.empty()) sources.cluster_url = options.cluster_url;
    if (!options.cluster_wait.empty()) sources.cluster_wait = options.cluster_wait;
    const auto config = load_config(sources);
    const auto consent = options.init ? publishing::Consent::move_aside : publishing::Consent::begin_in_empty;
    if (config.ok()) return serve(*config, consent);
    report(config.error());
    return exit_code::config;
}

}  // namespace

void add_serve_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<ServeOptions>();
    auto* command = program.add_subcommand("serve", "Run the daemon; an empty data directory is filled first");
    add_data_options(*command, options->data);
    command
        ->add_option("--listen", options->listen,
                     "Where to listen: ADDR:PORT, localhost:PORT, :PORT or PORT (every IPv4 address), https:// before "
                     "one of them, or unix:PATH; may be repeated")
        ->type_name("ADDRESS")
        ->allow_extra_args(false);
    command->add_option("--public-url", options->public_url, "The beginning of every URL that the server writes")
        ->type_name("URL");
    command
        ->add_option("--cluster-url", options->cluster_url,
                     "The address of this node, http://HOST:PORT, where several of them share the catalog in "
                     "PostgreSQL and the bucket")
        ->type_name("URL");
    command
        ->add_option("--cluster-wait", options->cluster_wait,
                     "How long a change waits for the other nodes to serve it, e.g. 2s")
        ->type_name("TIME");
    command->add_flag(
        "--init", options->init,
        "Begin anew if the directory holds packages or keys but no catalog of its own: everything is moved to "
        "before-{time}/ in it, and nothing is removed. If the catalog is intact, this does nothing");
    command->footer(
        "Exit code 69: an address is in use; 74: the database of the catalog or the object store cannot be reached;\n"
        "75: the directory is in use; 77: this user may not use it;\n"
        "78: a setting is wrong, or the catalog is lost or belongs to another directory or bucket.");
    command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace slipway::server
