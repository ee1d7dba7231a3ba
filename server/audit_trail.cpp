#include "server/audit_trail.hpp"

namespace slipway::server {

void log_event(const Log& log, const storage::EventRow& event) {
    log.record("audit", {{"number", std::to_string(event.id)},
                         {"hash", event.hash.hex()},
                         {"previous_hash", event.previous_hash.hex()},
                         {"action", event.action},
                         {"actor", event.actor},
                         {"address", event.address},
                         {"repository", event.repository},
                         {"channel", event.channel}});
}

}  // namespace slipway::server
