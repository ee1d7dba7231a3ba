#pragma once

#include "base/result.hpp"
#include "publishing/intake/ingest.hpp"

#include <cstdint>
#include <memory>

namespace slipway::api {

/// Space promised to uploads under way, so that they do not fail halfway on a full disk. Thread-safe.
///
/// A promise follows what has arrived: a mebibyte at first, then as much again as came, at most 64 MiB ahead, and never
/// more ahead for one token than a quarter of what is free. So a sender of a few bytes is promised little, whatever
/// length it declared.
class UploadSpace {
    struct State;

public:
    /// The promise to one upload. Gives back what was not written when destroyed. May outlive the UploadSpace: the last
    /// holder of an upload can be another thread's callback that has just returned.
    class Reservation {
    public:
        Reservation(std::shared_ptr<State> state, publishing::RowId token) : state_(std::move(state)), token_(token) {}
        Reservation(Reservation&& other) noexcept = default;
        Reservation& operator=(Reservation&&) = delete;
        ~Reservation();
        /// These bytes are on the disk now, and as many more may come. Faults: storage_full, io.
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

    /// For an upload that declared this length (0: none). Faults: storage_full when it cannot fit; io.
    Result<Reservation> reserve(publishing::RowId token, std::uint64_t declared);

private:
    std::shared_ptr<State> state_;
};

/// Whether less than this reserve is free. Faults: io.
Result<bool> is_short_of_space(const publishing::Ingest& ingest, std::uint64_t disk_reserve);

}  // namespace slipway::api
