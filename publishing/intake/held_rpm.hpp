#pragma once

#include "publishing/rendering/memory_budget.hpp"
#include "repo-format/rpm/rpm_package.hpp"

namespace slipway::publishing {

/// An rpm in memory that its upload has taken.
struct HeldRpm {
    MemoryBudget::Loan memory;  // for the headers, and for the lists that are made of them
    rpm::RpmPackage package;
};

/// Reads an rpm as rpm::read_rpm does. What the headers need is taken from `memory`, which outlives the result, before
/// more than their first 16 bytes are read. Faults: those of read_rpm and of the memory.
Result<HeldRpm> hold_rpm(MemoryBudget::Share& memory, const RandomAccess& file, rpm::VerifyDigests verify);

}  // namespace slipway::publishing
