#pragma once

#include "storage/s3/http.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>

namespace slipway::s3 {

/// What is asked of the store, by the names of the Amazon S3 API Reference.
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
    stopped,  // by whoever gives or takes the bytes
};
inline constexpr std::size_t outcome_count = 10;

/// "put_object", "condition_failed": the values of a metric's labels.
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

/// Is told of every call, for metrics. Thread-safe; called by the thread that made the call.
class CallObserver {
public:
    virtual ~CallObserver() = default;
    virtual void observe(const Call& call) = 0;
};

}  // namespace slipway::s3
