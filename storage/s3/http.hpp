#pragma once

#include "base/result.hpp"
#include "base/stream.hpp"
#include "storage/s3/signature.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace slipway::s3 {

enum class Method : unsigned char { get, head, put, post, del };

/// "GET".
std::string_view name_of(Method method);

/// The body of a request: a part of bytes that can be read again when the request is repeated. Does not own them.
struct Body {
    const RandomAccess* bytes = nullptr;  // null if there is no body
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// A request that is ready to be sent.
struct HttpRequest {
    Method method = Method::get;
    std::string url;
    Fields fields;
    Body body{};
    std::chrono::milliseconds time_limit{};  // for the whole request
};

/// The answer of a server.
struct HttpAnswer {
    int status = 0;
    Fields fields{};
    std::string body{};  // empty if a receiver took it

    bool is_success() const { return status >= 200 && status < 300; }
    /// Returns the last field of that name (in lower case).
    std::optional<std::string> find(std::string_view name) const;
};

/// Takes the body of a successful answer as it comes. One thread at a time uses it.
class Receiver {
public:
    virtual ~Receiver() = default;
    /// Returns the fields that request the missing bytes. Is called before every attempt.
    virtual Fields fields() const = 0;
    /// Returns how many bytes are missing.
    virtual std::uint64_t missing() const = 0;
    /// Takes the head of a successful answer. A failure ends the request.
    virtual Result<> begin(const HttpAnswer& head) = 0;
    virtual Result<> take(ByteView bytes) = 0;
};

/// The outcome of one attempt to carry out a request.
struct Attempt {
    enum class End : unsigned char {
        answered,
        unreachable,  // the server got nothing
        timed_out,
        interrupted,  // the connection broke; the request may have been carried out
        stopped,      // by the receiver or the source of the body; `error` says why
        impossible,   // no attempt can succeed: a certificate is not trusted
    };
    End end = End::impossible;
    std::string reason{};          // unless answered or stopped
    std::optional<Error> error{};  // if stopped
    HttpAnswer answer{};           // if answered
    std::uint64_t sent = 0;        // bytes of the bodies
    std::uint64_t received = 0;
};

}  // namespace slipway::s3
