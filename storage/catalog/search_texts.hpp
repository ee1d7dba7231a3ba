#pragma once

#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"

#include <functional>
#include <string>
#include <vector>

namespace slipway::storage {

/// The texts that a search looks at, in lower case. The row is deleted with its package.
struct SearchText {
    RowId package = 0;
    RowId repository = 0;
    Sha256 sha256{};
    std::string name{};
    std::string summary{};
    std::string provides{};  // one name per line
};

/// Does nothing if the package has one.
Result<> insert_search_text(WriteTransaction& tx, const SearchText& text);

/// Visits the texts of all packages of a repository, whether or not a channel has them. Reads all of them, some two
/// hundred bytes each.
Result<> visit_search_texts(const ReadTransaction& tx, RowId repository,
                            const std::function<void(const SearchText&)>& visitor);

/// Returns at most `most` packages that are older than such texts and have none yet, newest first, without their
/// documents. Later packages come with a text, so a caller that adds texts in this order can go on after an
/// interruption.
Result<std::vector<PackageRow>> packages_without_search_text(const ReadTransaction& tx, std::size_t most);

}  // namespace slipway::storage
