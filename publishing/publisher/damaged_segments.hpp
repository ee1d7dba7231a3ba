#pragma once

#include "base/result.hpp"
#include "publishing/publisher/remade_segments.hpp"

#include <optional>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// Mends damaged bytes in packs, whoever finds them. For the publisher's thread.
class DamagedSegments {
public:
    explicit DamagedSegments(PublisherState& of) : of_(of) {}

    /// Tries again to render what was lost, as its packages may be back. To be called before anything is loaded.
    Result<> find_lost();
    /// Publishes anew, after a start, what cannot be remade as it was.
    void begin_work();

    /// Records that a segment is damaged. It is not served any more, and is remade again.
    void record(const storage::Extent& extent);
    /// Begins to render what is damaged, unless that is under way.
    void render_again();

private:
    void begin();
    void render(const std::vector<storage::Extent>& extents);
    Result<> end(const std::vector<storage::Extent>& extents, std::vector<RemadeSegment> remade);
    void put_off(const std::vector<storage::Extent>& extents, const Error& error);
    void finish_unnamed(const std::vector<storage::Extent>& extents, const std::vector<RemadeSegment>& remade);
    Result<std::optional<storage::Extent>> find_elsewhere(const storage::Extent& extent) const;
    void forget_replaced(const std::vector<storage::SegmentRow>& unmakeable);
    void report(const RemadeSegment& made);
    void refresh_trees();
    void publish_anew(const std::vector<RemadeSegment>& remade);

    PublisherState& of_;
    std::vector<storage::Extent> damaged_;  // segments that wait to be remade again
    bool is_rendering_ = false;
    std::vector<RemadeSegment> lost_;  // what this start found
};

}  // namespace slipway::publishing
