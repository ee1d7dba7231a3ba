#pragma once

#include "base/result.hpp"
#include "publishing/rendering/rendered_index.hpp"

#include <memory>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// Handles, at a start, rows of index files and entry points that are lost or are not what was stored. For the
/// publisher's thread.
class DamagedRows {
public:
    explicit DamagedRows(PublisherState& of) : of_(of) {}

    /// Forgets index files whose rows are not what was stored, as nobody can tell what they were. To be called before
    /// anything is loaded. Reads every row of an index file. Faults: storage_full, io, busy.
    Result<> forget() const;
    /// Reports what cannot be mended, and begins to publish the rest anew.
    void begin_work() const;

private:
    void report_unreadable() const;
    void publish_damaged() const;
    void forget_files_of(const std::vector<std::shared_ptr<const RenderedIndex>>& indexes) const;
    void sign_damaged() const;

    PublisherState& of_;
};

}  // namespace slipway::publishing
