#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/words.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/index_key.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace slipway::storage {

/// The content of one index in a revision. Empty lists are not stored.
struct ListRow {
    IndexKey index{};
    Sha256 root{};
    std::uint64_t count = 0;

    bool operator==(const ListRow&) const = default;
};

/// Why and by whom a revision was made. A revision has one for each cause and actor.
struct ChangeRow {
    RowId event = 0;
    std::optional<Cause> cause{};  // nothing if the stored word is not a cause
    std::string actor{};
    std::string reason{};
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
};

struct RevisionRow {
    RowId channel = 0;
    std::int64_t number = 0;
    Seconds time{};
    Sha256 root{};  // of the content
    std::uint64_t package_count = 0;
    std::vector<ListRow> lists{};
    std::vector<ChangeRow> changes{};
};

Result<> insert_revision(WriteTransaction& tx, const RevisionRow& revision);
/// Replaces the content of a revision, because a distro was removed. Does nothing if there is no such revision.
Result<> set_revision_content(WriteTransaction& tx, RowId channel, std::int64_t number, const Sha256& root,
                              std::uint64_t package_count);
/// Returns the newest revision of a channel, or nothing before revision 1.
Result<std::optional<RevisionRow>> head_revision(const ReadTransaction& tx, RowId channel);
Result<std::optional<RevisionRow>> find_revision(const ReadTransaction& tx, RowId channel, std::int64_t number);
/// Returns at most `limit` revisions numbered below `before` (all if it is not set), newest first.
Result<std::vector<RevisionRow>> revisions_before(const ReadTransaction& tx, RowId channel,
                                                  std::optional<std::int64_t> before, std::size_t limit);
/// Returns number and time of every kept revision of a channel, newest first.
Result<> visit_revision_times(const ReadTransaction& tx, RowId channel,
                              const std::function<void(std::int64_t number, Seconds time)>& visitor);
/// Returns the number of the newest kept revision that is not later than `time`, or nothing if all are later.
Result<std::optional<std::int64_t>> newest_revision_until(const ReadTransaction& tx, RowId channel, Seconds time);
/// Returns the oldest kept revision of a channel.
Result<std::optional<RevisionRow>> oldest_revision(const ReadTransaction& tx, RowId channel);
Result<bool> has_revision(const ReadTransaction& tx, RowId channel, std::int64_t number);
/// Deletes a revision. Does nothing if there is none. Its nodes stay until they are collected. Faults: internal (it is
/// pinned).
Result<> delete_revision(WriteTransaction& tx, RowId channel, std::int64_t number);
/// Visits the roots of every list of every kept revision, for gc and fsck.
Result<> visit_list_roots(const ReadTransaction& tx, const std::function<void(const Sha256& root)>& visitor);

/// The nodes of the list trees, by hash.
Result<> insert_node(WriteTransaction& tx, const Sha256& hash, const std::string& bytes);  // idempotent
Result<std::optional<std::string>> find_node(const ReadTransaction& tx, const Sha256& hash);
/// Returns those of these nodes that exist. It is one query, where `find_node` needs one for each.
Result<std::unordered_map<Sha256, std::string>> find_nodes(const ReadTransaction& tx, std::span<const Sha256> hashes);
/// Returns at most `most` nodes behind `last`, in the order of their hashes.
struct StoredNode {
    Sha256 hash{};
    std::string bytes{};
};
Result<std::vector<StoredNode>> nodes_behind(const ReadTransaction& tx, const Sha256& last, std::size_t most);
Result<> visit_nodes(const ReadTransaction& tx, const std::function<void(const Sha256&)>& visitor);
Result<> delete_node(WriteTransaction& tx, const Sha256& hash);

}  // namespace slipway::storage
