#pragma once

#include "base/result.hpp"
#include "base/rope.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace slipway::http {

enum class Method : unsigned char { get, head, put, post, del, options, other };

std::string_view name_of(Method method);

/// Header fields in order of arrival, as they stand in a message: one text, which a response is written from by a copy.
class Headers {
public:
    /// Line breaks become blanks, so that no handler can be talked into splitting a response. `name` has no ':'.
    void add(std::string_view name, std::string_view value);
    /// The value of the first field of this name, whatever its case. Good until a field is added.
    std::optional<std::string_view> find(std::string_view name) const;
    /// Of all fields of this name.
    std::vector<std::string_view> find_all(std::string_view name) const;
    /// "Name: value\r\n" for each.
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

/// The head of a request, already checked for syntax. `path` is decoded once, split at '/', without empty, "." or ".."
/// segments (those are refused by http/target); `trailing_slash` tells "a/" from "a".
struct Request {
    Method method = Method::get;
    std::string target;             // as received
    std::vector<std::string> path;  // decoded segments
    bool trailing_slash = false;
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order
    Headers headers;
    std::string address;  // the client's, behind trusted proxies the forwarded one
    bool over_tls = false;
    std::optional<std::uint64_t> content_length;  // nothing: none or chunked
    bool has_body = false;
    bool expects_continue = false;
};

/// A window `[offset, offset + length)` of a shared body (whole or a range); it lives as long as one response needs it.
template <class Shared>
struct Window {
    Shared of;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
using Body = std::variant<std::monostate, std::string, Window<SharedBytes>, Window<SharedRope>>;

std::uint64_t size_of(const Body& body);

struct Response {
    unsigned status = 200;
    /// Without Content-Length, Date, Connection and X-Content-Type-Options: the writer adds them.
    Headers headers;
    Body body;
    /// Close the connection after this answer.
    bool close = false;
};

/// An answer that comes later: called once with where to deliver it; delivers exactly once, from any thread.
using Deferred = std::function<void(std::function<void(Response)> deliver)>;
using Reply = std::variant<Response, Deferred>;

/// Takes a request body as it flows. Methods are called one at a time, in the disk pool. Destroyed without `finish`
/// when the connection is lost: everything is undone.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// A failure ends the upload: the response is made from it by `Handler::refuse`.
    virtual Result<> append(std::string_view bytes) = 0;
    /// All bytes came.
    virtual Reply finish() = 0;
};

/// Read the body whole (at most this many bytes, else 413), then call `Handler::handle`.
struct CollectBody {
    std::uint64_t limit = 0;
};
/// Every place for uploads is taken: the connection waits with the body unread and asks `Handler::plan_body` again, and
/// after 30 s sends the refusal.
struct AskAgain {
    Response refusal;
};
/// A Response: answer without reading a body; the connection sends it, reads and drops the body (up to 64 MiB or 10 s;
/// not after `Expect: 100-continue`) and closes.
using BodyPlan = std::variant<Response, CollectBody, std::unique_ptr<BodySink>, AskAgain>;

/// The application as the network sees it. Thread-safe.
class Handler {
public:
    virtual ~Handler() = default;
    /// Called on an IO thread for every request without a body: must not block or wait. Nothing: not one of the fast
    /// ones, `handle` answers.
    virtual std::optional<Response> answer_at_once(const Request& request) = 0;
    /// Called in the disk pool with the head of a request that has a body, before `100 Continue`: authentication and
    /// every check that needs no body.
    virtual BodyPlan plan_body(const Request& request) = 0;
    /// Called in the disk pool.
    virtual Reply handle(const Request& request, std::string body) = 0;
    /// The response for an error met by the network (bad syntax, too large, a sink's failure).
    virtual Response refuse(const Request& request, const Error& error) = 0;
    /// Told once per answered request, on an IO thread, for metrics and access logs: must not block.
    virtual void answered(const Request& request, unsigned status, std::uint64_t bytes_sent,
                          std::uint64_t microseconds) = 0;
};

}  // namespace slipway::http
