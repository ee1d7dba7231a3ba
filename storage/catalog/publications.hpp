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

/// One index file of one generation: what a Release or repomd.xml lists.
struct IndexFileRow {
    RowId channel = 0;
    IndexKey index{};
    Document document{};
    Form form{};
    std::string variant{};  // of its segments
    Sha256 sha256{};
    std::uint64_t size = 0;
    std::optional<Sha256> list_root{};  // nothing: the empty list
    Seconds published_at{};
    std::optional<Seconds> replaced_at{};   // nothing: current
    std::optional<Checksum> composition{};  // of what its bytes are made of; nothing: the row is older than that
    bool is_whole = true;                   // else the row is not what was stored
};
/// Makes `files` the current ones of their indexes; those they replace, if their digest is not among them, get
/// `replaced_at = now`. A digest that was replaced earlier becomes current again.
Result<> replace_index_files(WriteTransaction& tx, const std::vector<IndexFileRow>& files, Seconds now);
/// The channel has this index no more: its files get `replaced_at = now`.
Result<> retire_index_files(WriteTransaction& tx, RowId channel, const IndexKey& index, Seconds now);
Result<std::vector<IndexFileRow>> current_index_files(const ReadTransaction& tx, RowId channel);
/// A current or replaced file of a distro in a channel by its digest; a current one if several have the same bytes.
Result<std::optional<IndexFileRow>> find_index_file(const ReadTransaction& tx, RowId distro, RowId channel,
                                                    const Sha256& sha256);
/// A file of any channel that shows the same list in the same way and is made of the same bytes.
Result<std::optional<IndexFileRow>> find_equal_index_file(const ReadTransaction& tx, const IndexFileRow& file);
Result<> visit_index_files(const ReadTransaction& tx, const std::function<void(const IndexFileRow&)>& visitor);
/// Forgets the files, current or replaced, whose rows are not what was stored: nobody knows what they were. Reads all.
Result<std::vector<IndexFileRow>> forget_damaged_index_files(WriteTransaction& tx);
/// Forgets the replaced files of any channel that have these bytes and are made of these segments; how many it were.
Result<std::uint64_t> forget_replaced_index_files(WriteTransaction& tx, const IndexFileRow& file);
/// Forgets at most `most` files that were replaced before `limit`; how many it were.
Result<std::uint64_t> expire_index_files(WriteTransaction& tx, Seconds limit, std::size_t most);

/// The signed entry point of one apt distro (architecture "") or one yum basearch in a channel, as served.
struct EntryPointRow {
    RowId channel = 0;
    RowId distro = 0;
    std::string architecture{};
    std::int64_t generation = 0;   // counts publications of this URL; makes the ETag
    Seconds date{};                // Release's Date, repomd's timestamps
    Seconds last_modified{};       // later than that of any generation before, perhaps than now; zero: none is sent
    std::string content{};         // Release; repomd.xml
    std::string signed_content{};  // InRelease; repomd.xml.asc
    std::string detached{};        // Release.gpg; "" until made, and for yum
    std::string key{};             // yum: repomd.xml.key; "" for apt
    bool is_whole = true;          // else the texts are not those that were stored
};
/// Of all texts of an entry point, as the catalog stores it with them.
Checksum checksum_of_texts(const EntryPointRow& entry_point);
Result<> save_entry_point(WriteTransaction& tx, const EntryPointRow& entry_point);  // replaces
Result<> delete_entry_point(WriteTransaction& tx, RowId channel, RowId distro, const std::string& architecture);
Result<std::vector<EntryPointRow>> entry_points(const ReadTransaction& tx, RowId channel);

/// Small facts of the whole server, e.g. that its first start is done.
Result<std::optional<std::string>> find_fact(const ReadTransaction& tx, const std::string& name);
Result<> save_fact(WriteTransaction& tx, const std::string& name, const std::string& value);

}  // namespace slipway::storage
