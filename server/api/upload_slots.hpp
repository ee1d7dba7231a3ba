#pragma once

#include "base/result.hpp"
#include "server/api/limits.hpp"
#include "storage/blobs/blob_store.hpp"
#include "storage/catalog/catalog.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

namespace slipway::api {

/// How many uploads are under way, in all and of each token. Thread-safe.
class UploadSlots {
public:
    explicit UploadSlots(const ApiLimits& limits);

    /// A place, kept as long as the result lives (which may outlive this object). Never waits: the network asks again
    /// for a while (http::AskAgain). Faults: busy "too-many-uploads" while there is none.
    Result<std::shared_ptr<void>> take(storage::RowId token);
    static bool is_refusal(const Error& error) { return error.code() == refusal_code; }

private:
    static constexpr const char* refusal_code = "too-many-uploads";
    struct State;
    std::shared_ptr<State> state_;
};

/// Space promised to uploads under way, so that they do not fail halfway on a full disk. Thread-safe.
class UploadSpace {
public:
    /// Some bytes promised; what was written is no longer counted. Gives the rest back when destroyed.
    class Reservation {
    public:
        Reservation(UploadSpace& space, std::uint64_t bytes) : space_(&space), bytes_(bytes) {}
        Reservation(Reservation&& other) noexcept;
        Reservation& operator=(Reservation&&) = delete;
        ~Reservation();
        /// These bytes are on the disk now. Beyond what was promised (a body of unknown length) the disk is asked again
        /// every 64 MiB. Faults: storage_full, io.
        Result<> written(std::uint64_t bytes);

    private:
        UploadSpace* space_;
        std::uint64_t bytes_;
        std::uint64_t unpromised_ = 0;
    };

    UploadSpace(storage::BlobStore& blobs, std::uint64_t disk_reserve) : blobs_(blobs), disk_reserve_(disk_reserve) {}

    /// Faults: storage_full when the reserve would be touched; io.
    Result<Reservation> reserve(std::uint64_t bytes);
    /// Whether less than the reserve is free.
    Result<bool> is_short() const;

private:
    storage::BlobStore& blobs_;
    const std::uint64_t disk_reserve_;
    std::mutex mutex_;  // guards promised_
    std::uint64_t promised_ = 0;
};

}  // namespace slipway::api
