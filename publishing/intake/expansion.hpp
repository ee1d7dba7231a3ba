#pragma once

#include "publishing/rendering/memory_budget.hpp"
#include "repo-format/formats/read_package.hpp"
#include "storage/catalog/packages.hpp"

#include <cstdint>

namespace slipway::publishing {

/// What a package that is looked into may become.
struct ExpansionRoom {
    std::uint64_t index_text_bytes;  // of one package
    MemoryBudget::Share& memory;     // of its upload
};

/// The bytes of memory that a package with texts of this size takes until it is published: the texts and one copy.
std::uint64_t memory_of_texts(std::uint64_t text_bytes);

/// How many bytes the texts of a package have at most, counted before any is made. Precondition: `row` has its format.
/// Faults: invalid_input "invalid-package" where the texts may outgrow the file and would be more than
/// `index_text_bytes`, with the numbers and the limit's name.
Result<std::uint64_t> check_expansion(const storage::PackageRow& row, const formats::ReadPackage& package,
                                      std::uint64_t index_text_bytes);

/// Fills in name, version and architecture: what decides whether a package may enter before it is signed.
void identify(storage::PackageRow& row, const formats::ReadPackage& package);

/// Fills in what the catalog keeps of a package. Precondition: `row` has the digest and size of the bytes served.
void describe(storage::PackageRow& row, const formats::ReadPackage& package);

/// Describes a package within its room: what it may become is taken from the upload's memory before it is made, and
/// what it did not become is given back. Faults: those of check_expansion and of the memory.
Result<> describe_within(const ExpansionRoom& room, storage::PackageRow& row, const formats::ReadPackage& package);

}  // namespace slipway::publishing
