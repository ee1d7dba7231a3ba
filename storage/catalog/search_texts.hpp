#pragma once

#include "base/digest.hpp"
#include "storage/catalog/catalog.hpp"
#include "storage/catalog/packages.hpp"

#include <functional>
#include <string>
#include <vector>

namespace slipway::storage {

/// What a search looks at, in lower case. Goes with its package.
struct SearchText {
    RowId package = 0;
    RowId repository = 0;
    Sha256 sha256{};
    std::string name{};
    std::string summary{};
    std::string provides{};  // a name per line
};

/// Does nothing if the package has one.
Result<> insert_search_text(WriteTransaction& tx, const SearchText& text);

/// Those of one repository, of all its packages, whether a channel has them or not. Costs a read of all of them, some
/// two hundred bytes each.
Result<> visit_search_texts(const ReadTransaction& tx, RowId repository,
                            const std::function<void(const SearchText&)>& visitor);

/// At most `most` packages from the time before there were such texts, newest first, without their documents. Later
/// packages come with a text, so whoever gives texts to these in this order can go on after an interruption.
Result<std::vector<PackageRow>> packages_without_search_text(const ReadTransaction& tx, std::size_t most);

}  // namespace slipway::storage
