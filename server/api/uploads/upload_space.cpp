#include "server/api/uploads/upload_space.hpp"

#include "server/api/routing/limits.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

namespace slipway::api {
namespace {

constexpr std::uint64_t least_ahead = mebibyte;
constexpr std::uint64_t most_ahead = 64 * mebibyte;
constexpr std::uint64_t tokens_part = 4;

Error no_space() {
    return Error(Fault::storage_full, "the server has no space for this upload; its operator can free some");
}

}  // namespace

struct UploadSpace::State {
    State(const publishing::Ingest& where, std::uint64_t reserve) : ingest(where), disk_reserve(reserve) {}

    /// Returns how many of `free` bytes are promised to nobody.
    std::uint64_t unpromised(std::uint64_t free) const {
        const auto spoken_for = disk_reserve + promised;
        return free > spoken_for ? free - spoken_for : 0;
    }
    void add(publishing::RowId token, std::uint64_t bytes) {
        promised_to[token] += bytes;  // first: for want of memory nothing is changed
        promised += bytes;
    }
    void remove(publishing::RowId token, std::uint64_t bytes) {
        if (bytes == 0) return;
        promised -= bytes;
        const auto own = promised_to.find(token);
        own->second -= bytes;
        if (own->second == 0) promised_to.erase(own);
    }

    const publishing::Ingest& ingest;
    const std::uint64_t disk_reserve;
    std::mutex mutex;  // guards the two below
    std::uint64_t promised = 0;
    std::map<publishing::RowId, std::uint64_t> promised_to;
};

UploadSpace::UploadSpace(const publishing::Ingest& ingest, std::uint64_t disk_reserve)
    : state_(std::make_shared<State>(ingest, disk_reserve)) {}

Result<UploadSpace::Reservation> UploadSpace::reserve(publishing::RowId token, std::uint64_t declared) {
    Reservation reservation(state_, token);
    const auto free = TRY(state_->ingest.free_bytes());
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->unpromised(free) < std::max<std::uint64_t>(declared, 1)) return no_space();
    }
    TRY(reservation.extend());
    return reservation;
}

Result<bool> is_short_of_space(const publishing::Ingest& ingest, std::uint64_t disk_reserve) {
    return TRY(ingest.free_bytes()) < disk_reserve;
}

UploadSpace::Reservation::~Reservation() {
    if (state_ == nullptr) return;  // moved from
    const std::lock_guard lock(state_->mutex);
    state_->remove(token_, ahead_);
}

/// A token that has its share is promised nothing ahead; as long as there is space its uploads go on.
Result<> UploadSpace::Reservation::extend() {
    const auto free = TRY(state_->ingest.free_bytes());
    const std::lock_guard lock(state_->mutex);
    const auto left = state_->unpromised(free);
    if (left == 0) return no_space();
    const auto own = state_->promised_to.find(token_);
    const auto already = own == state_->promised_to.end() ? 0 : own->second;
    const auto share = (left + already) / tokens_part;
    const auto wanted = std::clamp(received_, least_ahead, most_ahead);
    const auto step = std::min({wanted, left, share > already ? share - already : 0});
    if (step == 0) return {};
    state_->add(token_, step);
    ahead_ += step;
    return {};
}

Result<> UploadSpace::Reservation::written(std::uint64_t bytes) {
    received_ += bytes;
    const auto kept = std::min(bytes, ahead_);
    {
        const std::lock_guard lock(state_->mutex);
        state_->remove(token_, kept);
    }
    ahead_ -= kept;
    return ahead_ > 0 ? Result<>{} : extend();
}

}  // namespace slipway::api
