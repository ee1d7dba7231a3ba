#pragma once

#include "publishing/rendering/memory_budget.hpp"
#include "repo-format/formats/package_format.hpp"
#include "repo-format/rpm/rpm_package.hpp"

#include <memory>

namespace slipway::publishing {

/// A package in memory that its upload has taken from the budget.
struct HeldPackage {
    MemoryBudget::Loan memory;  // for the headers, and for the lists that are made of them
    std::unique_ptr<formats::ReadPackage> package;
};

/// Reads a package as its format does. Takes what the headers need from `memory`, which outlives the result, before it
/// reads more than their first bytes. Faults: those of PackageFormat::read and of the memory.
Result<HeldPackage> hold_package(MemoryBudget::Share& memory, const formats::PackageFormat& format,
                                 const RandomAccess& file, formats::Depth depth);

struct HeldRpm {
    MemoryBudget::Loan memory;
    rpm::RpmPackage package;
};

/// The same for an rpm whose signature header is written anew.
Result<HeldRpm> hold_rpm(MemoryBudget::Share& memory, const RandomAccess& file, rpm::VerifyDigests verify);

}  // namespace slipway::publishing
