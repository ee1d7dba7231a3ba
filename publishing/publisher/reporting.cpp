#include "publishing/publisher/reporting.hpp"

#include "publishing/publisher/publisher_state.hpp"

#include <string>

namespace slipway::publishing {

void report(PublisherState& state, const Publication& publication) {
    const auto& log = state.parts.log;
    if (publication.clock_was_wrong) {
        ++state.counters.clock_alarms;
        log.error("clock alarm",
                  {{"repository", publication.repository},
                   {"message", "the last publication was dated in the future; dates go back to the clock"}});
    }
    for (const auto& [name, work] : publication.plan.channels) {
        const auto& channel = publication.plan.after.channels.at(name);
        log.info("published", {{"repository", publication.repository},
                               {"channel", name},
                               {"revision", std::to_string(channel.revision)},
                               {"packages", std::to_string(channel.package_count)},
                               {"root", channel.root.hex()}});
    }
}

}  // namespace slipway::publishing
