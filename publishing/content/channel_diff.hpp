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

/// The content of a channel at one moment: its indexes with their lists. Absent indexes are empty.
ContentLists lists_of(const storage::RevisionRow& revision);
/// The list of one index; an index that is not there has the empty list.
index::Root root_in(const ContentLists& lists, const IndexKey& index);

/// What a difference is about, and the order in which differences are listed.
struct DiffKey {
    std::string distro;     // its name
    std::string component;  // deb; "" for rpm
    std::string name;
    std::string architecture;  // of the package: deb's `all` and rpm's noarch stand for themselves

    auto operator<=>(const DiffKey&) const = default;

    /// What `?cursor=` carries; `parse_cursor` is the inverse.
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

/// The names of what visit_differences visits.
Result<NamesByIndex> names_that_differ(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                                       const ContentLists& from, const ContentLists& to);

/// A part of a difference: the counts of all of it, and entries in order of their keys.
struct DiffPage {
    DiffCounts counts;
    std::vector<DiffEntry> entries;
    bool more = false;  // entries follow the last one; its key is where to go on
};

/// The first `limit` differences behind `after` between two contents of the same repository. A package that stands in
/// several indexes of a distro counts once, in its home (see home_of). Added: none before; removed: none after; else
/// by the highest version, and where that is equal upgraded if packages came. Time as of names_that_differ, memory for
/// `limit` entries and all names. Faults: corrupt, io.
Result<DiffPage> diff_contents(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                               const ContentLists& from, const ContentLists& to, std::size_t limit,
                               const std::optional<DiffKey>& after = std::nullopt);

/// The same for a caller who knows the names that differ (more do no harm).
Result<DiffPage> diff_of_names(const index::NodeReader& nodes, const storage::RepositoryRow& repository,
                               const ContentLists& from, const ContentLists& to, const NamesByIndex& names,
                               std::size_t limit, const std::optional<DiffKey>& after = std::nullopt);

}  // namespace slipway::publishing
