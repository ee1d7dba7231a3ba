#pragma once

#include "base/result.hpp"
#include "base/rope.hpp"
#include "server/http/headers.hpp"
#include "server/http/method.hpp"
#include "server/http/query.hpp"

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

/// The head of a request, already checked for syntax. `path` is decoded once, split at '/', without empty segments
/// (`has_empty_segments` says that there were some), "." and ".." (those are refused by http/target); `trailing_slash`
/// tells "a/" from "a".
struct Request {
    Method method = Method::get;
    std::string target;             // as received
    std::vector<std::string> path;  // decoded segments
    bool trailing_slash = false;
    bool has_empty_segments = false;
    Query query;  // decoded
    Headers headers;
    std::string address;  // the client's, behind trusted proxies the forwarded one
    std::string id;       // what logs and the answer call it: see http/request_id
    bool over_tls = false;
    std::optional<std::uint64_t> content_length;  // nothing: none or chunked
    bool has_body = false;
    bool expects_continue = false;
};

/// A window `[offset, offset + length)` of a shared body, which is the whole body or a range. It lives as long as a
/// response needs it.
template <class Shared>
struct Window {
    Shared of;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
};
using Body = std::variant<std::monostate, std::string, Window<SharedBytes>, Window<SharedRope>>;

std::uint64_t size_of(const Body& body);

/// Why a request was refused, for its client and for the log.
struct Refusal {
    std::string code;
    std::string detail;
    std::string members = "{}";  // further ones of the problem: a JSON object
};

struct Response {
    unsigned status = 200;
    /// Without Content-Length, Date, Connection, X-Content-Type-Options and X-Request-Id, which the writer adds.
    Headers headers;
    Body body;
    std::shared_ptr<const Refusal> refusal{};  // of a problem
    /// Close the connection after this answer.
    bool close = false;
};

/// An answer that comes later. It is called once with a function that delivers the answer, and delivers exactly once,
/// from any thread.
using Deferred = std::function<void(std::function<void(Response)> deliver)>;
using Reply = std::variant<Response, Deferred>;

class Sender;  // server/http/sender.hpp

/// Takes a request body as it arrives. Methods are called one at a time, in the upload lane. If the connection is lost,
/// it is destroyed without `finish`, and everything is undone.
class BodySink {
public:
    virtual ~BodySink() = default;
    /// An error ends the upload; `Handler::refuse` makes the response from it.
    virtual Result<> append(std::string_view bytes) = 0;
    /// Called when all bytes have arrived.
    virtual Reply finish() = 0;
    /// Gets how fast the body arrives, and may end it. May be null.
    virtual std::shared_ptr<Sender> sender() const { return nullptr; }
};

/// Says to read the whole body (at most this many bytes, else 413) and then call `then` in the disk pool. `then` holds
/// what was decided about the head, so that nothing is decided twice; if it is empty, `Handler::handle` is called.
/// `owner` names the token whose share of the memory for bodies it takes. If all of that memory is taken the answer is
/// 503.
struct CollectBody {
    std::uint64_t limit = 0;
    std::function<Reply(std::string body)> then{};
    std::int64_t owner = 0;
};
class WaitingBody;
/// A Response says to answer without reading the body. The connection sends it, reads and drops the body (up to 64 MiB
/// or 10 s; not after `Expect: 100-continue`) and closes.
using BodyPlan = std::variant<Response, CollectBody, std::unique_ptr<BodySink>, std::unique_ptr<WaitingBody>>;

/// A body for which there is no free slot. The connection leaves it unread until a slot is free, or for 30 s. Its
/// destructor stops waiting and frees a slot that it got. Only `plan` blocks.
class WaitingBody {
public:
    virtual ~WaitingBody() = default;
    /// Calls `wake` once when there is a slot: at once, or later from any thread. Called once.
    virtual void wait(std::function<void()> wake) = 0;
    /// Returns what to do with the body, now that it has a slot. Called where `Handler::plan_body` is, after `wake`.
    virtual BodyPlan plan() = 0;
    /// Returns the answer if no slot became free in time.
    virtual Response refusal() = 0;
};

/// The kind of work that a request needs; each kind has threads of its own (docs/threading.md, "Lanes").
enum class Work : unsigned char {
    quick,        // plans of bodies, a few reads, changes
    upload,       // bytes of uploads, and storing them
    files,        // files that are not in the page cache
    fetching,     // package files and packs that are not on this machine
    examination,  // looking into packages
    signing,      // signing packages: waiting for the signer
    listing,
    comparison,  // of revisions
    page,
    snapshot,   // snapshots and other files that need the catalog
    operation,  // metrics, readiness
};
inline constexpr std::size_t kinds_of_work = 11;
const char* name_of(Work work);

/// Where a request is carried out.
struct Placement {
    Work work = Work::quick;
    std::int64_t turn = 0;          // the client's; a kind's threads serve one turn after another
    std::shared_ptr<void> share{};  // kept until the answer is made
};

/// How a request ended.
struct Answered {
    unsigned status = 0;
    std::uint64_t bytes = 0;  // sent, with the head
    std::uint64_t microseconds = 0;
    std::shared_ptr<const Refusal> refusal{};  // null: not refused
    bool is_upload = false;                    // set by the application, which knows what its addresses mean
};

/// The application behind the network code. Thread-safe.
class Handler {
public:
    virtual ~Handler() = default;
    /// Called on an IO thread for every request without a body. It must not block or wait. It returns nothing if the
    /// request is not a fast one; then `handle` answers.
    virtual std::optional<Response> answer_at_once(const Request& request) = 0;
    /// Called on an IO thread for a request that was not answered at once, before its body is read: authentication and
    /// limits of clients. Returns where the two functions below are called; a Response refuses the request. It must not
    /// block.
    virtual std::variant<Placement, Response> place(const Request&) { return Placement{}; }
    /// Called in its lane with the head of a request that has a body, before `100 Continue`: every check that needs no
    /// body.
    virtual BodyPlan plan_body(const Request& request) = 0;
    /// Called in its lane for a request without a body, or whose plan was to collect it and no more.
    virtual Reply handle(const Request& request, std::string body) = 0;
    /// Returns the response for an error that the network code met (bad syntax, too large, a sink's failure).
    virtual Response refuse(const Request& request, const Error& error) = 0;
    /// Called once per answered request, on an IO thread, for metrics and access logs. It must not block.
    virtual void answered(const Request& request, const Answered& answered) = 0;
};

}  // namespace slipway::http
