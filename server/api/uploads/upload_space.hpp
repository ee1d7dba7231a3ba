#pragma once

#include "base/result.hpp"
#include "publishing/intake/ingest.hpp"

#include <cstdint>
#include <memory>

namespace slipway::api {

/// Space promised to uploads under way, so that they do not fail halfway on a full disk. Thread-safe.
///
/// A promise follows what has arrived: a mebibyte at first, then as much again as has arrived, at most 64 MiB ahead,
/// and for one token never more ahead than a quarter of the free space. So a sender of a few bytes is promised little,
/// whatever length it declares.
class UploadSpace {
    struct State;

public:
    /// The promise to one upload. Its destructor returns what was not written. It may outlive the UploadSpace, because
    /// the last holder of an upload can be a callback on another thread that has just returned.
    class Reservation {
    public:
        Reservation(std::shared_ptr<State> state, publishing::RowId token) : state_(std::move(state)), token_(token) {}
        Reservation(Reservation&& other) noexcept = default;
        Reservation& operator=(Reservation&&) = delete;
        ~Reservation();
        /// Says that these bytes are on the disk, and that as many more may come. Faults: storage_full, io.
        Result<> written(std::uint64_t bytes);

    private:
        friend class UploadSpace;
        Result<> extend();

        std::shared_ptr<State> state_;
        publishing::RowId token_;
        std::uint64_t ahead_ = 0;     // promised and not written yet
        std::uint64_t received_ = 0;  // in all
    };

    UploadSpace(const publishing::Ingest& ingest, std::uint64_t disk_reserve);

    /// Makes a promise to an upload that declared this length (0: none). Faults: storage_full if it cannot fit; io.
    Result<Reservation> reserve(publishing::RowId token, std::uint64_t declared);

private:
    std::shared_ptr<State> state_;
};

/// Whether less than this reserve is free. Faults: io.
Result<bool> is_short_of_space(const publishing::Ingest& ingest, std::uint64_t disk_reserve);

}  // namespace slipway::api
