#pragma once

#include "publishing/rendering/memory_budget.hpp"
#include "repo-format/formats/read_package.hpp"
#include "storage/catalog/packages.hpp"

#include <cstdint>

namespace slipway::publishing {

/// How large a package that is being examined may become.
struct ExpansionRoom {
    std::uint64_t index_text_bytes;  // of one package
    MemoryBudget::Share& memory;     // of its upload
};

/// Returns the memory that a package with texts of this size takes until it is published: the texts and one copy.
std::uint64_t memory_of_texts(std::uint64_t text_bytes);

/// Returns how many bytes the texts of a package have at most, before any is made. Precondition: `row` has its format.
/// Faults: invalid_input "invalid-package" with the numbers and the limit's name, if the texts may outgrow the file and
/// would be more than `index_text_bytes`.
Result<std::uint64_t> check_expansion(const storage::PackageRow& row, const formats::ReadPackage& package,
                                      std::uint64_t index_text_bytes);

/// Fills in name, version and architecture. They decide whether a package may enter, before it is signed.
void identify(storage::PackageRow& row, const formats::ReadPackage& package);

/// Fills in what the catalog stores of a package. Precondition: `row` has the digest and size of the bytes served.
void describe(storage::PackageRow& row, const formats::ReadPackage& package);

/// Describes a package within its room. Takes the most that the texts may need from the upload's memory before it makes
/// them, and then gives back what they did not need. Faults: those of check_expansion and of the memory.
Result<> describe_within(const ExpansionRoom& room, storage::PackageRow& row, const formats::ReadPackage& package);

}  // namespace slipway::publishing
