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
    struct State;

public:
    /// Some bytes promised; what was written is no longer counted. Gives the rest back when destroyed. May outlive the
    /// UploadSpace: the last holder of an upload can be another thread's callback that has just returned.
    class Reservation {
    public:
        Reservation(std::shared_ptr<State> state, std::uint64_t bytes) : state_(std::move(state)), bytes_(bytes) {}
        Reservation(Reservation&& other) noexcept = default;
        Reservation& operator=(Reservation&&) = delete;
        ~Reservation();
        /// These bytes are on the disk now. Beyond what was promised (a body of unknown length) the disk is asked again
        /// every 64 MiB. Faults: storage_full, io.
        Result<> written(std::uint64_t bytes);

    private:
        std::shared_ptr<State> state_;
        std::uint64_t bytes_;
        std::uint64_t unpromised_ = 0;
    };

    UploadSpace(storage::BlobStore& blobs, std::uint64_t disk_reserve);

    /// Faults: storage_full when the reserve would be touched; io.
    Result<Reservation> reserve(std::uint64_t bytes);
    /// Whether less than the reserve is free.
    Result<bool> is_short() const;

private:
    static Result<Reservation> reserve(const std::shared_ptr<State>& state, std::uint64_t bytes);

    std::shared_ptr<State> state_;
};

}  // namespace slipway::api
