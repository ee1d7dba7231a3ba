#include "base/version.hpp"
#include "server/api/openapi.hpp"
#include "server/api/resources.hpp"

namespace slipway::api {
namespace {

http::Response text_response(unsigned status, std::string text, std::string_view type = "text/plain; charset=utf-8") {
    http::Response response;
    response.status = status;
    response.headers.add("Content-Type", type);
    response.headers.add("Cache-Control", "no-store");
    response.body = std::move(text);
    return response;
}

Error not_ready(std::string why) { return Error("not-ready"_problem, std::move(why)); }

/// Faults: busy "not-ready", saying what keeps uploads from working.
Result<> check_uploads(const Services& services) {
    if (TRY(services.space.is_short())) return not_ready("the disk reserve is touched: uploads are refused");
    if (services.parts.publisher.counters().last_publication_failed)
        return not_ready("the last publication failed; the log says why");
    return {};
}

}  // namespace

Result<http::Reply> get_health(Services&, const Call&) { return text_response(200, "ok\n"); }

Result<http::Reply> get_readiness(Services& services, const Call& call) {
    const auto purpose = call.query("for");
    if (purpose && *purpose != "uploads") return Error("invalid-field"_problem, "'for' can only be 'uploads'");
    if (services.finishing) return not_ready("the server finishes what is under way and stops");
    if (purpose) TRY(check_uploads(services));
    return text_response(200, "ok\n");
}

Result<http::Reply> get_metrics(Services& services, const Call&) {
    return text_response(200, services.parts.metrics(), "text/plain; version=0.0.4; charset=utf-8");
}

Result<http::Reply> get_version(Services&, const Call&) {
    const std::vector<std::string> formats = {"deb", "rpm"};
    return json_response(200, Json::object({{"version", version()}, {"api", "v1"}, {"formats", formats}}));
}

Result<http::Reply> get_openapi(Services&, const Call&) {
    return text_response(200, std::string(openapi_document()), "application/json");
}

}  // namespace slipway::api
