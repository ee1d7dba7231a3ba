#include "publishing/directory/audit_trail.hpp"

#include <vector>

namespace slipway::publishing {

/// The hashes are for machines that compare them: in the form that machines read.
void log_event(const Log& log, const storage::EventRow& event) {
    std::vector<LogField> fields = {
        {"number", std::to_string(event.id)}, {"action", event.action},         {"actor", event.actor},
        {"address", event.address},           {"repository", event.repository}, {"channel", event.channel},
        {"details", event.details, true}};
    if (log.format() == LogFormat::json) {
        fields.push_back({"hash", event.hash.hex()});
        fields.push_back({"previous_hash", event.previous_hash.hex()});
    }
    log.record("audit", fields);
}

Result<> log_audit_head(const Log& log, const storage::Catalog& catalog) {
    const auto tx = TRY(catalog.read());
    const auto head = TRY(storage::audit_head(tx));
    for (const auto& event : TRY(storage::newest_events(tx))) log_event(log, event);
    log.record("audit log", {{"head", head.render()}});
    return {};
}

void log_unknown_outcome(const Log& log, const Error& reason, const std::vector<storage::EventRow>& events) {
    for (const auto& event : events)
        log.record("audit event of unknown outcome", {{"number", std::to_string(event.id)},
                                                      {"hash", event.hash.hex()},
                                                      {"action", event.action},
                                                      {"actor", event.actor},
                                                      {"repository", event.repository},
                                                      {"channel", event.channel}});
    log.failure("whether a commit happened cannot be known: ending; the next start finds out", reason);
}

}  // namespace slipway::publishing
