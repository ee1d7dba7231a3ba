#pragma once

#include "base/problem.hpp"
#include "base/result.hpp"
#include "server/api/routing/call.hpp"
#include "server/api/routing/schema.hpp"
#include "server/http/message.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace slipway::api {

/// What a caller must be allowed to do; `action_of` (router.hpp) makes a publishing::Action of it.
enum class Access : unsigned char {
    open,       // everybody
    own_token,  // whoever has a token
    read,       // publishing::Action::Kind::read_repository
    upload,
    change_content,
    change_some,  // the channel is not known yet (`Subject`): it is asked for again when it is
    administer,
    create_or_update,  // administer where the repository exists, create_or_delete where not
    create_or_delete,
    administer_server,
    events,  // administer with ?repository=, else administer_server
};

/// What happens to a request's body.
enum class BodyUse : unsigned char { none, json, upload };

/// Where a request names its channel: in its head, in a member of its body, or by a pin.
enum class Subject : unsigned char { head, body_to, body_channel, pin };

/// Answers one request. Runs in the disk pool; an error becomes a problem.
using Handle = Result<http::Reply> (*)(Services& services, const Call& call);

/// Finds a page of a list. It runs in the disk pool, too.
using ListHandle = Result<ListPage> (*)(Services& services, const Call& call, const PageWanted& wanted);

/// A list of constants with a bound, so that it can be part of a table. More elements do not compile.
template <class T, std::size_t Most>
class Few {
public:
    constexpr Few() = default;
    constexpr Few(std::initializer_list<T> given) : count_(given.size()) {
        std::copy(given.begin(), given.end(), items_.begin());
    }
    constexpr auto begin() const { return items_.begin(); }
    constexpr auto end() const { return items_.begin() + count_; }
    constexpr std::size_t size() const { return count_; }

private:
    std::array<T, Most> items_{};
    std::size_t count_ = 0;
};

/// A parameter of the query.
struct Parameter {
    std::string_view name{};
    Schema schema = a_text();
    std::string_view rule{};  // what its refusal says behind the name; "": what follows from the schema
};

struct Answer {
    unsigned status = 0;
    std::string_view description{};
    const Schema* body = nullptr;  // JSON; null: none
    std::string_view text{};       // the type of one that is no JSON
};

/// A problem that an operation may give in addition to those that follow from its access, path, query and body.
struct GivenProblem {
    constexpr GivenProblem() = default;
    constexpr GivenProblem(const Problem& given) : problem(&given) {}
    constexpr GivenProblem(const Problem& given, unsigned other_status) : problem(&given), status(other_status) {}

    const Problem* problem = nullptr;
    unsigned status = 0;  // 0: that of the problem
};

/// The number of elements on a page of a list: by default, and at most.
inline constexpr std::int64_t default_limit = 100;
inline constexpr std::int64_t largest_limit = 1000;

/// One row of the URL space. The router, the checks of queries and bodies, and the OpenAPI document are made from it.
/// Segments of a path in braces are parameters.
struct Operation {
    http::Method method = http::Method::get;
    std::string_view path{};
    Access access = Access::open;
    std::string_view id{};  // unique; what generated clients call it
    std::string_view tag{};
    std::string_view summary{};
    std::string_view description{};  // besides the scope, which follows from `access`
    Handle handle = nullptr;         // null where `use` is upload (uploads/uploads.hpp) and where there is a `list`
    ListHandle list = nullptr;       // then `limit` and `cursor` are parameters
    std::int64_t least = 1;          // of a list's `limit`
    Few<Parameter, 7> query{};
    BodyUse use = BodyUse::none;
    const Schema* body = nullptr;  // where `use` is json
    Subject subject = Subject::head;
    Few<Answer, 2> answers{};
    Few<GivenProblem, 20> problems{};
    const Schema* problem_body = nullptr;  // of these problems, where they tell more
    http::Work work = http::Work::quick;
    bool tagged = false;      // one resource, with an ETag
    bool gives_back = false;  // it ends rights or frees space, as every DELETE: it goes through on a full disk
    bool at_once = false;     // answered whatever else goes on
};

/// `?force=true`, which several resources take.
inline constexpr Parameter force_parameter{"force", a_flag("`true`: although something speaks against it.")};

/// Returns the parameters of the query, including those of lists.
std::vector<Parameter> parameters_of(const Operation& operation);

}  // namespace slipway::api
