#include "publishing/audit_event.hpp"

namespace slipway::publishing {

storage::EventRow event_of(const Actor& actor, std::string action, std::string repository, std::string channel,
                           Seconds now) {
    storage::EventRow event;
    event.time = now;
    event.action = std::move(action);
    event.actor = actor.name;
    event.address = actor.address;
    event.repository = std::move(repository);
    event.channel = std::move(channel);
    event.details = "{}";
    return event;
}

}  // namespace slipway::publishing
