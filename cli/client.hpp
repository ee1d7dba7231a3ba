#pragma once

#include "base/result.hpp"
#include "cli/json.hpp"
#include "cli/transport.hpp"

#include <chrono>
#include <functional>

namespace slipway::cli {

/// What a client does between attempts; tests pass their own.
struct Patience {
    unsigned retries = 5;
    std::function<void(std::chrono::milliseconds)> pause;
    /// Gets the reason why an attempt failed and what comes next.
    std::function<void(const std::string& line)> notice;
};

struct Answer {
    int status = 0;
    std::string body{};  // as it was sent
    JsonValue json{};
};

/// The public API of one server.
class Client {
public:
    Client(Transport& transport, Patience patience) : transport_(transport), patience_(std::move(patience)) {}

    /// Returns the answer if it is a 2xx; repeats the request if that may help (cli/retry.hpp). Blocks. Faults: as the
    /// status says; cancelled with code "unreachable" without an answer; internal for an answer that is not JSON.
    Result<Answer> send(const Request& request, Progress* progress = nullptr);

    /// Sends a GET.
    Result<Answer> get(std::string target);

    /// Changes settings of the resource at `target` if it exists (PATCH). Otherwise makes it (PUT) with these settings
    /// and with the members of `besides`, which are only for a new one.
    Result<Answer> change(std::string target, const Json& settings, const Json& besides = Json::object());

    /// Gets all pages of a list as one answer. The lists of the pages are joined until there are `limit` elements (0:
    /// all); `next` comes from the last page, everything else from the first. Faults: as `send`.
    Result<Answer> get_pages(const std::string& target, std::size_t limit);

    /// Returns a client of the same server that never repeats a request.
    Client impatient() const { return {transport_, {.retries = 0, .pause = {}, .notice = {}}}; }

    /// Returns the document of the last refusal, or "" if there was none.
    const std::string& refusal() const { return refusal_; }

private:
    Transport& transport_;
    Patience patience_;
    std::string refusal_;
};

/// Encodes a path segment (percent-encoding).
std::string encoded(std::string_view segment);

/// Returns the path of these segments below /api/v1, each encoded.
std::string api_path(std::initializer_list<std::string_view> segments);

/// Appends "?name=value" or "&name=value", unless the value is empty.
void add_query(std::string& target, std::string_view name, std::string_view value);

}  // namespace slipway::cli
