#include "server/api/upload_slots.hpp"

#include <algorithm>
#include <utility>

namespace slipway::api {
namespace {

constexpr std::uint64_t unpromised_step = 64 * mebibyte;

}  // namespace

struct UploadSlots::State {
    explicit State(const ApiLimits& limits_given) : limits(limits_given) {}

    const ApiLimits limits;
    std::mutex mutex;  // guards the two below
    std::size_t taken = 0;
    std::map<storage::RowId, std::size_t> taken_by;

    bool is_free_for(storage::RowId token) const {
        const auto own = taken_by.find(token);
        return taken < limits.uploads && (own == taken_by.end() || own->second < limits.uploads_of_a_token);
    }
    void give_back(storage::RowId token) {
        const std::lock_guard lock(mutex);
        --taken;
        if (--taken_by[token] == 0) taken_by.erase(token);
    }
};

UploadSlots::UploadSlots(const ApiLimits& limits) : state_(std::make_shared<State>(limits)) {}

Result<std::shared_ptr<void>> UploadSlots::take(storage::RowId token) {
    const std::lock_guard lock(state_->mutex);
    if (!state_->is_free_for(token))
        return Error(Fault::busy, "too many uploads are under way; try again in a moment").as(refusal_code);
    ++state_->taken;
    ++state_->taken_by[token];
    return std::shared_ptr<void>(nullptr, [state = state_, token](void*) { state->give_back(token); });
}

struct UploadSpace::State {
    State(storage::BlobStore& store, std::uint64_t reserve) : blobs(store), disk_reserve(reserve) {}

    storage::BlobStore& blobs;
    const std::uint64_t disk_reserve;
    std::mutex mutex;  // guards promised
    std::uint64_t promised = 0;
};

UploadSpace::UploadSpace(storage::BlobStore& blobs, std::uint64_t disk_reserve)
    : state_(std::make_shared<State>(blobs, disk_reserve)) {}

Result<UploadSpace::Reservation> UploadSpace::reserve(std::uint64_t bytes) { return reserve(state_, bytes); }

Result<UploadSpace::Reservation> UploadSpace::reserve(const std::shared_ptr<State>& state, std::uint64_t bytes) {
    const auto free = TRY(state->blobs.free_bytes());
    const std::lock_guard lock(state->mutex);
    const auto kept = state->disk_reserve;
    if (free < kept || free - kept < state->promised || free - kept - state->promised < bytes)
        return Error(Fault::storage_full, "the server has no space for this upload; its operator can free some");
    state->promised += bytes;
    return Reservation(state, bytes);
}

Result<bool> UploadSpace::is_short() const {
    const auto free = TRY(state_->blobs.free_bytes());
    return free < state_->disk_reserve;
}

UploadSpace::Reservation::~Reservation() {
    if (state_ == nullptr) return;  // moved from
    const std::lock_guard lock(state_->mutex);
    state_->promised -= bytes_;
}

Result<> UploadSpace::Reservation::written(std::uint64_t bytes) {
    const auto promised = std::min(bytes, bytes_);
    {
        const std::lock_guard lock(state_->mutex);
        state_->promised -= promised;
    }
    bytes_ -= promised;
    unpromised_ += bytes - promised;
    if (unpromised_ < unpromised_step) return {};
    unpromised_ = 0;
    TRY(reserve(state_, unpromised_step));  // asks only: given back at once, the bytes will be seen as used
    return {};
}

}  // namespace slipway::api
