#pragma once

#include "publishing/model/model.hpp"
#include "repo-format/index/tree.hpp"
#include "storage/catalog/revisions.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace slipway::publishing {

/// Returns a kept revision of a channel. Blocks. Faults: not_found "unknown-revision" for a number that the channel
/// does not have yet, gone "past-retention" for one that it had; corrupt, io.
Result<storage::RevisionRow> get_revision(const storage::ReadTransaction& tx, const storage::ChannelRow& channel,
                                          std::int64_t number);
/// Returns the newest revision. Faults: not_found for a channel that is gone; corrupt, io.
Result<storage::RevisionRow> get_head(const storage::ReadTransaction& tx, const storage::ChannelRow& channel);

/// A position in the revisions of a repository. They are in order of channel names, and of each channel from the newest
/// on.
struct RevisionCursor {
    std::string channel;
    std::int64_t revision = 0;

    /// Returns the text that a cursor is for clients; `parse_cursor` is the inverse.
    std::string cursor() const;
    /// Faults: invalid_input "invalid-field".
    static Result<RevisionCursor> parse_cursor(std::string_view text);
};

/// A revision that has a package, and the distros in which it has it.
struct Occurrence {
    RevisionCursor at;
    Seconds time{};
    std::vector<std::string> distros;
};

struct Occurrences {
    std::vector<Occurrence> found;
    std::optional<RevisionCursor> last;  // the last revision examined, if more follow it
};

/// At most so many revisions are examined for one page of occurrences.
inline constexpr std::size_t most_examined = 1000;

/// Finds at most `limit` kept revisions behind `after` that have a package, in all channels or in one. Nothing is
/// stored for this: it searches the trees of each revision, equal lists once. Blocks. Faults: corrupt, io.
Result<Occurrences> revisions_with(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository,
                                   const storage::PackageRow& package, const std::optional<std::string>& channel,
                                   std::size_t limit, const std::optional<RevisionCursor>& after);

}  // namespace slipway::publishing
