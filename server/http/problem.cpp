// The one place where an Error becomes an HTTP status.
//
// Faults say what a caller can do, so the table of faults suffices for nearly all errors. A few problems name
// conditions that exist in HTTP only, or have another status than their fault's; base/problem.hpp gives them one. Every
// error has a body: apt takes a 503 without one for permanent.
#include "server/http/problem.hpp"

#include "base/text.hpp"
#include "server/http/status.hpp"

#include <fmt/format.h>

#include <array>
#include <variant>

namespace slipway::http {
namespace {

struct FaultStatus {
    Fault fault;
    unsigned status;
};
constexpr std::array<FaultStatus, fault_count> by_fault = {{
    {Fault::invalid_input, 422},
    {Fault::unauthenticated, 401},
    {Fault::forbidden, 403},
    {Fault::not_found, 404},
    {Fault::gone, 410},
    {Fault::conflict, 409},
    {Fault::precondition_failed, 412},
    {Fault::too_large, 413},
    {Fault::unsupported, 422},
    {Fault::busy, 503},
    {Fault::storage_full, 507},
    {Fault::corrupt, 500},
    {Fault::io, 500},
    {Fault::cancelled, 503},
    {Fault::internal, 500},
}};

constexpr bool is_indexed_by_fault() {
    for (std::size_t i = 0; i < by_fault.size(); ++i)
        if (static_cast<std::size_t>(by_fault[i].fault) != i) return false;
    return true;
}
static_assert(is_indexed_by_fault(), "by_fault lists every fault once, in order");

constexpr std::string_view own_path = "server/http/problem.cpp";

/// Whether the error arose in a source below this folder of the project.
bool arose_in(std::string_view folder, const Error& error, std::string_view this_file = __builtin_FILE()) {
    const auto root = this_file.substr(0, this_file.size() - own_path.size());
    return std::string_view(error.file()).starts_with(std::string(root) + std::string(folder));
}

/// What is said in the store names files, for operators, whatever its fault.
bool is_of_the_store(const Error& error) { return arose_in("storage/", error) || arose_in("base/files/", error); }

/// A file that is missing, or in the way, is the server's fault: nothing a client asked for is found or in conflict by
/// it.
Fault fault_for_client(const Error& error) {
    const bool of_a_client =
        error.fault() == Fault::not_found || error.fault() == Fault::conflict || error.fault() == Fault::invalid_input;
    return of_a_client && is_of_the_store(error) ? Fault::io : error.fault();
}

bool is_for_operators_only(const Error& error) {
    switch (error.fault()) {
        case Fault::io:
        case Fault::corrupt:
        case Fault::internal: return true;
        case Fault::storage_full: return !arose_in("server/", error);  // there it is said of a reserve, for clients
        default: return is_of_the_store(error);
    }
}

}  // namespace

unsigned status_of(Fault fault) { return by_fault.at(static_cast<std::size_t>(fault)).status; }

unsigned status_of(const Error& error) {
    const auto* known = find_problem(error.code());
    if (known != nullptr && known->status != 0) return known->status;
    return status_of(fault_for_client(error));
}

std::string_view code_of(const Error& error) {
    const auto fault = fault_for_client(error);
    return fault == error.fault() ? error.code() : name_of(fault);
}

std::string_view detail_of(const Error& error) {
    if (!is_for_operators_only(error)) return error.message();
    if (error.fault() == Fault::storage_full)
        return "The server has no space for this, and nothing was changed. Its operator can free some; its log says "
               "where.";
    return "The server failed; its log says why. Trying again later may help.";
}

Response problem(const Error& error, std::string_view detail, const Json& members) {
    Response response;
    response.status = status_of(error);
    response.headers.add("Content-Type", "application/problem+json");
    response.headers.add("Cache-Control", "no-store");
    if (response.status == 401) {
        response.headers.add("WWW-Authenticate", "Basic realm=\"slipway\", charset=\"UTF-8\"");
        response.headers.add("WWW-Authenticate", "Bearer realm=\"slipway\"");
    }
    if (response.status == 429) response.headers.add("Retry-After", "1");
    if (response.status == 503) response.headers.add("Retry-After", "10");
    response.refusal =
        std::make_shared<Refusal>(Refusal{std::string(code_of(error)), std::string(detail), members.text()});
    return response;
}

Response problem(const Error& error) { return problem(error, detail_of(error), Json::object()); }

void write_problem(Response& response, std::string_view root) {
    if (!response.refusal || !std::holds_alternative<std::monostate>(response.body)) return;
    const auto& [code, detail, members] = *response.refusal;
    const auto* known = find_problem(code);
    auto json = Json::object({{"type", fmt::format("{}/problems/{}", root, code)},
                              {"title", known != nullptr ? known->title : reason_of(response.status)},
                              {"status", response.status},
                              {"code", code},
                              {"detail", detail}});
    response.body = json.add_members(Json::rendered(members)).text() + "\n";
}

Response problem_of(BoundedLog& log, const Error& error) {
    if (detail_of(error) != error.message()) log.failure("request-failed", error);
    return problem(error);
}

}  // namespace slipway::http
