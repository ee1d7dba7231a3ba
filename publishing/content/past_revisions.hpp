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

/// One kept revision of a channel. Blocks. Faults: not_found "unknown-revision" for a number the channel does not have
/// yet, gone "past-retention" for one it had; corrupt, io.
Result<storage::RevisionRow> get_revision(const storage::ReadTransaction& tx, const storage::ChannelRow& channel,
                                          std::int64_t number);
/// The revision of this moment. Faults: not_found for a channel that is gone; corrupt, io.
Result<storage::RevisionRow> get_head(const storage::ReadTransaction& tx, const storage::ChannelRow& channel);

/// A place in the revisions of a repository: channels by name, their revisions from the newest on.
struct RevisionPlace {
    std::string channel;
    std::int64_t revision = 0;

    /// What `?cursor=` carries; `parse_cursor` is the inverse.
    std::string cursor() const;
    /// Faults: invalid_input "invalid-field".
    static Result<RevisionPlace> parse_cursor(std::string_view text);
};

/// A revision that has a package, and the distros in which it has it.
struct Sighting {
    RevisionPlace place;
    Seconds time{};
    std::vector<std::string> distros;
};

struct Sightings {
    std::vector<Sighting> found;
    std::optional<RevisionPlace> last;  // the last one examined, where there are more behind it
};

/// So many revisions are examined for one page of sightings, whatever it finds.
inline constexpr std::size_t most_examined = 1000;

/// The kept revisions behind `after` that have a package, of all channels or of one; at most `limit` of them. Nothing
/// is stored for this: each revision's trees are asked, equal lists once. Blocks. Faults: corrupt, io.
Result<Sightings> revisions_with(const storage::ReadTransaction& tx, const storage::RepositoryRow& repository,
                                 const storage::PackageRow& package, const std::optional<std::string>& channel,
                                 std::size_t limit, const std::optional<RevisionPlace>& after);

}  // namespace slipway::publishing
