#pragma once

#include "publishing/model/model.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/publications.hpp"

#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// A damaged segment and what became of it.
struct RenderedAgain {
    storage::SegmentRow before;
    std::optional<storage::Extent> now;  // where the same bytes are now, synced; nothing: they could not be made
    std::string why;                     // why they could not be made
    bool other_bytes = false;            // the packages exist, but give other bytes today
    bool needed = true;                  // false: only replaced indexes had it, which were forgotten
};

/// Mends damaged bytes in packs, whoever finds them. For the publisher's thread.
class DamagedSegments {
public:
    explicit DamagedSegments(PublisherState& of) : of_(of) {}

    /// Tries again to render what was lost, as its packages may be back. To be called before anything is loaded.
    Result<> find_lost();
    /// Publishes anew, after a start, what cannot be rendered as it was.
    void begin_work();

    /// Records that a segment is damaged. It is not served any more, and is rendered again.
    void record(const storage::Extent& extent);
    /// Begins to render what is damaged, unless that is under way.
    void render_again();

private:
    void begin();
    void render(const std::vector<storage::Extent>& extents);
    Result<> end(const std::vector<storage::Extent>& extents, std::vector<RenderedAgain> rendered);
    void put_off(const std::vector<storage::Extent>& extents, const Error& error);
    void finish_unnamed(const std::vector<storage::Extent>& extents, const std::vector<RenderedAgain>& rendered);
    Result<std::optional<storage::Extent>> find_elsewhere(const storage::Extent& extent) const;
    Result<> store(std::vector<RenderedAgain>& rendered);
    void forget_replaced(const std::vector<storage::SegmentRow>& unmakeable);
    void report(const RenderedAgain& made);
    void refresh_trees();
    void publish_anew(const std::vector<RenderedAgain>& rendered);

    PublisherState& of_;
    std::vector<storage::Extent> damaged_;  // segments that wait to be rendered again
    bool is_rendering_ = false;
    std::vector<RenderedAgain> lost_;  // what this start found
};

}  // namespace slipway::publishing
