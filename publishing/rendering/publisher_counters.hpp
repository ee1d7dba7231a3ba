#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace slipway::publishing {

/// The parts of a publication's time, in their order (docs/publishing.md).
enum class Step : unsigned char { plan, render, sign, commit, serve };
inline constexpr std::array<std::string_view, 5> step_names = {"plan", "render", "sign", "commit", "serve"};

/// What publishing did since the start. Per publication, every count follows the size of the change, not of the
/// repository, except the two of bytes hashed.
struct PublisherCounters {
    std::atomic<std::uint64_t> publications{0}, failed_publications{0}, revisions{0};
    std::atomic<std::uint64_t> blocks_rendered{0}, bytes_rendered{0}, bytes_hashed{0};
    std::atomic<std::uint64_t> bytes_hashed_ahead{0};  // while nothing was published, for the next publication
    std::atomic<std::uint64_t> texts_looked_up{0};     // of packages, in the catalog, to render blocks
    std::atomic<std::uint64_t> nodes_written{0};
    std::atomic<std::uint64_t> clock_alarms{0};
    /// Segments that were found damaged, that were rendered again, and that could not be.
    std::atomic<std::uint64_t> segments_damaged{0}, segments_rendered_again{0}, segments_lost{0};
    /// Snapshots that were rendered, only signed again, put together from the catalog, refused as too many, and failed.
    std::atomic<std::uint64_t> snapshots_rendered{0}, snapshots_signed_again{0}, snapshots_loaded{0};
    std::atomic<std::uint64_t> snapshots_refused{0}, snapshots_failed{0};
    std::atomic<unsigned> under_way{0};  // publications, now
    std::atomic<bool> last_publication_failed{false};
    std::array<std::atomic<std::uint64_t>, step_names.size()> microseconds{};  // by Step, sums over publications

    void took(Step step, std::chrono::steady_clock::duration time) {
        microseconds[static_cast<std::size_t>(step)] +=
            static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(time).count());
    }
};

}  // namespace slipway::publishing
