#include "publishing/intake/held_package.hpp"

namespace slipway::publishing {

Result<HeldPackage> hold_package(MemoryBudget::Share& memory, const formats::PackageFormat& format,
                                 const RandomAccess& file, formats::Depth depth) {
    MemoryBudget::Loan loan(memory);
    const auto headers = TRY(format.memory_of_headers(file));
    TRY(loan.take(headers));
    auto package = TRY(format.read(file, depth));
    TRY(loan.take(package->memory_of_lists()));
    return HeldPackage{std::move(loan), std::move(package)};
}

Result<HeldRpm> hold_rpm(MemoryBudget::Share& memory, const RandomAccess& file, rpm::VerifyDigests verify) {
    MemoryBudget::Loan loan(memory);
    const auto headers = TRY(rpm::memory_of_headers(file));
    TRY(loan.take(headers));
    auto package = TRY(rpm::read_rpm(file, verify));
    TRY(loan.take(rpm::memory_of_lists(package)));
    return HeldRpm{std::move(loan), std::move(package)};
}

}  // namespace slipway::publishing
