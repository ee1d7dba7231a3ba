#include "base/text.hpp"
#include "publishing/directory/data_directory.hpp"
#include "server/api/resources/events.hpp"
#include "server/commands/commands.hpp"
#include "server/commands/data_options.hpp"
#include "server/commands/exit_codes.hpp"
#include "server/directory_options.hpp"

#include <fmt/format.h>

namespace slipway::server {
namespace {

constexpr std::size_t events_at_once = 1000;

struct EventsOptions {
    DataOptions data;
    publishing::RowId after = 0;
    std::string repository;
};

Result<int> run(const Config& config, const EventsOptions& options) {
    const auto places = TRY(store_places(config));
    const auto catalog = TRY(publishing::open_catalog_to_read(places));
    const auto view = TRY(catalog->read());
    const auto repository = options.repository.empty() ? std::nullopt : std::optional(options.repository);
    auto after = options.after;
    while (true) {
        const auto page = TRY(publishing::events_after(view, after, events_at_once, repository));
        for (const auto& event : page.events) fmt::print("{}\n", api::event_json(event).text());
        if (!page.more) return exit_code::ok;
        after = page.events.back().id;
    }
}

}  // namespace

void add_events_command(CLI::App& program, int& exit_code) {
    auto options = std::make_shared<EventsOptions>();
    auto* command = program.add_subcommand("events", "Print the audit log as JSON lines, even while the daemon runs");
    add_data_options(*command, options->data);
    command->add_option("--after", options->after, "Only events with a greater number")
        ->type_name("NUMBER")
        ->check(CLI::NonNegativeNumber);
    command->add_option("--repository", options->repository, "Only events of this repository")->type_name("NAME");
    command->callback([options, &exit_code] {
        exit_code = run_with_config(options->data, [&](const Config& config) { return run(config, *options); });
    });
}

}  // namespace slipway::server
