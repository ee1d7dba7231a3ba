#pragma once

#include "storage/s3/http.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace slipway::s3 {

/// The operations of the Amazon S3 API Reference that are used.
enum class Operation : unsigned char {
    put_object,
    get_object,
    head_object,
    delete_object,
    copy_object,
    list_objects,
    list_object_versions,
    list_multipart_uploads,
    create_multipart_upload,
    upload_part,
    upload_part_copy,
    complete_multipart_upload,
    abort_multipart_upload,
};
inline constexpr std::size_t operation_count = 13;

/// How a call ended, its repetitions included.
enum class Outcome : unsigned char {
    success,
    not_found,
    condition_failed,  // of a conditional request
    refused,           // 4xx otherwise: keys, rights, a digest
    throttled,         // 429, 503 SlowDown
    failed,            // 5xx otherwise
    unreachable,
    timed_out,
    interrupted,
    stopped,  // by the source of the body or the receiver
};
inline constexpr std::size_t outcome_count = 10;

/// Returns the value of a metric's label: "put_object", "condition_failed".
std::string_view name_of(Operation operation);
std::string_view name_of(Outcome outcome);

Outcome outcome_of(const Attempt& attempt);

/// A call that has ended.
struct Call {
    Operation operation;
    Outcome outcome;
    unsigned attempts = 1;
    std::chrono::nanoseconds duration{};  // from the first attempt to the end, pauses included
    std::uint64_t sent = 0;               // bytes of bodies, of all attempts
    std::uint64_t received = 0;
};

/// Is called after every call, for metrics, by the thread that made it. Thread-safe.
class CallObserver {
public:
    virtual ~CallObserver() = default;
    virtual void observe(const Call& call) = 0;
};

}  // namespace slipway::s3
