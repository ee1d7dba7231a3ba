#include "publishing/intake/held_rpm.hpp"

namespace slipway::publishing {

Result<HeldRpm> hold_rpm(MemoryBudget::Share& memory, const RandomAccess& file, rpm::VerifyDigests verify) {
    MemoryBudget::Loan loan(memory);
    const auto headers = TRY(rpm::memory_of_headers(file));
    TRY(loan.take(headers));
    auto package = TRY(rpm::read_rpm(file, verify));
    TRY(loan.take(rpm::memory_of_lists(package)));
    return HeldRpm{std::move(loan), std::move(package)};
}

}  // namespace slipway::publishing
