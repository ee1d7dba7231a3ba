// SQLite does not notice a flipped bit in a row. So the rows that lead to a signature have checksums, and what they do
// not vouch for is made anew from what is known otherwise: the list of an index has the hashes of its nodes, and the
// segments have checksums.
#include "publishing/publisher/damaged_rows.hpp"

#include "publishing/publisher/publisher_state.hpp"
#include "publishing/publisher/republishing.hpp"
#include "storage/catalog/repeated_write.hpp"

#include <utility>

namespace slipway::publishing {
namespace {

Result<bool> has_damaged_rows(const storage::Catalog& catalog) {
    const auto tx = TRY(catalog.read());
    bool found = false;
    TRY(storage::visit_index_files(tx, [&](const storage::IndexFileRow& file) { found |= !file.is_whole; }));
    return found;
}

}  // namespace

Result<> DamagedRows::forget() const {
    const bool found = TRY(has_damaged_rows(of_.parts.catalog));
    if (!found) return {};
    std::vector<storage::IndexFileRow> forgotten;
    const auto forget_all = [&](storage::WriteTransaction& tx) -> Result<> {
        forgotten = TRY(storage::forget_damaged_index_files(tx));
        return {};
    };
    TRY(storage::write_repeatedly(of_.parts.catalog, forget_all));
    for (const auto& file : forgotten)
        of_.parts.log.error(
            "the row of an index file is damaged",
            {{"file", file.sha256.hex()},
             {"message", file.replaced_at ? "it was replaced and is forgotten" : "its index is published anew"}});
    return {};
}

void DamagedRows::begin_work() const {
    report_unreadable();
    publish_damaged();
    sign_damaged();
}

/// What keeps index files from being served and no publication can mend.
void DamagedRows::report_unreadable() const {
    for (const auto& [name, slot] : of_.slots)
        for (const auto& [channel, publication] : slot.served)
            for (const auto& [key, index] : publication.indexes) {
                if (index->is_readable || index->standing == Standing::damaged) continue;
                of_.parts.log.error("an index cannot be read and is not served",
                                    {{"repository", name},
                                     {"channel", channel},
                                     {"architecture", key.architecture},
                                     {"message", "a node of its list is lost; see slipwayd fsck, restore a backup"}});
            }
}

/// What the catalog says of an index is not what was stored, or says too little; what is in it follows from its list.
void DamagedRows::publish_damaged() const {
    IndexesToPublish affected;
    std::vector<std::shared_ptr<const RenderedIndex>> unreadable;
    for (const auto& [name, slot] : of_.slots)
        for (const auto& [channel, publication] : slot.served)
            for (const auto& [key, index] : publication.indexes) {
                if (index->standing != Standing::damaged) continue;
                of_.parts.log.error("the catalog's rows of an index are damaged",
                                    {{"repository", name},
                                     {"channel", channel},
                                     {"architecture", key.architecture},
                                     {"message", "it is published anew"}});
                affected[name].emplace(channel, key);
                if (!index->is_readable) unreadable.push_back(index);
            }
    republish(of_, affected, [this, unreadable = std::move(unreadable)] { forget_files_of(unreadable); });
}

/// They were replaced by a publication of the same list, because they cannot be put together.
void DamagedRows::forget_files_of(const std::vector<std::shared_ptr<const RenderedIndex>>& indexes) const {
    const auto forget = [&](storage::WriteTransaction& tx) -> Result<> {
        for (const auto& index : indexes)
            for (const auto& file : index->files)
                TRY(storage::forget_replaced_index_files(tx, row_of(/*channel=*/0, *index, file)));
        return {};
    };
    if (const auto forgotten = storage::write_repeatedly(of_.parts.catalog, forget); !forgotten.ok())
        of_.parts.log.failure("replaced indexes that cannot be put together stay listed", forgotten.error());
}

/// Entry points that were stored well and are read otherwise are made and signed again: all that is in them is known.
void DamagedRows::sign_damaged() const {
    IndexesToPublish affected;
    for (const auto& [name, slot] : of_.slots)
        for (const auto& [channel, publication] : slot.served)
            for (const auto& [key, row] : publication.entry_points) {
                if (row.is_whole) continue;
                of_.parts.log.error("a signed entry point is damaged",
                                    {{"repository", name},
                                     {"channel", channel},
                                     {"architecture", key.second},
                                     {"message", "it is not served and is signed again"}});
                for (const auto& [index, rendered] : publication.indexes)
                    if (index.distro == key.first) affected[name].emplace(channel, index);
            }
    republish(of_, affected, [] {});
}

}  // namespace slipway::publishing
