#pragma once

#include "base/clock.hpp"
#include "base/digest.hpp"
#include "base/words.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/index_key.hpp"
#include "storage/catalog/segments.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace slipway::storage {

/// One index file of one generation: a line of a Release or repomd.xml.
struct IndexFileRow {
    RowId channel = 0;
    IndexKey index{};
    Document document{};
    Form form{};
    std::string variant{};  // of its segments
    Sha256 sha256{};
    std::uint64_t size = 0;
    std::optional<Sha256> list_root{};  // nothing if the list is empty
    Seconds published_at{};
    std::optional<Seconds> replaced_at{};   // nothing while it is current
    std::optional<Checksum> composition{};  // checksum of its parts; nothing in rows from before it was stored
    bool is_whole = true;                   // false if the row is not what was stored
};
/// Makes `files` the current ones of their indexes. Those that they replace get `replaced_at = now`, except those with
/// the same digest. A file that was replaced earlier may become current again.
Result<> replace_index_files(WriteTransaction& tx, const std::vector<IndexFileRow>& files, Seconds now);
/// Removes the index from the channel: its files get `replaced_at = now`.
Result<> retire_index_files(WriteTransaction& tx, RowId channel, const IndexKey& index, Seconds now);
Result<std::vector<IndexFileRow>> current_index_files(const ReadTransaction& tx, RowId channel);
/// Returns a current or replaced file of a distro in a channel by its digest. Prefers a current one if several have the
/// same bytes.
Result<std::optional<IndexFileRow>> find_index_file(const ReadTransaction& tx, RowId distro, RowId channel,
                                                    const Sha256& sha256);
/// Returns a file of any channel that renders the same list in the same way and has an equal composition.
Result<std::optional<IndexFileRow>> find_equal_index_file(const ReadTransaction& tx, const IndexFileRow& file);
Result<> visit_index_files(const ReadTransaction& tx, const std::function<void(const IndexFileRow&)>& visitor);
/// Deletes the files, current or replaced, whose rows are not what was stored. Reads all rows.
Result<std::vector<IndexFileRow>> forget_damaged_index_files(WriteTransaction& tx);
/// Deletes the replaced files of all channels that render this list in this way and have these bytes. Returns how many
/// there were.
Result<std::uint64_t> forget_replaced_index_files(WriteTransaction& tx, const IndexFileRow& file);
/// Deletes at most `most` files that were replaced before `limit`. Returns how many there were.
Result<std::uint64_t> drop_replaced_index_files(WriteTransaction& tx, Seconds limit, std::size_t most);

/// The signed entry point of an apt distro (architecture "") or of a yum basearch in a channel, as it is served.
struct EntryPointRow {
    RowId channel = 0;
    RowId distro = 0;
    std::string architecture{};
    std::int64_t generation = 0;   // counts publications of this URL; is part of the ETag
    Seconds date{};                // the Date of a Release, the timestamps of a repomd.xml
    Seconds last_modified{};       // greater than that of any generation before; may be in the future; zero: not sent
    std::string content{};         // Release; repomd.xml
    std::string signed_content{};  // InRelease; repomd.xml.asc
    std::string detached{};        // Release.gpg; "" until made, and for yum
    std::string key{};             // yum: repomd.xml.key; "" for apt
    bool is_whole = true;          // false if the texts are not what was stored
};
/// Returns the checksum of all texts of an entry point, which the catalog stores with them.
Checksum checksum_of_texts(const EntryPointRow& entry_point);
Result<> save_entry_point(WriteTransaction& tx, const EntryPointRow& entry_point);  // replaces
Result<> delete_entry_point(WriteTransaction& tx, RowId channel, RowId distro, const std::string& architecture);
Result<std::vector<EntryPointRow>> entry_points(const ReadTransaction& tx, RowId channel);

/// Small facts about the whole server, such as that its first start is done.
Result<std::optional<std::string>> find_fact(const ReadTransaction& tx, const std::string& name);
Result<> save_fact(WriteTransaction& tx, const std::string& name, const std::string& value);

}  // namespace slipway::storage
