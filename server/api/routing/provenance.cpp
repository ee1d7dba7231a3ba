#include "server/api/routing/provenance.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

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
constexpr Claim short_build_url = {"Slipway-Build-Url", "build_url", Form::url};  // the last one by another name

/// The claims a request may make.
constexpr std::array<Claim, 5> fields = {claims[0], claims[1], claims[2], claims[3], short_build_url};

Error invalid(const Claim& claim, std::string_view rule) {
    return Error("invalid-provenance"_problem,
                 "the header field " + std::string(claim.field) + " must be " + std::string(rule));
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

Result<> check_own_fields(const http::Headers& headers) {
    constexpr std::string_view own = "Slipway-";
    for (const auto name : headers.names()) {
        if (!equal_ignoring_case(name.substr(0, own.size()), own)) continue;
        const auto is_it = [&](const Claim& claim) { return equal_ignoring_case(claim.field, name); };
        if (std::ranges::any_of(fields, is_it)) continue;
        std::vector<std::string> known;
        for (const auto& claim : fields) known.emplace_back(claim.field);
        return Error("unknown-field"_problem, "the header field '" + std::string(name.substr(0, 100)) +
                                                  "' is not known; known are: " + join(known, ", "));
    }
    return {};
}

Result<std::string> provenance_of(const http::Headers& headers, const publishing::KnownToken& token,
                                  const std::string& address, Seconds now) {
    auto claimed = Json::object({});
    std::string_view last;
    for (const auto& claim : fields) {
        const auto value = headers.find(claim.field);
        if (!value) continue;
        if (std::exchange(last, claim.member) == claim.member)
            return invalid(claim, "absent where Slipway-Source-Build-Url says the same");
        TRY(check(claim, *value));
        claimed.add(claim.member, *value);
    }
    const auto verified = Json::object({{"token", Json::object({{"id", token.id}, {"name", token.name}})},
                                        {"address", address},
                                        {"time", iso_date(now)}});
    return Json::object({{"verified", verified}, {"claimed", claimed}}).text();
}

Result<Json> provenance_json(std::string_view stored, publishing::People people) {
    if (stored.empty()) return Json::object({});
    if (people == publishing::People::named) return Json::rendered(std::string(stored));
    const auto provenance = TRY(JsonObject::parse(stored));
    auto verified = Json::object({});
    if (const auto seen = TRY(provenance.object("verified", {})))
        if (const auto time = TRY(seen->text("time", ""))) verified.add("time", *time);
    auto claimed = Json::object({});
    if (const auto said = TRY(provenance.object("claimed", {})))
        for (const auto& [field, member, form] : claims)
            if (const auto value = TRY(said->text(member, ""))) claimed.add(member, *value);
    return Json::object({{"verified", verified}, {"claimed", claimed}});
}

}  // namespace slipway::api
