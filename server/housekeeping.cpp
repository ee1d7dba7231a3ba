#include "server/housekeeping.hpp"

#include "publishing/access/tokens.hpp"

namespace slipway::server {
namespace {

constexpr std::chrono::seconds round_every{5};
constexpr unsigned rounds_between_token_records = 6;
// With the reserve touched, garbage is looked for this often: collecting costs more than it can bring.
constexpr std::chrono::minutes between_urgent_collections{10};

}  // namespace

Housekeeping::Housekeeping(Parts parts, Options options)
    : parts_(std::move(parts)),
      options_(options),
      guard_(parts_.log),
      last_collection_(std::chrono::steady_clock::now()),
      loop_("housekeeping", guard_, 1, [this](unsigned) { run(); }) {}

void Housekeeping::run() {
    while (loop_.sleep_for(round_every)) {
        if (++rounds_ % rounds_between_token_records == 0)
            guard_.run("recording token uses", [this] { record_token_uses(); });
        guard_.run("counting refusals", [this] { parts_.refusals.write_counts(std::chrono::steady_clock::now()); });
        guard_.run("counting log lines", [this] { parts_.write_log_counts(); });
        guard_.run("expiring channels", [this] { parts_.publisher.expire_channels(); });
        guard_.run("collecting garbage", [this] { collect_when_due(); });
        guard_.run("keeping the log short", [this] { keep_log_short(); });
        guard_.run("keeping space for the catalog", [this] { fill_reserve(); });
        guard_.run("returning memory", [this] { free_memory_.release(); });
    }
}

void Housekeeping::record_token_uses() {
    auto uses = parts_.tokens.take_uses();
    if (uses.empty()) return;
    const auto write_uses = [uses = std::move(uses)](auto& tx) { return publishing::record_token_uses(tx, uses); };
    parts_.publisher.write(write_uses, [&log = parts_.log](Result<std::monostate> written) {
        if (!written.ok()) log.failure("token uses could not be noted", written.error());
    });
}

void Housekeeping::keep_log_short() {
    if (const auto kept = parts_.keep_log_short(); !kept.ok())
        parts_.log.failure("the catalog's log could not be emptied", kept.error());
}

void Housekeeping::fill_reserve() {
    if (const auto filled = parts_.fill_reserve(); !filled.ok())
        parts_.log.failure("no space could be reserved for the catalog", filled.error());
}

void Housekeeping::collect_when_due() {
    const auto since = std::chrono::steady_clock::now() - last_collection_;
    const auto free = parts_.free_bytes();
    const bool urgent = free.ok() && *free < options_.disk_reserve && since >= between_urgent_collections;
    if (since < options_.gc_interval && !urgent) return;
    last_collection_ = std::chrono::steady_clock::now();
    if (const auto collected =
            parts_.collect_garbage(urgent ? publishing::Urgency::disk_is_full : publishing::Urgency::usual);
        !collected.ok())
        parts_.log.failure("garbage could not be collected", collected.error());
}

}  // namespace slipway::server
