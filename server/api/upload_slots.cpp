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

Result<UploadSpace::Reservation> UploadSpace::reserve(std::uint64_t bytes) {
    const auto free = TRY(blobs_.free_bytes());
    const std::lock_guard lock(mutex_);
    if (free < disk_reserve_ || free - disk_reserve_ < promised_ || free - disk_reserve_ - promised_ < bytes)
        return Error(Fault::storage_full, "the server has no space for this upload; its operator can free some");
    promised_ += bytes;
    return Reservation(*this, bytes);
}

Result<bool> UploadSpace::is_short() const { return TRY(blobs_.free_bytes()) < disk_reserve_; }

UploadSpace::Reservation::Reservation(Reservation&& other) noexcept
    : space_(std::exchange(other.space_, nullptr)), bytes_(other.bytes_), unpromised_(other.unpromised_) {}

UploadSpace::Reservation::~Reservation() {
    if (space_ == nullptr) return;
    const std::lock_guard lock(space_->mutex_);
    space_->promised_ -= bytes_;
}

Result<> UploadSpace::Reservation::written(std::uint64_t bytes) {
    const auto promised = std::min(bytes, bytes_);
    {
        const std::lock_guard lock(space_->mutex_);
        space_->promised_ -= promised;
    }
    bytes_ -= promised;
    unpromised_ += bytes - promised;
    if (unpromised_ < unpromised_step) return {};
    unpromised_ = 0;
    TRY(space_->reserve(unpromised_step));  // asks only: given back at once, the bytes will be seen as used
    return {};
}

}  // namespace slipway::api
