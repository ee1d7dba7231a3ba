#include "base/time_limit.hpp"

namespace slipway {

Result<> TimeLimit::check() const {
    if (is_over()) return took_too_long();
    return {};
}

Error took_too_long() {
    return Error("took-too-long"_problem, "this took too long on a busy server; try again, or ask for less at once");
}

}  // namespace slipway
