#pragma once

#include "publishing/rendering/memory_budget.hpp"
#include "repo-format/rpm/rpm_package.hpp"
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

/// How many bytes the texts of an rpm have at most, counted before any is made. Faults: invalid_input
/// "invalid-package", with the numbers and the limit's name.
Result<std::uint64_t> check_expansion(const rpm::RpmPackage& package, std::uint64_t index_text_bytes);

/// Describes an rpm within its room: what it may become is taken from the upload's memory before it is made, and what
/// it did not become is given back. Faults: those of check_expansion and of the memory.
Result<> describe_within(const ExpansionRoom& room, storage::PackageRow& row, const rpm::RpmPackage& package);

}  // namespace slipway::publishing
