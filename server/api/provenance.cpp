#include "server/api/provenance.hpp"

#include "server/api/json.hpp"

#include <algorithm>
#include <array>

namespace slipway::api {
namespace {

constexpr std::size_t longest_claim = 1024;

enum class Form : unsigned char { text, url, text_or_url };
struct Claim {
    std::string_view field;
    std::string_view member;
    Form form;
};
constexpr std::array<Claim, 4> claims = {{
    {"Slipway-Source-Repository", "repository", Form::text_or_url},
    {"Slipway-Source-Commit", "commit", Form::text},
    {"Slipway-Source-Ref", "ref", Form::text},
    {"Slipway-Source-Build-Url", "build_url", Form::url},
}};

Error invalid(const Claim& claim, std::string_view rule) {
    return Error(Fault::invalid_input, "the header field " + std::string(claim.field) + " must be " + std::string(rule))
        .as("invalid-provenance");
}

Result<> check(const Claim& claim, std::string_view value) {
    if (value.size() > longest_claim) return invalid(claim, "at most 1 KiB long");
    if (!std::ranges::all_of(value, [](char c) { return c >= 0x20 && c < 0x7f; }))
        return invalid(claim, "printable ASCII");
    const bool web = value.starts_with("https://") || value.starts_with("http://");
    const bool must_be_url =
        claim.form == Form::url || (claim.form == Form::text_or_url && value.find("://") != value.npos);
    if (must_be_url && !web) return invalid(claim, "an http or https URL");
    return {};
}

}  // namespace

Result<std::string> provenance_of(const http::Request& request, const publishing::KnownToken& token, Seconds now) {
    auto claimed = Json::object({});
    for (const auto& claim : claims) {
        const auto value = request.headers.find(claim.field);
        if (!value) continue;
        TRY(check(claim, *value));
        claimed.add(claim.member, *value);
    }
    const auto verified = Json::object({{"token", Json::object({{"id", token.id}, {"name", token.name}})},
                                        {"address", request.address},
                                        {"time", iso_date(now)}});
    return Json::object({{"verified", verified}, {"claimed", claimed}}).text();
}

}  // namespace slipway::api
