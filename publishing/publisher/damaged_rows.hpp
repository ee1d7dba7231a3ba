#pragma once

#include "base/result.hpp"
#include "publishing/rendering/rendered_index.hpp"

#include <memory>
#include <vector>

namespace slipway::publishing {

struct PublisherState;

/// What a start does about rows of the catalog that say something else than was stored, or are lost: of index files and
/// of entry points. For the publisher's thread.
class DamagedRows {
public:
    explicit DamagedRows(PublisherState& of) : of_(of) {}

    /// Before anything is loaded: forgets index files whose rows are not what was stored, as nobody can tell what they
    /// were. Reads every row of an index file. Faults: storage_full, io, busy.
    Result<> forget() const;
    /// Reports what cannot be mended, and begins to publish anew what can.
    void begin_work() const;

private:
    void report_unreadable() const;
    void publish_damaged() const;
    void forget_files_of(const std::vector<std::shared_ptr<const RenderedIndex>>& indexes) const;
    void sign_damaged() const;

    PublisherState& of_;
};

}  // namespace slipway::publishing
