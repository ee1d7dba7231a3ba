// AWS Signature Version 4. Three steps, named as AWS names them:
//
//   canonical request = method, path, query, fields, names of the fields, digest of the payload; a line each
//   string to sign    = algorithm, time, scope, digest of the canonical request
//   signature         = HMAC of the string to sign, by a key made of secret, day, region and service
//
// Every field that is passed is signed: S3 demands it of host and x-amz-*, and a signed condition (if-none-match)
// cannot be taken out on the way. Paths are encoded once and not normalised, which is S3's way alone among AWS's
// services.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
#include "storage/s3/signature.hpp"

#include "base/hex.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace slipway::s3 {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

/// Without blanks at both ends, and with one blank for several.
std::string canonical_value(std::string_view value) {
    std::string out;
    for (const char c : trimmed(value))
        if (c != ' ' || out.back() != ' ') out += c;
    return out;
}

/// Sorted by name, each name once: the values of a field that came several times stand behind each other.
Fields canonical_fields(const Fields& fields) {
    Fields sorted = fields;
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    Fields merged;
    for (const auto& [name, value] : sorted)
        if (merged.empty() || merged.back().first != name)
            merged.emplace_back(name, canonical_value(value));
        else
            merged.back().second += "," + canonical_value(value);
    return merged;
}

std::string names_of(const Fields& fields) {
    std::vector<std::string> names;
    for (const auto& [name, value] : canonical_fields(fields)) names.push_back(name);
    return join(names, ";");
}

std::string text_of(const Scope& scope) {
    return fmt::format("{}/{}/{}/aws4_request", compact_date(scope.time).substr(0, 8), scope.region, scope.service);
}

std::string signature_of(const Signable& request, const Credentials& credentials, const Scope& scope) {
    const auto scope_text = text_of(scope);
    const auto to_sign = fmt::format("{}\n{}\n{}\n{}", algorithm, compact_date(scope.time), scope_text,
                                     sha256_of(canonical_request(request)).hex());
    auto key = "AWS4" + credentials.secret_access_key;
    for (const auto part : split(scope_text, '/')) key = hmac_sha256(key, part);
    return to_hex(hmac_sha256(key, to_sign));
}

std::string credential_of(const Credentials& credentials, const Scope& scope) {
    return credentials.access_key_id + "/" + text_of(scope);
}

}  // namespace

std::string canonical_request(const Signable& request) {
    std::string fields;
    for (const auto& [name, value] : canonical_fields(request.fields)) fields.append(name + ":" + value + "\n");
    return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, request.path, canonical_query(request.query), fields,
                       names_of(request.fields), request.payload_hash);
}

Fields signed_fields(const Signable& request, const Credentials& credentials, const Scope& scope) {
    auto complete = request;
    complete.fields.emplace_back("x-amz-date", compact_date(scope.time));
    if (!credentials.session_token.empty())
        complete.fields.emplace_back("x-amz-security-token", credentials.session_token);
    complete.fields.emplace_back(
        "authorization",
        fmt::format("{} Credential={}, SignedHeaders={}, Signature={}", algorithm, credential_of(credentials, scope),
                    names_of(complete.fields), signature_of(complete, credentials, scope)));
    return complete.fields;
}

std::string presigned_query(const Signable& request, const Credentials& credentials, const Scope& scope,
                            std::chrono::seconds validity) {
    auto complete = request;
    complete.query.emplace_back("X-Amz-Algorithm", algorithm);
    complete.query.emplace_back("X-Amz-Credential", credential_of(credentials, scope));
    complete.query.emplace_back("X-Amz-Date", compact_date(scope.time));
    complete.query.emplace_back("X-Amz-Expires", std::to_string(validity.count()));
    if (!credentials.session_token.empty())
        complete.query.emplace_back("X-Amz-Security-Token", credentials.session_token);
    complete.query.emplace_back("X-Amz-SignedHeaders", names_of(request.fields));
    const auto signature = signature_of(complete, credentials, scope);
    return canonical_query(complete.query) + "&X-Amz-Signature=" + signature;
}

}  // namespace slipway::s3
