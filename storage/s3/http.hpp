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

/// The bytes of a request: a part of something that can be read again when the request is repeated. Not owned.
struct Body {
    const RandomAccess* bytes = nullptr;  // null: no bytes
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};

/// One request, ready to be sent.
struct HttpRequest {
    Method method = Method::get;
    std::string url;
    Fields fields;
    Body body{};
    std::chrono::milliseconds time_limit{};  // for all of it
};

/// What a server answered.
struct HttpAnswer {
    int status = 0;
    Fields fields{};
    std::string body{};  // unless a receiver took it

    bool is_success() const { return status >= 200 && status < 300; }
    /// The last field of that name (in lower case).
    std::optional<std::string> find(std::string_view name) const;
};

/// Takes the body of a successful answer as it comes. Used by one thread at a time.
class Receiver {
public:
    virtual ~Receiver() = default;
    /// The fields that ask for what has not come yet; asked before every attempt.
    virtual Fields fields() const = 0;
    /// How many bytes are still to come.
    virtual std::uint64_t missing() const = 0;
    /// The head of a successful answer; a failure ends the request.
    virtual Result<> begin(const HttpAnswer& head) = 0;
    virtual Result<> take(ByteView bytes) = 0;
};

/// How one attempt to carry out a request ended.
struct Attempt {
    enum class End : unsigned char {
        answered,
        unreachable,  // nothing reached the server
        timed_out,
        interrupted,  // the connection broke: the request may or may not have been carried out
        stopped,      // by the receiver or by the source of the body: `error` says why
        impossible,   // another attempt would end alike: a certificate that is not trusted
    };
    End end = End::impossible;
    std::string reason{};          // unless answered or stopped
    std::optional<Error> error{};  // if stopped
    HttpAnswer answer{};           // if answered
    std::uint64_t sent = 0;        // bytes of the bodies
    std::uint64_t received = 0;
};

}  // namespace slipway::s3
