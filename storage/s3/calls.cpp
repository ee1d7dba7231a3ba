#include "storage/s3/calls.hpp"

namespace slipway::s3 {
namespace {

constexpr std::array<std::string_view, operation_count> operations = {
    "put_object",
    "get_object",
    "head_object",
    "delete_object",
    "copy_object",
    "list_objects",
    "list_object_versions",
    "list_multipart_uploads",
    "create_multipart_upload",
    "upload_part",
    "upload_part_copy",
    "complete_multipart_upload",
    "abort_multipart_upload",
};
static_assert(static_cast<std::size_t>(Operation::abort_multipart_upload) + 1 == operation_count);

constexpr std::array<std::string_view, outcome_count> outcomes = {
    "success", "not_found",   "condition_failed", "refused",     "throttled",
    "failed",  "unreachable", "timed_out",        "interrupted", "stopped",
};
static_assert(static_cast<std::size_t>(Outcome::stopped) + 1 == outcome_count);

Outcome outcome_of_status(int status) {
    switch (status) {
        case 404: return Outcome::not_found;
        case 304:
        case 412: return Outcome::condition_failed;
        case 429:
        case 503: return Outcome::throttled;
        default: break;
    }
    if (status >= 500) return Outcome::failed;
    return status >= 200 && status < 300 ? Outcome::success : Outcome::refused;
}

}  // namespace

std::string_view name_of(Operation operation) { return operations.at(static_cast<std::size_t>(operation)); }
std::string_view name_of(Outcome outcome) { return outcomes.at(static_cast<std::size_t>(outcome)); }

Outcome outcome_of(const Attempt& attempt) {
    switch (attempt.end) {
        case Attempt::End::unreachable:
        case Attempt::End::impossible: return Outcome::unreachable;
        case Attempt::End::timed_out: return Outcome::timed_out;
        case Attempt::End::interrupted: return Outcome::interrupted;
        case Attempt::End::stopped: return Outcome::stopped;
        case Attempt::End::answered: break;
    }
    return outcome_of_status(attempt.answer.status);
}

}  // namespace slipway::s3
