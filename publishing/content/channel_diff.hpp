#pragma once

#include "publishing/model/difference.hpp"
#include "publishing/model/model.hpp"
#include "repo-format/index/tree.hpp"
#include "storage/catalog/revisions.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::publishing {

/// Returns the content of a channel at one revision: its indexes with their lists. Absent indexes are empty.
ContentLists lists_of(const storage::RevisionRow& revision);
/// Returns the list of one index. An absent index has the empty list.
index::Root root_in(const ContentLists& lists, const IndexKey& index);

/// What a difference is about, and the order in which differences are listed.
struct DiffKey {
    std::string distro;     // its name
    std::string component;  // deb; "" for rpm
    std::string name;
    std::string architecture;  // of the package: deb's `all` and rpm's noarch stand for themselves

    auto operator<=>(const DiffKey&) const = default;

    /// Returns the text that a cursor is for clients; `parse_cursor` is the inverse.
    std::string cursor() const;
    /// Faults: invalid_input "invalid-field".
    static Result<DiffKey> parse_cursor(std::string_view text);
};

/// One key whose set of packages differs: the whole sets before and after, in ascending order of versions.
struct DiffEntry {
    DiffKey key;
    DiffKind kind = DiffKind::added;
    std::vector<index::EntryKey> from;
    std::vector<index::EntryKey> to;
};

using DifferenceVisitor =
    std::function<void(const storage::DistroRow&, const IndexKey& home, index::Side, const index::Entry&)>;

/// Calls `visitor` for each package that only one of two contents of the same repository has, once, in its home index
/// (see home_of). Costs the size of the difference: equal subtrees are never read. Faults: corrupt, io.
Result<> visit_differences(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                           const ContentLists& from, const ContentLists& to, const DifferenceVisitor& visitor);

using NamesByIndex = std::map<IndexKey, std::set<std::string>>;

/// Returns the names of what visit_differences visits.
Result<NamesByIndex> names_that_differ(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                                       const ContentLists& from, const ContentLists& to);

/// A page of a difference: the counts of the whole difference, and some entries in order of their keys.
struct DiffPage {
    DiffCounts counts;
    std::vector<DiffEntry> entries;
    bool more = false;  // more entries follow; the next page begins behind the last key
};

/// Returns the first `limit` differences behind `after` between two contents of the same repository. A package in
/// several indexes of a distro counts once, in its home (see home_of). A key is added if it had no package before, and
/// removed if it has none after. Otherwise the highest version decides, and if that is equal, the key is upgraded if
/// packages came. Takes the time of names_that_differ, and memory for `limit` entries and all names. Faults: corrupt,
/// io.
Result<DiffPage> diff_contents(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                               const ContentLists& from, const ContentLists& to, std::size_t limit,
                               const std::optional<DiffKey>& after = std::nullopt);

/// The same for a caller that knows the names that differ. Further names do no harm.
Result<DiffPage> diff_of_names(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                               const ContentLists& from, const ContentLists& to, const NamesByIndex& names,
                               std::size_t limit, const std::optional<DiffKey>& after = std::nullopt);

}  // namespace slipway::publishing
