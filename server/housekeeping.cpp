#include "server/housekeeping.hpp"

#include "server/memory.hpp"
#include "storage/catalog/tokens.hpp"

namespace slipway::server {
namespace {

constexpr std::chrono::seconds round_every{5};
constexpr unsigned rounds_between_token_notes = 6;
// With the reserve touched, garbage is looked for this often: collecting costs more than it can bring.
constexpr std::chrono::minutes between_urgent_collections{10};

}  // namespace

Housekeeping::Housekeeping(Parts parts, Options options)
    : parts_(std::move(parts)),
      options_(options),
      last_collection_(std::chrono::steady_clock::now()),
      thread_([this] { run(); }) {}

Housekeeping::~Housekeeping() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Housekeeping::run() {
    std::unique_lock lock(mutex_);
    unsigned round = 0;
    while (!wake_.wait_for(lock, round_every, [this] { return stopping_; })) {
        lock.unlock();
        if (++round % rounds_between_token_notes == 0) note_token_uses();
        parts_.refusals.write_counts(std::chrono::steady_clock::now());
        parts_.publisher.expire_channels();
        collect_when_due();
        return_free_memory();
        lock.lock();
    }
}

void Housekeeping::note_token_uses() {
    auto uses = parts_.tokens.take_uses();
    if (uses.empty()) return;
    const auto write_uses = [uses = std::move(uses)](storage::WriteTransaction& tx) -> Result<> {
        for (const auto& [token, time] : uses) TRY(storage::set_token_last_used(tx, token, time));
        return {};
    };
    parts_.publisher.write(write_uses, [&log = parts_.log](Result<std::monostate> written) {
        if (!written.ok()) log.failure("token uses could not be noted", written.error());
    });
}

void Housekeeping::collect_when_due() {
    const auto since = std::chrono::steady_clock::now() - last_collection_;
    const auto free = parts_.free_bytes();
    const bool urgent = free.ok() && *free < options_.disk_reserve && since >= between_urgent_collections;
    if (since < options_.gc_interval && !urgent) return;
    last_collection_ = std::chrono::steady_clock::now();
    if (const auto collected = parts_.collect_garbage(); !collected.ok())
        parts_.log.failure("garbage could not be collected", collected.error());
}

}  // namespace slipway::server
